package desk_test

import (
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/store"
	"lopo/store/sqlite"
)

// from makes a text of a chat that was another one until now.
func (r *rig) from(chat, was, text string) store.Message {
	m := r.text(chat, text)
	m.Was = was
	return m
}

// live gives a chat one of everything: an application, a question to staff, a "stop" for one topic, an open form, a reminder to come.
func (r *rig) live(chat string) {
	r.Helper()
	r.must(r.ledger.PutBatches(r.ctx, []store.Batch{bottest.Sewing()}, "test", bottest.Noon))
	r.say(chat, bottest.Maria(0).Lines()...)
	r.say(chat, "petugas", "Apakah ada pelatihan las bulan depan?", "berhenti lowongan")
	r.say(chat, bottest.Maria(1).Form()[1:8]...) // for somebody else at home
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		m := store.Message{ID: "ticket:T-0009", From: at(chat), Text: "ticket", Of: "T-0009", Start: "Mulai hari Senin."}
		return errors.Join(tx.Schedule(m, r.clock.Clock().Now(), r.clock.Clock().Now().Add(time.Hour)),
			tx.Apply(at(chat), []store.Effect{store.Flag{Why: "echo"}}, r.clock.Clock().Now()))
	}))
}

// left counts, table by table, what is still kept under a chat.
func (r *rig) left(chat string) map[string]int {
	r.Helper()
	db, err := sql.Open("sqlite", "file:"+r.path+"?_pragma=busy_timeout(5000)")
	r.must(err)
	defer db.Close()
	found := map[string]int{}
	for _, table := range []string{"inbox", "outbox", "drafts", "contacts", "consents", "registrations", "tickets", "staff_chats"} {
		var n int
		r.must(db.QueryRow(`SELECT count(*) FROM `+table+` WHERE chat = ?`, chat).Scan(&n))
		if n > 0 {
			found[table] = n
		}
	}
	var n int
	r.must(db.QueryRow(`SELECT count(*) FROM outbox WHERE key LIKE 'page:` + chat + `/%'`).Scan(&n))
	if n > 0 {
		found["keys"] = n
	}
	r.must(db.QueryRow(`SELECT count(*) FROM erasures WHERE pending = ?`, chat).Scan(&n))
	if n > 0 {
		found["erasures"] = n
	}
	return found
}

// facts are what a decision about a chat would know.
func (r *rig) facts(chat string) (f store.Facts) {
	r.Helper()
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) (err error) {
		f, err = tx.Facts(at(chat), r.clock.Clock().Now(), store.Need{})
		return err
	}))
	return f
}

// moved fails the test unless all that live gave to "pn" is "lid"'s.
func (r *rig) moved() {
	r.Helper()
	if left := r.left("pn"); len(left) > 0 {
		r.Errorf("under the old chat there are still %v", left)
	}
	f := r.facts("lid")
	if len(f.Registrations) != 1 || len(f.Tickets) != 1 || f.Draft == nil || f.Draft.Slots["name"] == "" || !f.Contact.OptOut["lowongan"] ||
		f.Contact.Consents["training"] == "" || !f.Contact.First.Equal(bottest.Noon) {
		r.Errorf("under the new chat there are %d applications, %d tickets, draft %v, contact %+v", len(f.Registrations), len(f.Tickets), f.Draft, f.Contact)
	}
	old := r.facts("pn")
	if len(old.Registrations)+len(old.Tickets) > 0 || old.Draft != nil || !old.Contact.First.IsZero() {
		r.Errorf("under the old chat: %+v", old)
	}
}

// A person known by one chat turns out to be another one: all that is kept of her comes along, she stands where she stood, and what was to fall
// due finds her.
func TestMove(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.live("pn")
		before := r.session("pn")
		m := r.from("lid", "pn", "Naikoten Satu") // the answer to the open question
		r.deliver(m)
		r.settled()
		r.moved()
		got := r.session("lid")
		if got.Rev != before.Rev+1 || got.Flow != before.Flow || got.Step == before.Step {
			t.Errorf("she stood at %s.%s (%d), now at %s.%s (%d)", before.Flow, before.Step, before.Rev, got.Flow, got.Step, got.Rev)
		}
		if s := r.session("pn"); s.Flow != "" || len(s.Slots) > 0 {
			t.Errorf("the old session is still there: %+v", s)
		}
		heard := r.heard("lid")
		if len(heard) != 1 {
			t.Fatalf("heard %q", heard)
		}
		r.deliver(m) // again
		r.deliver(r.from("lid", "pn", "status"))
		r.settled()
		r.moved()
		if got := r.heard("lid"); len(got) != 2 || !strings.Contains(got[1], "KPG-2026-0001") {
			t.Errorf("heard %q", got)
		}
		r.clock.Move(time.Hour)
		r.must(r.desk.Due(r.ctx))
		r.settled()
		if got := r.heard("lid"); len(got) != 3 || !strings.Contains(got[2], "Mulai hari Senin.") {
			t.Errorf("what fell due: %q", got)
		}
		if r.redis != nil { // the old session is gone with the keeper too, and from the ledger
			r.desk.Flush()
			r.settled()
			r.desk.Flush()
			kept, err := r.ledger.KeptSessions(r.ctx)
			if err != nil || len(kept) != 0 {
				t.Errorf("in the ledger: %v, %v", kept, err)
			}
		}
		r.stop()
		r.open()
		r.say("lid", "lanjut")
		if got := r.heard("lid"); len(got) != 4 {
			t.Errorf("after a restart: %q", got)
		}
		r.moved()
	})
}

