package whatsapp

import (
	"context"
	"encoding/json"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"lopo/store"
)

// patience is how long a message that could not be deciphered may still come: the library asks the sender for it again, and that mostly works
// within a second.
const patience = 10 * time.Second

// undecryptable waits for the message to come in a form that can be read, and tells the desk when it does not. It is told under an id of its
// own: the text, should it come later, has the original one and is handled then.
func (s *session) undecryptable(e *events.UndecryptableMessage) {
	if e.Info.IsGroup || e.Info.IsFromMe || ignored(e.Info.Chat) || ignored(e.Info.Sender) || e.DecryptFailMode == events.DecryptFailHide {
		return // a reaction, an edit, a vote: nothing that waits for an answer
	}
	p, err := s.c.file.who(s.ctx, s.dev.LIDs, e.Info.Sender, e.Info.SenderAlt)
	if err != nil {
		s.c.trouble(s.ctx, "read who wrote what cannot be deciphered", err)
		return
	}
	m := store.Message{ID: "g:" + string(e.Info.ID), From: address(p.chat), Was: p.was, Phone: p.phone, Kind: store.Garbled, Name: e.Info.PushName,
		At: e.Info.Timestamp.UTC(), Queued: s.c.offline.hear(s.c.o.Now())}
	if e.UnavailableType == events.UnavailableTypeViewOnce { // a linked device never gets those: there is nothing to wait for
		m.ID, m.Kind = string(e.Info.ID), store.Unknown
		s.again(heard{Message: m, person: p})
		return
	}
	due := s.c.o.Now().Add(patience)
	if err := s.c.file.putGarbled(s.ctx, string(e.Info.ID), m, due); err != nil {
		s.c.trouble(s.ctx, "note what cannot be deciphered", err)
		return
	}
	s.c.chats.garble(m.From.Chat, string(e.Info.ID))
	s.beside(func(ctx context.Context) { s.giveUp(ctx, string(e.Info.ID), heard{Message: m, person: p}, due) })
}

// giveUp tells the desk at due, unless the message came meanwhile.
func (s *session) giveUp(ctx context.Context, id string, h heard, due time.Time) {
	if wait := due.Sub(s.c.o.Now()); wait > 0 && s.c.o.Wait(ctx, wait) != nil {
		return
	}
	still, err := s.c.file.isGarbled(ctx, h.From.Chat, id)
	if err != nil {
		s.c.trouble(ctx, "look for what cannot be deciphered", err)
	}
	if still && s.insist(ctx, h) {
		s.drop(ctx, h.From.Chat, id)
	}
}

// recovered notes that a message came after all.
func (s *session) recovered(chat, id string) {
	if s.c.chats.ungarble(chat, id) {
		s.drop(s.ctx, chat, id)
	}
}

func (s *session) drop(ctx context.Context, chat, id string) {
	s.c.chats.ungarble(chat, id)
	if err := s.c.file.dropGarbled(ctx, chat, id); err != nil {
		s.c.trouble(ctx, "forget what could not be deciphered", err)
	}
}

// resumeGarbled takes up what the last run was waiting for.
func (s *session) resumeGarbled() {
	list, err := s.c.file.garbled(s.ctx)
	if err != nil {
		s.c.trouble(s.ctx, "read what could not be deciphered", err)
	}
	for _, g := range list {
		p := known(g.m)
		s.c.chats.garble(g.m.From.Chat, g.id)
		s.beside(func(ctx context.Context) { s.giveUp(ctx, g.id, heard{Message: g.m, person: p}, g.due) })
	}
}

// known is the person of a message that was translated before.
func known(m store.Message) (p person) {
	p.was, p.phone = m.Was, m.Phone
	for _, jid := range []string{m.From.Chat, m.Was} {
		j, err := types.ParseJID(jid)
		switch {
		case err != nil:
		case j.Server == types.HiddenUserServer:
			p.lid = j
		case j.Server == types.DefaultUserServer:
			p.pn = j
		}
	}
	if p.chat = p.lid; p.chat.IsEmpty() {
		p.chat = p.pn
	}
	return p
}

type garbled struct {
	id  string
	m   store.Message
	due time.Time
}

func (f *file) putGarbled(ctx context.Context, id string, m store.Message, due time.Time) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = f.db.ExecContext(ctx, `INSERT INTO lopo_garbled (chat, id, body, due) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, m.From.Chat, id, f.box.Seal(body), due.UnixMilli())
	return err
}

func (f *file) isGarbled(ctx context.Context, chat, id string) (is bool, err error) {
	err = f.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM lopo_garbled WHERE chat = ? AND id = ?)`, chat, id).Scan(&is)
	return is, err
}

func (f *file) dropGarbled(ctx context.Context, chat, id string) error {
	_, err := f.db.ExecContext(ctx, `DELETE FROM lopo_garbled WHERE chat = ? AND id = ?`, chat, id)
	return err
}

func (f *file) garbled(ctx context.Context) (list []garbled, err error) {
	rows, err := f.db.QueryContext(ctx, `SELECT id, body, due FROM lopo_garbled`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var g garbled
		var sealed []byte
		var due int64
		if err := rows.Scan(&g.id, &sealed, &due); err != nil {
			return list, err
		}
		body, err := f.box.Open(sealed)
		if err != nil || json.Unmarshal(body, &g.m) != nil {
			continue // sealed with another key: nobody can be told
		}
		g.due = time.UnixMilli(due)
		list = append(list, g)
	}
	return list, rows.Err()
}
