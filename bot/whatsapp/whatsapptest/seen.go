package whatsapptest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// Seen is a message as its reader has it, decrypted.
type Seen struct {
	Info   types.MessageInfo
	Kind   string // text, image, document, audio, video, sticker, location, contact, poll, vote, reaction, edit, delete, other
	Text   string // or caption, emoji, name of a file, question of a poll
	Quoted string // id of the message that this one quotes, edits, deletes or reacts to
	Body   *waE2E.Message
	Retry  int // how often it was asked for again
	Copies int // how often it came; a reader is shown only the first

	chat, from string // keys of the chat and of who wrote
}

// ID is the message's id.
func (m Seen) ID() string { return m.Info.ID }

// see keeps a message. One that only carries a key is nothing to see; the message itself may follow under the same id.
func (r *Resident) see(e *events.Message) {
	m := &Seen{Info: e.Info, Body: e.Message, Retry: e.RetryCount, Copies: 1, chat: r.s.key(e.Info.Chat), from: r.s.key(e.Info.Sender)}
	if !m.read(e) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, before := range r.seen {
		if before.Info.ID == m.Info.ID && before.from == m.from { // one person, under whichever of her addresses
			before.Copies++
			return
		}
	}
	r.seen = append(r.seen, m)
}

// read finds out what a message is. It returns false for one without anything to see.
func (m *Seen) read(e *events.Message) bool {
	b := e.Message
	switch {
	case b.GetProtocolMessage() != nil:
		return m.readProtocol(b.GetProtocolMessage())
	case b.GetReactionMessage() != nil:
		m.Kind, m.Text, m.Quoted = "reaction", b.GetReactionMessage().GetText(), b.GetReactionMessage().GetKey().GetID()
	case b.Conversation != nil:
		m.Kind, m.Text = "text", b.GetConversation()
	case b.GetExtendedTextMessage() != nil:
		m.Kind, m.Text = "text", b.GetExtendedTextMessage().GetText()
		m.Quoted = b.GetExtendedTextMessage().GetContextInfo().GetStanzaID()
	case b.GetImageMessage() != nil:
		m.Kind, m.Text = "image", b.GetImageMessage().GetCaption()
	case b.GetDocumentMessage() != nil:
		m.Kind, m.Text = "document", b.GetDocumentMessage().GetCaption()
		if m.Text == "" {
			m.Text = b.GetDocumentMessage().GetFileName()
		}
	case b.GetAudioMessage() != nil:
		m.Kind = "audio"
	case b.GetVideoMessage() != nil:
		m.Kind, m.Text = "video", b.GetVideoMessage().GetCaption()
	case b.GetStickerMessage() != nil:
		m.Kind = "sticker"
	case b.GetLocationMessage() != nil:
		m.Kind = "location"
	case b.GetContactMessage() != nil:
		m.Kind, m.Text = "contact", b.GetContactMessage().GetDisplayName()
	case b.GetPollCreationMessage() != nil:
		m.Kind, m.Text = "poll", b.GetPollCreationMessage().GetName()
	case b.GetPollUpdateMessage() != nil:
		m.Kind, m.Quoted = "vote", b.GetPollUpdateMessage().GetPollCreationMessageKey().GetID()
	case b.GetSenderKeyDistributionMessage() != nil, b == nil:
		return false
	default:
		m.Kind = "other"
	}
	return true
}

func (m *Seen) readProtocol(p *waE2E.ProtocolMessage) bool {
	switch p.GetType() {
	case waE2E.ProtocolMessage_REVOKE:
		m.Kind, m.Quoted = "delete", p.GetKey().GetID()
	case waE2E.ProtocolMessage_MESSAGE_EDIT:
		m.Kind, m.Quoted = "edit", p.GetKey().GetID()
		next := p.GetEditedMessage()
		if inner := next.GetDocumentWithCaptionMessage().GetMessage(); inner != nil {
			next = inner
		}
		m.Text = cmp.Or(next.GetConversation(), next.GetExtendedTextMessage().GetText(), next.GetImageMessage().GetCaption(), next.GetDocumentMessage().GetCaption())
	default:
		return false
	}
	return true
}

// key names a chat by whichever name it is called.
func (s *Server) key(j types.JID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.find(j); a != nil {
		return a.Phone
	}
	return j.User
}

// Inbox is what she got in this chat so far, without her own words.
func (c *Chat) Inbox() (out []Seen) {
	for _, m := range c.All() {
		if !m.Info.IsFromMe {
			out = append(out, m)
		}
	}
	return out
}

// Screen is what is before her: the messages of her inbox as they read after every change, without those that were taken back.
func (c *Chat) Screen() (out []Seen) {
	for _, m := range c.Inbox() {
		at := slices.IndexFunc(out, func(x Seen) bool { return x.ID() == m.Quoted })
		switch {
		case m.Kind == "edit" && at >= 0:
			out[at].Text = m.Text
		case m.Kind == "delete" && at >= 0:
			out = slices.Delete(out, at, at+1)
		case m.Kind != "edit" && m.Kind != "delete":
			out = append(out, m)
		}
	}
	return out
}

// All is Inbox with what her account's other devices wrote.
func (c *Chat) All() (out []Seen) {
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	for _, m := range c.r.seen {
		if m.chat == c.key {
			out = append(out, *m)
		}
	}
	return out
}

// Wait returns her inbox when it holds at least n messages.
func (c *Chat) Wait(ctx context.Context, n int) (inbox []Seen, err error) {
	err = c.r.s.Until(ctx, func() bool { inbox = c.Inbox(); return len(inbox) >= n })
	if err != nil {
		return inbox, fmt.Errorf("%d messages of %d: %w", len(inbox), n, err)
	}
	return inbox, nil
}

// WaitFor returns the first message of her inbox that holds these words, when it is there.
func (c *Chat) WaitFor(ctx context.Context, words string) (found Seen, err error) {
	err = c.r.s.Until(ctx, func() bool {
		for _, m := range c.Inbox() {
			if strings.Contains(m.Text, words) {
				found = m
				return true
			}
		}
		return false
	})
	if err != nil {
		return found, fmt.Errorf("no message with %q: %w", words, err)
	}
	return found, nil
}
