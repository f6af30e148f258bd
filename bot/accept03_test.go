package bot_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/store"
)

// The same message twice has one effect and one answer: at once, after a restart, and a day later. Two messages with the same text are two.
func TestAccept03SameMessageTwice(t *testing.T) {
	for name, set := range map[string][]func(*bottest.House){"ledger": nil, "redis": {bottest.WithRedis}} {
		t.Run(name, func(t *testing.T) {
			h := bottest.Start(t, append(set, bottest.With(bottest.Sewing()))...)
			maria := bottest.Maria(0)
			h.Notes.Secret(maria.Secrets()...)
			r := h.OnTelegram(7, "Maria Nale")
			var said []store.Message
			again := func() {
				t.Helper()
				before, at := r.All(), h.Now()
				for _, m := range said {
					h.Must(h.Bot.Desk.Deliver(h.Ctx, m, m))
				}
				h.Settle()
				if after := r.All(); !slices.Equal(after, before) {
					t.Fatalf("at %v she hears %q again", at, after[len(before):])
				}
			}
			for _, text := range maria.Lines() { // "1" comes four times in a row
				id := r.Person.Say(text)
				h.Settle()
				if r.News() == "" {
					t.Fatalf("no answer to %q", text)
				}
				said = append(said, store.Message{ID: fmt.Sprint(id), From: r.Of, Kind: store.Text, Text: text, At: h.Now()})
				again()
			}
			h.Restart()
			again()
			h.Later(24 * time.Hour)
			r.News()
			again()
			if rows := h.Registrations(); len(rows) != 1 {
				t.Errorf("%d applications", len(rows))
			}
		})
	}
}
