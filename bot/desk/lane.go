package desk

import (
	"slices"

	"lopo/store"
	"lopo/store/sqlite"
)

// lane is what waits for one chat, or for the chats that turned out to be one person's: a message that tells so (Message.Was) joins the lanes
// of both, so that whatever came before it under either is handled before it, and whatever comes later after it.
type lane struct {
	of    []store.Address // the chats whose messages it takes
	queue []entry         // the first is in hand
	late  bool            // it has waited for its channel to catch up
	ended chan struct{}
}

// entry is a message, or a lane that must have ended before the next entry.
type entry struct {
	sqlite.Arrived
	after *lane
}

// take puts messages into the lanes of their chats. A row that was handled meanwhile is noticed by its turn.
func (d *Desk) take(list []sqlite.Arrived) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, a := range list {
		if d.closing || d.rows[a.Row] {
			continue
		}
		if a.Row != 0 { // 0: the session is to be kept, see Flush
			d.rows[a.Row] = true
		}
		l := d.lanes[a.Message.From]
		fresh := l == nil
		if fresh {
			l = &lane{ended: make(chan struct{})}
			d.give(l, a.Message.From)
		}
		if old, moves := was(a.Message); moves {
			d.join(l, old)
		}
		l.queue = append(l.queue, entry{Arrived: a})
		if fresh {
			d.crew.Go(func() { d.run(l) })
		}
	}
}

// was is the chat under which the sender was known until now, where a message tells.
func was(m store.Message) (old store.Address, moves bool) {
	old = store.Address{Channel: m.From.Channel, Chat: m.Was}
	return old, m.Was != "" && old != m.From && !m.Group
}

// give makes a lane take the messages of a chat; d.mu is held.
func (d *Desk) give(l *lane, of store.Address) {
	d.lanes[of] = l
	if !slices.Contains(l.of, of) {
		l.of = append(l.of, of)
	}
}

// join makes a lane take the messages of another chat too. What waits in the lane of that one comes over, behind what it has in hand; d.mu is
// held.
func (d *Desk) join(l *lane, old store.Address) {
	other := d.lanes[old]
	if other == nil || other == l {
		d.give(l, old)
		return
	}
	l.queue = append(l.queue, entry{after: other})
	if len(other.queue) > 0 {
		l.queue = append(l.queue, other.queue[1:]...)
		other.queue = other.queue[:1:1]
	}
	for _, of := range other.of {
		d.give(l, of)
	}
}

// run handles one lane until it is empty, or the desk closes.
func (d *Desk) run(l *lane) {
	defer d.gone(l)
	for {
		e, ok := d.first(l)
		switch {
		case !ok:
			return
		case e.after != nil:
			select {
			case <-e.after.ended:
			case <-d.ctx.Done():
			}
		default:
			d.handle(l, e.Arrived)
		}
		d.mu.Lock()
		l.queue = l.queue[1:]
		delete(d.rows, e.Row)
		d.mu.Unlock()
	}
}

// first is what a lane has to do next, or ends it.
func (d *Desk) first(l *lane) (e entry, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(l.queue) > 0 && d.ctx.Err() == nil {
		return l.queue[0], true
	}
	for _, e := range l.queue {
		delete(d.rows, e.Row)
	}
	d.close(l)
	return e, false
}

// close takes a lane away; d.mu is held.
func (d *Desk) close(l *lane) {
	for _, of := range l.of {
		if d.lanes[of] == l {
			delete(d.lanes, of)
		}
	}
	d.changed.Broadcast()
}

// gone takes away a lane, also one whose goroutine was ended from inside.
func (d *Desk) gone(l *lane) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.close(l)
	close(l.ended)
}

// moved tells a lane that rows which waited for one chat wait for another now.
func (d *Desk) moved(l *lane, rows map[int64]bool, to store.Address) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range l.queue {
		if rows[l.queue[i].Row] {
			l.queue[i].Message.From = to
		}
	}
}

// more reports whether a message that waited at the platform is followed by another one of the same person, whose answer will tell for both.
func (d *Desk) more(l *lane) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.ContainsFunc(l.queue[1:], func(e entry) bool { return answers(e.Message) })
}

// answers reports whether a message that waited at the platform brings an answer, if only for those before it.
func answers(m store.Message) bool {
	return m.Queued && !m.Group && m.Kind != store.Event && m.Kind != store.Hand
}
