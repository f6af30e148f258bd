package bot_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
)

// A group grew into a supergroup while nobody listened, so that only a notice finds out. It is told as if Telegram had said so, and every notice arrives
// at the new address, in order and once.
func TestANoticeFindsOutThatItsGroupMoved(t *testing.T) {
	b := openBridge(t)
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
	db, err := sql.Open("sqlite", "file:"+b.ledger.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var told int // in the conversation of the new address, once: who keeps the group hears of it there
	if err := db.QueryRow(`SELECT count(*) FROM inbox WHERE channel = 'telegram' AND chat = '-2002' AND state = 1`).Scan(&told); err != nil || told != 1 {
		t.Errorf("told %d times, %v", told, err)
	}
}
