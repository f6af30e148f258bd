package sqlite_test

import (
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// TestUnknowns holds that texts that were not understood are counted, listed by count, dropped by hand and by age, and tied to nobody.
func TestUnknowns(t *testing.T) {
	l := sqlitetest.Open(t)
	of := store.Address{Channel: "web", Chat: "1"}
	keep := func(text, guess string, when time.Time) {
		t.Helper()
		if err := l.Do(t.Context(), func(tx *sqlite.Tx) error {
			return tx.Apply(of, []store.Effect{store.KeepUnclear{Unclear: store.Unclear{Text: text, Guess: guess}}}, when)
		}); err != nil {
			t.Fatal(err)
		}
	}
	keep("harga beras", "", noon)
	keep("info", "announcements_latest", noon)
	keep("info", "announcements_latest,help", noon.Add(time.Hour))
	list, err := l.Unknowns(t.Context(), 10)
	if err != nil || len(list) != 2 || list[0].Text != "info" || list[0].Count != 2 || list[0].Guess != "announcements_latest,help" || !list[0].Last.Equal(noon.Add(time.Hour)) {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := l.DropUnknown(t.Context(), "info"); err != nil {
		t.Fatal(err)
	}
	if err := l.Retain(t.Context(), noon.Add(sqlite.KeepUnknowns+time.Hour)); err != nil {
		t.Fatal(err)
	}
	if list, err = l.Unknowns(t.Context(), 10); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}
