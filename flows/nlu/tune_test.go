package nlu

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"
	"math"

	"lopo/store/city"
)

func envf(n string, d float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(n), 64); err == nil {
		return v
	}
	return d
}

func TestTune(t *testing.T) {
	rounds = int(envf("ROUNDS", float64(rounds)))
	rate = envf("RATE", rate)
	decay = envf("DECAY", decay)
	rareCut = int(envf("RARE", float64(rareCut)))
	dropped = envf("DROP", dropped)
	louds[1] = envf("PAIR", louds[1])
	louds[2] = envf("SOFT", louds[2])
	louds[3] = envf("PIECE", louds[3])
	for i, l := range louds {
		louder[i] = int32(math.Round(l * 100))
	}
	g, err := Validate(os.DirFS("../../locales/nlu"), 5, State{City: city.Default(), Now: time.Unix(1795000000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	var top1, n, ll float64
	var in, ok, off, oosN, left, wrong, asked float64
	for _, x := range g {
		n++
		p := x.chance[intentNumber[x.Intent]]
		ll -= math.Log(max(p, 1e-6))
		if ranked(x.chance)[0] == intentNumber[x.Intent] {
			top1++
		}
		if x.Result.Action == Ask {
			asked++
		}
		if x.Intent == OutOfScope {
			oosN++
			if x.Result.Action != Act {
				left++
			} else {
				wrong++
			}
			continue
		}
		in++
		switch {
		case x.Result.Action == Act && x.Result.Intent == x.Intent:
			ok++
		case x.Result.Action == Act:
			wrong++
		case x.Result.Action == Ask:
			for _, a := range x.Result.Alternatives {
				if a == x.Intent {
					off++
				}
			}
		}
	}
	fmt.Printf("top1 %.2f ll %.4f | right %.1f resolved %.1f left %.1f wrong %.1f asked %.1f\n", 100*top1/n, ll/n, 100*ok/in, 100*(ok+off)/in, 100*left/oosN, 100*wrong/n, 100*asked/n)
}

func TestSweep(t *testing.T) {
	g, err := Validate(os.DirFS("../../locales/nlu"), 5, State{City: city.Default(), Now: time.Unix(1795000000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range []float64{.4, .5, .55, .6, .65, .7, .75, .8} {
		for _, stray := range []float64{.4, .5, .6, .7} {
			for _, ask := range []float64{.1,.16,.22} {
			var in, right, res, oosN, left, plain, wrong, asked, risky float64
			for _, x := range g {
				ord := ranked(x.chance)
				best := ord[0]
				if best == oos {
					best = ord[1]
				}
				p, po := x.chance[best], x.chance[oos]
				action := Ask
				switch {
				case ord[0] == best && p >= act:
					action = Act
				case ord[0] == oos && po >= stray || p < ask:
					action = Fallback
				}
				if action == Ask {
					asked++
				}
				y := intentNumber[x.Intent]
				if y == oos {
					oosN++
					if action != Act {
						left++
					} else {
						wrong++
						if Risky[Intents[best]] { risky++ }
					}
					if action == Fallback {
						plain++
					}
					continue
				}
				in++
				if action == Act {
					if best == y {
						right++
						res++
					} else {
						wrong++
						if Risky[Intents[best]] { risky++ }
					}
				} else if action == Ask {
					k := 0
					for _, i := range ord {
						if i == oos { continue }
						if k++; k > 3 { break }
						if i == y { res++ }
					}
				}
			}
			n := float64(len(g))
			fmt.Printf("act %.2f stray %.2f ask %.2f: right %.1f resolved %.1f left %.1f plain %.1f wrong %.1f risky %.2f asked %.1f\n", act, stray, ask, 100*right/in, 100*res/in, 100*left/oosN, 100*plain/oosN, 100*wrong/n, 100*risky/n, 100*asked/n)
		}}
	}
}
