package outbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lopo/bot/account"
	"lopo/bot/channel"
	"lopo/store"
)

var up = channel.Health{State: channel.Up}

// is says how the account is doing from now on.
func (r *rig) is(h channel.Health) {
	r.post.mu.Lock()
	defer r.post.mu.Unlock()
	r.post.health = h
}

// look is one look of the schedule: at the accounts, then at what is due. It returns when all is sent that may be.
func (r *rig) look() {
	r.Helper()
	r.must(r.accounts.Look(r.ctx))
	r.must(r.box.Due(r.ctx))
	r.settled()
}

// tries are the texts that were tried so far.
func (r *rig) tries() []string {
	r.post.mu.Lock()
	defer r.post.mu.Unlock()
	return slices.Clone(r.post.tried)
}

// release is a member of staff who lets notices go out again.
func (r *rig) release() error {
	_, err := r.ledger.Release(r.ctx, "post", "Ibu Ana", func(a store.Account) error { return account.MayRelease(a, r.clock.Clock().Now()) }, r.clock.Clock().Now())
	return err
}

// Where nothing goes through, nothing is tried and nothing is counted. Once the account is back the answers go out at the next look, and the
// notices when staff say so, also after a restart.
func TestNothingGoesOut(t *testing.T) {
	for _, state := range []channel.State{channel.Connecting, channel.Banned, channel.Unlinked, channel.Replaced, channel.Outdated, channel.Shut} {
		t.Run(string(state), func(t *testing.T) {
			r := begin(t, up)
			r.is(channel.Health{State: state, Why: "trouble", Until: noon.Add(time.Hour)})
			r.look()
			r.say("maria", "a")
			r.notice("yanto", "n")
			for range 3 {
				r.clock.Move(time.Hour)
				r.look()
			}
			r.restart()
			r.look()
			if got := r.tries(); got != nil {
				t.Fatalf("tried %v", got)
			}
			list := r.queue()
			if len(list) != 2 || list[0].Message.Tries+list[1].Message.Tries != 0 {
				t.Fatalf("queue %+v", list)
			}
			r.is(up)
			r.look()
			held := state != channel.Connecting
			want := []string{"a", "n"}
			if held {
				want = want[:1]
			}
			if got := r.tries(); !slices.Equal(got, want) {
				t.Fatalf("back again, tried %v, want %v", got, want)
			}
			if err := r.release(); (err == nil) != held {
				t.Errorf("release: %v", err)
			}
			r.look()
			if got := r.tries(); !slices.Equal(got, []string{"a", "n"}) {
				t.Errorf("released, tried %v", got)
			}
		})
	}
}

// A number that was never linked cannot be lost: its first notices wait for nobody.
func TestNeverLinked(t *testing.T) {
	r := begin(t, channel.Health{State: channel.Unlinked})
	r.notice("yanto", "n")
	r.look()
	r.is(channel.Health{State: channel.Connecting})
	r.look()
	if got := r.tries(); got != nil {
		t.Errorf("tried %v", got)
	}
	r.is(up)
	r.look()
	if got := r.tries(); len(got) != 1 {
		t.Errorf("tried %v", got)
	}
}

// Limited: who writes is answered, and the notices stop within one message: those that are not in hand stay, whoever they are for.
func TestLimited(t *testing.T) {
	r := begin(t, up)
	const many, through = 60, 25
	for i := range many {
		r.put(store.Outgoing{To: to(fmt.Sprint("warga", i)), Text: fmt.Sprint("n", i), Priority: store.Bulk})
	}
	free := r.holds(fmt.Sprint("n", through-1))
	for i := range through - 1 {
		r.must(r.box.Due(r.ctx))
		r.tried(i + 1)
		r.settled()
	}
	r.must(r.box.Due(r.ctx))
	r.tried(through)
	r.is(channel.Health{State: channel.Limited, Why: "reach-out time lock", Until: noon.Add(6 * time.Hour)})
	free()
	r.settled()
	r.look()
	r.say("maria", "a")
	r.say("warga40", "b")
	r.look()
	got := r.tries()
	if n := len(got) - 2; n != through {
		t.Errorf("%d notices were tried, want %d", n, through)
	}
	if answers := got[len(got)-2:]; !slices.Contains(answers, "a") || !slices.Contains(answers, "b") {
		t.Errorf("answers: %v", answers)
	}
	if err := r.release(); err == nil {
		t.Error("released while the account is limited")
	}
	r.clock.Move(6 * time.Hour)
	r.is(up)
	r.look()
	r.restart()
	r.look()
	if n := len(r.tries()) - 2; n != through {
		t.Errorf("%d notices were tried without staff", n)
	}
	r.must(r.release())
	for range many - through {
		r.look()
	}
	if n := len(r.tries()) - 2; n != many {
		t.Errorf("%d notices at the end, want %d", n, many)
	}
	if c := r.tally(); c.Queued+c.Failed+c.Unsure != 0 {
		t.Errorf("%+v", c)
	}
}

