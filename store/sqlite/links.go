package sqlite

import (
	"cmp"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"lopo/store"
)

// linkCounter numbers the link codes that were shown.
const linkCounter = "link"

// newLinkCode makes the n-th link code: six digits that nobody without the key can tell, and the same again where the turn that shows them is
// repeated.
func (l *Ledger) newLinkCode(n int64) string {
	sum, _ := hex.DecodeString(l.box.Hash("new link code", strconv.FormatInt(n, 10))) // it is hex
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(store.LinkLength), nil)
	return fmt.Sprintf("%0*d", store.LinkLength, new(big.Int).Mod(new(big.Int).SetBytes(sum), most).Int64())
}

func (l *Ledger) linkHash(code string) string { return l.box.Hash("link code", code) }

// showLinkCode keeps the code that a chat has shown, in the place of an older one. Its wrong tries stay counted as long as the older one would have held:
// a new code is no new set of tries.
func (tx *Tx) showLinkCode(of store.Address, code string, now time.Time) error {
	if err := tx.count(linkCounter); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO link_codes (channel, chat, number, hash, made) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET number = excluded.number, hash = excluded.hash, made = excluded.made,
			misses = iif(made > excluded.made - ?, misses, 0)`,
		of.Channel, of.Chat, store.LinkNumber(code), tx.ledger.linkHash(code), ms(now), store.LinkLife.Milliseconds())
	return err
}

// linkCode tells what a code that somebody wrote to join her chats is worth.
func (tx *Tx) linkCode(of store.Address, person int64, code string, now time.Time) (*store.LinkCode, error) {
	var c store.LinkCode
	locked, err := tx.lockedOut(of, "", now)
	if err != nil || locked {
		return &store.LinkCode{Locked: locked}, err
	}
	var misses int
	err = tx.row(`SELECT channel, chat, misses FROM link_codes WHERE number = ? AND hash = ? AND made > ? ORDER BY made DESC LIMIT 1`,
		store.LinkNumber(code), tx.ledger.linkHash(code), ms(now.Add(-store.LinkLife))).Scan(&c.With.Channel, &c.With.Chat, &misses)
	if errors.Is(err, sql.ErrNoRows) {
		return &c, nil
	}
	if err != nil {
		return nil, err
	}
	c.Locked, c.Own = misses >= store.LinkMisses, c.With == of
	if !c.Own && person != 0 {
		if c.Joined, err = tx.same(of, c.With); err != nil {
			return nil, err
		}
	}
	c.Valid = !c.Locked && !c.Own && !c.Joined
	return &c, nil
}

// missLink counts a wrong code against all open ones that it may have been meant for, and against who wrote it.
func (tx *Tx) missLink(of store.Address, code string, now time.Time) error {
	if _, err := tx.exec(`UPDATE link_codes SET misses = misses + 1 WHERE number = ?`, store.LinkNumber(code)); err != nil {
		return err
	}
	return tx.miss(of, "", now)
}

// miss counts a wrong code against who wrote it: a chat, or somebody in a group.
func (tx *Tx) miss(of store.Address, sender string, now time.Time) error {
	_, err := tx.exec(`INSERT INTO misses (who, since, count) VALUES (?1, ?2, 1)
		ON CONFLICT DO UPDATE SET count = iif(since > ?3, count + 1, 1), since = iif(since > ?3, since, ?2)`,
		tx.ledger.writer(of, sender), ms(now), ms(now.Add(-store.MissesLast)))
	return err
}

// lockedOut reports whether somebody has written too many wrong codes lately.
func (tx *Tx) lockedOut(of store.Address, sender string, now time.Time) (bool, error) {
	var n int
	err := tx.row(`SELECT count FROM misses WHERE who = ? AND since > ?`, tx.ledger.writer(of, sender), ms(now.Add(-store.MissesLast))).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return n >= store.LinkMisses, err
}

// writer names who writes without telling who: the chat, or in a group the member.
func (l *Ledger) writer(of store.Address, sender string) string {
	if sender != "" {
		return l.box.Hash("sender", of.Channel+"/"+sender)
	}
	return l.chatHash(of)
}

// join makes two chats one person's, and uses up the code of the other one. What either has stopped is stopped for both; a minor in one is a minor
// in both; what either asked for is asked for; of two unfinished forms each chat keeps its own, and where only one chat has one the other gets a
// copy. Notices go where she writes now.
func (tx *Tx) join(of, with store.Address, now time.Time) error {
	mine, err := tx.about(of)
	if err != nil {
		return err
	}
	hers, err := tx.about(with)
	if err != nil {
		return err
	}
	if mine.contact.First.IsZero() || hers.contact.First.IsZero() {
		return errors.New("link a chat that has not written")
	}
	a, b := mine.contact, hers.contact
	person, err := tx.personOf(a, b)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM link_codes WHERE channel = ? AND chat = ?`, with.Channel, with.Chat); err != nil {
		return err
	}
	list, err := tx.chatsOf(person)
	if err != nil {
		return err
	}
	k := joined(a, b)
	stops := strings.Join(names(k.OptOut), ",")
	for _, chat := range list {
		if err := tx.execOf(chat, `UPDATE contacts SET optout = ?, topics = ?, kelurahan = ?, band = ? WHERE channel = ? AND chat = ?`,
			stops, strings.Join(k.Topics, ","), k.Kelurahan, string(k.Band), chat.Channel, chat.Chat); err != nil {
			return err
		}
	}
	if err := tx.shareConsents(a, b); err != nil {
		return err
	}
	if err := tx.useHere(of); err != nil {
		return err
	}
	if err := tx.shareDraft(of, with, mine.draft, hers.draft); err != nil {
		return err
	}
	return tx.event(with, "linked", fmt.Sprintf("%s#%d", of.Channel, ms(now)), now, now)
}

