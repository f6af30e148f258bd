package sqlite_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
)

// digests are the events that wait, by chat, with the vacancies chosen for each.
func (b *board) digests() (list []string) {
	b.Helper()
	waiting, err := b.ledger.Waiting(b.Context(), b.now.Add(time.Hour), 0, 10000)
	b.must(err)
	for _, a := range waiting {
		if a.Message.Text != "digest" {
			continue
		}
		var numbers []string
		for _, v := range b.facts(a.Message.From.Chat, store.JobNeed{Digest: true}).Digest {
			numbers = append(numbers, fmt.Sprint(v.ID))
		}
		list = append(list, a.Message.From.Chat+":"+strings.Join(numbers, ",")+"+"+a.Message.Start)
	}
	slices.Sort(list)
	return list
}

// tell is what the desk does with the digests that are due.
func (b *board) tell() {
	b.Helper()
	waiting, err := b.ledger.Waiting(b.Context(), b.now.Add(time.Hour), 0, 10000)
	b.must(err)
	for _, a := range waiting {
		b.must(b.ledger.Do(b.Context(), func(tx *sqlite.Tx) error {
			if _, err := tx.Take(a.Row, a.Message.From, b.now); err != nil {
				return err
			}
			return tx.Apply(a.Message.From, []store.Effect{store.TellJobs{}}, b.now)
		}))
	}
}

// round makes the digests that are due now, to their end.
func (b *board) round() (told int) {
	b.Helper()
	for more := true; more; {
		var n int
		var err error
		n, more, err = b.ledger.Digests(b.Context(), b.now)
		b.must(err)
		told += n
	}
	return told
}

func wita(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, store.WITA)
}

// Each vacancy is chosen once for a person, whatever becomes of it; the digests of a day are made once, in the morning, for those who want them.
func TestAccept24OneDigestADayEachVacancyOnce(t *testing.T) {
	b := newBoard(t)
	b.now = wita(23, 8, 0)
	for chat, a := range map[string]store.JobAlert{
		"all": {}, "kasir": {Field: "kasir"}, "oebobo": {Area: "kec:Oebobo"}, "liliba": {Area: "kel:Liliba"}, "smp": {Education: "smp"}, "smk": {Field: "kasir", Education: "smk"}, "stopped": {}, "silent": {}, "blocked": {},
	} {
		b.must(b.do(chat, store.Subscribe{Alert: a}))
	}
	b.must(b.do("kasir", store.Subscribe{Alert: store.JobAlert{Area: "kec:Oebobo"}})) // two that fit the same
	b.must(b.do("stopped", store.SetOptOut{Topic: "lowongan", Out: true}))
	b.must(b.do("silent", store.SetOptOut{Topic: store.All, Out: true}))
	b.must(b.do("blocked", store.SetBlocked{Blocked: true}))
	n := b.open(vacancy("kasir"))
	if got := b.round(); got != 0 || len(b.digests()) > 0 {
		t.Errorf("before its hour %d are told", got)
	}
	b.now = wita(23, 9, 0)
	one := fmt.Sprintf(":%d+0", n)
	want := []string{"all" + one, "kasir" + one, "oebobo" + one, "smk" + one}
	if got := b.round(); got != len(want) || !slices.Equal(b.digests(), want) {
		t.Errorf("%d are told: %v", got, b.digests())
	}
	b.tell()

	later := b.open(vacancy("kasir-2")) // the same day
	b.now = wita(23, 15, 0)
	if got := b.round(); got != 0 {
		t.Errorf("a second digest on the same day for %d", got)
	}
	b.now = wita(24, 6, 30)
	if got := b.round(); got != 0 {
		t.Errorf("%d are told at night", got)
	}
	v := b.row("kasir")
	v.Title = "Kasier" // a typo, and back
	b.must(b.ledger.PutVacancies(t.Context(), []store.Vacancy{v}, "Ana", b.now))
	v.Title = "Kasir"
	b.must(b.ledger.PutVacancies(t.Context(), []store.Vacancy{v}, "Ana", b.now))
	v.Contact = "0380 123456" // a new check
	b.must(b.ledger.PutVacancies(t.Context(), []store.Vacancy{v}, "Ana", b.now))
	b.must(b.approve(n, "Budi"))
	b.now = wita(24, 9, 10)
	one = fmt.Sprintf(":%d+0", later)
	want = []string{"all" + one, "kasir" + one, "oebobo" + one, "smk" + one}
	if got := b.round(); got != 4 || !slices.Equal(b.digests(), want) {
		t.Errorf("the next day %d are told: %v", got, b.digests())
	}
	b.tell()
	b.now = wita(25, 9, 0)
	if got := b.round(); got != 0 {
		t.Errorf("%d are told of nothing new", got)
	}
}

