package broadcast_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// everyoneOnce fails unless each delivery of an announcement has ended and nobody has it twice.
func (r *rig) everyoneOnce(a store.Announcement, p *post) {
	r.Helper()
	seen := map[string]int{}
	for _, l := range p.letters() {
		if l.bulk && !l.failed {
			seen[l.key]++
		}
	}
	for key, n := range seen {
		if n > 1 && !p.own {
			r.Errorf("%s was sent %d times", key, n)
		}
	}
	if got := r.progress(a); got.Left() != 0 {
		r.Errorf("left over: %+v", got)
	}
}

// A pause at 400 of 1,000, a kill, a restart and a resume: each recipient ends in one state, and what was in doubt is unknown and not repeated.
func TestAccept15PauseKillResume(t *testing.T) {
	p := newPost("post")
	p.limits = channel.Limits{AtOnce: 4}
	r := start(t, p)
	r.crowd("post", 1000)
	r.settled()
	free := p.holds("00400")
	a := r.announce(nil)
	// The one that hangs is in hand when staff pause and the program dies.
	p.wait(r.ctx, 401)
	if _, err := r.ledger.TakeStep(r.ctx, a.Ref, store.Step{Act: store.ActPause, By: "Ana"}, nil, r.now()); err != nil {
		t.Fatal(err)
	}
	before := len(p.letters())
	r.restart()
	free()
	r.settled()
	if got := r.progress(a); got.Unsure < 1 || got.Planned != 1000 || got.Sending != 0 {
		t.Errorf("after the kill: %+v", got)
	}
	if n := len(p.letters()); n > before+4 {
		t.Errorf("%d were sent while it was paused", n-before)
	}
	r.step(a.Ref, store.Step{Act: store.ActResume, By: "Ana"})
	r.run(time.Hour)
	got := r.progress(a)
	if got.Planned != 1000 || got.Sent+got.Unsure != 1000 || got.Unsure > 4 {
		t.Errorf("at the end: %+v", got)
	}
	r.everyoneOnce(a, p)
	if s := r.stage(a.Ref); s != store.StageDone {
		t.Errorf("it is %s", s)
	}
}

// Who stops notices after the audience was fixed is passed over when her turn comes, and counted.
func TestAccept12QueuedAndStopped(t *testing.T) {
	p := newPost("post")
	p.limits = channel.Limits{PerSecond: 1}
	r := start(t, p)
	r.meet(resident{channel: "post", chat: "a"}, resident{channel: "post", chat: "b"}, resident{channel: "post", chat: "c"}, resident{channel: "post", chat: "d", optout: "umum"},
		resident{channel: "post", chat: "e", optout: "lowongan"})
	a := r.announce(nil)
	r.settled() // the first is out, and the audience is fixed
	r.optOut("b", store.All)
	r.optOut("c", store.TopicGeneral)
	r.run(time.Hour)
	if got := r.progress(a); got.Planned != 4 || got.Sent != 2 || got.Skipped != 2 {
		t.Errorf("%+v", got)
	}
	for _, c := range r.counts(a) {
		if c.Fate == store.FateSkipped && c.Why != store.WhyOptOut {
			t.Errorf("skipped: %+v", c)
		}
	}
	for _, l := range p.letters() {
		if strings.Contains("bcd", l.chat) {
			t.Errorf("%s got it", l.chat)
		}
	}
	left, err := r.ledger.LeftOut(r.ctx, a.ID)
	if err != nil || left[store.WhyOptOut] != 1 {
		t.Errorf("left out: %v, %v", left, err)
	}
}

// The pace of a channel that behaves like WhatsApp: gaps at random within their range, never more than so many a minute and a day, silence at
// night, and one number that does not work stops nobody.
func TestAccept14Pacing(t *testing.T) {
	p := newPost("post")
	p.own = true
	p.limits = channel.Limits{PerMinute: 5, FirstDay: 50, PerDay: 200, Gap: 8 * time.Second, GapMost: 20 * time.Second, RestAfter: 20, RestAfterMost: 40,
		Rest: time.Minute, RestMost: 3 * time.Minute, Waking: true}
	p.fails["00007"] = []error{&channel.Error{Class: channel.Gone, Why: "no account"}}
	r := start(t, p)
	r.crowd("post", 300)
	a := r.announce(nil)
	r.run(30 * 24 * time.Hour)
	letters := p.letters()
	if got := r.progress(a); got.Sent != 299 || got.Failed != 1 {
		t.Fatalf("%+v", got)
	}
	days, minute := map[string]int{}, 0
	for i, l := range letters {
		at := l.at.In(store.WITA)
		if h := at.Hour(); h < 7 || h >= 20 {
			t.Fatalf("sent at %s", at)
		}
		days[at.Format(time.DateOnly)]++
		if i == 0 {
			continue
		}
		if gap := l.at.Sub(letters[i-1].at); gap < 8*time.Second {
			t.Errorf("a gap of %s", gap)
		}
		for letters[minute].at.Add(time.Minute).Compare(l.at) <= 0 {
			minute++
		}
		if i-minute+1 > 5 {
			t.Fatalf("%d in the minute before %s", i-minute+1, at)
		}
	}
	first := letters[0].at.In(store.WITA).Format(time.DateOnly)
	if days[first] != 50 {
		t.Errorf("%d on the first day", days[first])
	}
	for day, n := range days {
		if n > 200 {
			t.Errorf("%d on %s", n, day)
		}
	}
}

// An answer goes out at once, while notices keep their pace; and to the same chat it goes first.
func TestAccept14AnswersOvertake(t *testing.T) {
	p := newPost("post")
	p.own = true
	p.limits = channel.Limits{Gap: 10 * time.Second, GapMost: 10 * time.Second}
	r := start(t, p)
	r.crowd("post", 3)
	r.announce(nil)
	r.settled() // one is out, the next waits ten seconds
	if n := len(p.letters()); n != 1 {
		t.Fatalf("%d went out", n)
	}
	free := p.holds("00001") // its answer hangs when its notice falls due
	r.answer("post", "00001", "jawaban")
	p.wait(r.ctx, 2)
	r.clock.Move(10 * time.Second)
	r.settled()
	if n := len(p.letters()); n != 2 {
		t.Errorf("%d went out: the notice did not wait for the answer", n)
	}
	free()
	r.must(r.outbox.Settled(r.ctx))
	r.run(time.Minute)
	var order []string
	for _, l := range p.letters() {
		order = append(order, fmt.Sprint(l.chat, l.bulk))
	}
	if got := strings.Join(order, " "); !strings.HasPrefix(got, "00000true 00001false") || len(order) != 4 {
		t.Errorf("order %s", got)
	}
}
