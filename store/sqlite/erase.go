package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

// The rows of one chat, in every table that has any.
var sqlErase = []string{
	`DELETE FROM registrations WHERE channel = ? AND chat = ?`,
	`DELETE FROM drafts WHERE channel = ? AND chat = ?`,
	`DELETE FROM sessions WHERE channel = ? AND chat = ?`,
	`DELETE FROM tickets WHERE channel = ? AND chat = ?`,
	`DELETE FROM consents WHERE channel = ? AND chat = ?`,
	`DELETE FROM loan_inquiries WHERE channel = ? AND chat = ?`,
	`DELETE FROM staff_chats WHERE channel = ? AND chat = ?`,
	`DELETE FROM link_codes WHERE channel = ? AND chat = ?`,
	`DELETE FROM contacts WHERE channel = ? AND chat = ?`,

	`DELETE FROM applications WHERE channel = ? AND chat = ?`,
	`DELETE FROM vacancy_reports WHERE channel = ? AND chat = ?`,
	`DELETE FROM job_alerts WHERE channel = ? AND chat = ?`,
	`DELETE FROM vacancy_sent WHERE channel = ? AND chat = ?`,
}

// erase removes all that is stored about a chat and leaves a tombstone. Seats go to the next in line; a "stop" stays known by its hash.
func (tx *Tx) erase(of store.Address, now time.Time) error {
	mine, err := tx.registrationsOf(of)
	if err != nil {
		return err
	}
	if err := tx.withdrawAll(of, now); err != nil { // the officers let go of what they were handed
		return err
	}
	if err := tx.eraseLinked(of, now); err != nil {
		return err
	}
	hash := tx.ledger.chatHash(of)
	if _, err := tx.exec(`INSERT INTO optouts (hash, topic) SELECT ?, optout FROM contacts WHERE channel = ? AND chat = ? AND optout <> ''
		ON CONFLICT DO UPDATE SET topic = excluded.topic`, hash, of.Channel, of.Chat); err != nil {
		return err
	}
	for _, query := range sqlErase {
		if _, err := tx.exec(query, of.Channel, of.Chat); err != nil {
			return err
		}
	}
	if err := tx.eraseDeliveries(of, hash); err != nil {
		return err
	}
	from, until := keysOf(of)
	if _, err := tx.exec(`DELETE FROM outbox WHERE key >= ? AND key < ?`, from, until); err != nil {
		return err
	}
	// What was to fall due goes, and so do dead letters, which have a body.
	if _, err := tx.exec(`DELETE FROM inbox WHERE channel = ?1 AND chat = ?2 AND (state = 2 OR state = 0 AND due > ?3)`, of.Channel, of.Chat, ms(now)); err != nil {
		return err
	}
	// Messages that were handled, this one too, must not be handled again when the platform delivers them again: they stay known, by the chat's
	// hash instead of the chat. What she has written since waits, and begins anew.
	if _, err := tx.exec(`UPDATE OR REPLACE inbox SET chat = ?3 WHERE channel = ?1 AND chat = ?2 AND state = 1`, of.Channel, of.Chat, hash); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM flags WHERE chat = ?`, hash); err != nil {
		return err
	}
	if _, err := tx.exec(`INSERT INTO erasures (at, channel, registrations, pending) VALUES (?, ?, ?, ?)`, ms(now), of.Channel, len(mine), of.Chat); err != nil {
		return err
	}
	tx.catalogue = nil
	for _, v := range mine {
		if !v.Status.Holds() {
			continue
		}
		if err := tx.fill(v.Seat, now); err != nil {
			return err
		}
	}
	return nil
}

// Unforgotten lists the erased chats that their channel has not confirmed to have forgotten.
func (l *Ledger) Unforgotten(ctx context.Context) ([]store.Address, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT DISTINCT channel, pending FROM erasures WHERE pending <> ''`)
	return all(rows, err, func(rows *sql.Rows) (a store.Address, err error) {
		return a, rows.Scan(&a.Channel, &a.Chat)
	})
}

// Scrub empties the write-ahead log, which still shows pages as they were before an erasure. The file itself is overwritten by
// secure_delete.
func (l *Ledger) Scrub(ctx context.Context) error {
	var busy, frames, moved int
	if err := l.read.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return fmt.Errorf("empty the write-ahead log: %w", err)
	}
	if busy != 0 {
		return errors.New("empty the write-ahead log: somebody is reading")
	}
	return nil
}

// Forgotten records that the channel of an erased chat has forgotten it too: the tombstone lets go of the chat.
func (l *Ledger) Forgotten(ctx context.Context, of store.Address) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(`UPDATE erasures SET pending = '' WHERE channel = ? AND pending = ?`, of.Channel, of.Chat)
		return err
	})
}
