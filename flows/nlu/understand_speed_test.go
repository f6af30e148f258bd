package nlu_test

import (
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/flows/nlu"
)

// BenchmarkUnderstand reads the lines of the test set in turn. It reports the mean by itself and the slowest hundredth as p99-µs.
func BenchmarkUnderstand(b *testing.B) {
	set := understanding(b)
	state := nlu.State{Now: today, City: kupang}
	nlu.Understand("siap", state)
	took := make([]time.Duration, 0, b.N)
	for b.Loop() {
		g := set[len(took)%len(set)]
		start := time.Now()
		nlu.Understand(g.text, state)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
}

func BenchmarkUnderstandHostile(b *testing.B) {
	texts := []string{strings.Repeat("plthn krsus jahitan ", 205), strings.Repeat("a", 4096), strings.Repeat("satu dua ", 455), strings.Repeat("bangunn rumahh ", 273)}
	i := 0
	for b.Loop() {
		nlu.Understand(texts[i%len(texts)], nlu.State{Now: today, City: kupang})
		i++
	}
}

// TestUnderstandQuick holds that no text takes long: 4,096 characters of what costs most, and random bytes. The best of five counts, since the
// machine may be busy.
func TestUnderstandQuick(t *testing.T) {
	state := nlu.State{Now: today, City: kupang}
	nlu.Understand("siap", state)
	r := rand.New(rand.NewSource(4))
	texts := []string{strings.Repeat("a", 4096), strings.Repeat("naikotan bakunasi ", 228), strings.Repeat("plthnn krssus jahitann ", 180), strings.Repeat("ﷺ", 2000), strings.Repeat("2 juta ", 585),
		strings.Repeat("x y ", 1024), strings.Repeat("nama saya ", 410), strings.Repeat("harusnya ", 455)}
	for range 40 {
		b := make([]byte, 4096)
		r.Read(b)
		texts = append(texts, string(b))
	}
	limit := 2 * time.Millisecond
	if racing {
		limit *= 20
	}
	for _, s := range texts {
		best := time.Hour
		for range 5 {
			start := time.Now()
			nlu.Understand(s, state)
			best = min(best, time.Since(start))
		}
		if best > limit {
			t.Errorf("%.40q… took %s", s, best)
		}
	}
}

// TestUnderstandHostile holds that nothing makes it fail, and that the same text means the same every time.
func TestUnderstandHostile(t *testing.T) {
	state := nlu.State{Now: today, City: kupang}
	for i, s := range hostile(10_000) {
		a := nlu.Understand(s, state)
		if a.Action == nlu.Act && a.Intent == nlu.OutOfScope || a.Action == nlu.Ask && len(a.Alternatives) == 0 || len(a.Alternatives) > 3 {
			t.Fatalf("%q: %+v", s, a)
		}
		if i%10 == 0 {
			if b := nlu.Understand(s, state); !reflect.DeepEqual(a, b) {
				t.Fatalf("%q: %+v, then %+v", s, a, b)
			}
			nlu.Explain(s, state)
		}
	}
	text := "kaka, be mo pinjam doi PEM 1,5 jt par jual sayur di nkoten satu"
	first := nlu.Understand(text, state)
	for range 1000 {
		if again := nlu.Understand(text, state); !reflect.DeepEqual(first, again) {
			t.Fatalf("%+v, then %+v", first, again)
		}
	}
}
