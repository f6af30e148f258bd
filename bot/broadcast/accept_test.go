package broadcast_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/bot/account"
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

// A platform's wish for patience holds all of its notices, over a restart too, and is no try of anybody.
func TestThrottledAccountWaits(t *testing.T) {
	p := newPost("post")
	p.limits = channel.Limits{PerSecond: 10}
	r := start(t, p)
	r.crowd("post", 30)
	p.fails["00003"] = []error{&channel.Error{Class: channel.Throttled, All: true, Until: noon.Add(2 * time.Minute), Why: "429"}}
	a := r.announce(nil)
	r.run(30 * time.Second)
	before := len(p.letters())
	if before > 6 {
		t.Errorf("%d went out", before)
	}
	r.restart()
	r.run(time.Minute)
	if n := len(p.letters()); n != before {
		t.Errorf("%d more while it was to wait", n-before)
	}
	r.run(time.Hour)
	if got := r.progress(a); got.Sent != 30 {
		t.Errorf("%+v", got)
	}
	letters := p.letters()[before:]
	for i := 5; i < len(letters); i++ {
		if d := letters[i].at.Sub(letters[i-5].at); d < time.Second {
			t.Fatalf("six within %s, at half the rate", d)
		}
	}
}

// Signals of the account stop its notices within one message, and they go on only when staff say so; answers go on where they may.
func TestAccept17RestrictionStopsNotices(t *testing.T) {
	p := newPost("post")
	p.own = true
	p.limits = channel.Limits{AtOnce: 1}
	p.health = channel.Health{State: channel.Up}
	r := start(t, p)
	r.crowd("post", 50)
	limited := &channel.Error{Class: channel.Restricted, Until: noon.Add(6 * time.Hour), Why: "error 463"}
	p.fails["00010"] = []error{limited}
	a := r.announce(nil)
	r.settled()
	if n := len(p.letters()); n != 11 {
		t.Fatalf("%d tried, the eleventh was refused", n)
	}
	r.answer("post", "00049", "jawaban")
	r.must(r.outbox.Settled(r.ctx))
	if letters := p.letters(); len(letters) != 12 || letters[11].bulk {
		t.Errorf("the answer did not go out: %d", len(letters))
	}
	r.run(24 * time.Hour)
	if n := len(p.letters()); n != 12 {
		t.Errorf("%d notices went out by themselves after the end", n-12)
	}
	may := func(a store.Account) error { return account.MayRelease(a, r.now()) }
	if _, err := r.ledger.Release(r.ctx, "post", "Ana", may, r.now()); err != nil {
		t.Fatal(err)
	}
	r.must(r.accounts.Look(r.ctx))
	r.run(time.Hour)
	if got := r.progress(a); got.Sent != 50 || got.Failed != 0 {
		t.Errorf("%+v", got)
	}
	r.everyoneOnce(a, p)
}

// The same, told by the platform between two sends instead of by a refusal.
func TestAccept17StateStopsNotices(t *testing.T) {
	for _, state := range []channel.State{channel.Limited, channel.Banned, channel.Unlinked, channel.Outdated, channel.Replaced} {
		t.Run(string(state), func(t *testing.T) {
			p := newPost("post")
			p.own = true
			p.health = channel.Health{State: channel.Up}
			r := start(t, p)
			r.crowd("post", 20)
			free := p.holds("00005")
			a := r.announce(nil)
			p.wait(r.ctx, 6)
			p.set(func() { p.health = channel.Health{State: state, Why: "signal"} })
			r.must(r.accounts.Look(r.ctx))
			free()
			r.run(time.Hour)
			if n := len(p.letters()); n != 6 {
				t.Errorf("%d went out, one was in hand", n)
			}
			p.set(func() { p.health = channel.Health{State: channel.Up} })
			r.must(r.accounts.Look(r.ctx))
			r.run(time.Hour)
			if n := len(p.letters()); n != 6 {
				t.Errorf("%d went out before staff let them", n-6)
			}
			if got := r.progress(a); got.Sent != 6 || got.Waits != 14 {
				t.Errorf("%+v", got)
			}
		})
	}
}

// A notice whose time came while the program was away is not sent: staff are asked, and choose.
func TestAccept34LateScheduleAsks(t *testing.T) {
	p := newPost("post")
	r := start(t, p)
	r.crowd("post", 3)
	r.staff("Ana", "00002")
	a := r.approved(nil)
	a = r.step(a.Ref, store.Step{Act: store.ActSchedule, By: "Ana", SendAt: noon.Add(time.Hour)})
	r.stop()
	r.clock.Move(8 * time.Hour) // past its time by seven, and past the hours of the day
	r.open()
	r.room.Look()
	r.settled()
	if r.stage(a.Ref) != store.StagePaused || len(p.letters()) != 0 {
		t.Fatalf("it is %s, %d letters", r.stage(a.Ref), len(p.letters()))
	}
	if news := r.news(); len(news) != 1 || !strings.HasPrefix(news[0], "paused#late") {
		t.Errorf("staff were told %v", news)
	}
	if _, err := r.ledger.TakeStep(r.ctx, a.Ref, store.Step{Act: store.ActSchedule, By: "Ana", SendAt: r.now().Add(12 * time.Hour)}, nil, r.now()); err != nil {
		t.Fatal(err)
	}
	r.clock.Move(11 * time.Hour)
	r.room.Look()
	r.settled()
	if len(p.letters()) != 0 {
		t.Error("it went before its new time")
	}
	r.clock.Move(time.Hour)
	r.room.Look()
	r.run(time.Hour)
	if got := r.progress(a); got.Sent != 3 || r.stage(a.Ref) != store.StageDone {
		t.Errorf("%+v, %s", got, r.stage(a.Ref))
	}
}

