package broadcast_test

import (
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

// enters asks for a place and says something on it; what it returns is when to ask again, zero when it was said.
func (r *rig) enters(push store.Push, row int64) (again time.Time) {
	r.Helper()
	place, again := r.room.Enter("post", push, row)
	if place == nil {
		return again
	}
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error { return place.Count(tx, true, r.now()) }))
	place.Leave(true)
	return time.Time{}
}

func strict() *post {
	p := newPost("post")
	p.health.State = channel.Up
	p.limits = channel.Limits{PerMinute: 5, PerDay: 10, Gap: 10 * time.Second, GapMost: 10 * time.Second, Waking: true}
	return p
}

// A few decisions about somebody's own case go out as they come, many of them at the pace of the account; no day's number holds them, and they leave
// the less to announcements, over a restart too.
func TestAccept14HerOwnCase(t *testing.T) {
	p := strict()
	r := start(t, p)
	for row := range int64(5) {
		if again := r.enters(store.OwnPush, row); !again.IsZero() {
			t.Errorf("%d waits until %s", row, again)
		}
	}
	waits := map[int64]time.Time{}
	for row := int64(5); row < 8; row++ {
		waits[row] = r.enters(store.OwnPush, row)
	}
	if d := waits[5].Sub(noon); d != time.Minute {
		t.Errorf("the sixth waits %s", d)
	}
	for row := int64(6); row < 8; row++ {
		if d := waits[row].Sub(waits[row-1]); d < 0 || row > 6 && d < 10*time.Second {
			t.Errorf("%d waits %s behind the one before", row, d)
		}
	}
	r.restart()
	r.crowd("post", 20)
	a := r.announce(nil)
	r.run(7 * time.Hour)
	if got := r.progress(a); got.Sent != 5 {
		t.Errorf("the announcement has what is left of the day: %+v", got)
	}
	if again := r.enters(store.OwnPush, 9); !again.IsZero() {
		t.Errorf("her own case waits for another day: %s", again)
	}
	again := r.enters(store.CrowdPush, 10)
	if want := time.Date(2026, 11, 24, 7, 0, 0, 0, store.WITA); again.Before(want) || again.After(want.Add(time.Minute)) {
		t.Errorf("what goes to many may ask again at %s", again)
	}
}

// What goes to many gets no place while the account is limited, nor at night, nor while the platform asks for patience.
func TestAccept17NoPlaceForMany(t *testing.T) {
	for name, c := range map[string]struct {
		trouble func(*rig, *post)
		until   time.Duration
	}{
		"limited":  {func(r *rig, p *post) { p.set(func() { p.health.State = channel.Limited }) }, 30 * time.Second},
		"held":     {func(r *rig, p *post) { r.must(r.accounts.Restrict(r.ctx, "post", "error 463", noon.Add(time.Hour))) }, 30 * time.Second},
		"patience": {func(r *rig, p *post) { r.outbox.Shut("post", noon.Add(17*time.Second)) }, 17 * time.Second},
		"night":    {func(r *rig, p *post) { r.clock.Move(9 * time.Hour) }, 10 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			p := strict()
			r := start(t, p)
			c.trouble(r, p)
			now := r.now()
			again := r.enters(store.CrowdPush, 1)
			if d := again.Sub(now); d < c.until || d > c.until+time.Minute {
				t.Errorf("it may ask again after %s", d)
			}
			if name != "night" && !r.enters(store.OwnPush, 2).IsZero() {
				t.Error("her own case waits too")
			}
		})
	}
}
