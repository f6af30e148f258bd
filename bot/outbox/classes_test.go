package outbox_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

// Nothing arrived: the pauses double up to a minute, and after the tenth try staff are told.
func TestRetryBacksOff(t *testing.T) {
	r := start(t)
	r.fails("a", slices.Repeat([]error{bad(channel.Retry)}, 10)...)
	r.say("maria", "a")
	var pauses []time.Duration
	for range 9 {
		pauses = append(pauses, r.waits())
		r.clock.Move(r.waits())
	}
	r.settled()
	var want []time.Duration
	for _, s := range []int{1, 2, 4, 8, 16, 32, 60, 60, 60} {
		want = append(want, time.Duration(s)*time.Second)
	}
	if !slices.Equal(pauses, want) {
		t.Errorf("pauses %v, want %v", pauses, want)
	}
	if n := len(r.tried(10)); n != 10 {
		t.Errorf("%d tries", n)
	}
	if c := r.tally(); c.Failed != 1 || c.Queued != 0 || len(r.flags()) != 1 {
		t.Errorf("%+v, flags %v", c, r.flags())
	}
}

func TestRetryRecovers(t *testing.T) {
	r := start(t)
	r.fails("a", bad(channel.Retry))
	r.say("maria", "a", "b")
	r.clock.Move(r.waits())
	r.settled()
	if got := r.tried(3); !slices.Equal(got, []string{"a", "a", "b"}) {
		t.Errorf("tried %v: the order within a chat is lost", got)
	}
	if c := r.tally(); c.Queued+c.Failed+c.Unsure != 0 {
		t.Errorf("%+v", c)
	}
}

// A throttled chat waits as long as it was told, and it is not counted as a try. Nobody else waits.
func TestThrottledChat(t *testing.T) {
	r := start(t)
	slow := &channel.Error{Class: channel.Throttled, Until: noon.Add(7 * time.Second), Why: "slow"}
	r.fails("a", slices.Repeat([]error{slow}, 1)...)
	r.say("maria", "a")
	if d := r.waits(); d != 7*time.Second {
		t.Errorf("waits %v", d)
	}
	r.say("yanto", "b")
	r.tried(2)
	if list := r.queue(); len(list) == 0 || list[0].Message.Text != "a" || list[0].Message.Tries != 0 { // the other may not be recorded yet
		t.Errorf("queue %+v", list)
	}
	r.clock.Move(7 * time.Second)
	r.settled()
	if got := r.tried(3); got[2] != "a" {
		t.Errorf("tried %v", got)
	}
}

func (r *rig) queue() []sqlite.Queueing {
	r.Helper()
	list, err := r.ledger.Queue(r.ctx, r.clock.Clock().Now().Add(24*time.Hour), 0, 100)
	r.must(err)
	return list
}

// When the whole channel is told to slow down, all its chats wait.
func TestThrottledAll(t *testing.T) {
	r := start(t)
	r.fails("a", &channel.Error{Class: channel.Throttled, Until: noon.Add(9 * time.Second), All: true, Why: "slow"})
	r.say("maria", "a")
	r.waits()
	r.say("yanto", "b")
	r.say("maria", "c")
	if d := r.waits(); d != 9*time.Second {
		t.Errorf("waits %v", d)
	}
	if got := r.tried(1); len(got) != 1 {
		t.Errorf("tried %v while the channel waits", got)
	}
	r.clock.Move(9 * time.Second)
	r.settled()
	if got := r.tried(4); len(got) != 4 {
		t.Errorf("tried %v", got)
	}
}

// An answer in doubt is said once more, since twice harms nobody and never does; then it rests as unknown.
func TestUncertainReply(t *testing.T) {
	for name, err := range map[string]error{"in the family": bad(channel.Uncertain), "outside the family": errStrange} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.fails("a", err, err, err)
			r.say("maria", "a")
			r.clock.Move(r.waits())
			r.settled()
			if got := r.tried(2); len(got) != 2 {
				t.Errorf("tried %v", got)
			}
			if c := r.tally(); c.Unsure != 1 || c.Queued != 0 {
				t.Errorf("%+v", c)
			}
		})
	}
}

// The doubt outlives a restart: the second uncertain try is the last.
func TestUncertainReplyRestart(t *testing.T) {
	r := start(t)
	r.fails("a", bad(channel.Uncertain), bad(channel.Uncertain))
	r.say("maria", "a")
	r.clock.Move(r.waits() / 2) // it waits for its second try
	r.stop()
	r.open()
	r.clock.Move(time.Minute)
	r.must(r.box.Due(r.ctx))
	r.settled()
	if got := r.tried(2); len(got) != 2 {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Unsure != 1 {
		t.Errorf("%+v", c)
	}
}

// A notice in doubt is never repeated.
func TestUncertainNotice(t *testing.T) {
	r := start(t)
	r.fails("a", bad(channel.Uncertain))
	r.notice("maria", "a")
	r.settled()
	r.restart()
	r.settled()
	if got := r.tried(1); len(got) != 1 {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Unsure != 1 || len(r.flags()) != 0 {
		t.Errorf("%+v, flags %v", c, r.flags())
	}
}

// Also not when the program ends in the middle of sending it. What surely did not arrive is sent.
func TestNoticeCutOff(t *testing.T) {
	r := start(t)
	r.holds("a")
	r.fails("b", bad(channel.Retry))
	r.notice("maria", "a")
	r.notice("yanto", "b")
	r.tried(2)
	r.waits()
	r.stop()
	r.open()
	r.clock.Move(time.Minute)
	r.must(r.box.Due(r.ctx))
	r.settled()
	if got := r.tried(3); len(got) != 3 || got[2] != "b" {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Unsure != 1 || c.Queued != 0 {
		t.Errorf("%+v", c)
	}
}

// A channel that knows a repeated key makes a repetition harmless.
func TestNoticeCutOffWithOwnID(t *testing.T) {
	r := start(t)
	r.post.own = true
	free := r.holds("a")
	r.notice("maria", "a")
	r.tried(1)
	r.stop()
	free()
	r.open()
	r.must(r.box.Due(r.ctx))
	r.settled()
	if got := r.tried(2); len(got) != 2 {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Unsure+c.Queued != 0 {
		t.Errorf("%+v", c)
	}
}

// Nothing reaches her: the chat is marked, and what waits for it ends without a try.
func TestGone(t *testing.T) {
	r := start(t)
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error { return tx.Meet(to("maria"), noon) }))
	free := r.holds("a")
	r.fails("a", bad(channel.Gone))
	r.say("maria", "a", "b", "c")
	r.tried(1)
	free()
	r.settled()
	r.must(r.box.Due(r.ctx))
	r.settled()
	if got := r.tried(1); len(got) != 1 {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Queued+c.Failed+c.Unsure != 0 {
		t.Errorf("%+v", c)
	}
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		f, err := tx.Facts(to("maria"), noon, store.Need{})
		if err == nil && !f.Contact.Blocked {
			t.Error("the chat is not marked")
		}
		return err
	}))
	r.say("maria", "d") // she has written again
	r.settled()
	if got := r.tried(2); got[1] != "d" {
		t.Errorf("tried %v", got)
	}
}

// What the platform will never take is our fault: staff see it, and nobody else waits for it.
func TestRefused(t *testing.T) {
	r := start(t)
	r.fails("a", bad(channel.Refused))
	r.say("maria", "a", "b")
	r.settled()
	if got := r.tried(2); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Failed != 1 || len(r.flags()) != 1 || !strings.HasPrefix(r.flags()[0], "send_failed") {
		t.Errorf("%+v, flags %v", c, r.flags())
	}
}
