// Package clock is the one source of time. The program reads it from the wall; a test sets it.
package clock

import (
	"context"
	"sync"
	"time"
)

// Clock tells the time and waits for it.
type Clock struct {
	Now   func() time.Time
	Until func(ctx context.Context, t time.Time) error // returns at t, or with the error of ctx when that ends first
}

// Wall is the real clock.
func Wall() Clock {
	return Clock{Now: time.Now, Until: func(ctx context.Context, t time.Time) error {
		timer := time.NewTimer(time.Until(t))
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}}
}

// Manual is a clock that stands still until it is moved.
type Manual struct {
	mu    sync.Mutex
	now   time.Time
	moved chan struct{}
	waits map[*time.Time]bool // what is waited for
	came  chan struct{}       // closed when somebody begins to wait
}

// NewManual makes a clock that shows now.
func NewManual(now time.Time) *Manual {
	return &Manual{now: now, moved: make(chan struct{}), waits: map[*time.Time]bool{}, came: make(chan struct{})}
}

// Move sets the clock forward and wakes who waits for a time that has come.
func (m *Manual) Move(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	close(m.moved)
	m.moved = make(chan struct{})
}

// Clock is the view of m that the program takes.
func (m *Manual) Clock() Clock { return Clock{Now: m.read, Until: m.until} }

func (m *Manual) until(ctx context.Context, t time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waits[&t] = true
	defer delete(m.waits, &t)
	close(m.came)
	m.came = make(chan struct{})
	for m.now.Before(t) {
		moved := m.moved
		m.mu.Unlock()
		select {
		case <-moved:
		case <-ctx.Done():
		}
		m.mu.Lock()
		if err := ctx.Err(); err != nil && m.now.Before(t) {
			return err
		}
	}
	return nil
}

// Next returns the earliest time to come that somebody waits for, once there is one. It is how a test knows that the program has done all
// that it does before that time.
func (m *Manual) Next(ctx context.Context) (time.Time, error) {
	for {
		m.mu.Lock()
		var next time.Time
		for t := range m.waits {
			if t.After(m.now) && (next.IsZero() || t.Before(next)) {
				next = *t
			}
		}
		came := m.came
		m.mu.Unlock()
		if !next.IsZero() {
			return next, nil
		}
		select {
		case <-came:
		case <-ctx.Done():
			return next, ctx.Err()
		}
	}
}

func (m *Manual) read() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}
