package outbox_test

import (
	"slices"
	"testing"

	"lopo/bot/channel"
)

// A lent chat is nobody else's: what comes for it waits and goes out after it, in order; where an answer is under way nothing is lent.
func TestLend(t *testing.T) {
	r := start(t)
	var inside []string
	if !r.box.Lend(to("maria"), func() {
		r.say("maria", "a", "b")
		r.say("budi", "c")
		inside = r.tried(1)
		if r.box.Lend(to("maria"), func() { t.Error("lent twice") }) {
			t.Error("lent twice")
		}
	}) {
		t.Fatal("an idle chat was not lent")
	}
	r.settled()
	if got := r.tried(3); !slices.Equal(inside, []string{"c"}) || !slices.Equal(got, []string{"c", "a", "b"}) {
		t.Errorf("while it was lent %v, then %v", inside, got)
	}
	free := r.holds("d")
	r.say("maria", "d")
	r.tried(4)
	if r.box.Lend(to("maria"), func() { t.Error("it ran beside an answer") }) {
		t.Error("lent beside an answer")
	}
	free()
	r.settled()
}

// Through an account that sends one notice at a time, nothing is lent beside a notice, and no notice begins beside what is lent.
func TestLendOneAtATime(t *testing.T) {
	r := begin(t, channel.Health{State: channel.Up})
	free := r.holds("n")
	r.notice("maria", "n")
	r.tried(1)
	if r.box.Lend(to("budi"), func() { t.Error("it ran beside a notice") }) {
		t.Error("lent beside a notice")
	}
	free()
	r.settled()
	lent := r.box.Lend(to("budi"), func() {
		r.notice("cita", "m")
	})
	if !lent || len(r.tried(1)) != 1 {
		t.Errorf("lent %t, tried %v", lent, r.tried(1))
	}
	r.must(r.box.Due(r.ctx))
	if got := r.tried(2); got[1] != "m" {
		t.Errorf("tried %v", got)
	}
	r.settled()
}
