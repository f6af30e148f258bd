package bot_test

import (
	"slices"
	"testing"

	"lopo/bot/bottest"
)

// A kill -9 at any point of any turn loses nothing and repeats nothing: what is written down at the end is the same, and every answer was
// seen. Only where the platform had an answer and the ledger did not know it yet may that one answer be seen twice, and not on a channel that
// knows a repetition.
func TestAccept02KillAtAnyPoint(t *testing.T) {
	maria := bottest.Maria(0)
	type way struct {
		name string
		set  []func(*bottest.House)
	}
	open := func(t *testing.T, w way, web bool) (*bottest.House, *bottest.Resident) {
		h := bottest.Start(t, append(w.set, bottest.With(bottest.Sewing()))...)
		h.Notes.Secret(maria.Secrets()...)
		if web {
			return h, h.OnWeb()
		}
		return h, h.OnTelegram(7, "Maria Nale")
	}
	for _, w := range []way{{"sessions in the ledger", nil}, {"sessions in Redis", []func(*bottest.House){bottest.WithRedis}}} {
		for _, web := range []bool{false, true} {
			h, r := open(t, w, web)
			r.Talk(maria.Lines()...)
			want, rows := r.All(), h.Registrations()
			if len(rows) != 1 {
				t.Fatalf("%d rows without any crash; the last answer was %q", len(rows), want[len(want)-1])
			}
			for _, point := range bottest.Points {
				if point == "saved" && h.Redis == nil {
					continue // there is no second keeper
				}
				name := w.name + "/telegram/" + point
				if web {
					name = w.name + "/web/" + point
				}
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					h, r := open(t, w, web)
					for _, text := range maria.Lines() {
						h.CrashAt(point, func() { r.Send(text) })
						h.Settle()
						r.All()
					}
					if got := h.Registrations(); len(got) != 1 || got[0].Applicant != rows[0].Applicant || got[0].Number != rows[0].Number {
						t.Errorf("rows %+v, want %+v", got, rows)
					}
					got := r.All()
					if point == "sent" && !web {
						got = slices.Compact(got)
					}
					if !slices.Equal(got, want) {
						t.Errorf("she saw\n%q\nwant\n%q", got, want)
					}
					if c := h.Tally(); c.Waiting+c.Dead+c.Queued+c.Failed+c.Unsure != 0 {
						t.Errorf("left over: %+v", c)
					}
				})
			}
		}
	}
}
