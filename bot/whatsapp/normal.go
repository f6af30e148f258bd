package whatsapp

import (
	"context"
	"strings"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"lopo/store"
)

// heard is a message on its way to the desk, with what this room notes once it is there.
type heard struct {
	store.Message
	person person
	raw    *events.Message // nil: not a message of hers
}

// translate turns an event into what the rest of the program understands. ok is false for what nobody is to hear of; that is decided before
// anything is written down, since an empty message and the text after it may have one id.
func (s *session) translate(ctx context.Context, e *events.Message) (h heard, ok bool, err error) {
	switch {
	case ignored(e.Info.Chat) || ignored(e.Info.Sender) || e.Info.IsIncomingBroadcast() || e.Info.Category == "peer":
		return h, false, nil
	case e.Info.IsFromMe:
		return s.byHand(ctx, e)
	}
	out, ok := content(s.opened(ctx, e))
	if !ok {
		return h, false, nil
	}
	if h.person, err = s.c.file.who(ctx, s.dev.LIDs, e.Info.Sender, e.Info.SenderAlt); err != nil {
		return h, false, err
	}
	out.ID, out.Name, out.At = string(e.Info.ID), strings.TrimSpace(e.Info.PushName), e.Info.Timestamp.UTC()
	if out.Of != "" && out.ID == out.Of {
		out.ID += ":" + string(out.Kind) + out.At.Format("150405") // asked from the phone, an edit comes under the id of what it changes
	}
	out.Queued = s.c.offline.hear(s.c.o.Now())
	if e.Info.IsGroup {
		if err := s.inGroup(ctx, &out, e, h.person); err != nil {
			return h, false, err
		}
	} else {
		out.From, out.Was, out.Phone = address(h.person.chat), h.person.was, h.person.phone
		out.File = found(e.Message)
	}
	if out.Kind == store.Card {
		out.Phone = ownCard(e.Message, h.person.phone)
	}
	h.Message, h.raw = out, e
	return h, true, nil
}

// opened is the message with an edit in clear: newer phones encrypt edits a second time.
func (s *session) opened(ctx context.Context, e *events.Message) *waE2E.Message {
	if e.Message.GetSecretEncryptedMessage().GetSecretEncType() != waE2E.SecretEncryptedMessage_MESSAGE_EDIT {
		return e.Message
	}
	m, err := s.cli.Load().DecryptSecretEncryptedMessage(ctx, e)
	if err != nil {
		s.c.log.Info("an edit could not be deciphered")
		return nil
	}
	if m.GetProtocolMessage() != nil {
		return m
	}
	if inner := m.GetEditedMessage().GetMessage(); inner.GetProtocolMessage() != nil {
		return inner
	}
	return &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(),
		Key: e.Message.GetSecretEncryptedMessage().GetTargetMessageKey(), EditedMessage: m}}
}

// byHand is a message that went out from the account and not from this program: somebody of staff answers on the phone, or in another window.
// What she wrote is hers to know.
func (s *session) byHand(ctx context.Context, e *events.Message) (h heard, ok bool, err error) {
	if e.Info.Sender.Device == 0 {
		s.c.sawPhone(ctx, e.Info.Timestamp)
	}
	out, ok := content(e.Message)
	switch {
	case !ok || e.Info.IsGroup || out.Kind == store.Reaction || out.Kind == store.Deleted || out.Kind == store.Edited:
		return h, false, nil
	case s.own(e.Info.Chat), e.Info.Sender.Device == s.device && s.device != 0:
		return h, false, nil
	}
	if ours, err := s.c.file.sentByUs(ctx, string(e.Info.ID)); ours || err != nil {
		return h, false, err
	}
	if h.person, err = s.c.file.who(ctx, s.dev.LIDs, e.Info.Chat, e.Info.RecipientAlt); err != nil {
		return h, false, err
	}
	h.Message = store.Message{ID: "h:" + string(e.Info.ID), From: address(h.person.chat), Was: h.person.was, Kind: store.Hand, At: e.Info.Timestamp.UTC(),
		Queued: s.c.offline.hear(s.c.o.Now())}
	return h, true, nil
}

// own reports whether an address is the account itself.
func (s *session) own(j types.JID) bool {
	return j.User != "" && (j.User == s.pn.User && j.Server != types.HiddenUserServer || j.User == s.lid.User && j.Server == types.HiddenUserServer)
}

// ignored are the addresses that are nobody: status messages, channels, broadcast lists, programs, WhatsApp itself, and whatever else is neither a
// person nor a group.
func ignored(j types.JID) bool {
	switch j.Server {
	case types.DefaultUserServer, types.HiddenUserServer, types.HostedServer, types.HostedLIDServer, types.GroupServer:
		return j.IsBot() || j.User == "" || j.User == "0" || j.User == types.PSAJID.User
	}
	return true
}

func address(j types.JID) store.Address { return store.Address{Channel: Name, Chat: j.String()} }
