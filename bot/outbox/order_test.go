package outbox_test

import (
	"context"
	"database/sql"
	"slices"
	"testing"
	"time"

	"lopo/bot/outbox"
	"lopo/store"
)

// Answers overtake notices, within the chat and in everybody's.
func TestRepliesOvertake(t *testing.T) {
	r := start(t)
	free := r.holds("first")
	r.notice("maria", "first") // in hand already
	r.tried(1)
	r.notice("maria", "notice")
	r.say("maria", "answer", "answer 2")
	r.say("yanto", "other") // another chat waits for nobody
	if got := r.tried(2); got[1] != "other" {
		t.Errorf("tried %v", got)
	}
	free()
	r.settled()
	if got := r.tried(5); !slices.Equal(got, []string{"first", "other", "answer", "answer 2", "notice"}) {
		t.Errorf("tried %v", got)
	}
}

// An answer also overtakes a notice that waits for its next try.
func TestReplyOvertakesWaitingNotice(t *testing.T) {
	r := start(t)
	r.fails("notice", bad(0))
	r.notice("maria", "notice")
	r.waits()
	r.say("maria", "answer")
	if got := r.tried(2); got[1] != "answer" {
		t.Errorf("tried %v", got)
	}
	r.clock.Move(r.waits())
	r.settled()
}

// Stop finishes what is due and leaves what waits to the next start.
func TestStop(t *testing.T) {
	r := start(t)
	free := r.holds("a")
	r.fails("w", bad(0))
	r.say("yanto", "w")
	r.waits()
	r.say("maria", "a", "b")
	r.tried(2)
	stopped := make(chan error, 1)
	go func() { stopped <- r.box.Stop(r.ctx) }()
	free()
	r.must(<-stopped)
	if got := r.tried(3); len(got) != 3 || got[2] != "b" {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Queued != 1 {
		t.Errorf("%+v", c)
	}
	r.say("maria", "late") // taken no more, and not lost
	r.clock.Move(time.Minute)
	r.restart()
	r.settled()
	if got := r.tried(5); !slices.Contains(got, "late") || got[0] != "w" {
		t.Errorf("tried %v", got)
	}
}

// A send that never ends is cut off when the time for stopping is over; its row stays queued, and nothing runs on.
func TestStopCutsOff(t *testing.T) {
	r := start(t)
	free := r.holds("a")
	r.say("maria", "a")
	r.tried(1)
	over, cancel := context.WithCancel(r.ctx)
	cancel()
	if err := r.box.Stop(over); err == nil {
		t.Error("it says that all is finished")
	}
	r.settled() // no lane runs on
	if n := len(r.tried(1)); n != 1 || r.tally().Queued != 1 {
		t.Errorf("%d tries, %+v", n, r.tally())
	}
	free()
	r.restart()
	r.settled()
	if c := r.tally(); c.Queued != 0 {
		t.Errorf("%+v", c)
	}
}

// A row that nobody can open any more must not keep the others from being found.
func TestUnreadableRow(t *testing.T) {
	r := start(t)
	r.put(store.Outgoing{To: to("maria"), Text: "a"}, store.Outgoing{To: to("yanto"), Text: "b"})
	db, err := sql.Open("sqlite", r.path)
	r.must(err)
	defer db.Close()
	_, err = db.Exec(`UPDATE outbox SET body = x'00' WHERE id = 1`)
	r.must(err)
	r.must(r.box.Due(r.ctx))
	r.settled()
	if got := r.tried(1); !slices.Equal(got, []string{"b"}) {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Failed != 1 || c.Queued != 0 {
		t.Errorf("%+v", c)
	}
}

// A row is sent once, however often it is offered and found.
func TestOfferedAndFound(t *testing.T) {
	r := start(t)
	free := r.holds("a")
	rows := r.put(store.Outgoing{To: to("maria"), Text: "a"})
	r.box.Offer(rows...)
	r.tried(1)
	r.must(r.box.Due(r.ctx))
	r.box.Offer(rows...)
	free()
	r.settled()
	r.must(r.box.Due(r.ctx))
	r.settled()
	if got := r.tried(1); len(got) != 1 {
		t.Errorf("tried %v", got)
	}
}

// What is for a channel that is switched off waits until it is there again.
func TestChannelSwitchedOff(t *testing.T) {
	r := start(t)
	r.put(store.Outgoing{To: store.Address{Channel: "off", Chat: "1"}, Text: "a"})
	r.must(r.box.Due(r.ctx))
	r.settled()
	if c := r.tally(); c.Queued != 1 {
		t.Errorf("%+v", c)
	}
}

// Sent, and the ledger does not know yet: the answer is said again after a crash at this very point, never lost.
func TestCrashAfterSend(t *testing.T) {
	r := start(t)
	crash := make(chan struct{})
	r.box = outbox.New(outbox.Options{Ledger: r.ledger, Channels: r.box.Channels, Accounts: r.accounts, Clock: r.box.Clock, Log: r.box.Log, Trace: func(point string) {
		if point == "sent" {
			<-crash
		}
	}})
	r.say("maria", "a")
	r.tried(1)
	r.must(r.ledger.Close())
	over, cancel := context.WithCancel(r.ctx)
	cancel()
	go close(crash)
	_ = r.box.Stop(over)
	r.open()
	r.must(r.box.Due(r.ctx))
	r.settled()
	if got := r.tried(2); len(got) != 2 {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Queued != 0 {
		t.Errorf("%+v", c)
	}
}

// What waits for an erased chat is not sent any more; the send in hand ends first, and has no next try.
func TestDrop(t *testing.T) {
	r := start(t)
	free := r.holds("in hand")
	r.fails("in hand", bad(0))
	r.say("maria", "in hand", "waits", "waits too")
	r.say("yanto", "other")
	r.tried(2)
	dropped := make(chan struct{})
	go func() { defer close(dropped); r.box.Drop(r.ctx, to("maria")) }()
	free()
	<-dropped
	r.settled()
	if got := r.tried(2); len(got) != 2 {
		t.Errorf("tried %v", got)
	}
	r.box.Drop(r.ctx, to("nobody"))
	r.say("maria", "goodbye")
	r.settled()
	if got := r.tried(3); got[2] != "goodbye" {
		t.Errorf("tried %v", got)
	}
}