// A digest shows five; the rest is counted.
func TestAccept24DigestIsShort(t *testing.T) {
	b := newBoard(t)
	b.must(b.do("all", store.Subscribe{}))
	for i := range 8 {
		b.open(vacancy(fmt.Sprint("kasir-", i)))
	}
	b.now = wita(24, 9, 0)
	if b.round(); !slices.Equal(b.digests(), []string{"all:1,2,3,4,5+3"}) {
		t.Errorf("%v", b.digests())
	}
}

// What is interrupted in the middle is finished by the next look, over the same vacancies: nobody is left out, nobody told twice.
func TestAccept24InterruptedRound(t *testing.T) {
	b := newBoard(t)
	const many = 1200
	b.must(b.ledger.Do(t.Context(), func(tx *sqlite.Tx) error {
		for i := range many {
			of := store.Address{Channel: "test", Chat: fmt.Sprintf("w%04d", i)}
			if err := tx.Meet(of, b.now); err != nil {
				return err
			}
			if err := tx.Apply(of, []store.Effect{store.Subscribe{}}, b.now); err != nil {
				return err
			}
		}
		return nil
	}))
	n := b.open(vacancy("kasir"))
	b.now = wita(24, 9, 0)
	ctx, stop := context.WithCancel(t.Context())
	b.ledger.OnCommit(stop) // after the first few hundred
	if _, _, err := b.ledger.Digests(ctx, b.now); err == nil {
		t.Fatal("it was not interrupted")
	}
	b.ledger.OnCommit(nil)
	if got := len(b.digests()); got == 0 || got == many {
		t.Fatalf("%d of %d were told", got, many)
	}
	b.open(vacancy("kasir-2")) // of the next round
	b.now = wita(24, 9, 30)
	b.round()
	want := make([]string, many)
	for i := range want {
		want[i] = fmt.Sprintf("w%04d:%d+0", i, n)
	}
	if got := b.digests(); !slices.Equal(got, want) {
		t.Errorf("%d are told, %d expected", len(got), many)
	}
	if got := b.round(); got != 0 {
		t.Errorf("another round for %d", got)
	}
}

// Digests go out one after the other, so that who writes meanwhile does not wait.
func TestAccept24DigestsAreSpread(t *testing.T) {
	b := newBoard(t)
	for i := range 10 {
		b.must(b.do(fmt.Sprint("w", i), store.Subscribe{}))
	}
	b.open(vacancy("kasir"))
	b.now = wita(24, 9, 0)
	b.round()
	now, err := b.ledger.Waiting(t.Context(), b.now, 0, 100)
	b.must(err)
	all, err := b.ledger.Waiting(t.Context(), b.now.Add(time.Second), 0, 100)
	b.must(err)
	if len(now) != 1 || len(all) != 10 {
		t.Errorf("%d are due at once, %d within a second", len(now), len(all))
	}
}

// A person with several chats is told of a vacancy in one of them: in the one where she wants notices, whichever she asked from.
func TestAccept24OnePersonIsToldOnce(t *testing.T) {
	b := newBoard(t)
	for _, chat := range []string{"phone", "laptop", "other"} {
		b.must(b.do(chat, store.Subscribe{Alert: store.JobAlert{Field: "kasir"}}))
	}
	b.must(b.do("tablet"))
	link := func(query string, args ...any) {
		t.Helper()
		if _, err := file(t, b.ledger).Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	link(`UPDATE contacts SET person = 7, quiet = chat <> 'phone' WHERE chat IN ('phone', 'laptop')`)
	n := b.open(vacancy("kasir"))
	b.now = wita(24, 9, 0)
	b.round()
	if want := []string{fmt.Sprintf("other:%d+0", n), fmt.Sprintf("phone:%d+0", n)}; !slices.Equal(b.digests(), want) {
		t.Errorf("%v are told, want %v", b.digests(), want)
	}
	b.tell()

	link(`UPDATE contacts SET person = 7, quiet = chat <> 'tablet' WHERE chat IN ('phone', 'laptop', 'tablet')`) // where she never asked for anything
	n = b.open(vacancy("kasir-2"))
	b.now = wita(25, 9, 0)
	b.round()
	if want := []string{fmt.Sprintf("other:%d+0", n), fmt.Sprintf("tablet:%d+0", n)}; !slices.Equal(b.digests(), want) {
		t.Errorf("%v are told, want %v", b.digests(), want)
	}
	if f := b.facts("tablet", store.JobNeed{Digest: true}); len(f.Alerts) == 0 {
		t.Error("it does not know what she asked for")
	}
}
