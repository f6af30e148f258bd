package whatsapp

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
	"lopo/store"
)

const (
	sendLimit = 38 * time.Second // keeps the contract's 40 s, whatever is slow
	turnLimit = 10 * time.Second // for the sends before this one
	lineLimit = 10 * time.Second // for a connection that is just being made again
	nextLimit = 8 * time.Second  // for one after that in which the send broke
)

// Send sends one message and returns WhatsApp's id of it, of the first part when it was long. What WhatsApp is known to have is not sent
// again under the same key.
func (c *Channel) Send(ctx context.Context, o store.Outgoing) (string, error) {
	to, err := types.ParseJID(o.To.Chat)
	if err != nil || o.To.Channel != Name || o.Key == "" || to.User == "" || !sendable(to) {
		return "", &channel.Error{Class: channel.Refused, Why: "no key, or not a chat of WhatsApp"}
	}
	text := o.Plain()
	if strings.TrimSpace(text) == "" {
		return "", &channel.Error{Class: channel.Refused, Why: "empty text"}
	}
	ctx, stop := context.WithTimeout(ctx, sendLimit)
	defer stop()
	s, bad := c.online(ctx)
	if bad != nil {
		return "", bad
	}
	if o.Private && to.Server == types.GroupServer {
		text += s.private()
	}
	if o.Priority == store.Reply {
		s.greet(ctx, o.To.Chat, to, len(text))
	}
	parts := channel.Split(literal(text), maxText)
	for n, part := range parts {
		if bad := s.sendPart(ctx, to, c.messageID(o.Key, n), c.compose(o, part)); bad != nil {
			return "", bad
		}
	}
	return string(c.messageID(o.Key, 0)), nil
}

func sendable(to types.JID) bool {
	return to.Server == types.HiddenUserServer || to.Server == types.DefaultUserServer || to.Server == types.GroupServer
}

// compose makes the message of a text. In a group it quotes what it answers; where messages disappear, it does too.
func (c *Channel) compose(o store.Outgoing, text string) *waE2E.Message {
	info := quoted(o)
	if info != nil {
		id := strings.TrimPrefix(o.Key, o.To.Channel+":"+o.To.Chat+"/")
		info.QuotedMessage.Conversation = proto.String(c.chats.quote(o.To.Chat, id[:max(0, strings.LastIndex(id, "/"))]))
	}
	if fades := c.chats.fades(o.To.Chat); fades != 0 {
		if info == nil {
			info = &waE2E.ContextInfo{}
		}
		info.Expiration = proto.Uint32(fades)
	}
	if info == nil {
		return &waE2E.Message{Conversation: proto.String(text)}
	}
	return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: proto.String(text), ContextInfo: info}}
}

// sendPart waits for its turn and sends one message.
func (s *session) sendPart(ctx context.Context, to types.JID, id types.MessageID, m *waE2E.Message) error {
	turn, stop := context.WithTimeout(ctx, turnLimit)
	defer stop()
	select {
	case s.c.slot <- struct{}{}:
		defer func() { <-s.c.slot }()
	case <-turn.Done():
		return &channel.Error{Class: channel.Retry, Why: "other sends took too long"}
	}
	ctx, end := context.WithTimeout(ctx, s.c.o.Timeout)
	defer end()
	if bad := s.reachable(ctx, to); bad != nil {
		return bad
	}
	s.c.purge(ctx)
	r, err := s.c.file.putSent(ctx, string(id), to.String(), m, s.c.o.Now())
	if err != nil {
		return &channel.Error{Class: channel.Retry, Why: "keep what is sent: " + bareError(err)}
	}
	if r >= Taken {
		return nil
	}
	if bad := s.post(ctx, to, id, m); bad != nil {
		return bad
	}
	if bad := s.encrypted(ctx, to); bad != nil {
		return bad
	}
	if err := s.c.file.reach(context.WithoutCancel(ctx), string(id), Taken, s.c.o.Now()); err != nil {
		s.c.log.Error("note what was sent", "err", err)
	}
	return nil
}

