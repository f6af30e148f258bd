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
}

// NewManual makes a clock that shows now.
func NewManual(now time.Time) *Manual { return &Manual{now: now, moved: make(chan struct{})} }

// Move sets the clock forward and wakes who waits for a time that has come.
func (m *Manual) Move(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	close(m.moved)
	m.moved = make(chan struct{})
}

// Clock is the view of m that the program takes.
func (m *Manual) Clock() Clock {
	return Clock{Now: m.read, Until: func(ctx context.Context, t time.Time) error {
		for {
			m.mu.Lock()
			now, moved := m.now, m.moved
			m.mu.Unlock()
			if !now.Before(t) {
				return nil
			}
			select {
			case <-moved:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}}
}

func (m *Manual) read() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}
