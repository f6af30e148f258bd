package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lopo/store"
)

// Moved says what a Move found.
type Moved struct {
	Waiting map[int64]bool // inbox rows that waited for the old chat, and wait for the new one now
	Twice   bool           // the message that told of it was handled under the old chat already
}

// Move gives all that is kept of a chat to another one, which turned out to be the same person's, apart from the session: who keeps that
// merges it. row is the inbox row of the message that told. Where both have something nothing is doubled, and of two that cannot both stay the
// safer or the newer one does. It may be repeated.
func (tx *Tx) Move(from, to store.Address, row int64, now time.Time) (Moved, error) {
	m := Moved{Waiting: map[int64]bool{}}
	for _, step := range []func() error{
		func() error { return tx.moveContact(from, to) },
		func() error { return tx.moveDraft(from, to) },
		func() error { return tx.moveInbox(from, to, row, now, &m) },
		func() error { return tx.moveOutbox(from, to) },
		func() error { return tx.moveRows(from, to) },
		func() error { return tx.moveDeliveries(from, to) },
	} {
		if err := step(); err != nil {
			return m, fmt.Errorf("move a chat: %w", err)
		}
	}
	return m, nil
}

// The tables whose rows can simply change hands. ?1 is the channel, ?2 the old chat, ?3 the new one.
var sqlMove = []string{
	`UPDATE registrations SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`UPDATE tickets SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`UPDATE consents SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`UPDATE loan_inquiries SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`UPDATE erasures SET pending = ?3 WHERE channel = ?1 AND pending = ?2`,
	`DELETE FROM sessions WHERE channel = ?1 AND chat = ?2 AND ?3 <> ''`,
	`DELETE FROM staff_chats WHERE channel = ?1 AND chat = ?2 AND EXISTS (SELECT 1 FROM staff_chats WHERE channel = ?1 AND chat = ?3)`,
	`UPDATE staff_chats SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`DELETE FROM link_codes WHERE channel = ?1 AND chat = ?2 AND ?3 <> ''`,

	`UPDATE OR IGNORE applications SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`DELETE FROM applications WHERE channel = ?1 AND chat = ?2 AND ?3 <> ''`, // she applied from both
	`UPDATE OR IGNORE vacancy_reports SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`DELETE FROM vacancy_reports WHERE channel = ?1 AND chat = ?2 AND ?3 <> ''`,
	`UPDATE OR IGNORE job_alerts SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`DELETE FROM job_alerts WHERE channel = ?1 AND chat = ?2 AND ?3 <> ''`,
	`UPDATE OR IGNORE vacancy_sent SET chat = ?3 WHERE channel = ?1 AND chat = ?2`,
	`DELETE FROM vacancy_sent WHERE channel = ?1 AND chat = ?2 AND ?3 <> ''`,
}

func (tx *Tx) moveRows(from, to store.Address) error {
	for _, query := range sqlMove {
		if _, err := tx.exec(query, from.Channel, from.Chat, to.Chat); err != nil {
			return err
		}
	}
	_, err := tx.exec(`UPDATE flags SET chat = ? WHERE chat = ?`, tx.ledger.chatHash(to), tx.ledger.chatHash(from))
	return err
}

// kept is a contact as its row has it.
type kept struct {
	first    int64
	optout   string
	consents string
	blocked  bool
	lang     string
	seen     int64
	joined   store.Contact // what else is kept of her
}

func (tx *Tx) kept(of store.Address) (k kept, there bool, err error) {
	var wanted string
	err = tx.row(`SELECT first, optout, consents, blocked, lang, topics, kelurahan, band, person, quiet, seen FROM contacts WHERE channel = ? AND chat = ?`, of.Channel, of.Chat).
		Scan(&k.first, &k.optout, &k.consents, &k.blocked, &k.lang, &wanted, &k.joined.Kelurahan, &k.joined.Band, &k.joined.Person, &k.joined.Quiet, &k.seen)
	k.joined.Topics = listed(wanted)
	if errors.Is(err, sql.ErrNoRows) {
		return k, false, nil
	}
	return k, err == nil, err
}

