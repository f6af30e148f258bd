package flows_test

import (
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"lopo/flows"
	"lopo/flows/transcripttest"
	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
)

// BenchmarkDecision measures one decision in the middle of a form: an answer understood, stored as a draft, the next question put. The goal
// is under 10 µs of processor time, collecting garbage included, as often as `lopo serve` does; "goals" is how many times a decision fits into
// that.
func BenchmarkDecision(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	words, err := locales.Load("id")
	if err != nil {
		b.Fatal(err)
	}
	engine, err := flows.New(words, flows.All()...)
	if err != nil {
		b.Fatal(err)
	}
	facts := store.Facts{Now: transcripttest.Begin, City: city.Default(), Batches: transcripttest.Batches()}
	for i := range facts.Batches {
		facts.Batches[i].ID, facts.Batches[i].Training.ID = int64(i+1), int64(i+1)
	}
	of := store.Address{Channel: "terminal", Chat: "maria"}
	facts.Contact = store.Contact{Of: of, First: transcripttest.Begin}
	play := func(texts ...string) (s store.Session) {
		s.Of = of
		for _, text := range texts {
			out := engine.Take(s, facts, store.Message{ID: "1", From: of, Kind: store.Text, Text: text})
			s = out.Session
			for _, e := range out.Effects {
				if c, ok := e.(store.RecordConsent); ok {
					facts.Contact.Consents = map[string]string{c.Consent.Purpose: c.Consent.Version}
				}
			}
		}
		return s
	}
	form := []string{"halo", "daftar menjahit", "1", "1", "12-06-1998", "Maria Nale", "2"}
	for _, c := range []struct {
		name, text string
		before     []string
	}{
		{"name", "Maria Nale", form[:5]},
		{"kelurahan", "nkoten satu", form},
		{"menu", "menu", form},
	} {
		before := play(c.before...)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			m := store.Message{ID: "9", From: of, Kind: store.Text, Text: c.text}
			began := processor(b)
			for b.Loop() {
				engine.Take(before, facts, m)
			}
			took := processor(b) - began
			b.ReportMetric(float64(took)/float64(b.N), "cpu-ns/op")
			b.ReportMetric(float64(10*time.Microsecond)*float64(b.N)/float64(took), "goals")
		})
	}
}

// processor is the time that the program has had of the processor, which does not depend on what else the machine does.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
