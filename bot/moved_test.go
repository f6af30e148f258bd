package bot_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
)

// A group grew into a supergroup while nobody listened, so that only a notice finds out. It stays bound, under its new address, and every notice arrives there,
// in order and once.
func TestANoticeFindsOutThatItsGroupMoved(t *testing.T) {
	b := openBridge(t)
	if err := b.ledger.PutGroupCode(t.Context(), groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", b.now); err != nil {
		t.Fatal(err)
	}
	b.group.Say(b.person("A"), 0, "grup-k7qf-9d2m")
	if _, err := b.group.Wait(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	next := b.group.Migrate(-2002, true)
	old := store.Address{Channel: "telegram", Chat: "-100"}
	err := b.ledger.Do(t.Context(), func(tx *sqlite.Tx) error {
		for i := range 3 {
			m := store.Outgoing{Key: fmt.Sprintf("telegram:-100/n%d/0", i), To: old, Text: fmt.Sprint("Pengumuman ", i), Priority: store.Bulk, Due: b.now}
			if _, err := tx.Post(m, b.now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for len(next.Inbox()) < 3 && ctx.Err() == nil { // each try is a second or more after the one before
		<-tick.C
		b.At(b.now.Add(time.Second))
		if err := b.bot.Outbox.Due(ctx); err != nil {
			t.Fatal(err)
		}
	}
	got, err := next.Wait(ctx, 3)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range got {
		if m.Text != fmt.Sprint("Pengumuman ", i) {
			t.Errorf("%d: %q", i, m.Text)
		}
	}
	if err := b.bot.Settled(ctx); err != nil {
		t.Fatal(err)
	}
	waiting, err := b.ledger.Queue(t.Context(), b.now, 0, 10)
	if err != nil || len(waiting) != 0 || len(next.Inbox()) != 3 {
		t.Errorf("%d wait, %d arrived, %v", len(waiting), len(next.Inbox()), err)
	}
	bound, err := b.ledger.Groups(t.Context())
	if err != nil || len(bound) != 1 || bound[0].Of.Chat != "-2002" || bound[0].State != store.GroupBound {
		t.Errorf("bound are %+v, %v", bound, err)
	}
}