// moveContact merges by the safer choice: what either chat stopped stays stopped, and a consent holds only where neither has refused it last.
func (tx *Tx) moveContact(from, to store.Address) error {
	stopped, err := tx.moveStop(from, to)
	if err != nil {
		return err
	}
	old, was, err := tx.kept(from)
	if err != nil {
		return err
	}
	k, is, err := tx.kept(to)
	if err != nil || !was && (!is || stopped == "") {
		return err
	}
	consents := pairs(k.consents)
	if was {
		if consents, err = tx.agreed(from, to, pairs(old.consents), consents); err != nil {
			return err
		}
		if !is || old.first < k.first {
			k.first = old.first
		}
	}
	stops := slices.Concat(names(topics(k.optout)), names(topics(old.optout)), names(topics(stopped)))
	slices.Sort(stops)
	k.optout = strings.Join(slices.Compact(stops), ",")
	k.blocked = k.blocked || old.blocked
	j := joined(k.joined, old.joined)
	if j.Person, j.Quiet = k.joined.Person, k.joined.Quiet; j.Person == 0 {
		j.Person, j.Quiet = old.joined.Person, old.joined.Quiet
	}
	if k.lang == "" {
		k.lang = old.lang
	}
	if _, err := tx.exec(`DELETE FROM contacts WHERE channel = ? AND chat = ?`, from.Channel, from.Chat); err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO contacts (channel, chat, first, optout, consents, blocked, lang, topics, kelurahan, band, person, quiet, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET first = excluded.first, optout = excluded.optout, consents = excluded.consents, blocked = excluded.blocked,
			lang = excluded.lang, topics = excluded.topics, kelurahan = excluded.kelurahan, band = excluded.band, person = excluded.person, quiet = excluded.quiet, seen = excluded.seen`,
		to.Channel, to.Chat, k.first, k.optout, versions(consents), k.blocked, k.lang, strings.Join(j.Topics, ","), j.Kelurahan, string(j.Band), j.Person, j.Quiet, max(k.seen, old.seen))
	return err
}

// moveStop moves a "stop" that has outlived an erasure, and returns what it stops.
func (tx *Tx) moveStop(from, to store.Address) (stopped string, err error) {
	old, is := tx.ledger.chatHash(from), tx.ledger.chatHash(to)
	err = tx.row(`SELECT topic FROM optouts WHERE hash = ?`, old).Scan(&stopped)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if _, err := tx.exec(`DELETE FROM optouts WHERE hash = ?`, old); err != nil {
		return "", err
	}
	_, err = tx.exec(`INSERT INTO optouts (hash, topic) VALUES (?, ?) ON CONFLICT DO UPDATE SET topic = topic || ',' || excluded.topic`, is, stopped)
	return stopped, err
}

// agreed are the consents of either chat that the other has not refused or withdrawn last. The newer text wins where they differ.
func (tx *Tx) agreed(from, to store.Address, old, is map[string]string) (map[string]string, error) {
	both := maps.Clone(old)
	if both == nil {
		both = map[string]string{}
	}
	maps.Copy(both, is)
	for purpose := range both {
		for _, of := range []store.Address{from, to} {
			var given bool
			err := tx.row(`SELECT given FROM consents WHERE channel = ? AND chat = ? AND purpose = ? ORDER BY at DESC, id DESC LIMIT 1`, of.Channel, of.Chat, purpose).Scan(&given)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return nil, err
			}
			if err == nil && !given {
				delete(both, purpose)
			}
		}
	}
	return both, nil
}

// moveDraft keeps the draft that was touched last; one whose answers were erased by age gives way.
func (tx *Tx) moveDraft(from, to store.Address) error {
	var keep bool
	err := tx.row(`SELECT EXISTS (SELECT 1 FROM drafts o JOIN drafts n ON n.channel = o.channel AND n.chat = ?3
		WHERE o.channel = ?1 AND o.chat = ?2 AND (n.expired, -n.touched) <= (o.expired, -o.touched))`, from.Channel, from.Chat, to.Chat).Scan(&keep)
	if err != nil {
		return err
	}
	if keep {
		return tx.dropDraft(from)
	}
	_, err = tx.exec(`UPDATE OR REPLACE drafts SET chat = ? WHERE channel = ? AND chat = ?`, to.Chat, from.Channel, from.Chat)
	return err
}

// moveInbox moves what waits, and the trace of what was handled. The same message in both is one message: handled when either was.
func (tx *Tx) moveInbox(from, to store.Address, told int64, now time.Time, m *Moved) error {
	was, is := tx.ledger.chatHash(from), tx.ledger.chatHash(to) // messages from before an erasure are known by it
	rows, err := tx.rows(`SELECT n.id FROM inbox o JOIN inbox n ON n.channel = o.channel AND n.chat = ?3 AND n.message = o.message
		WHERE o.channel = ?1 AND o.chat IN (?2, ?4) AND o.state <> 0`, from.Channel, from.Chat, to.Chat, was)
	done, err := all(rows, err, scanID)
	if err != nil {
		return err
	}
	for _, id := range done {
		if id == told {
			m.Twice = true
			continue
		}
		if _, err := tx.exec(sqlTake, ms(now), id); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`DELETE FROM inbox WHERE channel = ?1 AND chat = ?2
		AND message IN (SELECT message FROM inbox WHERE channel = ?1 AND chat = ?3)`, from.Channel, from.Chat, to.Chat); err != nil {
		return err
	}
	type waiting struct {
		id   int64
		body []byte
	}
	rows, err = tx.rows(`SELECT id, body FROM inbox WHERE channel = ? AND chat = ? AND body IS NOT NULL`, from.Channel, from.Chat)
	list, err := all(rows, err, func(rows *sql.Rows) (w waiting, err error) { return w, rows.Scan(&w.id, &w.body) })
	if err != nil {
		return err
	}
	for _, w := range list {
		var message store.Message
		if tx.ledger.open(w.body, &message) != nil {
			continue // it becomes a dead letter where it is read
		}
		message.From = to
		if _, err := tx.exec(`UPDATE inbox SET body = ? WHERE id = ?`, sealed(tx, message), w.id); err != nil {
			return err
		}
	}
	rows, err = tx.rows(`SELECT id FROM inbox WHERE channel = ? AND chat = ? AND state = 0`, from.Channel, from.Chat)
	ids, err := all(rows, err, scanID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		m.Waiting[id] = true
	}
	if _, err := tx.exec(`UPDATE inbox SET chat = ? WHERE channel = ? AND chat = ?`, to.Chat, from.Channel, from.Chat); err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE OR REPLACE inbox SET chat = ? WHERE channel = ? AND chat = ?`, is, from.Channel, was)
	return err
}

