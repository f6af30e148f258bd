package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lopo/store"
)

// How long things stay.
const (
	KeepMessages = 30 * 24 * time.Hour // the trace of handled messages: far longer than any platform delivers again
	KeepDrafts   = 14 * 24 * time.Hour // an unfinished form
	KeepExpired  = 90 * 24 * time.Hour // that there was one, so that a person who returns can be told
)

// step is how many rows one commit of the retention touches, so that no reply waits behind it.
const step = 500

// Retain removes what is older than it may be. It works in small commits and may be ended at any time.
func (l *Ledger) Retain(ctx context.Context, now time.Time) error {
	old := ms(now.Add(-KeepMessages))
	for _, query := range []string{
		`DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state <> 0 AND done < ?1 LIMIT ?2)`,
		`DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state <> 0 AND done < ?1 LIMIT ?2)`,
	} {
		if err := l.inSteps(ctx, query, old); err != nil {
			return err
		}
	}
	if err := l.inSteps(ctx, `DELETE FROM sessions WHERE (channel, chat) IN (SELECT channel, chat FROM sessions WHERE touched < ?1 LIMIT ?2)`,
		ms(now.Add(-KeepDrafts))); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM drafts WHERE (channel, chat) IN (SELECT channel, chat FROM drafts WHERE expired = 1 AND touched < ?1 LIMIT ?2)`,
		ms(now.Add(-KeepExpired))); err != nil {
		return err
	}
	return l.expireDrafts(ctx, now)
}

func (l *Ledger) inSteps(ctx context.Context, query string, before int64) error {
	for n := int64(step); n == step; {
		err := l.Do(ctx, func(tx *Tx) (err error) {
			n, err = tx.change(query, before, step)
			return err
		})
		if err != nil {
			return fmt.Errorf("retention: %w", err)
		}
	}
	return nil
}

// expireDrafts erases the answers of forms that nobody came back to, and keeps that there was one.
func (l *Ledger) expireDrafts(ctx context.Context, now time.Time) error {
	type old struct {
		of    store.Address
		draft store.Draft
	}
	for {
		rows, err := l.read.QueryContext(ctx, `SELECT channel, chat, body FROM drafts WHERE expired = 0 AND touched < ? LIMIT ?`, ms(now.Add(-KeepDrafts)), step)
		list, err := all(rows, err, func(rows *sql.Rows) (o old, err error) {
			var body []byte
			if err := rows.Scan(&o.of.Channel, &o.of.Chat, &body); err != nil {
				return o, err
			}
			return o, l.open(body, &o.draft)
		})
		if err != nil || len(list) == 0 {
			return err
		}
		err = l.Do(ctx, func(tx *Tx) error {
			for _, o := range list {
				body, err := l.seal(store.Draft{Flow: o.draft.Flow, Version: o.draft.Version, Started: o.draft.Started, Touched: o.draft.Touched})
				if err != nil {
					return err
				}
				if _, err := tx.exec(`UPDATE drafts SET body = ?, expired = 1 WHERE channel = ? AND chat = ? AND touched = ?`,
					body, o.of.Channel, o.of.Chat, ms(o.draft.Touched)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("expire drafts: %w", err)
		}
	}
}
