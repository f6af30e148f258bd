package whatsapp

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"lopo/store"
)

// event is the handler of the library. All stanzas of all chats come through it one by one, so it writes to the inbox and nothing else; what
// takes time runs beside it. true lets the library acknowledge; after false the message comes again. The library takes a panic for true, so
// it ends here.
func (s *session) event(e any) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			s.c.log.Error("an event could not be handled; it comes again", "event", fmt.Sprintf("%T", e), "panic", fmt.Sprintf("%T", p))
			if m, is := e.(*events.Message); is && s.c.chats.failed(string(m.Info.ID)) > triesMost {
				ok = s.park(m)
				return
			}
			s.tell(unstored{})
			ok = false
		}
	}()
	if !s.enter() {
		return false
	}
	defer s.busy.Done()
	switch e := e.(type) {
	case *events.Message:
		return s.message(e)
	case *events.UndecryptableMessage:
		s.undecryptable(e)
	case *events.Receipt:
		s.receipt(e)
	case *events.CallOffer:
		s.call(e.BasicCallMeta)
	case *events.CallOfferNotice:
		s.call(e.BasicCallMeta)
	case *events.JoinedGroup:
		s.joined(e)
	case *events.GroupInfo:
		s.changed(e)
	case *events.OfflineSyncPreview:
		s.c.offline.preview(e.Messages, s.c.o.Now())
	case *events.OfflineSyncCompleted:
		s.c.offline.complete()
	case *events.NotifyAccountReachoutTimelock:
		s.timelock(e)
	case *events.KeepAliveTimeout:
		s.faint(e)
	case *events.KeepAliveRestored:
		s.revived()
	case *events.Connected, *events.Disconnected, *events.StreamReplaced, *events.LoggedOut, *events.TemporaryBan, *events.ClientOutdated, *events.ConnectFailure:
		s.tell(e)
	}
	return true
}

// triesMost is how often a message may bring the handler down before it is put aside: it must not keep all others out for ever.
const triesMost = 3

// park puts a message aside for staff, as it came. It reports whether it is on disk.
func (s *session) park(e *events.Message) (ok bool) {
	defer func() {
		if recover() != nil { // not the message's fault, then
			s.tell(unstored{})
			ok = false
		}
	}()
	raw, err := proto.Marshal(e.RawMessage)
	if err != nil {
		raw = nil
	}
	m := store.Message{ID: "x:" + string(e.Info.ID), From: address(plain(e.Info.Chat)), Kind: store.Parked, Text: base64.StdEncoding.EncodeToString(raw), At: s.c.o.Now()}
	if err := s.deliver(s.ctx, m); err != nil {
		s.tell(unstored{})
		return false
	}
	return true
}

// tell hands an event to whom keeps the connection. It never waits: one that has fallen behind by so much has nothing to decide.
func (s *session) tell(e any) {
	if _, is := e.(unstored); is {
		s.mu.Lock()
		s.stopped = true
		s.mu.Unlock()
	}
	select {
	case s.ends <- e:
	default:
		s.c.log.Warn("too many changes of the connection at once", "event", fmt.Sprintf("%T", e))
	}
}

// message takes in one message. WhatsApp gives again what it was not thanked for at the next connection, and in order: so after one that could
// not be stored none is taken until then.
func (s *session) message(e *events.Message) bool {
	if s.stuck() && e.UnavailableRequestID == "" {
		return false
	}
	h, ok, err := s.translate(s.ctx, e)
	if err == nil && !ok {
		return true
	}
	if err == nil {
		err = s.keep(h)
	}
	switch {
	case err == nil:
		return true
	case e.UnavailableRequestID != "" && ok: // asked from the phone it comes only once: the library takes no answer for it
		return s.again(h)
	}
	s.c.trouble(s.ctx, "a message cannot be stored; it waits at WhatsApp", err)
	s.tell(unstored{})
	return false
}

// stuck reports whether a message of this connection could not be stored.
func (s *session) stuck() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

// keep delivers a message and notes what follows from it.
func (s *session) keep(h heard) error {
	if h.raw != nil {
		s.c.chats.heard(h, s.c.o.Now()) // first, since the answer may be quicker than what follows here
	}
	if err := s.deliver(s.ctx, h.Message); err != nil {
		return err
	}
	if !h.Group { // who she was is told in her own chat, and only then known as told
		if err := s.c.file.meet(s.ctx, h.person); err != nil {
			s.c.trouble(s.ctx, "note an address", err)
		}
	}
	if h.raw != nil {
		s.recovered(h.From.Chat, string(h.raw.Info.ID))
	}
	return nil
}

// again delivers beside the connection until it works.
func (s *session) again(h heard) bool {
	s.beside(func(ctx context.Context) { s.insist(ctx, h) })
	return true
}

// insist delivers until it works or the session ends, and reports which.
func (s *session) insist(ctx context.Context, h heard) bool {
	for wait := time.Second; ; wait = min(2*wait, 15*time.Second) {
		if s.keep(h) == nil {
			return true
		}
		if s.c.o.Wait(ctx, wait) != nil {
			return false
		}
	}
}

// call refuses a call and tells the desk of it.
func (s *session) call(m types.BasicCallMeta) {
	if !m.GroupJID.IsEmpty() {
		return
	}
	from := m.CallCreator
	if from.IsEmpty() {
		from = m.From
	}
	if ignored(from) || s.own(from) {
		return
	}
	s.beside(func(ctx context.Context) {
		if err := s.cli.Load().RejectCall(ctx, m.From, m.CallID); err != nil {
			s.c.log.Info("a call could not be refused", "err", bareError(err))
		}
		p, err := s.c.file.who(ctx, s.dev.LIDs, from, m.CallCreatorAlt)
		if err != nil {
			s.c.trouble(ctx, "read who called", err)
			return
		}
		s.insist(ctx, heard{person: p, Message: store.Message{ID: "c:" + m.CallID, From: address(p.chat), Was: p.was, Phone: p.phone, Kind: store.Call,
			At: m.Timestamp.UTC(), Queued: s.c.offline.hear(s.c.o.Now())}})
	})
}

// timelock is WhatsApp telling that it limits, or no longer limits, messages to people who did not write first.
func (s *session) timelock(e *events.NotifyAccountReachoutTimelock) {
	if !e.IsActive {
		s.c.unlimit(s.ctx)
		return
	}
	s.c.limit(s.ctx, e.TimeEnforcementEnds.Time)
}

// faint: WhatsApp does not answer on a connection that looks alive.
func (s *session) faint(e *events.KeepAliveTimeout) {
	s.c.setLine(s.ctx, connectingAnew)
	if time.Since(e.LastSuccess) > whatsmeow.KeepAliveMaxFailTime {
		s.tell(trouble{})
	}
}

func (s *session) revived() {
	select {
	case <-s.isUp():
		s.c.setLine(s.ctx, upAgain)
	default:
	}
}

func (s *session) isUp() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.up
}
