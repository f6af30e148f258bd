package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

func (r *rig) flags() (list []string) {
	r.Helper()
	flags, err := r.ledger.Flags(r.ctx, 100)
	r.must(err)
	for _, f := range flags {
		list = append(list, f.Why)
	}
	return list
}

// both runs a test with the sessions at either keeper.
func both(t *testing.T, test func(t *testing.T, r *rig)) {
	t.Run("ledger", func(t *testing.T) { test(t, start(t, false)) })
	t.Run("redis", func(t *testing.T) { test(t, start(t, true)) })
}

// A turn that panics leaves all as it was. After the last try the message is a dead letter: an apology, a flag, and the next message is
// handled. Others do not notice.
func TestPanicInATurn(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.say("maria", "halo")
		before := r.session("maria")
		r.deliver(r.text("maria", "panik"), r.text("yanto", "halo"), r.text("maria", "3"))
		var pauses []time.Duration
		for range 4 {
			pauses = append(pauses, r.next())
		}
		r.settled()
		if want := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second}; !slices.Equal(pauses, want) {
			t.Errorf("pauses %v, want %v", pauses, want)
		}
		if got := r.heard("yanto"); len(got) != 1 {
			t.Errorf("Yanto heard %q", got)
		}
		got := r.heard("maria")
		if len(got) != 3 || got[1] != r.words.Text("engine.sorry", nil) || !strings.Contains(got[2], "PEM") {
			t.Errorf("Maria heard %q", got)
		}
		if after := r.session("maria"); after.Rev != before.Rev+1 || after.Flow != "pem" {
			t.Errorf("session %+v after %+v", after, before)
		}
		if c := r.tally(); c.Dead != 1 || c.Waiting != 0 || !slices.Equal(r.flags(), []string{"dead_letter"}) {
			t.Errorf("%+v, flags %v", c, r.flags())
		}
		if log := r.notes.String(); !strings.Contains(log, "turn panicked") || !strings.Contains(log, "failure_test.go") && !strings.Contains(log, "rig_test.go") {
			t.Errorf("staff cannot see where: %s", log)
		}
	})
}

// Dead letters are kept for staff, and no restart brings them back.
func TestDeadLetterStays(t *testing.T) {
	r := start(t, false)
	r.say("maria", "halo")
	r.deliver(r.text("maria", "panik"))
	for range 4 {
		r.next()
	}
	r.settled()
	r.stop()
	r.open()
	r.settled()
	if got := r.heard("maria"); len(got) != 2 || r.tally().Dead != 1 {
		t.Errorf("Maria heard %q; %+v", got, r.tally())
	}
}

// When the commit fails nothing of the turn has happened; the next try does it all, once.
func TestCommitFails(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.say("maria", "halo")
		before := r.session("maria")
		r.sql(breakCommits...)
		r.deliver(r.text("maria", "3"))
		if d := r.next(); d != time.Second {
			t.Errorf("pause %v", d)
		}
		if _, err := r.clock.Next(r.ctx); err != nil { // failed once more
			t.Fatal(err)
		}
		if got := r.heard("maria"); len(got) != 1 {
			t.Errorf("heard %q of a turn that did not happen", got)
		}
		if s := r.session("maria"); s.Rev != before.Rev {
			t.Errorf("session moved on to %d", s.Rev)
		}
		r.sql(mendCommits...)
		r.next()
		r.settled()
		if got := r.heard("maria"); len(got) != 2 {
			t.Errorf("heard %q", got)
		}
		if s := r.session("maria"); s.Rev != before.Rev+1 || r.tally().Waiting != 0 {
			t.Errorf("session at %d, %+v", s.Rev, r.tally())
		}
	})
}

// Messages of one chat are handled in order, also when one of them fails at first.
func TestOrderOverAFailure(t *testing.T) {
	r := start(t, false)
	r.say("maria", "halo")
	r.sql(breakCommits...)
	r.deliver(r.text("maria", "3"), r.text("maria", "menu"), r.text("maria", "4"))
	if _, err := r.clock.Next(r.ctx); err != nil {
		t.Fatal(err)
	}
	r.sql(mendCommits...)
	r.next()
	r.settled()
	got := r.heard("maria")
	if len(got) != 4 || !strings.Contains(got[1], "PEM adalah") || !strings.Contains(got[3], "lowongan") {
		t.Errorf("heard %q", got)
	}
}

