package sqlite

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"lopo/store"
)

// Apply carries out what a decision asks for. One that cannot be carried out fails the whole turn.
func (tx *Tx) Apply(of store.Address, effects []store.Effect, now time.Time) error {
	for _, e := range effects {
		if err := tx.apply(of, e, now); err != nil {
			return fmt.Errorf("apply %T: %w", e, err)
		}
	}
	return nil
}

func (tx *Tx) apply(of store.Address, e store.Effect, now time.Time) error {
	switch e := e.(type) {
	case store.SaveDraft:
		return tx.saveDraft(of, e.Draft)
	case store.DropDraft:
		return tx.dropDraft(of)
	case store.RecordConsent:
		return tx.recordConsent(of, e.Consent)
	case store.Register:
		return tx.register(e.Registration, of, now)
	case store.Amend:
		return tx.own(of, e.Number, func() error { return tx.amend(e, now) })
	case store.Cancel:
		return tx.own(of, e.Number, func() error { return tx.cancel(e.Number, e.Reason, now) })
	case store.AnswerOffer:
		return tx.own(of, e.Number, func() error { return tx.answerOffer(e.Number, e.Yes, now) })
	case store.LapseOffer:
		return tx.own(of, e.Number, func() error { return tx.lapse(e.Number, now) })
	case store.SetOptOut:
		return tx.setOptOut(of, e.Topic, e.Out)
	case store.SetBlocked:
		return tx.setBlocked(of, e.Blocked)
	case store.SetLanguage:
		return tx.execOf(of, `UPDATE contacts SET lang = ? WHERE channel = ? AND chat = ?`, e.Lang, of.Channel, of.Chat)
	case store.OpenTicket:
		return tx.openTicket(of, e.Ticket, now)
	case store.Erase:
		return tx.erase(of, now)
	case store.DraftNotice, store.FixNotice, store.StepNotice:
		return tx.applyNotice(of, e, now)
	case store.KeepUnclear:
		return tx.keepUnknown(e.Unclear, now)
	case store.AskLoan:
		return tx.askLoan(of, e.Inquiry, now)
	case store.WithdrawLoan:
		return tx.withdrawLoan(of, e.ID)
	case store.LinkStaff:
		return tx.linkStaff(of, e.Name, now)
	case store.MissCode:
		return tx.missCode(e.Number)
	case store.Flag:
		return tx.flag(of, e.Why, "until "+e.Until.UTC().Format(time.RFC3339), now)
	}
	if ok, err := tx.applyJobs(of, e, now); ok {
		return err
	}
	return tx.applyPeople(of, e, now)
}

// own runs do only when the application belongs to this chat: the last of the checks, after the engine's.
func (tx *Tx) own(of store.Address, number string, do func() error) error {
	v, err := tx.registration(number)
	if err != nil {
		return err
	}
	if mine, err := tx.same(of, v.Of); !mine || err != nil {
		return errors.Join(err, fmt.Errorf("%s belongs to another chat", number))
	}
	return do()
}