// The platform refuses a notice because of the account, before the channel knows: notices wait for staff, answers go on.
func TestRestrictedNotice(t *testing.T) {
	for name, c := range map[string]struct {
		until  time.Time
		health channel.Health
	}{"unknown time": {time.Time{}, up}, "known time": {noon.Add(time.Hour), up}, "a channel that does not report": {noon.Add(time.Hour), channel.Health{}}} {
		t.Run(name, func(t *testing.T) {
			r, until := begin(t, c.health), c.until
			r.fails("n", &channel.Error{Class: channel.Restricted, Until: until, Why: "account limited"})
			r.notice("maria", "n")
			r.settled()
			r.notice("yanto", "m")
			r.say("maria", "a")
			r.say("yanto", "b")
			r.settled()
			r.restart()
			r.settled()
			got := r.tries()
			slices.Sort(got)
			if !slices.Equal(got, []string{"a", "b", "n"}) {
				t.Fatalf("tried %v", got)
			}
			accounts, err := r.ledger.Accounts(r.ctx)
			if err != nil || len(accounts) != 1 || accounts[0].Cause != "account limited" || accounts[0].Held.IsZero() {
				t.Fatalf("accounts %+v, %v", accounts, err)
			}
			if err := r.release(); (err == nil) != until.IsZero() {
				t.Fatalf("release at once: %v", err)
			}
			if !until.IsZero() {
				r.clock.Move(time.Hour)
				r.must(r.release())
			}
			for range 2 {
				r.look()
			}
			if got := r.tries(); len(got) != 5 {
				t.Errorf("tried %v", got)
			}
			if c := r.tally(); c.Queued+c.Failed+c.Unsure != 0 {
				t.Errorf("%+v", c)
			}
		})
	}
}

// An answer that the account was not let send is tried again later, and not counted. Answers to others go on meanwhile.
func TestRestrictedAnswer(t *testing.T) {
	r := begin(t, up)
	r.fails("a", slices.Repeat([]error{bad(channel.Restricted)}, 12)...)
	r.say("maria", "a")
	for range 12 {
		if d := r.waits(); d != 5*time.Minute {
			t.Fatalf("waits %v", d)
		}
		r.say("yanto", "b")
		r.clock.Move(5 * time.Minute)
	}
	r.settled()
	if c := r.tally(); c.Queued+c.Failed+c.Unsure != 0 {
		t.Errorf("%+v", c)
	}
	if n := len(r.tries()); n != 25 {
		t.Errorf("%d tries, want 13 and 12", n)
	}
}

// A send fails since the account has just gone: that is not the message's fault.
func TestGoneInBetween(t *testing.T) {
	r := begin(t, up)
	for i := range 12 {
		r.fails("a", bad(channel.Retry))
		free := r.holds("a")
		if i == 0 {
			r.say("maria", "a")
		} else {
			r.must(r.box.Due(r.ctx))
		}
		r.tried(i + 1)
		r.is(channel.Health{State: channel.Connecting})
		free()
		r.settled()
		if list := r.queue(); len(list) != 1 || list[0].Message.Tries != 0 {
			t.Fatalf("queue %+v", list)
		}
		r.is(up)
	}
	r.look()
	if c := r.tally(); c.Queued != 0 || len(r.tries()) != 13 {
		t.Errorf("%+v, tried %v", c, r.tries())
	}
}

// A notice that has to wait keeps up neither the other notices nor the answers to its chat.
func TestNoticeInTrouble(t *testing.T) {
	r := begin(t, up)
	r.fails("n", bad(channel.Retry))
	r.notice("maria", "n")
	r.settled() // it waits in the ledger
	r.say("maria", "a")
	r.put(store.Outgoing{To: to("yanto"), Text: "m", Priority: store.Bulk})
	r.look()
	if got := r.tries(); !slices.Equal(got, []string{"n", "a", "m"}) {
		t.Errorf("tried %v", got)
	}
	r.clock.Move(time.Minute)
	r.look()
	if got := r.tries(); len(got) != 4 || got[3] != "n" {
		t.Errorf("tried %v", got)
	}
}
