package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
)

// Messages are encrypted and handed over one at a time: two to the same person at once would use the same key. WhatsApp's word on a message comes
// within milliseconds, or something is wrong with that one; then the others go on while it is waited for.

// turn is the place of the one message that is being handed over.
type turn struct {
	slot chan struct{}
	held bool
}

// take waits for the place, unless it is held.
func (t *turn) take(ctx context.Context) error {
	if t.held {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, turnLimit)
	defer stop()
	select {
	case t.slot <- struct{}{}:
		t.held = true
		return nil
	case <-ctx.Done():
		return &channel.Error{Class: channel.Retry, Why: "other sends took too long"}
	}
}

func (t *turn) give() {
	if t.held {
		t.held = false
		<-t.slot
	}
}

// retryHold is how long the place is kept for a message that a phone asks for again.
const retryHold = 150 * time.Millisecond

// beforeRetry takes the turn for the library when it is about to encrypt a message anew, because a phone could not decipher it. The library does that
// beside its sends and without its lock; a send to the same phone in that moment would use the same key, and be lost without a word. It does not
// tell when it is done, which is a matter of milliseconds.
func (c *Channel) beforeRetry(*events.Receipt, types.MessageID, int, *waE2E.Message) bool {
	ctx, stop := context.WithTimeout(context.Background(), turnLimit)
	defer stop()
	t := &turn{slot: c.slot}
	if t.take(ctx) == nil {
		time.AfterFunc(retryHold, t.give)
	}
	return true
}

// wordSoon is how long all others wait for WhatsApp's word on a message.
const wordSoon = 2 * time.Second

// hand gives a message to the library and waits for WhatsApp's word on it. The library would keep all others waiting as long; so it is told to wait
// a little only, and the rest of the time is spent here, without the turn.
func (s *session) hand(ctx context.Context, cli *whatsmeow.Client, to types.JID, p piece, t *turn) error {
	soon := min(wordSoon, s.c.o.Timeout)
	_, err := cli.SendMessage(ctx, to, proto.Clone(p.body).(*waE2E.Message), whatsmeow.SendRequestExtra{ID: p.id, Timeout: soon, MediaHandle: p.media})
	if !errors.Is(err, whatsmeow.ErrMessageTimedOut) {
		return err
	}
	t.give()
	// Never cancelled: in the moment in which a word comes the library could not bear that. It lets go of who waits when the connection ends.
	select {
	case word := <-cli.DangerousInternals().WaitResponse(p.id):
		if word == nil || word.Tag != "ack" {
			return &whatsmeow.DisconnectedError{Action: "message send", Node: word}
		}
		if code := word.AttrGetter().OptionalInt("error"); code != 0 {
			return fmt.Errorf("%w %d", whatsmeow.ErrServerReturnedError, code)
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