// A crash at any point of the turn that moves, and the message comes again: the same world.
func TestMoveCrash(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		for _, point := range []string{"arrived", "committed", "saved"} {
			if point == "saved" && r.redis == nil {
				continue // there is no such point
			}
			t.Run(point, func(t *testing.T) {
				r := start(t, r.redis != nil)
				r.live("pn")
				before := r.session("pn")
				m := r.from("lid", "pn", "Naikoten Satu")
				var once sync.Once
				died := make(chan struct{})
				r.trace = func(at string) {
					if at == point {
						once.Do(func() { close(died); runtime.Goexit() })
					}
				}
				go func() { _ = r.desk.Deliver(r.ctx, m) }()
				<-died
				r.trace = nil
				r.must(r.desk.Settled(r.ctx))
				r.stop()
				r.open()
				r.must(r.box.Due(r.ctx))
				r.deliver(m)
				r.settled()
				r.moved()
				r.desk.Flush()
				r.settled()
				if got := r.session("lid"); got.Rev != before.Rev+1 || got.Flow != before.Flow {
					t.Errorf("session %+v", got)
				}
				if s := r.session("pn"); s.Flow != "" {
					t.Errorf("the old session is still there: %+v", s)
				}
				if got := r.heard("lid"); len(got) != 1 {
					t.Errorf("heard %q", got)
				}
			})
		}
	})
}

// Both chats have something: nothing is doubled and nothing lost, what was stopped or refused under either stays so, and of two places in a
// conversation the one where she last was stands.
func TestMoveBoth(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.live("pn")
		r.clock.Move(time.Minute)
		r.say("lid", "halo", "berhenti pengumuman")
		newer := r.session("lid")
		r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
			now := r.clock.Clock().Now()
			return errors.Join(tx.Apply(at("lid"), []store.Effect{
				store.RecordConsent{Consent: store.Consent{Purpose: "training", Version: "v1", At: now, Given: false}},
				store.RecordConsent{Consent: store.Consent{Purpose: "pem", Version: "v1", At: now, Given: true}},
				store.OpenTicket{Ticket: store.Ticket{Number: "T-0002", Text: "Halo?"}},
			}, now))
		}))
		r.deliver(r.from("lid", "pn", "status"))
		r.settled()
		if left := r.left("pn"); len(left) > 0 {
			t.Errorf("under the old chat there are still %v", left)
		}
		f := r.facts("lid")
		if len(f.Registrations) != 1 || len(f.Tickets) != 2 || f.Draft == nil {
			t.Errorf("%d applications, %d tickets, draft %v", len(f.Registrations), len(f.Tickets), f.Draft)
		}
		c := f.Contact
		if !c.First.Equal(bottest.Noon) || len(c.Consents) != 1 || c.Consents["pem"] == "" || !c.OptOut["lowongan"] || len(c.OptOut) < 2 {
			t.Errorf("contact %+v", c)
		}
		got := r.session("lid")
		if got.Flow != newer.Flow || got.Rev <= newer.Rev {
			t.Errorf("she stands at %+v, last was at %+v", got, newer)
		}
	})
}

// The same message once under either name is one message, whichever came first.
func TestMoveSameMessage(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.say("pn", "halo")
		m := r.text("pn", "3")
		r.deliver(m)
		r.settled()
		heard, at1 := len(r.heard("pn")), r.session("pn")
		again := m
		again.From, again.Was = at("lid"), "pn"
		r.deliver(again)
		r.settled()
		r.deliver(again, m)
		r.settled()
		if got := r.heard("lid"); len(got) != 0 {
			t.Errorf("answered twice: %q", got)
		}
		if s := r.session("lid"); s.Flow != at1.Flow || s.Step != at1.Step {
			t.Errorf("she stands at %+v, not %+v", s, at1)
		}
		if len(r.heard("pn")) > heard+1 { // m came under a chat that is nobody's any more: at most a greeting
			t.Errorf("heard %q", r.heard("pn"))
		}
	})
}

