package broadcast

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/city"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // 12.00 WITA

// Never more than the rate in any second, wherever the second begins and however late the sender comes each time; and in the long run not less than
// it either.
func TestPaceHoldsInAnySecond(t *testing.T) {
	for _, late := range []time.Duration{0, time.Millisecond, 7 * time.Millisecond} {
		t.Run(fmt.Sprint(late), func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			p := newPacer(channel.Limits{PerSecond: 20}, Hours{}, store.Pace{Rate: 1}, random.Float64)
			now := noon
			var times []time.Time
			for range 4000 {
				now = p.at(now)
				if late > 0 {
					now = now.Add(time.Duration(random.Int64N(int64(late))))
				}
				p.take(now)
				times = append(times, now)
			}
			for i := 20; i < len(times); i++ {
				if d := times[i].Sub(times[i-20]); d < time.Second {
					t.Fatalf("21 within %s", d)
				}
			}
			rate := float64(len(times)-1) / times[len(times)-1].Sub(times[0]).Seconds()
			if rate > 20.0001 || rate < 20*0.98 {
				t.Errorf("%.2f a second", rate)
			}
		})
	}
}

// A sender that had nothing to do for an hour does not make up for it.
func TestPaceNoBurstAfterIdle(t *testing.T) {
	p := newPacer(channel.Limits{PerSecond: 20}, Hours{}, store.Pace{Rate: 1}, rand.Float64)
	p.take(p.at(noon))
	later := noon.Add(time.Hour)
	a := p.at(later)
	p.take(a)
	b := p.at(a)
	if !a.Equal(later) || b.Sub(a) != 50*time.Millisecond {
		t.Errorf("%s, then %s later", a.Sub(later), b.Sub(a))
	}
}

// A wish for patience is obeyed to the end, halves the rate, and clean minutes raise it again by one a second each.
func TestPaceSlowsAndRecovers(t *testing.T) {
	p := newPacer(channel.Limits{PerSecond: 20}, Hours{}, store.Pace{Rate: 1}, rand.Float64)
	until := noon.Add(17 * time.Second)
	p.slow(noon, until)
	if at := p.at(noon); !at.Equal(until) {
		t.Errorf("again at %s", at)
	}
	per := func(from time.Time, d time.Duration) (n int) {
		for at := p.at(from); at.Before(from.Add(d)); at = p.at(at) {
			p.take(at)
			n++
		}
		return n
	}
	if n := per(until, 10*time.Second); n != 100 {
		t.Errorf("%d in ten seconds after it", n)
	}
	at := until.Add(10 * time.Second)
	for range 15 {
		per(at, time.Minute)
		at = at.Add(time.Minute)
	}
	if p.kept.Rate != 1 {
		t.Errorf("rate %v after a clean quarter of an hour", p.kept.Rate)
	}
	for range 12 {
		p.slow(noon, noon)
	}
	if p.kept.Rate < slowest {
		t.Errorf("rate %v", p.kept.Rate)
	}
}

// The day's number and the pause are those of the account, not of the process.
func TestPaceOverRestart(t *testing.T) {
	limits := channel.Limits{Gap: 10 * time.Second, GapMost: 10 * time.Second, FirstDay: 50, PerDay: 200, Waking: true}
	hours := Hours{7 * time.Hour, 20 * time.Hour}
	kept := store.Pace{Rate: 1, Day: "2026-11-23", Today: 50, Last: noon.Add(-4 * time.Second), Since: noon.Add(-time.Hour)}
	p := newPacer(limits, hours, kept, func() float64 { return 0.5 })
	if at, want := p.at(noon), time.Date(2026, 11, 24, 7, 0, 0, 0, store.WITA); !at.Equal(want) {
		t.Errorf("the day is full, and the next goes at %s", at)
	}
	kept.Today = 3
	p = newPacer(limits, hours, kept, func() float64 { return 0.5 })
	if at := p.at(noon); !at.Equal(noon.Add(6 * time.Second)) {
		t.Errorf("the pause ends at %s", at)
	}
	kept.Since, kept.Today = noon.AddDate(0, 0, -7), 124
	p = newPacer(limits, hours, kept, func() float64 { return 0.5 })
	if at := p.at(noon); !at.Equal(noon.Add(6 * time.Second)) {
		t.Errorf("a week old, it may send 125 a day: %s", at)
	}
}

func TestHours(t *testing.T) {
	h := Hours{7 * time.Hour, 20 * time.Hour}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, store.WITA) }
	for _, c := range [][2]time.Time{{at(23, 6, 59), at(23, 7, 0)}, {at(23, 7, 0), at(23, 7, 0)}, {at(23, 19, 59), at(23, 19, 59)}, {at(23, 20, 0), at(24, 7, 0)}, {at(23, 23, 59), at(24, 7, 0)}} {
		if got := h.next(c[0].UTC()); !got.Equal(c[1]) {
			t.Errorf("%s: %s, want %s", c[0], got, c[1])
		}
	}
}

