package broadcast

import (
	"lopo/flows"
	"lopo/store"
	"lopo/store/sqlite"
)

// message is what one recipient is sent.
func (b *Broadcast) message(c *sqlite.Claimed) store.Outgoing {
	return store.Outgoing{Key: c.Key(c.Of.Ref), To: c.To, Text: flows.Notice(b.Words, c.Of, c.Group), Media: c.Of.Media, Priority: store.Bulk, Paced: true, Due: c.Due,
		Tries: c.Tries - 1} // the one in hand has not failed yet
}
