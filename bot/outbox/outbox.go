// Package outbox sends what is due. The row in the ledger is the queue; this room holds in memory only what it is busy with. Each chat has
// a lane of its own, one message in flight at a time, so that order is kept within a chat and no chat waits for another's send. What may not go
// out now, because the account behind its channel is in trouble, is let go of and found again in the ledger once it may.
package outbox

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"lopo/bot/account"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/crew"
	"lopo/store"
	"lopo/store/sqlite"
)

// Options of an Outbox. Trace is called at the points of a send at which a crash would matter ("sent": the platform has it, the ledger does
// not know yet), where tests end the goroutine, and when a lane gives up its chat ("leaving", see Move).
type Options struct {
	Ledger   *sqlite.Ledger
	Channels []channel.Channel
	Accounts *account.Accounts
	Clock    clock.Clock
	Log      *slog.Logger
	Trace    func(point string)

	// Watch hears what has become of each notice, apart from those that were stopped before they were tried. nil: nobody does.
	Watch func(channel string, fate sqlite.Fate)

	// Moved is told when a send finds out that a chat has another address from now on. It returns when that is on disk; what follows from it may
	// come later, also for what waits here (see Move). nil: nobody is.
	Moved func(ctx context.Context, from, to store.Address) error
}

// Outbox is the room. Make it with New, feed it with Offer and Due, end it with Stop.
type Outbox struct {
	Options
	channels map[string]channel.Channel
	crew     crew.Crew

	ctx    context.Context // ends the sends in hand
	cancel context.CancelFunc

	mu      sync.Mutex
	lanes   map[store.Address]*lane
	rows    map[int64]bool       // in a lane now, or (false) in none any more since the scan that is running began
	scans   int                  // Due calls that are reading the ledger
	gates   map[string]time.Time // a whole channel waits until then
	notices map[string]int64     // the one notice in a lane, on channels whose account can be limited
	closing bool
	changed *sync.Cond // a lane ended
}

// lane is what waits for one chat.
type lane struct {
	queue   []sqlite.Queueing
	inHand  int64              // the row that is being sent; 0: none
	erased  int64              // the row that was in hand when its chat was erased: there is no next try
	poke    context.CancelFunc // ends the lane's pause
	leaving bool               // its chat is another one from now on: the lane ends with what it has
}

// New makes an outbox. It sends nothing until something is offered or due.
func New(o Options) *Outbox {
	if o.Trace == nil {
		o.Trace = func(string) {}
	}
	if o.Watch == nil {
		o.Watch = func(string, sqlite.Fate) {}
	}
	b := &Outbox{Options: o, crew: crew.New(), channels: map[string]channel.Channel{}, lanes: map[store.Address]*lane{}, rows: map[int64]bool{}, gates: map[string]time.Time{}, notices: map[string]int64{}}
	b.changed = sync.NewCond(&b.mu)
	b.ctx, b.cancel = context.WithCancel(context.Background())
	for _, c := range o.Channels {
		b.channels[c.Name()] = c
	}
	return b
}

// Offer hands over rows that were just written, in order. What cannot be taken now stays in the ledger and is found by Due.
func (b *Outbox) Offer(list ...sqlite.Queueing) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, q := range list {
		b.add(q)
	}
}

// add puts a row into its lane; b.mu is held.
func (b *Outbox) add(q sqlite.Queueing) {
	if _, known := b.rows[q.Row]; known || b.closing || b.channels[q.Message.To.Channel] == nil || !b.may(q) || !b.admit(q) {
		return
	}
	b.rows[q.Row] = true
	to := q.Message.To
	if l := b.lanes[to]; l != nil {
		l.queue = insert(l.queue, q)
		l.poke() // what came may be due before what the lane waits for
		return
	}
	l := &lane{queue: []sqlite.Queueing{q}, poke: func() {}}
	b.lanes[to] = l
	b.crew.Go(func() { b.run(to, l) })
}

// insert keeps answers before notices, and otherwise the order of arrival.
func insert(queue []sqlite.Queueing, q sqlite.Queueing) []sqlite.Queueing {
	i := len(queue)
	for i > 0 && queue[i-1].Message.Priority > q.Message.Priority {
		i--
	}
	return slices.Insert(queue, i, q)
}

// page is how many rows one reading of the ledger brings.
const page = 500

// Due takes from the ledger what is due and not in a lane: what a crash, a pause or a command of staff left there.
func (b *Outbox) Due(ctx context.Context) error {
	b.mu.Lock()
	b.scans++
	b.mu.Unlock()
	defer b.endScan()
	now := b.Clock.Now()
	rows, err := b.Ledger.QueueRows(ctx, now, b.hold())
	if err != nil {
		return err
	}
	for rows := range slices.Chunk(b.unknown(rows), page) {
		list, err := b.Ledger.QueuedIn(ctx, now, rows...)
		if err != nil {
			return err
		}
		b.Offer(list...)
	}
	return nil
}

