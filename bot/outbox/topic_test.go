package outbox_test

import (
	"slices"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
)

// about puts a notice about vacancies into the outbox.
func (r *rig) about(chat, text string) {
	r.Helper()
	r.put(store.Outgoing{To: to(chat), Text: text, Priority: store.Bulk, Topic: "lowongan"})
}

func (r *rig) meet(chat string, effects ...store.Effect) {
	r.Helper()
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		if err := tx.Meet(to(chat), noon); err != nil {
			return err
		}
		return tx.Apply(to(chat), effects, noon)
	}))
}

// Whoever has stopped a topic since a notice was written does not get it; those who stopped another one do.
func TestAccept24NoticeIsCheckedAtSend(t *testing.T) {
	r := start(t)
	r.meet("maria")
	r.meet("yanto", store.SetOptOut{Topic: "lowongan", Out: true})
	r.meet("agus", store.SetOptOut{Topic: store.All, Out: true})
	r.meet("elen", store.SetOptOut{Topic: "pelatihan", Out: true})
	for _, chat := range []string{"maria", "yanto", "agus", "elen", "stranger"} {
		r.about(chat, chat)
	}
	r.must(r.box.Due(r.ctx))
	r.settled()
	got := r.tried(2)
	slices.Sort(got)
	if !slices.Equal(got, []string{"elen", "maria"}) {
		t.Errorf("tried %v", got)
	}
	if c := r.tally(); c.Queued+c.Failed+c.Unsure != 0 || len(r.flags()) != 0 {
		t.Errorf("%+v, flags %v", c, r.flags())
	}
}

// A notice that could not go out in the day waits for the morning.
func TestAccept24NoNoticeAtNight(t *testing.T) {
	r := start(t)
	r.meet("maria")
	r.clock.Move(8*time.Hour + time.Minute) // it is noon: 20.01
	r.about("maria", "n")
	r.must(r.box.Due(r.ctx))
	if d := r.waits(); d != 11*time.Hour-time.Minute {
		t.Errorf("it waits %v", d)
	}
	if got := r.tries(); got != nil {
		t.Fatalf("tried %v at night", got)
	}
	r.clock.Move(11*time.Hour - time.Minute)
	r.settled()
	if got := r.tried(1); !slices.Equal(got, []string{"n"}) {
		t.Errorf("tried %v", got)
	}
}
