package broadcast_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// What an audience comes to is counted before staff see it, and counted again when it is fixed: one that has grown past the limit between the two is
// not begun, whoever scheduled it, until an administrator says so.
func TestAccept14CrowdGrows(t *testing.T) {
	p := newPost("post")
	p.limits = channel.Limits{PeopleMost: 3, HeardDays: 90, PerDay: 2}
	r := start(t, p)
	r.crowd("post", 3)
	r.staff("Ana", "00002")
	a := r.approved(nil)
	a = r.step(a.Ref, store.Step{Act: store.ActSchedule, By: "Ana", Role: store.Operator, SendAt: noon.Add(time.Hour)})
	r.meet(resident{channel: "post", chat: "late"})
	r.clock.Move(time.Hour)
	r.room.Look()
	r.settled()
	if r.stage(a.Ref) != store.StagePaused || len(p.letters()) != 0 {
		t.Fatalf("it is %s, %d letters", r.stage(a.Ref), len(p.letters()))
	}
	if news := r.news(); len(news) != 1 || !strings.HasPrefix(news[0], "paused#"+store.PausedMany) {
		t.Errorf("staff were told %v", news)
	}
	a, err := r.ledger.Announcement(r.ctx, a.Ref)
	if want := (store.Crowd{Channel: "post", People: 4, Most: 3, Days: 2}); err != nil || a.Many != want {
		t.Errorf("the crowd is %+v, %v", a.Many, err)
	}
	if _, err := r.ledger.TakeStep(r.ctx, a.Ref, store.Step{Act: store.ActResume, By: "Budi", Role: store.Approver}, nil, r.now()); !errors.As(err, new(*store.ManyError)) {
		t.Errorf("an approver lets it go on: %v", err)
	}
	r.step(a.Ref, store.Step{Act: store.ActResume, By: "Citra", Role: store.Admin})
	r.run(3 * 24 * time.Hour)
	if got := r.progress(a); got.Sent != 4 || r.stage(a.Ref) != store.StageDone {
		t.Errorf("%+v, %s", got, r.stage(a.Ref))
	}
}