// What nobody waits for an answer to gets no apology.
func TestNoApologyToSilence(t *testing.T) {
	for kind, want := range map[store.Kind]int{store.Event: 0, store.Reaction: 0, store.Deleted: 0, store.Blocked: 0, store.Voice: 1, store.Text: 1} {
		t.Run(string(kind), func(t *testing.T) {
			r := start(t, false)
			r.sql(`CREATE TRIGGER no BEFORE UPDATE OF state ON inbox WHEN new.state = 1 BEGIN SELECT RAISE(ABORT, 'no'); END`)
			m := r.text("maria", "x")
			m.Kind = kind
			r.deliver(m)
			for range 4 {
				r.next()
			}
			r.settled()
			if got := r.heard("maria"); len(got) != want {
				t.Errorf("heard %q", got)
			}
			if r.tally().Dead != 1 {
				t.Errorf("%+v", r.tally())
			}
		})
	}
	t.Run("group", func(t *testing.T) {
		r := start(t, false)
		r.sql(`CREATE TRIGGER no BEFORE UPDATE OF state ON inbox WHEN new.state = 1 BEGIN SELECT RAISE(ABORT, 'no'); END`)
		m := r.text("-1", "besok kumpul")
		m.Group, m.Sender = true, "7"
		r.deliver(m)
		for range 4 {
			r.next()
		}
		r.settled()
		if got := r.heard("-1"); len(got) != 0 {
			t.Errorf("a group that had not called heard %q", got)
		}
	})
}

// A session that cannot be opened costs the place, not the chat.
func TestUnreadableSession(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.say("maria", "halo")
		if r.redis == nil {
			r.sql(`UPDATE sessions SET body = x'00'`)
		} else {
			for _, key := range r.redis.Do("KEYS", "*").([]any) {
				r.redis.Do("SET", key, "1 x y")
			}
		}
		r.say("maria", "halo")
		if got := r.heard("maria"); len(got) != 2 || r.tally().Dead != 0 {
			t.Errorf("heard %q, %+v", got, r.tally())
		}
	})
}

// The channel of an erased chat is asked until it has forgotten.
func TestForgetUntilDone(t *testing.T) {
	r := start(t, false)
	r.page.stubborn = errNotNow
	r.say("maria", "halo", "hapus data saya", "1")
	if list := r.unforgotten(); len(list) != 1 || list[0] != at("maria") {
		t.Errorf("unforgotten %v", list)
	}
	r.page.mu.Lock()
	r.page.stubborn = nil
	r.page.mu.Unlock()
	r.desk.Forget(r.ctx)
	if list := r.unforgotten(); len(list) != 0 || !slices.Equal(r.page.forgot, []string{"maria"}) {
		t.Errorf("unforgotten %v, forgot %v", list, r.page.forgot)
	}
}

// What is written right behind an erasure begins anew, and costs nobody else a message: the numbers of erased rows do not come back.
func TestWrittenBehindAnErasure(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		for round := range 10 {
			chat, other := fmt.Sprint("maria", round), fmt.Sprint("yanto", round)
			r.say(chat, "halo", "5")
			before := len(r.heard(chat))
			r.deliver(r.text(chat, "hapus data saya"), r.text(chat, "1"), r.text(chat, "halo"))
			r.deliver(r.text(other, "halo"))
			r.settled()
			got := r.heard(chat)[before:]
			if len(got) < 2 || !strings.Contains(got[len(got)-2], "sudah dihapus") || !strings.Contains(got[len(got)-1], r.words.Text("menu.pick.ask", nil)) {
				t.Errorf("she hears %q", got)
			}
			if got := r.heard(other); len(got) != 1 {
				t.Errorf("the other one hears %q", got)
			}
		}
		if c := r.tally(); c.Waiting+c.Queued+c.Dead != 0 {
			t.Errorf("%+v", c)
		}
	})
}

func (r *rig) unforgotten() []store.Address {
	r.Helper()
	list, err := r.ledger.Unforgotten(r.ctx)
	r.must(err)
	return list
}

type notNow struct{}

func (notNow) Error() string { return "not now" }

var errNotNow = notNow{}
