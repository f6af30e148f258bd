package desk_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/store"
)

// queued makes texts that many people wrote while we were away, in the order in which the platform hands them over.
func (r *rig) queued(people, each int) (list []store.Message) {
	for i := range each {
		for p := range people {
			m := r.text(fmt.Sprint("warga", p), []string{"halo", "1", "pelatihan apa saja?", "menu", "status"}[i%5])
			m.Queued, m.At = true, r.clock.Clock().Now().Add(-time.Hour+time.Duration(i)*time.Second)
			list = append(list, m)
		}
	}
	return list
}

// once fails the test unless each person was answered once, and to what she wrote last.
func (r *rig) once(people int, list []store.Message) {
	r.Helper()
	r.page.mu.Lock()
	defer r.page.mu.Unlock()
	for p := range people {
		chat := fmt.Sprint("warga", p)
		last := ""
		for _, m := range list {
			if m.From.Chat == chat {
				last = m.ID
			}
		}
		var to []string
		for _, m := range r.page.got[chat] {
			to = append(to, strings.Split(m.Key, "/")[1])
		}
		if slices.Sort(to); len(slices.Compact(to)) != 1 || to[0] != last {
			r.Errorf("%s was answered to %v, the last was %s", chat, to, last)
		}
	}
}

// Two hundred messages of fifty people waited at the platform: each person is answered once, when all of it is here. Others are not held up.
func TestQueued(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		const people, each = 50, 4
		r.page.late = make(chan struct{})
		list := r.queued(people, each)
		for i := 0; i < len(list); i += 7 {
			r.deliver(list[i:min(i+7, len(list))]...)
		}
		r.deliver(r.text("yanto", "halo")) // he writes now
		for len(r.heard("yanto")) == 0 {
			runtime.Gosched()
		}
		r.page.mu.Lock()
		if n := len(r.page.got); n != 1 {
			t.Errorf("%d people were answered before all was here", n)
		}
		r.page.mu.Unlock()
		close(r.page.late)
		r.settled()
		r.once(people, list)
		if c := r.tally(); c.Waiting+c.Dead+c.Queued != 0 {
			t.Errorf("%+v", c)
		}
	})
}

// The same when the program dies in the middle of it, twice, and finds the rest in its inbox.
func TestQueuedCrash(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		const people, each = 20, 4
		list := r.queued(people, each)
		r.page.late = make(chan struct{})
		r.deliver(list...)
		for range 2 {
			var mu sync.Mutex
			n, dead, died := 0, false, make(chan struct{})
			r.trace = func(point string) {
				mu.Lock()
				if n++; point == "committed" && n >= 15 && !dead {
					dead = true
					close(died)
				}
				gone := dead
				mu.Unlock()
				if gone {
					runtime.Goexit()
				}
			}
			r.stop()
			r.page.late = make(chan struct{}) // nobody asks any more
			close(r.page.late)
			r.open() // takes up what waits
			<-died
			r.must(r.desk.Settled(r.ctx))
			r.trace = nil
		}
		r.stop()
		r.page.late = make(chan struct{})
		r.open()
		r.must(r.box.Due(r.ctx))
		close(r.page.late)
		r.settled()
		r.once(people, list)
		if c := r.tally(); c.Waiting+c.Dead+c.Queued != 0 {
			t.Errorf("%+v", c)
		}
	})
}

// More messages than one reading of the inbox brings: the last of a person may be in another one.
func TestQueuedPages(t *testing.T) {
	r := start(t, false)
	const people, each = 150, 4
	list := r.queued(people, each)
	r.page.late = make(chan struct{})
	r.deliver(list...)
	r.stop()
	close(r.page.late)
	r.open()
	r.settled()
	r.once(people, list)
}

// A channel that never says that it has caught up is not waited for any longer than a minute.
func TestQueuedBounded(t *testing.T) {
	r := start(t, false)
	r.page.late = make(chan struct{})
	list := r.queued(3, 3)
	r.deliver(list...)
	if d := r.next(); d != time.Minute {
		t.Errorf("waits %v", d)
	}
	for r.tally().Waiting > 0 { // the lanes may have begun to wait one after the other
		r.clock.Move(time.Minute)
		runtime.Gosched()
	}
	r.settled()
	r.once(3, list)
}