// moveOutbox moves what is to be sent and the trace of what was. The key that a channel makes its own id of stays in the message: what is sent
// again must be known again.
func (tx *Tx) moveOutbox(from, to store.Address) error {
	first, last := keysOf(from)
	prefix, _ := keysOf(to)
	type queued struct {
		id   int64
		body []byte
	}
	rows, err := tx.rows(`SELECT id, body FROM outbox WHERE key >= ? AND key < ? AND body IS NOT NULL`, first, last)
	list, err := all(rows, err, func(rows *sql.Rows) (q queued, err error) { return q, rows.Scan(&q.id, &q.body) })
	if err != nil {
		return err
	}
	for _, q := range list {
		var message store.Outgoing
		if tx.ledger.open(q.body, &message) != nil {
			continue
		}
		message.To = to
		if _, err := tx.exec(`UPDATE outbox SET body = ? WHERE id = ?`, sealed(tx, message), q.id); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`UPDATE OR IGNORE outbox SET chat = ?, key = ? || substr(key, ?) WHERE key >= ? AND key < ?`,
		to.Chat, prefix, utf8.RuneCountInString(first)+1, first, last); err != nil {
		return err
	}
	_, err = tx.exec(`DELETE FROM outbox WHERE key >= ? AND key < ?`, first, last) // the same answer is there
	return err
}

func scanID(rows *sql.Rows) (id int64, err error) { return id, rows.Scan(&id) }

// names are the topics of a set, in order.
func names(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