// unknown leaves of rows those that are not in a lane. On a busy day nearly all are, so the rows are looked at before what is in them is
// read.
func (b *Outbox) unknown(rows []int64) []int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(rows, func(row int64) bool { _, known := b.rows[row]; return known })
}

// endScan forgets the rows that were finished while the ledger was read: the reading may still have shown them as waiting.
func (b *Outbox) endScan() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.scans--; b.scans > 0 {
		return
	}
	for row, busy := range b.rows {
		if !busy {
			delete(b.rows, row)
		}
	}
}

// run sends one lane until it is empty.
func (b *Outbox) run(to store.Address, l *lane) {
	defer b.gone(to, l)
	for {
		q, until, ok := b.head(to, l)
		switch {
		case !ok:
			return
		case until.After(b.Clock.Now()):
			b.pause(l, until)
		default:
			b.replace(l, q.Row, b.send(q))
		}
	}
}

// gone takes away a lane whose goroutine was ended from inside.
func (b *Outbox) gone(to store.Address, l *lane) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lanes[to] == l {
		delete(b.lanes, to)
		b.changed.Broadcast()
	}
}

// head returns the next row of a lane and when it may go out, or ends the lane.
func (b *Outbox) head(to store.Address, l *lane) (q sqlite.Queueing, until time.Time, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l.leaving {
		delete(b.lanes, to)
		b.changed.Broadcast()
		return q, until, false
	}
	if len(l.queue) > 0 && b.ctx.Err() == nil && b.may(l.queue[0]) { // answers come first: where the head may not, nothing behind it may
		q = l.queue[0]
		until = later(q.Message.Due, b.gates[to.Channel])
		waits := until.After(b.Clock.Now())
		if !waits {
			l.inHand = q.Row
			return q, until, true
		}
		if b.single(to.Channel) {
			l.queue = slices.DeleteFunc(l.queue, b.leaves)
		}
		if !b.closing && len(l.queue) > 0 {
			return q, until, true
		}
	}
	delete(b.lanes, to)
	for _, q := range l.queue {
		b.forget(q)
	}
	b.changed.Broadcast()
	return q, until, false
}

// pause waits until then, or until something changes in the lane.
func (b *Outbox) pause(l *lane, until time.Time) {
	ctx, cancel := context.WithCancel(b.ctx)
	defer cancel()
	b.mu.Lock()
	l.poke = cancel
	changed := b.closing || l.leaving || len(l.queue) == 0 || until.After(later(l.queue[0].Message.Due, b.gates[l.queue[0].Message.To.Channel]))
	b.mu.Unlock()
	if !changed {
		_ = b.Clock.Until(ctx, until) // whatever ended it, the lane looks again
	}
}

// replace puts a row back as it waits for its next try, or takes it out when that is nil. An answer may have stepped in front of a
// notice meanwhile, so the row is looked for.
func (b *Outbox) replace(l *lane, row int64, again *sqlite.Queueing) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(l.queue, func(q sqlite.Queueing) bool { return q.Row == row })
	l.inHand = 0
	b.changed.Broadcast()
	if again != nil && l.erased != row {
		l.queue[i] = *again
		return
	}
	b.forget(l.queue[i])
	l.queue = slices.Delete(l.queue, i, i+1)
}

// wake wakes who waits for a lane when ctx ends; the result ends that.
func (b *Outbox) wake(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.changed.Broadcast()
	})
}

// Settled waits until nothing is in a lane.
func (b *Outbox) Settled(ctx context.Context) error {
	defer b.wake(ctx)()
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.lanes) > 0 && ctx.Err() == nil {
		b.changed.Wait()
	}
	return ctx.Err()
}

// Stop takes nothing more, finishes the sends that are due and returns; when ctx ends first, the sends in hand are cut off and their rows
// stay queued.
func (b *Outbox) Stop(ctx context.Context) error {
	b.mu.Lock()
	b.closing = true
	for _, l := range b.lanes {
		l.poke()
	}
	b.mu.Unlock()
	err := b.Settled(ctx)
	b.cancel()
	if err != nil { // the ledger may be closed once this returns, so those that were cut off get a moment to notice
		moment, done := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer done()
		_ = b.Settled(moment)
	}
	return err
}

// clear forgets what waits for a chat, apart from the row in hand; it is no longer queued in the ledger. b.mu is held.
func (b *Outbox) clear(l *lane) {
	l.queue = slices.DeleteFunc(l.queue, func(q sqlite.Queueing) bool {
		if q.Row != l.inHand {
			b.forget(q)
		}
		return q.Row != l.inHand
	})
}

// Drop forgets what waits for a chat whose rows were erased, and returns when the send in hand has ended too, or with ctx.
func (b *Outbox) Drop(ctx context.Context, to store.Address) {
	defer b.wake(ctx)()
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[to]
	if l == nil {
		return
	}
	b.clear(l)
	l.erased = l.inHand
	l.poke()
	for l.inHand != 0 && b.lanes[to] == l && ctx.Err() == nil {
		b.changed.Wait()
	}
}
