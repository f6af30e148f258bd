package whatsapp

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
	"lopo/store"
)

// For how long WhatsApp's own apps let a message be changed and taken back. The server may allow more; phones that get the change later than that
// ignore it.
const (
	editWindow   = 15 * time.Minute
	revokeWindow = 48 * time.Hour
)

func tooLate(why string) error { return &channel.Error{Class: channel.Refused, Why: why} }

// Edit changes the text of a message, or what stands under its picture. It goes out like a message, under an id of its own that is the same at each
// repetition.
func (c *Channel) Edit(ctx context.Context, id string, o store.Outgoing) error {
	if strings.TrimSpace(o.Text) == "" {
		return tooLate("no text")
	}
	return c.amend(ctx, o.To, id, editWindow, func(s *session, to types.JID, old []sent) error {
		texts := old
		if len(old) > 1 && caption(old[0].body) == nil { // the picture is a message of its own
			texts = old[1:]
		}
		parts := channel.Parts(literal(o.Plain()), nil, maxText, 0)
		under := carries(texts[0].body)
		if len(parts) != len(texts) || under && len(channel.Parts(parts[0].Text, &store.Media{}, maxText, maxCaption)) > 1 {
			return tooLate("the new text needs another number of messages than the old one")
		}
		for i, p := range texts {
			body := proto.Clone(p.body).(*waE2E.Message)
			*caption(body) = parts[i].Text
			m := s.cli.Load().BuildEdit(to, p.id, body)
			if bad := s.sendPart(ctx, to, piece{id: c.messageID("edit\x00"+p.id+"\x00"+parts[i].Text, 0), body: m}); bad != nil {
				return bad
			}
			if bad := s.remember(context.WithoutCancel(ctx), to, p.id, body); bad != nil {
				return bad
			}
		}
		return nil
	})
}

// Revoke takes a message back. First of all it is forgotten here, so that no phone gets it that asks for it again.
func (c *Channel) Revoke(ctx context.Context, at store.Address, id string) error {
	return c.amend(ctx, at, id, revokeWindow, func(s *session, to types.JID, old []sent) error {
		for _, p := range old {
			if bad := s.remember(ctx, to, p.id, &waE2E.Message{}); bad != nil {
				return bad
			}
			m := s.cli.Load().BuildRevoke(to, types.EmptyJID, p.id)
			if bad := s.sendPart(ctx, to, piece{id: c.messageID("revoke\x00"+p.id, 0), body: m}); bad != nil {
				return bad
			}
		}
		return nil
	})
}

// remember changes what a phone gets that could not decipher a message and asks for it again. The library would give it what it has in memory: that is
// let go of.
func (s *session) remember(ctx context.Context, to types.JID, id types.MessageID, body *waE2E.Message) error {
	if err := s.c.file.setBody(ctx, id, body); err != nil {
		return &channel.Error{Class: channel.Retry, Why: bareError(err)}
	}
	names := []types.JID{to}
	if to.Server == types.DefaultUserServer {
		if lid, err := s.lidOf(ctx, to); err == nil && !lid.IsEmpty() {
			names = append(names, lid)
		}
	}
	for _, name := range names {
		if err := s.cli.Load().DangerousInternals().AddRecentMessage(ctx, name, id, nil, nil); err != nil {
			return &channel.Error{Class: channel.Retry, Why: bareError(err)}
		}
	}
	return nil
}

// amend finds a message that went out, and lets do change it, in the chat that it went to.
func (c *Channel) amend(ctx context.Context, at store.Address, id string, window time.Duration, do func(*session, types.JID, []sent) error) error {
	if at.Channel != Name {
		return tooLate("not a chat of WhatsApp")
	}
	ctx, stop := context.WithTimeout(ctx, sendLimit)
	defer stop()
	old, err := c.file.parts(ctx, id)
	switch {
	case err != nil:
		return &channel.Error{Class: channel.Retry, Why: bareError(err)}
	case len(old) == 0:
		return tooLate("the message is not known any more")
	case c.o.Now().Sub(old[0].at) > window:
		return tooLate("the message is older than WhatsApp lets it be changed")
	}
	to, err := types.ParseJID(old[0].chat)
	switch {
	case err != nil:
		return tooLate("not a chat of WhatsApp")
	case to.Server == types.NewsletterServer: // how that looks on the wire is not known well enough
		return tooLate("what was posted in a channel is changed on the phone that owns it")
	}
	s, bad := c.online(ctx)
	if bad != nil {
		return bad
	}
	return do(s, to, old)
}

// caption is where the text of one of our messages is; nil: it has none.
func caption(m *waE2E.Message) *string {
	switch {
	case m.Conversation != nil:
		return m.Conversation
	case m.GetExtendedTextMessage() != nil:
		return m.ExtendedTextMessage.Text
	case m.GetImageMessage() != nil:
		return m.ImageMessage.Caption
	case m.GetDocumentMessage() != nil:
		return m.DocumentMessage.Caption
	case m.GetDocumentWithCaptionMessage() != nil:
		return caption(m.DocumentWithCaptionMessage.GetMessage())
	}
	return nil
}

// carries reports whether a message carries a file.
func carries(m *waE2E.Message) bool {
	return m.ImageMessage != nil || m.GetDocumentWithCaptionMessage() != nil
}
