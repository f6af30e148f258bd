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
	if to.Server == types.GroupServer {
		if bad := s.mayPost(ctx, o, to); bad != nil {
			return "", bad
		}
		if o.Private {
			text += s.private()
		}
	}
	file, bad := s.attach(ctx, o, to.Server == types.NewsletterServer)
	if bad != nil {
		return "", bad
	}
	if o.Priority == store.Reply {
		s.greet(ctx, o.To.Chat, to, len(text))
	}
	return c.sendAll(ctx, s, to, o, text, file)
}

// sendAll sends the parts of a message.
func (c *Channel) sendAll(ctx context.Context, s *session, to types.JID, o store.Outgoing, text string, file *carried) (string, error) {
	var media *store.Media
	if file != nil {
		media = o.Media
	}
	parts := channel.Parts(literal(text), media, maxText, maxCaption)
	first := c.messageID(o.Key, 0)
	for n, part := range parts {
		m := c.compose(o, part, file)
		p := piece{id: c.messageID(o.Key, n), body: m, notice: o.Priority == store.Bulk && n == 0}
		if len(parts) > 1 {
			p.first, p.n = first, n
		}
		if part.Media != nil {
			p.media = file.Handle
		}
		bad := s.sendPart(ctx, to, p)
		if bad != nil && part.Media != nil && channel.Classify(bad).Class == channel.Refused { // the file, or the message: without it we know
			c.log.Warn("WhatsApp does not take a file; its text goes alone", "why", channel.Classify(bad).Why)
			if err := c.file.dropSent(ctx, string(p.id)); err != nil {
				return "", &channel.Error{Class: channel.Retry, Why: "forget what was refused: " + bareError(err)}
			}
			return c.sendAll(ctx, s, to, o, text, nil)
		}
		if bad != nil {
			return "", bad
		}
	}
	return string(first), nil
}

// sendable are people, groups, and channels: posts that many follow and nobody answers, in the clear. Whether we may post there WhatsApp says.
func sendable(to types.JID) bool {
	return personal(to) || to.Server == types.GroupServer || to.Server == types.NewsletterServer
}

// personal tells a person from a group or a channel.
func personal(to types.JID) bool {
	return to.Server == types.HiddenUserServer || to.Server == types.DefaultUserServer
}

// compose makes the message of a part. In a group it quotes what it answers; where messages disappear, it does too.
func (c *Channel) compose(o store.Outgoing, part channel.Part, file *carried) *waE2E.Message {
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
	switch {
	case part.Media != nil:
		return file.message(*part.Media, part.Text, info)
	case info == nil:
		return &waE2E.Message{Conversation: proto.String(part.Text)}
	}
	return &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: proto.String(part.Text), ContextInfo: info}}
}

// piece is one message of WhatsApp, and what is to be remembered of it.
type piece struct {
	id     types.MessageID
	body   *waE2E.Message
	first  types.MessageID // of the first part, when it is one of several; see Channel.Send
	n      int             // which one it is
	notice bool            // somebody wants to hear how far it comes
	media  string          // in a channel: WhatsApp's receipt for the file
}

// sendPart waits for its turn and sends one message.
func (s *session) sendPart(ctx context.Context, to types.JID, p piece) error {
	t := &turn{slot: s.c.slot}
	if bad := t.take(ctx); bad != nil {
		return bad
	}
	defer t.give()
	ctx, end := context.WithTimeout(ctx, s.c.o.Timeout)
	defer end()
	if bad := s.reachable(ctx, to); bad != nil {
		return bad
	}
	s.c.purge(ctx)
	r, err := s.c.file.putSent(ctx, to.String(), p, s.c.o.Now())
	if err != nil {
		return &channel.Error{Class: channel.Retry, Why: "keep what is sent: " + bareError(err)}
	}
	if r >= Taken {
		return nil
	}
	if bad := s.post(ctx, to, p, t); bad != nil {
		return bad
	}
	if bad := s.encrypted(ctx, to); bad != nil {
		return bad
	}
	if err := s.c.file.reach(context.WithoutCancel(ctx), Taken, s.c.o.Now(), p.id); err != nil {
		s.c.log.Error("note what was sent", "err", err)
	}
	return nil
}

// post hands a message to the library, and once more where that promises to help: what WhatsApp calls malformed is mostly encrypted for devices
// that are no longer hers, so the list of them is asked anew; and what was under way when the connection broke goes out on the next one, under
// the same id.
func (s *session) post(ctx context.Context, to types.JID, p piece, t *turn) error {
	for try := 0; ; try++ {
		if bad := t.take(ctx); bad != nil {
			return bad
		}
		cli := s.cli.Load()
		err := s.hand(ctx, cli, to, p, t)
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
	if !personal(to) || s.c.chats.reached(to.String()) {
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
	if !personal(to) || s.c.chats.reached(to.String()) {
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
		if personal(j) {
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
