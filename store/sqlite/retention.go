package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sort"
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
	old := now.Add(-KeepMessages)
	if err := l.dropHandled(ctx, "inbox", `SELECT id, received FROM inbox WHERE id > ? ORDER BY id LIMIT ?`,
		`DELETE FROM inbox WHERE id > ? AND id <= ? AND state <> 0`, old); err != nil {
		return err
	}
	if err := l.dropHandled(ctx, "outbox", `SELECT id, made FROM outbox WHERE id > ? ORDER BY id LIMIT ?`,
		`DELETE FROM outbox WHERE id > ? AND id <= ? AND state <> 0`, old); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM sessions WHERE (channel, chat) IN (SELECT channel, chat FROM sessions WHERE day < ?1 LIMIT ?2)`,
		day(now.Add(-KeepDrafts))); err != nil {
		return err
	}
	// Of an erased chat the empty session stays for a day or two: until then it tells a Redis that is behind what has become of the old one.
	if err := l.inSteps(ctx, `DELETE FROM sessions WHERE (channel, chat) IN (SELECT channel, chat FROM sessions s WHERE day = ?1
		AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.channel = s.channel AND c.chat = s.chat) LIMIT ?2)`, day(now.AddDate(0, 0, -1))); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM drafts WHERE (channel, chat) IN (SELECT channel, chat FROM drafts WHERE expired = 1 AND touched < ?1 LIMIT ?2)`,
		ms(now.Add(-KeepExpired))); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM unknowns WHERE text IN (SELECT text FROM unknowns WHERE last < ?1 LIMIT ?2)`, ms(now.Add(-KeepUnknowns))); err != nil {
		return err
	}
	if err := l.retainJobs(ctx, now); err != nil {
		return err
	}
	if err := l.retainDeliveries(ctx, now); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM loan_inquiries WHERE id IN (SELECT id FROM loan_inquiries WHERE at < ?1 LIMIT ?2)`, ms(now.Add(-KeepInquiries))); err != nil {
		return err
	}
	if err := l.inSteps(ctx, sqlOldRemotes, ms(now)); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM link_codes WHERE (channel, chat) IN (SELECT channel, chat FROM link_codes WHERE made < ?1 LIMIT ?2)`, ms(now.Add(-store.LinkLife))); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM group_codes WHERE number IN (SELECT number FROM group_codes WHERE made < ?1 LIMIT ?2)`, ms(now.Add(-store.CodeLife))); err != nil {
		return err
	}
	if err := l.inSteps(ctx, `DELETE FROM misses WHERE who IN (SELECT who FROM misses WHERE since < ?1 LIMIT ?2)`, ms(now.Add(-store.MissesLast))); err != nil {
		return err
	}
	return l.expireDrafts(ctx, now)
}

// dropHandled removes old rows that nothing waits for. Rows are numbered in the order in which they came, so it reads from the front until
// it meets a young one, and needs no index of its own.
func (l *Ledger) dropHandled(ctx context.Context, what, read, drop string, old time.Time) error {
	type row struct{ id, came int64 }
	for behind := int64(0); ; {
		rows, err := l.read.QueryContext(ctx, read, behind, step)
		list, err := all(rows, err, func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.id, &r.came) })
		if err != nil {
			return fmt.Errorf("retention of the %s: %w", what, err)
		}
		n := sort.Search(len(list), func(i int) bool { return list[i].came >= ms(old) })
		if n == 0 {
			return nil
		}
		last := list[n-1].id
		err = l.Do(ctx, func(tx *Tx) error {
			_, err := tx.exec(drop, behind, last)
			return err
		})
		if err != nil {
			return fmt.Errorf("retention of the %s: %w", what, err)
		}
		behind = last
	}
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
				body := sealed(tx, store.Draft{Flow: o.draft.Flow, Version: o.draft.Version, Started: o.draft.Started, Touched: o.draft.Touched})
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
