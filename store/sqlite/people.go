package sqlite

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"lopo/store"
)

// morePeople reads what a decision wants to know of people, groups and staff.
func (tx *Tx) morePeople(of store.Address, need store.Need, f *store.Facts) (err error) {
	if need.Staff {
		if f.Staff, err = tx.staffOf(of, f.Now); err != nil {
			return fmt.Errorf("read staff: %w", err)
		}
	}
	if need.Ticket != "" {
		if f.Ticket, err = tx.ticketFor(of, need.Ticket); err != nil {
			return fmt.Errorf("read ticket: %w", err)
		}
	}
	if need.Group != "" {
		if f.Group, err = tx.group(of, need.Group); err != nil {
			return fmt.Errorf("read group: %w", err)
		}
	}
	if need.GroupCode != "" {
		if f.GroupCode, err = tx.groupCode(need.GroupCode, of, need.Group, f.Now); err != nil {
			return fmt.Errorf("read group code: %w", err)
		}
	}
	if need.LinkCode != "" {
		if f.Link, err = tx.linkCode(of, f.Contact.Person, need.LinkCode, f.Now); err != nil {
			return fmt.Errorf("read link code: %w", err)
		}
	}
	if need.NewCode {
		c, err := tx.open()
		if err != nil {
			return fmt.Errorf("read counters: %w", err)
		}
		f.NewCode = tx.ledger.newLinkCode(c.counters[linkCounter] + 1)
	}
	return nil
}

// applyPeople carries out what concerns people, groups and staff.
func (tx *Tx) applyPeople(of store.Address, e store.Effect, now time.Time) error {
	switch e := e.(type) {
	case store.Follow:
		return tx.follow(of, e)
	case store.UseHere:
		return tx.useHere(of)
	case store.ShowLinkCode:
		return tx.showLinkCode(of, e.Code, now)
	case store.Join:
		return tx.join(of, e.With, now)
	case store.Part:
		return tx.part(of, now)
	case store.MissLink:
		return tx.missLink(of, e.Code, now)
	case store.BindGroup:
		return tx.bindGroup(of, e.Code, e.Sender, now)
	case store.MissGroup:
		return tx.missGroup(of, e.Code, e.Sender, now)
	case store.SetGroup:
		return tx.applyGroup(of, e, now)
	case store.MoveGroup:
		return tx.moveGroup(of, e.Was)
	case store.RefuseStaff:
		return tx.refuse(e, now)
	case store.SetLoanStatus:
		return tx.setLoanStatus(of, e, now)
	}
	return fmt.Errorf("unknown effect")
}

// chatsOf are the chats of a person.
func (tx *Tx) chatsOf(person int64) ([]store.Address, error) {
	rows, err := tx.rows(`SELECT channel, chat FROM contacts WHERE person = ? AND person <> 0 ORDER BY channel, chat`, person)
	return all(rows, err, func(rows *sql.Rows) (a store.Address, err error) { return a, rows.Scan(&a.Channel, &a.Chat) })
}

// others are the chats of a person apart from one.
func (tx *Tx) others(of store.Address, person int64) ([]store.Address, error) {
	list, err := tx.chatsOf(person)
	return slices.DeleteFunc(list, func(a store.Address) bool { return a == of }), err
}

// hers are all chats of whoever writes in one: that alone, unless it is linked with others.
func (tx *Tx) hers(of store.Address) ([]store.Address, error) {
	a, err := tx.about(of)
	if err != nil {
		return nil, err
	}
	if a.contact.Person == 0 {
		return []store.Address{of}, nil
	}
	list, err := tx.others(of, a.contact.Person)
	return append([]store.Address{of}, list...), err
}

// same reports whether two chats are one person's.
func (tx *Tx) same(a, b store.Address) (bool, error) {
	if a == b {
		return true, nil
	}
	list, err := tx.hers(a)
	return slices.Contains(list, b), err
}

// follow keeps what a person wants to be told of.
func (tx *Tx) follow(of store.Address, f store.Follow) error {
	list, err := tx.hers(of)
	if err != nil {
		return err
	}
	wanted := slices.Clone(f.Topics)
	slices.Sort(wanted)
	for _, of := range list {
		if err := tx.execOf(of, `UPDATE contacts SET topics = ?, kelurahan = ?, band = ? WHERE channel = ? AND chat = ?`,
			strings.Join(slices.Compact(wanted), ","), f.Kelurahan, string(f.Band), of.Channel, of.Chat); err != nil {
			return err
		}
	}
	return nil
}

// useHere lets notices go to this chat of hers, and to no other.
func (tx *Tx) useHere(of store.Address) error {
	list, err := tx.hers(of)
	if err != nil {
		return err
	}
	for _, a := range list {
		if err := tx.execOf(a, `UPDATE contacts SET quiet = ? WHERE channel = ? AND chat = ?`, a != of, a.Channel, a.Chat); err != nil {
			return err
		}
	}
	return nil
}

// handOver lets notices go to another chat of hers, where this one can no longer be reached.
func (tx *Tx) handOver(of store.Address) error {
	a, err := tx.about(of)
	if err != nil || a.contact.Person == 0 || a.contact.Quiet {
		return err
	}
	var to store.Address
	rows, err := tx.rows(`SELECT channel, chat FROM contacts WHERE person = ? AND blocked = 0 AND NOT (channel = ? AND chat = ?) ORDER BY channel, chat LIMIT 1`,
		a.contact.Person, of.Channel, of.Chat)
	list, err := all(rows, err, func(rows *sql.Rows) (a store.Address, err error) { return a, rows.Scan(&a.Channel, &a.Chat) })
	if err != nil || len(list) == 0 {
		return err
	}
	to = list[0]
	return tx.useHere(to)
}

// listed reads a comma separated list.
func listed(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
