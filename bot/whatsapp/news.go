package whatsapp

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// How far a message came is written down before WhatsApp is thanked for the news of it (see session.receipt), and beside it how much of that was
// told. So the news outlives a crash on either side, and what is told twice is told the same.

const (
	untold    = Reach(-1)   // nobody wants to know
	gather    = time.Second // for news to come together: of a notice to many they come by the hundred
	newsBatch = 500
	newsAgain = 15 * time.Second // before what was not taken is told again
)

// Receipts tells how far notices came, until ctx ends.
func (c *Channel) Receipts(ctx context.Context, take channel.Take) error {
	for ctx.Err() == nil {
		told, err := c.tell(ctx, take)
		switch {
		case err != nil:
			c.trouble(ctx, "tell how far messages came", err)
			_ = c.o.Wait(ctx, newsAgain) // whatever ended it, the loop looks
			continue
		case told == newsBatch:
			continue
		}
		select {
		case <-c.news:
			_ = c.o.Wait(ctx, gather)
		case <-ctx.Done():
		}
	}
	return nil
}

// stir wakes Receipts.
func (c *Channel) stir() {
	select {
	case c.news <- struct{}{}:
	default: // it has not looked yet
	}
}

// tell tells one batch.
func (c *Channel) tell(ctx context.Context, take channel.Take) (n int, err error) {
	list, err := c.file.untold(ctx)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	if err := take(ctx, list...); err != nil {
		return 0, err
	}
	return len(list), c.file.tell(context.WithoutCancel(ctx), list)
}

// untold is the oldest news that were not told.
func (f *file) untold(ctx context.Context) (list []store.Receipt, err error) {
	rows, err := f.db.QueryContext(ctx, `SELECT id, chat, reach, since FROM lopo_sent WHERE told >= 0 AND reach > told AND reach > 1 ORDER BY since LIMIT ?`, newsBatch)
	if err != nil {
		return nil, fmt.Errorf("read what was not told: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		r := store.Receipt{To: store.Address{Channel: Name}}
		var reach Reach
		var at int64
		if err := rows.Scan(&r.ID, &r.To.Chat, &reach, &at); err != nil {
			return nil, fmt.Errorf("read what was not told: %w", err)
		}
		r.Read, r.At = reach == Read, time.Unix(at, 0).UTC()
		list = append(list, r)
	}
	return list, rows.Err()
}

// tell notes what was told. What came meanwhile is news again.
func (f *file) tell(ctx context.Context, list []store.Receipt) error {
	told := map[string]Reach{}
	for _, r := range list {
		if told[r.ID] = Delivered; r.Read {
			told[r.ID] = Read
		}
	}
	body, err := json.Marshal(told)
	if err == nil {
		_, err = f.db.ExecContext(ctx, `UPDATE lopo_sent SET told = j.value FROM json_each(?) j WHERE lopo_sent.id = j.key AND told < j.value`, string(body))
	}
	if err != nil {
		return fmt.Errorf("note what was told: %w", err)
	}
	return nil
}
