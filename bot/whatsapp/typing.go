package whatsapp

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// courtesy is how long small signs may take: none is worth waiting for.
const courtesy = 3 * time.Second

// appear shows the account as present, with its name. Only then do people see two ticks and "typing…"; the price is that the operator's phone
// does not ring for new messages. A device that was just linked has no name until the phone hands it over, which takes a while.
func (s *session) appear(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, courtesy)
	defer stop()
	if s.dev.PushName == "" {
		s.dev.PushName = s.c.o.Name
		if err := s.dev.Save(ctx); err != nil {
			s.c.log.Info("the name of the account could not be kept", "err", bareError(err))
		}
	}
	if err := s.cli.Load().SendPresence(ctx, types.PresenceAvailable); err != nil {
		s.c.log.Info("the account could not be shown as present", "err", bareError(err))
	}
	s.c.purge(ctx)
}

// Typing shows "typing…" until the next message, or for about twenty seconds.
func (c *Channel) Typing(ctx context.Context, chat string) {
	to, err := types.ParseJID(chat)
	c.mu.Lock()
	s := c.session
	c.mu.Unlock()
	if err != nil || s == nil || to.User == "" || !personal(to) && to.Server != types.GroupServer {
		return
	}
	s.typing(ctx, to)
}

func (s *session) typing(ctx context.Context, to types.JID) {
	ctx, stop := context.WithTimeout(ctx, courtesy)
	defer stop()
	select {
	case <-s.isUp():
		_ = s.cli.Load().SendChatPresence(ctx, to, types.ChatPresenceComposing, types.ChatPresenceMediaText) // a sign that was not seen harms nobody
	default:
	}
}

// greet is how an answer begins: what she wrote is marked as read, since now it has been, and for a moment that fits the length of the answer
// she sees that somebody writes. A message that comes by itself begins without.
func (s *session) greet(ctx context.Context, chat string, to types.JID, length int) {
	unread, awake := s.c.chats.greet(chat, s.c.o.Now())
	s.markRead(ctx, unread)
	most := s.c.o.Typing
	if !awake || most < 0 {
		return
	}
	s.typing(ctx, to)
	_ = s.c.o.Wait(ctx, min(most, 300*time.Millisecond+time.Duration(length)*2*time.Millisecond))
}

// markRead marks messages of one chat as read, each run of one sender at once.
func (s *session) markRead(ctx context.Context, unread []mark) {
	ctx, stop := context.WithTimeout(ctx, courtesy)
	defer stop()
	for len(unread) > 0 {
		n := 1
		for n < len(unread) && unread[n].chat == unread[0].chat && unread[n].sender == unread[0].sender {
			n++
		}
		ids := make([]types.MessageID, n)
		for i, m := range unread[:n] {
			ids[i] = m.id
		}
		if err := s.cli.Load().MarkRead(ctx, ids, s.c.o.Now(), unread[0].chat, unread[0].sender); err != nil {
			return
		}
		unread = unread[n:]
	}
}

// receipt notes how far our messages came, and signs of life of the phone. The same news comes from each device of a person, and late news must
// not undo it.
func (s *session) receipt(e *events.Receipt) {
	if e.IsFromMe {
		if e.Sender.Device == 0 {
			s.c.sawPhone(s.ctx, e.Timestamp)
		}
		return
	}
	r := Delivered
	switch e.Type {
	case types.ReceiptTypeRead, types.ReceiptTypePlayed:
		r = Read
	case types.ReceiptTypeDelivered, types.ReceiptTypeInactive:
	default:
		return
	}
	if err := s.c.file.reach(s.ctx, r, e.Timestamp, e.MessageIDs...); err != nil {
		s.c.trouble(s.ctx, "note how far messages came", err)
	}
	s.c.stir()
}