// What staff mistype is an error, never "no limit".
func TestRulesAreRead(t *testing.T) {
	set := func(pairs ...string) *store.City {
		c := *city.Default()
		c.Facts = map[string]store.Fact{}
		for i := 0; i < len(pairs); i += 2 {
			c.Facts[pairs[i]] = store.Fact{Key: pairs[i], Value: pairs[i+1]}
		}
		return &c
	}
	r, err := NewRules(set("siaran_jam", "08.00-18.30", "siaran_per_minggu", "5", "siaran_post_jeda_detik", "3-9", "siaran_post_per_hari", "10-70", "siaran_post_per_menit", "4"))
	if err != nil {
		t.Fatal(err)
	}
	l := r.limits("post", channel.Limits{AtOnce: 2, Gap: time.Second, Waking: true})
	if r.Hours != (Hours{8 * time.Hour, 18*time.Hour + 30*time.Minute}) || r.PerWeek != 5 || l.Gap != 3*time.Second || l.GapMost != 9*time.Second || l.FirstDay != 10 || l.PerDay != 70 ||
		l.PerMinute != 4 || l.AtOnce != 2 || !l.Waking {
		t.Errorf("%+v %+v", r, l)
	}
	for _, bad := range [][2]string{{"siaran_jam", "20-7"}, {"siaran_jam", "20.00-07.00"}, {"siaran_per_minggu", "tiga"}, {"siaran_post_jeda_detik", "cepat"}, {"siaran_post_per_hari", "0"},
		{"siaran_post_jeda_detik", "20-8"}} {
		if _, err := NewRules(set(bad[0], bad[1])); err == nil {
			t.Errorf("%s = %q is taken", bad[0], bad[1])
		}
	}
	if _, err := NewRules(city.Default()); err != nil {
		t.Errorf("the built-in city: %v", err)
	}
}

// Each class of answer, on a channel where a repeated send is shown once and on one where it is not.
func TestOutcomes(t *testing.T) {
	bad := func(class channel.Class) error {
		return &channel.Error{Class: class, Until: noon.Add(time.Minute), Why: "x"}
	}
	for _, c := range []struct {
		name  string
		err   error
		own   bool
		tries int
		fate  store.Fate
		why   string
		after time.Duration
		left  int // tries, afterwards
		mine  bool
	}{
		{"taken", nil, false, 1, store.FateSent, "", 0, 1, true},
		{"throttled", bad(channel.Throttled), false, 1, store.FateQueued, "", time.Minute, 0, false},
		{"restricted", bad(channel.Restricted), false, 1, store.FateQueued, "", 0, 0, false},
		{"gone", bad(channel.Gone), false, 1, store.FateFailed, store.WhyGone, 0, 1, true},
		{"refused", bad(channel.Refused), false, 1, store.FateFailed, store.WhyRefused, 0, 1, true},
		{"nothing arrived", bad(channel.Retry), false, 1, store.FateQueued, "", 30 * time.Second, 1, true},
		{"for the fourth time", bad(channel.Retry), false, 4, store.FateQueued, "", time.Hour, 4, true},
		{"for the fifth time", bad(channel.Retry), false, 5, store.FateFailed, store.WhyTries, 0, 5, true},
		{"maybe", bad(channel.Uncertain), false, 1, store.FateUnsure, store.WhyDoubt, 0, 1, true},
		{"maybe, under its own id", bad(channel.Uncertain), true, 1, store.FateQueued, "", 30 * time.Second, 1, true},
		{"maybe, again and again", bad(channel.Uncertain), true, 5, store.FateUnsure, store.WhyDoubt, 0, 5, true},
		{"from outside the family", fmt.Errorf("what"), false, 1, store.FateUnsure, store.WhyDoubt, 0, 1, true},
	} {
		d, mine := outcome(store.Delivery{Tries: c.tries, Fate: store.FateSending, Due: noon}, "m1", c.err, c.own, noon)
		if d.Fate != c.fate || d.Why != c.why || d.Tries != c.left || mine != c.mine || d.Fate == store.FateQueued && d.Due.Sub(noon) != c.after {
			t.Errorf("%s: %+v, %t", c.name, d, mine)
		}
	}
}

func TestBreaker(t *testing.T) {
	fate := map[byte]store.Delivery{'s': {Fate: store.FateSent}, 'g': {Fate: store.FateFailed, Why: store.WhyGone}, 'r': {Fate: store.FateFailed, Why: store.WhyRefused},
		'u': {Fate: store.FateUnsure, Why: store.WhyDoubt}, 'w': {Fate: store.FateQueued}}
	for in, want := range map[string]string{
		"rr": "", "rrr": store.PausedContent, "rrsrr": "", "rrgrr": "", "uuuu": "", "uuuuu": store.PausedTrouble, "wwww": "", "wwwww": "hold", "wwwwswwww": "",
		"ggggggggggggggggggg": "", "gggggggggggggggggggg": store.PausedGone, "sgssgssgssgssgssgssgssgssgss": store.PausedGone, "sgsssgsssgsssgsssgsssgsssgsss": "",
	} {
		var b breaker
		got := ""
		for i := range len(in) {
			pause, hold := b.see(fate[in[i]])
			if hold {
				pause = "hold"
			}
			if pause != "" {
				got = pause
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
