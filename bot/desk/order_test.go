package desk_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"lopo/store"
)

// The same message twice is one turn, also at the same time and after a restart.
func TestDeliveredTwice(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		m := r.text("maria", "halo")
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := r.desk.Deliver(r.ctx, m, m); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		r.settled()
		r.stop()
		r.open()
		r.deliver(m)
		r.settled()
		if got := r.heard("maria"); len(got) != 1 || r.session("maria").Rev != 1 {
			t.Errorf("heard %q, session at %d", got, r.session("maria").Rev)
		}
	})
}

// Many chats at once, each in its own order: the revision counts the messages.
func TestManyChats(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		const chats, each = 40, 6
		var all sync.WaitGroup
		var mu sync.Mutex
		for c := range chats {
			all.Go(func() {
				for range each {
					mu.Lock()
					m := r.text(fmt.Sprint("chat", c), "menu")
					mu.Unlock()
					if err := r.desk.Deliver(r.ctx, m); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		r.settled()
		for c := range chats {
			chat := fmt.Sprint("chat", c)
			if s := r.session(chat); s.Rev != each {
				t.Errorf("%s is at %d", chat, s.Rev)
			}
			if got := r.heard(chat); len(got) != each {
				t.Errorf("%s heard %d answers", chat, len(got))
			}
		}
	})
}

// Stop finishes the turns in hand. What comes later stays in the inbox for the next start.
func TestStop(t *testing.T) {
	r := start(t, false)
	for c := range 20 {
		r.deliver(r.text(fmt.Sprint("chat", c), "halo"), r.text(fmt.Sprint("chat", c), "3"))
	}
	r.must(r.desk.Stop(r.ctx))
	if c := r.tally(); c.Waiting != 0 {
		t.Errorf("%+v", c)
	}
	r.deliver(r.text("maria", "halo"))
	r.settled()
	if got := r.heard("maria"); len(got) != 0 || r.tally().Waiting != 1 {
		t.Errorf("heard %q, %+v", got, r.tally())
	}
	r.stop()
	r.open()
	r.settled()
	if got := r.heard("maria"); len(got) != 1 || r.tally().Waiting != 0 {
		t.Errorf("heard %q, %+v", got, r.tally())
	}
}

// While Redis is away a chat that this process has not seen hears of it once; after it is back all is answered in order, and Redis keeps the
// sessions again.
func TestKeeperAway(t *testing.T) {
	r := start(t, true)
	r.say("maria", "halo")
	r.desk.Flush()
	r.stop()
	r.open()
	r.redis.Stop()
	r.deliver(r.text("maria", "3"), r.text("maria", "menu"), r.text("maria", "4"))
	silent := r.text("yanto", "")
	silent.Kind = store.Reaction
	r.deliver(silent)
	for range 3 {
		r.next()
	}
	if _, err := r.clock.Next(r.ctx); err != nil {
		t.Fatal(err)
	}
	r.must(r.box.Settled(r.ctx))
	got := r.heard("maria")
	if len(got) != 2 || got[1] != r.words.Text("engine.moment", nil) || len(r.heard("yanto")) != 0 {
		t.Errorf("Maria heard %q, Yanto %q", got, r.heard("yanto"))
	}
	r.redis.Restart()
	ctx, done := context.WithCancel(r.ctx)
	go func() {
		defer done()
		_ = r.desk.Settled(r.ctx)
	}()
	for next, err := r.clock.Next(ctx); err == nil; next, err = r.clock.Next(ctx) {
		r.clock.Move(next.Sub(r.clock.Clock().Now()))
	}
	r.settled()
	got = r.heard("maria")
	if len(got) != 5 || !strings.Contains(got[2], "Selamat") && !strings.Contains(got[2], "PEM") || !strings.Contains(got[4], "lowongan") {
		t.Errorf("Maria heard %q", got)
	}
	if c := r.tally(); c.Waiting+c.Dead != 0 {
		t.Errorf("%+v", c)
	}
	r.desk.Flush()
	r.settled()
	if kept, err := r.ledger.KeptSessions(r.ctx); err != nil || len(kept) != 0 {
		t.Errorf("still in the ledger: %v, %v", kept, err)
	}
}

// A session whose save failed is the ledger's until Flush has handed it over; turns meanwhile go on from it.
func TestFlush(t *testing.T) {
	r := start(t, true)
	r.say("maria", "halo")
	r.redis.Do("CONFIG", "SET", "maxmemory", "1") // it reads, and takes nothing
	r.say("maria", "3")
	if kept, err := r.ledger.KeptSessions(r.ctx); err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	r.say("maria", "menu")
	r.redis.Do("CONFIG", "SET", "maxmemory", "0")
	r.desk.Flush()
	r.settled()
	if s := r.session("maria"); s.Rev != 3 || s.Flow != "menu" {
		t.Errorf("Redis has %+v", s)
	}
	if got := r.heard("maria"); len(got) != 3 {
		t.Errorf("heard %q", got)
	}
}