// The lane of the old chat is busy: what came before the move is handled and said before it, what comes later after it.
func TestMoveWhileBusy(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.say("pn", "halo")
		free, there := make(chan struct{}), make(chan struct{})
		var once sync.Once
		r.trace = func(point string) {
			if point == "committed" {
				once.Do(func() { close(there); <-free })
			}
		}
		r.deliver(r.text("pn", "menu"))
		<-there
		r.deliver(r.text("lid", "halo")) // a lane of its own, so far
		r.must(r.box.Settled(r.ctx))
		r.deliver(r.text("pn", "bantuan"), r.from("lid", "pn", "status"), r.text("lid", "privasi"), r.text("pn", "petugas"))
		close(free)
		r.settled()
		r.must(r.desk.Due(r.ctx))
		r.settled()
		if s := r.session("lid"); s.Rev < 5 {
			t.Errorf("%d turns", s.Rev)
		}
		if n := len(r.heard("pn")) + len(r.heard("lid")); n != 7 {
			t.Errorf("%d answers, want one for each message: %q %q", n, r.heard("pn"), r.heard("lid"))
		}
		last := -1
		for _, part := range []string{"Kata yang selalu bisa diketik", "belum ada pendaftaran", "pelindungan data", "petugas"} {
			i := slices.IndexFunc(r.page.order, func(text string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(part)) })
			for j := range r.page.order { // the last that has it
				if strings.Contains(strings.ToLower(r.page.order[j]), strings.ToLower(part)) && j > last {
					i = j
					break
				}
			}
			if i <= last {
				t.Errorf("%q is not said in its turn: %q", part, r.page.order)
			}
			last = i
		}
		if c := r.tally(); c.Waiting+c.Queued+c.Dead != 0 {
			t.Errorf("%+v", c)
		}
	})
}

// Answers that wait for the old chat go to the new one, in order, behind the one in hand.
func TestMoveAnswers(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		gate := make(chan struct{})
		r.page.mu.Lock()
		r.page.gates["pn"] = gate
		r.page.mu.Unlock()
		r.deliver(r.text("pn", "halo"), r.text("pn", "3"), r.text("pn", "bantuan"))
		r.must(r.desk.Settled(r.ctx))
		r.leaving = make(chan struct{})
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			r.deliver(r.from("lid", "pn", "menu"))
			r.settled()
		}()
		<-r.leaving
		close(gate)
		<-ended
		r.must(r.box.Due(r.ctx))
		r.settled()
		if got := len(r.heard("pn")); got != 1 {
			t.Errorf("the old chat heard %d", got)
		}
		got := r.heard("lid")
		if len(got) != 3 || !strings.Contains(got[1], "Kata yang selalu bisa diketik") {
			t.Errorf("the new chat heard %q", got)
		}
		if c := r.tally(); c.Queued != 0 {
			t.Errorf("%+v", c)
		}
	})
}

// Two names that turn into each other all the time: nothing hangs, each message is one turn.
func TestMoveToAndFro(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		const people, each = 8, 12
		var all sync.WaitGroup
		var mu sync.Mutex
		for p := range people {
			all.Go(func() {
				names := []string{fmt.Sprint("a", p), fmt.Sprint("b", p), fmt.Sprint("c", p)}
				for i := range each {
					mu.Lock()
					m := r.from(names[i%3], names[(i*2+1)%3], []string{"menu", "status", "bantuan"}[i%3])
					mu.Unlock()
					if err := r.desk.Deliver(r.ctx, m); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		r.settled()
		for r.tally().Waiting > 0 { // what moved while it was on the way to a lane
			r.must(r.desk.Due(r.ctx))
			r.settled()
		}
		r.must(r.box.Due(r.ctx))
		r.settled()
		heard := 0
		for p := range people {
			for _, name := range []string{"a", "b", "c"} {
				heard += len(r.heard(fmt.Sprint(name, p)))
			}
		}
		if c := r.tally(); heard != people*each || c.Dead+c.Queued+c.Failed != 0 {
			t.Errorf("%d answers to %d messages, %+v", heard, people*each, c)
		}
	})
}

// A duty to forget an erased chat moves too, and a "stop" that outlived the erasure.
func TestMoveErased(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.page.mu.Lock()
		r.page.stubborn = errors.New("not now")
		r.page.mu.Unlock()
		r.live("pn")
		r.say("pn", "berhenti", "hapus data saya", "1")
		r.deliver(r.from("lid", "pn", "halo"))
		r.settled()
		if left := r.left("pn"); left["erasures"] > 0 {
			t.Errorf("left %v", left)
		}
		if c := r.facts("lid").Contact; !c.OptOut[store.All] {
			t.Errorf("contact %+v", c)
		}
		r.page.mu.Lock()
		r.page.stubborn = nil
		r.page.mu.Unlock()
		r.desk.Forget(r.ctx)
		if !slices.Contains(r.page.forgot, "lid") {
			t.Errorf("forgot %v", r.page.forgot)
		}
	})
}

// The language that she asked for comes along.
func TestMoveKeepsTheLanguage(t *testing.T) {
	r := start(t, false)
	r.say("pn", "english")
	r.deliver(r.from("lid", "pn", "menu"))
	r.settled()
	if got := r.heard("lid"); len(got) != 1 || !strings.Contains(got[0], "How can we help?") {
		t.Errorf("she hears %q", got)
	}
}

// An apology comes in the language of the chat.
func TestApologyInEnglish(t *testing.T) {
	r := start(t, false)
	r.say("maria", "english")
	r.deliver(r.text("maria", "panik"))
	for range 4 {
		r.next()
	}
	r.settled()
	if got := r.heard("maria"); len(got) != 2 || got[1] != r.words.In("en").Text("engine.sorry", nil) {
		t.Errorf("Maria heard %q", got)
	}
}