// personOf gives both chats, and those that are linked with either, one number.
func (tx *Tx) personOf(a, b store.Contact) (person int64, err error) {
	if person = max(a.Person, b.Person); person == 0 {
		if err := tx.count("person"); err != nil {
			return 0, err
		}
		c, err := tx.open()
		if err != nil {
			return 0, err
		}
		person = c.counters["person"]
	}
	for _, c := range []store.Contact{a, b} {
		if c.Person != 0 {
			_, err = tx.exec(`UPDATE contacts SET person = ? WHERE person = ?`, person, c.Person)
		} else {
			err = tx.execOf(c.Of, `UPDATE contacts SET person = ? WHERE channel = ? AND chat = ?`, person, c.Of.Channel, c.Of.Chat)
		}
		if err != nil {
			return 0, err
		}
	}
	return person, nil
}

// joined is what holds for one person whose chats a and b are: the safer of both, and where neither is safer, what a says.
func joined(a, b store.Contact) store.Contact {
	k := store.Contact{OptOut: map[string]bool{}, Kelurahan: a.Kelurahan, Band: a.Band}
	for topic := range a.OptOut {
		k.OptOut[topic] = true
	}
	for topic := range b.OptOut {
		k.OptOut[topic] = true
	}
	k.Topics = slices.Concat(a.Topics, b.Topics)
	slices.Sort(k.Topics)
	k.Topics = slices.Compact(k.Topics)
	if k.Kelurahan == "" {
		k.Kelurahan = b.Kelurahan
	}
	if b.Band == store.Minor || k.Band == "" {
		k.Band = b.Band
	}
	return k
}

// shareDraft lets a form that only one of two chats has begun go on in the other too.
func (tx *Tx) shareDraft(of, with store.Address, mine, hers *store.Draft) error {
	usable := func(d *store.Draft) bool { return d != nil && !d.Expired }
	switch {
	case usable(mine) && hers == nil:
		return tx.copyDraft(with, *mine)
	case usable(hers) && mine == nil:
		return tx.copyDraft(of, *hers)
	}
	return nil
}

func (tx *Tx) copyDraft(to store.Address, d store.Draft) error {
	return tx.execOf(to, `INSERT INTO drafts (channel, chat, body, touched, copied) VALUES (?, ?, ?, ?, 1)`, to.Channel, to.Chat, sealed(tx, d), ms(d.Touched))
}

// shareConsents lets what was agreed to in one of two chats hold for both, where neither has refused it last. The proof stays where it was given.
func (tx *Tx) shareConsents(a, b store.Contact) error {
	both, err := tx.agreed(a.Of, b.Of, a.Consents, b.Consents)
	if err != nil {
		return err
	}
	for _, of := range []store.Address{a.Of, b.Of} {
		if err := tx.setConsents(of, both); err != nil {
			return err
		}
	}
	return nil
}

// keepOwnConsents lets only what was agreed to in a chat itself hold for it.
func (tx *Tx) keepOwnConsents(of store.Address) error {
	a, err := tx.about(of)
	if err != nil {
		return err
	}
	list, err := tx.consents(of, a.contact.Consents)
	if err != nil {
		return err
	}
	own := map[string]string{}
	for _, c := range list {
		own[c.Purpose] = c.Version
	}
	return tx.setConsents(of, own)
}