const (
	sqlSaveDraft = `INSERT INTO drafts (channel, chat, body, touched) VALUES (?, ?, ?, ?)
		ON CONFLICT (channel, chat) DO UPDATE SET body = excluded.body, touched = excluded.touched, expired = 0`
	sqlDropDraft = `DELETE FROM drafts WHERE channel = ? AND chat = ?`
	sqlMeet      = `INSERT INTO contacts (channel, chat, first, seen, optout) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
)

func (tx *Tx) saveDraft(of store.Address, d store.Draft) error {
	a, was := tx.known.get(of)
	if err := tx.execOf(of, sqlSaveDraft, of.Channel, of.Chat, sealed(tx, d), ms(d.Touched)); err != nil {
		return err
	}
	if was {
		a.draft = &d
		tx.known.put(a)
	}
	return nil
}

func (tx *Tx) dropDraft(of store.Address) error {
	if err := tx.dropCopies(of); err != nil {
		return err
	}
	return tx.execOf(of, sqlDropDraft, of.Channel, of.Chat)
}

// Heard notes that a message came of a chat: that it is there, with the first that its resident wrote, and then once a day that she still is.
func (tx *Tx) Heard(of store.Address, c store.Contact, m store.Message, now time.Time) error {
	switch {
	case c.First.IsZero() && m.Wrote():
		return tx.Meet(of, now)
	case m.Sign() && now.Sub(c.Seen) >= 24*time.Hour:
		return tx.execOf(of, `UPDATE contacts SET seen = max(seen, ?) WHERE channel = ? AND chat = ?`, day(now), of.Channel, of.Chat)
	}
	return nil
}

// Meet remembers a chat that writes for the first time. A "stop" from before an erasure is found again by its hash.
func (tx *Tx) Meet(of store.Address, now time.Time) error {
	var stopped string
	rows, err := tx.rows(`SELECT topic FROM optouts WHERE hash = ?`, tx.ledger.chatHash(of))
	if err != nil {
		return err
	}
	if rows.Next() {
		err = rows.Scan(&stopped)
	}
	if closed := rows.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return tx.execOf(of, sqlMeet, of.Channel, of.Chat, ms(now), day(now), stopped)
}

func (tx *Tx) recordConsent(of store.Address, c store.Consent) error {
	_, err := tx.exec(`INSERT INTO consents (channel, chat, purpose, version, at, given) VALUES (?, ?, ?, ?, ?, ?)`,
		of.Channel, of.Chat, c.Purpose, c.Version, ms(c.At), c.Given)
	if err != nil {
		return err
	}
	version := ""
	if c.Given {
		version = c.Version
	}
	list, err := tx.hers(of)
	if err != nil {
		return err
	}
	for _, chat := range list {
		if err := tx.setConsent(chat, c.Purpose, version); err != nil {
			return err
		}
	}
	return nil
}

// setConsent notes what a chat agrees to now; "" nothing.
func (tx *Tx) setConsent(of store.Address, purpose, version string) error {
	return tx.editContact(of, "consents", func(now string) string {
		m := pairs(now)
		if m == nil {
			m = map[string]string{}
		}
		delete(m, purpose)
		if version != "" {
			m[purpose] = version
		}
		return versions(m)
	})
}

// setOptOut stops or allows something in all chats of a person.
func (tx *Tx) setOptOut(of store.Address, topic string, out bool) error {
	list, err := tx.hers(of)
	if err != nil {
		return err
	}
	for _, of := range list {
		if err := tx.editContact(of, "optout", func(now string) string { return optedOut(now, topic, out) }); err != nil {
			return err
		}
	}
	return nil
}

func optedOut(now, topic string, out bool) string {
	m := topics(now)
	if m == nil {
		m = map[string]bool{}
	}
	switch {
	case out:
		m[topic] = true
	case topic == store.All:
		clear(m)
	default:
		delete(m, topic)
	}
	return strings.Join(names(m), ",")
}

// versions writes consents as their column has them.
func versions(consents map[string]string) string {
	list := make([]string, 0, len(consents))
	for purpose, version := range consents {
		list = append(list, purpose+"="+version)
	}
	sort.Strings(list)
	return strings.Join(list, ",")
}

// editContact rewrites one list of a contact.
func (tx *Tx) editContact(of store.Address, column string, edit func(now string) string) error {
	var now string
	if err := tx.row(`SELECT `+column+` FROM contacts WHERE channel = ? AND chat = ?`, of.Channel, of.Chat).Scan(&now); err != nil {
		return err
	}
	return tx.execOf(of, `UPDATE contacts SET `+column+` = ? WHERE channel = ? AND chat = ?`, edit(now), of.Channel, of.Chat)
}

// setBlocked notes whether a chat can be reached. News for somebody who has blocked one of her chats go to another of hers.
func (tx *Tx) setBlocked(of store.Address, blocked bool) error {
	if blocked {
		if err := tx.handOver(of); err != nil {
			return err
		}
	}
	return tx.execOf(of, `UPDATE contacts SET blocked = ? WHERE channel = ? AND chat = ?`, blocked, of.Channel, of.Chat)
}

// chatHash names a chat without telling which: for logs, flags and the opt-outs that outlive an erasure.
func (l *Ledger) chatHash(of store.Address) string { return l.box.Hash("chat", of.Channel+"/"+of.Chat) }

// flag shows something to staff.
func (tx *Tx) flag(of store.Address, why, detail string, now time.Time) error {
	_, err := tx.exec(`INSERT INTO flags (at, channel, chat, why, detail) VALUES (?, ?, ?, ?, ?)`, ms(now), of.Channel, tx.ledger.chatHash(of), why, detail)
	return err
}
