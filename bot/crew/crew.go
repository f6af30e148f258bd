// Package crew runs short pieces of work on goroutines that wait a moment for the next one. A new goroutine starts with a small stack, which a
// send or a turn makes grow two or three times, by copying; on a busy day that cost more than the decisions.
package crew

import "time"

// patience is how long a goroutine waits for more work.
const patience = 200 * time.Millisecond

// Crew is the goroutines of one room. Make it with New.
type Crew struct{ more chan func() }

// New makes a crew without goroutines.
func New() Crew { return Crew{make(chan func())} }

// Go runs work on a goroutine and does not wait for it. Work may end its goroutine.
func (c Crew) Go(work func()) {
	select {
	case c.more <- work:
	default:
		go c.serve(work)
	}
}

func (c Crew) serve(work func()) {
	work()
	idle := time.NewTimer(patience)
	defer idle.Stop()
	for {
		select {
		case work := <-c.more:
			work()
			idle.Reset(patience)
		case <-idle.C:
			return
		}
	}
}
