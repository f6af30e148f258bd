package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// ended brings an announcement to its end at a moment: all of it sent.
func ended(t testing.TB, l *sqlite.Ledger, a store.Announcement, at time.Time) store.Announcement {
	t.Helper()
	for _, name := range []string{"line", "post"} {
		for {
			c, _, err := l.ClaimDelivery(t.Context(), name, []int64{a.ID}, nil, noon)
			if err != nil {
				t.Fatal(err)
			}
			if c == nil {
				break
			}
			d := c.Delivery
			d.Fate = store.FateSent
			if _, err := l.Settle(t.Context(), d, c.Tries, "", noon); err != nil {
				t.Fatal(err)
			}
		}
	}
	a, err := l.TakeStep(t.Context(), a.Ref, store.Step{Act: store.ActFinish}, nil, at)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A year after its end it is not kept any more who got an announcement: the sums stay, whatever was erased or broken off in between; a younger one is
// as it was, and what hangs on the readers of the old one is refused and not done without them.
func TestRetainDeliveries(t *testing.T) {
	l := sqlitetest.Open(t)
	raw := file(t, l)
	folk(t, l, "post a", "post b", "line c")
	everybody := store.Announcement{To: store.Audience{People: true}}
	old := ended(t, l, launch(t, l, everybody), noon)
	broken := ended(t, l, launch(t, l, everybody), noon)
	young := ended(t, l, launch(t, l, store.Announcement{Urgent: true, To: everybody.To}), noon.AddDate(0, 0, 2))
	waits := launch(t, l, store.Announcement{Urgent: true, To: everybody.To})
	if _, err := l.TakeStep(t.Context(), waits.Ref, store.Step{Act: store.ActCancel, By: "Ana"}, nil, noon); err != nil { // and nobody has swept it yet
		t.Fatal(err)
	}
	if _, err := raw.Exec(`UPDATE announcements SET let_go = 1 WHERE id = ?`, broken.ID); err != nil { // a crash behind the first commit
		t.Fatal(err)
	}
	if _, err := raw.Exec(`DELETE FROM deliveries WHERE announcement = ? AND chat = 'a'`, broken.ID); err != nil {
		t.Fatal(err)
	}
	sums := func(a store.Announcement) store.Progress {
		t.Helper()
		counts, err := l.Counts(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		return store.Sum(counts)
	}
	before := sums(old)
	if err := l.Retain(t.Context(), noon.Add(364*24*time.Hour)); err != nil || goesTo(t, l, old) != "c a b" {
		t.Errorf("a day before: %q, %v", goesTo(t, l, old), err)
	}
	year := noon.Add(366 * 24 * time.Hour)
	for range 2 {
		if err := l.Retain(t.Context(), year); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range []store.Announcement{old, broken} {
		if got := sums(a); goesTo(t, l, a) != "" || got != before || got.Sent != 3 {
			t.Errorf("%s: %q, %+v", a.Ref, goesTo(t, l, a), got)
		}
	}
	for _, a := range []store.Announcement{young, waits} {
		if goesTo(t, l, a) != "c a b" {
			t.Errorf("%s went to %q", a.Ref, goesTo(t, l, a))
		}
		tallied(t, raw, a.ID)
	}
	if a, err := l.Announcement(t.Context(), old.Ref); err != nil || !a.LetGo.Equal(year) {
		t.Errorf("%+v, %v", a.LetGo, err)
	}

	not := func(ref string) (store.Preview, error) {
		return l.Preview(t.Context(), withTopic(store.Announcement{To: store.Audience{People: true, NotThose: []string{ref}}}), reach, year)
	}
	if p, err := not(young.Ref); err != nil || p.Planned != 0 || p.Excluded[store.WhyHad] != 3 {
		t.Errorf("whoever had the young one: %+v, %v", p, err)
	}
	if _, err := not(old.Ref); !errors.As(err, new(*store.LetGoError)) {
		t.Errorf("whoever had the old one: %v", err)
	}
	if _, err := l.Correct(t.Context(), old.Ref, "", "Posyandu Selasa.", "Ana", year); !errors.As(err, new(*store.LetGoError)) {
		t.Errorf("a correction of the old one: %v", err)
	}
}
