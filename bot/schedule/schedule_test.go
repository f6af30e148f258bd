package schedule_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/poster"
	"lopo/store"
	"lopo/store/sqlite"
)

// What falls due is found at the next look, not before, and once.
func TestDue(t *testing.T) {
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	r.Say("halo")
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		return tx.Schedule(store.Message{ID: "ticket:T-0001", From: r.Of, Text: "ticket", Of: "T-0001", Start: "Mulai hari Senin."}, h.Now(), h.Now().Add(time.Hour))
	}))
	h.Later(59 * time.Minute)
	if got := r.News(); got != "" {
		t.Errorf("too early: %q", got)
	}
	h.Later(time.Minute)
	if got := r.News(); !strings.Contains(got, "Mulai hari Senin.") {
		t.Errorf("when it is due: %q", got)
	}
	h.Later(time.Hour)
	h.Restart()
	h.Later(time.Hour)
	if got := r.News(); got != "" {
		t.Errorf("again: %q", got)
	}
}

// Run looks every second until it is told to stop.
func TestRun(t *testing.T) {
	h := bottest.Start(t)
	r := h.OnTelegram(7, "Maria Nale")
	r.Say("halo")
	ctx, stop := context.WithCancel(h.Ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); h.Bot.Schedule.Run(ctx) }()
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		return tx.Schedule(store.Message{ID: "ticket:T-0001", From: r.Of, Text: "ticket", Of: "T-0001", Start: "Jawaban."}, h.Now(), h.Now())
	}))
	for range 2 { // one look may have been under way
		next, err := h.Clock.Next(h.Ctx)
		h.Must(err)
		if d := next.Sub(h.Now()); d != time.Second {
			t.Errorf("the next look is in %v", d)
		}
		h.Clock.Move(time.Second)
	}
	if _, err := r.Person.Wait(h.Ctx, 2); err != nil {
		t.Error(err)
	}
	stop()
	<-ended
}

// After a long outage Telegram has forgotten taps: who was in a form is asked again, once. A short stop, or a channel that forgets nothing,
// asks nobody.
func TestRecover(t *testing.T) {
	for name, c := range map[string]struct {
		down time.Duration
		want bool
	}{"long": {10 * time.Minute, true}, "short": {time.Minute, false}} {
		t.Run(name, func(t *testing.T) {
			h := bottest.Start(t, bottest.With(bottest.Sewing()))
			maria, yanto, idle := h.OnTelegram(7, "Maria Nale"), h.OnWeb(), h.OnTelegram(8, "Ina")
			maria.Talk(bottest.Maria(0).Form()[:7]...)
			yanto.Talk(bottest.Maria(1).Form()[:7]...)
			idle.Say("halo")
			h.Later(time.Minute) // a note that it runs
			h.Close()
			h.Clock.Move(c.down)
			h.Open()
			h.Later(time.Second)
			got := maria.News()
			if c.want != strings.Contains(got, "sempat berhenti") || c.want != strings.Contains(got, "Jenis kelamin") {
				t.Errorf("in a form on Telegram: %q", got)
			}
			if got := yanto.News() + idle.News(); got != "" {
				t.Errorf("others hear %q", got)
			}
			if maria.Say("2"); h.Tally().Drafts != 2 {
				t.Errorf("%+v", h.Tally())
			}
		})
	}
}

// What is older than it may be goes: answers of a form after fourteen days, and the person is told when she comes back; traces after thirty.
func TestRetention(t *testing.T) {
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing(func(b *store.Batch) { b.Closes, b.Starts, b.Ends = time.Time{}, time.Time{}, time.Time{} })))
	a := bottest.Maria(0)
	r := h.OnTelegram(7, "Maria Nale")
	r.Talk(a.Form()[:8]...)
	h.Later(13 * 24 * time.Hour)
	if c := h.Tally(); c.Drafts != 1 {
		t.Fatalf("%+v", c)
	}
	h.Later(25 * time.Hour)
	var left, expired int
	h.Must(h.Raw().QueryRow(`SELECT count(*), max(expired) FROM drafts`).Scan(&left, &expired))
	if left != 1 || expired != 1 {
		t.Errorf("%d drafts, expired %d", left, expired)
	}
	if got := r.Say("lanjut"); !strings.Contains(got, "14 hari") {
		t.Errorf("when she is back she hears %q", got)
	}
	h.Later(31 * 24 * time.Hour)
	h.Later(time.Hour)
	var traces int
	h.Must(h.Raw().QueryRow(`SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox)`).Scan(&traces))
	if traces != 0 {
		t.Errorf("%d traces are older than thirty days", traces)
	}
}

// Once a day a file goes that no announcement names and that has lain there for long. One that a draft names stays, and so does one that was put
// there lately: somebody may be about to name it.
func TestFilesThatNobodyNames(t *testing.T) {
	h := bottest.Start(t)
	dir := t.TempDir()
	shelf, err := poster.Open(dir)
	h.Must(err)
	put := func(text string, age time.Duration) store.Media {
		m, err := shelf.Add(strings.NewReader("%PDF-1.4 "+text+" startxref %%EOF"), text+".pdf")
		h.Must(err)
		then := h.Now().Add(-age)
		h.Must(os.Chtimes(filepath.Join(dir, m.Sum), then, then))
		return m
	}
	const long = 61 * 24 * time.Hour
	old, named, young := put("lama", long), put("disebut", long), put("baru", 59*24*time.Hour)
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		_, err := tx.NewAnnouncement(store.Announcement{Topic: store.TopicGeneral, Body: "Posyandu.", Media: &named, To: store.Audience{People: true}}, "Ana", h.Now())
		return err
	}))
	h.Bot.Schedule.Shelf = shelf
	there := func(m store.Media) bool { _, _, err := shelf.Read(m.Sum); return err == nil }
	h.Later(time.Second)
	if there(old) || !there(named) || !there(young) {
		t.Errorf("old %t, named %t, young %t", there(old), there(named), there(young))
	}
	h.Later(2 * 24 * time.Hour)
	if there(young) || !there(named) {
		t.Errorf("two days later: young %t, named %t", there(young), there(named))
	}
}