// Who was reached by what was wrong is told what is right, once; whoever was still to come reads only that.
func TestAccept35FollowUp(t *testing.T) {
	p := newPost("post") // it cannot change what it sent
	p.limits = channel.Limits{PerSecond: 1}
	r := start(t, p)
	r.crowd("post", 20)
	a := r.announce(func(a *store.Announcement) { a.Body = "Posyandu SENIN." })
	r.run(4 * time.Second)
	wrong := len(p.letters())
	fix, err := r.ledger.Correct(r.ctx, a.Ref, "", "Posyandu SELASA.", "Ana", r.now())
	r.must(err)
	r.run(time.Minute)
	if n := len(p.letters()); n != wrong || r.stage(a.Ref) != store.StagePaused {
		t.Fatalf("%d more went out with the wrong text, it is %s", n-wrong, r.stage(a.Ref))
	}
	for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}, {Act: store.ActStart, By: "Ana"}} {
		r.step(fix.Ref, s)
	}
	r.run(time.Hour)
	seen := map[string][]string{}
	for _, l := range p.letters() {
		seen[l.chat] = append(seen[l.chat], l.text)
	}
	for chat, texts := range seen {
		last := texts[len(texts)-1]
		switch {
		case !strings.Contains(last, "SELASA"):
			t.Errorf("%s ends with %q", chat, last)
		case len(texts) == 2 && (!strings.Contains(texts[0], "SENIN") || !strings.Contains(last, "RALAT")):
			t.Errorf("%s read %q", chat, texts)
		case len(texts) > 2:
			t.Errorf("%s got %d", chat, len(texts))
		}
	}
	if got := r.progress(fix); got.Sent != wrong || got.Planned != wrong {
		t.Errorf("corrected: %+v, wrong were %d", got, wrong)
	}
	if got := r.progress(a); got.Sent != 20 || len(seen) != 20 {
		t.Errorf("%+v, %d people", got, len(seen))
	}
	saw, err := r.ledger.SawVersion(r.ctx, a.ID, 2)
	if err != nil || saw["post"] != wrong {
		t.Errorf("saw the wrong one: %v, %v", saw, err)
	}
}

// A short announcement does not wait for the end of a long one, and an urgent one goes first.
func TestFairOrder(t *testing.T) {
	p := newPost("post")
	p.limits = channel.Limits{PerSecond: 10}
	r := start(t, p)
	list := make([]resident, 100)
	for i := range list {
		list[i] = resident{channel: "post", chat: fmt.Sprintf("%05d", i), kelurahan: map[bool]string{true: "Alak", false: "Oesapa"}[i < 5]}
	}
	r.meet(list...)
	r.announce(nil)
	r.run(time.Second)
	short := r.announce(func(a *store.Announcement) { a.Body, a.To.Kelurahan = "Khusus Alak.", []string{"Alak"} })
	r.run(2 * time.Second)
	if got := r.progress(short); got.Sent != 5 {
		t.Errorf("the short one: %+v", got)
	}
	n := len(p.letters())
	urgent := r.announce(func(a *store.Announcement) {
		a.Body, a.Urgent, a.To.Kelurahan = "Banjir di Alak.", true, []string{"Alak"}
	})
	r.run(time.Second)
	before := 0
	for i, l := range p.letters()[n:] {
		if strings.Contains(l.text, "Banjir") {
			before = i - 4 // of the last of the five
		}
	}
	if before > 2 {
		t.Errorf("%d others went before the urgent one", before)
	}
	if got := r.progress(urgent); got.Sent != 5 {
		t.Errorf("the urgent one: %+v", got)
	}
}

// A text that the platform refuses from everybody stops after three, and staff hear of it; one that comes too late for anybody ends.
func TestContentStopsAndExpiryEnds(t *testing.T) {
	p := newPost("post")
	p.always = &channel.Error{Class: channel.Refused, Why: "400"}
	r := start(t, p)
	r.crowd("post", 20)
	r.staff("Ana", "00019")
	a := r.announce(func(a *store.Announcement) { a.Expires = noon.Add(2 * time.Hour) })
	r.run(time.Hour)
	if n := len(p.letters()); n != 3 || r.stage(a.Ref) != store.StagePaused {
		t.Errorf("%d tried, it is %s", n, r.stage(a.Ref))
	}
	if news := r.news(); len(news) != 1 || !strings.HasPrefix(news[0], "paused#content") {
		t.Errorf("staff were told %v", news)
	}
	r.clock.Move(2 * time.Hour)
	r.room.Look()
	r.settled()
	r.room.Look()
	r.settled()
	got := r.progress(a)
	if r.stage(a.Ref) != store.StageExpired || got.Skipped != 17 || got.Failed != 3 || got.Left() != 0 {
		t.Errorf("%s: %+v", r.stage(a.Ref), got)
	}
}

// A cancel leaves at most what is in hand.
func TestCancelWithEightInHand(t *testing.T) {
	p := newPost("post")
	p.limits = channel.Limits{AtOnce: 8}
	r := start(t, p)
	r.crowd("post", 200)
	var frees []func()
	for i := range 200 {
		frees = append(frees, p.holds(fmt.Sprintf("%05d", i)))
	}
	a := r.announce(nil)
	p.wait(r.ctx, 8)
	r.step(a.Ref, store.Step{Act: store.ActCancel, By: "Ana"})
	for _, free := range frees {
		free()
	}
	r.run(time.Hour)
	if n := len(p.letters()); n != 8 {
		t.Errorf("%d left", n)
	}
	if got := r.progress(a); got.Sent != 8 || got.Skipped != 192 {
		t.Errorf("%+v", got)
	}
}