func (tx *Tx) setConsents(of store.Address, to map[string]string) error {
	return tx.execOf(of, `UPDATE contacts SET consents = ? WHERE channel = ? AND chat = ?`, versions(to), of.Channel, of.Chat)
}

// dropCopies removes a form that is done with from the other chats of the same person: the same one, begun at the same moment.
func (tx *Tx) dropCopies(of store.Address) error {
	mine, err := tx.about(of)
	if err != nil || mine.contact.Person == 0 || mine.draft == nil {
		return err
	}
	list, err := tx.others(of, mine.contact.Person)
	if err != nil {
		return err
	}
	for _, other := range list {
		a, err := tx.about(other)
		if err != nil {
			return err
		}
		if a.draft != nil && a.draft.Flow == mine.draft.Flow && a.draft.Started.Equal(mine.draft.Started) {
			if err := tx.execOf(other, sqlDropDraft, other.Channel, other.Chat); err != nil {
				return err
			}
		}
	}
	return nil
}

// part makes a chat a person's of its own. It keeps what was decided for both.
func (tx *Tx) part(of store.Address, now time.Time) error {
	a, err := tx.about(of)
	if err != nil || a.contact.Person == 0 {
		return err
	}
	rest, err := tx.others(of, a.contact.Person)
	if err != nil {
		return err
	}
	if !a.contact.Quiet && len(rest) > 0 { // notices went here: they go to another of the rest too
		if err := tx.handOver(of); err != nil {
			return err
		}
	}
	alone := []store.Address{of}
	if len(rest) == 1 {
		alone = append(alone, rest[0])
	}
	for _, chat := range alone {
		if err := tx.execOf(chat, `UPDATE contacts SET person = 0, quiet = 0 WHERE channel = ? AND chat = ?`, chat.Channel, chat.Chat); err != nil {
			return err
		}
		if err := tx.keepOwnConsents(chat); err != nil {
			return err
		}
	}
	for _, chat := range rest {
		if err := tx.event(chat, "parted", fmt.Sprintf("%s#%d", of.Channel, ms(now)), now, now); err != nil {
			return err
		}
	}
	return nil
}

// factsOfAll reads what all chats of a person have sent and asked, the newest first.
func (tx *Tx) factsOfAll(f *store.Facts, of store.Address) error {
	list, err := tx.hers(of)
	if err != nil {
		return fmt.Errorf("read linked chats: %w", err)
	}
	f.Linked = list[1:]
	for _, chat := range list {
		sent, err := tx.registrationsOf(chat)
		if err != nil {
			return fmt.Errorf("read registrations: %w", err)
		}
		asked, err := tx.ticketsOf(chat)
		if err != nil {
			return fmt.Errorf("read tickets: %w", err)
		}
		f.Registrations, f.Tickets = append(f.Registrations, sent...), append(f.Tickets, asked...)
	}
	slices.SortStableFunc(f.Registrations, func(a, b store.RegistrationView) int { return cmp.Compare(b.ID, a.ID) })
	slices.SortStableFunc(f.Tickets, func(a, b store.Ticket) int { return cmp.Compare(b.ID, a.ID) })
	return nil
}

// consentsOf reads the proofs of what a person has agreed to, in whichever of her chats.
func (tx *Tx) consentsOf(of store.Address, c store.Contact) ([]store.Consent, error) {
	list, err := tx.consents(of, c.Consents)
	if err != nil || c.Person == 0 {
		return list, err
	}
	others, err := tx.others(of, c.Person)
	if err != nil {
		return nil, err
	}
	for _, chat := range others {
		a, err := tx.about(chat)
		if err != nil {
			return nil, err
		}
		more, err := tx.consents(chat, a.contact.Consents)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// eraseLinked has the other chats of somebody whose data are erased erase themselves, each in a turn of its own: where they stand is kept
// elsewhere, and only a turn reaches it.
func (tx *Tx) eraseLinked(of store.Address, now time.Time) error {
	a, err := tx.about(of)
	if err != nil || a.contact.Person == 0 {
		return err
	}
	others, err := tx.others(of, a.contact.Person)
	if err != nil {
		return err
	}
	for _, chat := range others {
		m := store.Message{ID: fmt.Sprintf("erase:%d", a.contact.Person), From: chat, Text: "erase", Of: strconv.FormatInt(a.contact.Person, 10), Start: of.Channel}
		if err := tx.Schedule(m, now, now); err != nil {
			return err
		}
	}
	return nil
}
