package broadcast

import (
	"context"

	"lopo/store"
)

// Receive takes in how far notices came; it is a channel.Take. News can be faster than the send that it is of is written down, so it waits until
// nothing of its channel is in hand.
func (b *Broadcast) Receive(ctx context.Context, news ...store.Receipt) error {
	for _, s := range b.senders {
		if len(news) > 0 && s.name == news[0].To.Channel { // news of one call is of one channel
			free, err := s.emptyHands(ctx)
			if err != nil {
				return err
			}
			defer free()
		}
	}
	return b.Ledger.Receive(ctx, news...)
}

// emptyHands waits until nothing is in hand, and keeps it so until free is called.
func (s *sender) emptyHands(ctx context.Context) (free func(), err error) {
	select {
	case s.hearing <- struct{}{}: // one at a time, or two would wait for each other's slots
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	taken := 0
	free = func() {
		for range taken {
			<-s.slots
		}
		<-s.hearing
	}
	for taken < cap(s.slots) {
		select {
		case s.slots <- struct{}{}:
			taken++
		case <-ctx.Done():
			free()
			return nil, ctx.Err()
		}
	}
	return free, nil
}
