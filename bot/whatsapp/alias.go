package whatsapp

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// person is somebody on WhatsApp. WhatsApp shows her under her number in one message and under her LID in the next, and which of the two
// comes with the other is its choice.
//
// Chat, the key under which the rest of the program knows her, is the LID as soon as it is known, else the number. When a person known by
// number turns out to have a LID, Was is the number, until a message that says so is on disk.
type person struct {
	chat  types.JID
	was   string
	phone string // E.164; only where WhatsApp itself told the number
	lid   types.JID
	pn    types.JID
}

// who finds the person behind an address and the other address that came with it, if any did.
func (f *file) who(ctx context.Context, lids store.LIDStore, jid, alt types.JID) (p person, err error) {
	for _, j := range []types.JID{plain(jid), plain(alt)} {
		switch j.Server {
		case types.HiddenUserServer:
			p.lid = j
		case types.DefaultUserServer:
			p.pn = j
		}
	}
	switch {
	case p.lid.IsEmpty() && p.pn.IsEmpty():
		return p, errors.New("not the address of a person")
	case p.lid.IsEmpty():
		p.lid, err = lids.GetLIDForPN(ctx, p.pn)
	case p.pn.IsEmpty():
		p.pn, err = lids.GetPNForLID(ctx, p.lid)
	}
	if err != nil {
		return p, fmt.Errorf("look up an address: %w", err)
	}
	if p.chat = p.lid; p.chat.IsEmpty() {
		p.chat = p.pn
	}
	if !p.pn.IsEmpty() {
		p.phone = "+" + p.pn.User
	}
	if p.lid.IsEmpty() || p.pn.IsEmpty() {
		return p, nil
	}
	known, err := f.chatOf(ctx, p.pn.String())
	if known == p.pn.String() {
		p.was = known
	}
	return p, err
}

// meet notes under which addresses a person is known. It is called once her message is on disk.
func (f *file) meet(ctx context.Context, p person) error {
	chat := p.chat.String()
	for _, j := range []types.JID{p.lid, p.pn} {
		if j.IsEmpty() {
			continue
		}
		known, err := f.chatOf(ctx, j.String())
		if err != nil {
			return err
		}
		if known == chat {
			continue
		}
		if _, err := f.db.ExecContext(ctx, `INSERT INTO lopo_alias (jid, chat) VALUES (?, ?) ON CONFLICT (jid) DO UPDATE SET chat = excluded.chat`, j.String(), chat); err != nil {
			return fmt.Errorf("write an alias: %w", err)
		}
	}
	if p.was == "" {
		return nil
	}
	if _, err := f.db.ExecContext(ctx, `UPDATE lopo_sent SET chat = ? WHERE chat = ?`, chat, p.was); err != nil {
		return fmt.Errorf("move what was sent: %w", err)
	}
	return nil
}

// chatOf is the chat that an address is known as; "" when it is new.
func (f *file) chatOf(ctx context.Context, jid string) (chat string, err error) {
	err = f.db.QueryRowContext(ctx, `SELECT chat FROM lopo_alias WHERE jid = ?`, jid).Scan(&chat)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read an alias: %w", err)
	}
	return chat, nil
}

// aliases are all addresses of a chat, itself among them.
func (f *file) aliases(ctx context.Context, chat string) ([]string, error) {
	rows, err := f.db.QueryContext(ctx, `SELECT jid FROM lopo_alias WHERE chat = ?`, chat)
	if err != nil {
		return nil, fmt.Errorf("read aliases: %w", err)
	}
	defer rows.Close()
	list := []string{chat}
	for rows.Next() {
		var jid string
		if err := rows.Scan(&jid); err != nil {
			return nil, fmt.Errorf("read aliases: %w", err)
		}
		if jid != chat {
			list = append(list, jid)
		}
	}
	return list, rows.Err()
}

// plain is an address without the device in it. Companies whose devices WhatsApp runs itself have servers of their own.
func plain(j types.JID) types.JID {
	switch j.Server {
	case types.HostedServer:
		j.Server = types.DefaultUserServer
	case types.HostedLIDServer:
		j.Server = types.HiddenUserServer
	}
	return j.ToNonAD()
}