// post hands a message to the library, and once more where that promises to help: what WhatsApp calls malformed is mostly encrypted for devices
// that are no longer hers, so the list of them is asked anew; and what was under way when the connection broke goes out on the next one, under
// the same id.
func (s *session) post(ctx context.Context, to types.JID, id types.MessageID, m *waE2E.Message) error {
	for try := 0; ; try++ {
		cli := s.cli.Load()
		_, err := cli.SendMessage(ctx, to, proto.Clone(m).(*waE2E.Message), whatsmeow.SendRequestExtra{ID: id, Timeout: s.c.o.Timeout})
		switch {
		case err == nil:
			return nil
		case try > 0:
		case refusal(err) == malformed:
			s.forgetDevices(ctx, to)
			continue
		case lost(err) && s.reconnected(ctx, cli):
			continue
		}
		return s.failed(ctx, to, err)
	}
}

// reconnected waits a little for a connection after this one.
func (s *session) reconnected(ctx context.Context, after *whatsmeow.Client) bool {
	ctx, stop := context.WithTimeout(ctx, nextLimit)
	defer stop()
	for s.cli.Load() == after {
		s.mu.Lock()
		closing := s.closing
		s.mu.Unlock()
		if closing || sleep(ctx, 20*time.Millisecond) != nil {
			return false
		}
	}
	select {
	case <-s.isUp():
		return true
	case <-ctx.Done():
		return false
	}
}

// reachable finds out, when nothing is known of her yet, whether she has a device at all: the library would send to nobody and call it sent.
func (s *session) reachable(ctx context.Context, to types.JID) error {
	if to.Server == types.GroupServer || s.c.chats.reached(to.String()) {
		return nil
	}
	lid, err := s.lidOf(ctx, to)
	if err != nil || lid.IsEmpty() {
		return nil // the library asks for it, and fails when there is none
	}
	devices, err := s.cli.Load().GetUserDevices(ctx, []types.JID{lid})
	if err != nil {
		return s.failed(ctx, to, err)
	}
	if len(devices) == 0 {
		return &channel.Error{Class: channel.Gone, Why: "no account on WhatsApp, or no device"}
	}
	return nil
}

// encrypted finds out whether a message that WhatsApp took can be read by anybody: the library leaves out devices that it has no keys for,
// and reports nothing when those were all.
func (s *session) encrypted(ctx context.Context, to types.JID) error {
	if to.Server == types.GroupServer || s.c.chats.reached(to.String()) {
		return nil
	}
	lid, err := s.lidOf(ctx, to)
	if err != nil || lid.IsEmpty() {
		return nil
	}
	devices, err := s.cli.Load().GetUserDevices(ctx, []types.JID{lid}) // known by now
	if err != nil {
		return nil
	}
	for _, d := range devices {
		if has, err := s.dev.ContainsSession(ctx, d.SignalAddress()); err != nil || has {
			s.c.chats.reach(to.String(), true, s.c.o.Now())
			return nil
		}
	}
	return &channel.Error{Class: channel.Retry, Why: "no device of hers gave keys to encrypt with"}
}

func (s *session) lidOf(ctx context.Context, to types.JID) (types.JID, error) {
	if to.Server == types.HiddenUserServer {
		return to, nil
	}
	return s.dev.LIDs.GetLIDForPN(ctx, to)
}

// forgetDevices makes the library ask for the devices of a person anew. It has no call for that; a notice of the server that they changed does
// it.
func (s *session) forgetDevices(ctx context.Context, to types.JID) {
	s.c.chats.reach(to.String(), false, s.c.o.Now())
	lid, _ := s.lidOf(ctx, to)
	for _, j := range []types.JID{to, lid} {
		if !j.IsEmpty() && j.Server != types.GroupServer {
			s.cli.Load().DangerousInternals().HandleDeviceNotification(ctx, &waBinary.Node{Tag: "notification", Attrs: waBinary.Attrs{"from": j},
				Content: []waBinary.Node{{Tag: "update"}}})
		}
	}
}

// online is the session when messages can be sent. A connection that is just being made is waited for a little; one that has been away for long
// is not.
func (c *Channel) online(ctx context.Context) (*session, *channel.Error) {
	c.mu.Lock()
	s := c.session
	c.mu.Unlock()
	if s == nil {
		return nil, c.away()
	}
	select {
	case <-s.isUp():
		return s, nil
	default:
	}
	if h, since := c.health.lineSince(); h.State != channel.Connecting || c.o.Now().Sub(since) > shortCut {
		return nil, c.away()
	}
	waiting, stop := context.WithTimeout(ctx, lineLimit)
	defer stop()
	select {
	case <-s.isUp():
		return s, nil
	case <-waiting.Done():
		return nil, c.away()
	}
}
