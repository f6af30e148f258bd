package telegramtest

import (
	"context"
	"sync"
	"time"
)

// Clock is a time that only moves when it is told to. Now and Wait fit the options of the server and of the channel.
type Clock struct {
	mu       sync.Mutex
	now      time.Time
	auto     bool
	sleepers []*sleeper
	slept    []time.Duration
	changed  chan struct{}
}

type sleeper struct {
	until time.Time
	wake  chan struct{}
}

// NewClock stands at the given time. With auto, who waits does not wait: the clock moves on instead.
func NewClock(start time.Time, auto bool) *Clock {
	return &Clock{now: start, auto: auto, changed: make(chan struct{})}
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Wait sleeps until the clock has moved by d.
func (c *Clock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.slept = append(c.slept, d)
	close(c.changed)
	c.changed = make(chan struct{})
	if c.auto {
		c.now = c.now.Add(d)
		c.mu.Unlock()
		return ctx.Err()
	}
	s := &sleeper{c.now.Add(d), make(chan struct{})}
	c.sleepers = append(c.sleepers, s)
	c.mu.Unlock()
	select {
	case <-s.wake:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Advance moves the clock and wakes whose time has come.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	left := c.sleepers[:0]
	for _, s := range c.sleepers {
		if s.until.After(c.now) {
			left = append(left, s)
		} else {
			close(s.wake)
		}
	}
	c.sleepers = left
}

// Slept waits until Wait was called n times and returns how long each was to be.
func (c *Clock) Slept(ctx context.Context, n int) ([]time.Duration, error) {
	for {
		c.mu.Lock()
		slept, changed := append([]time.Duration(nil), c.slept...), c.changed
		c.mu.Unlock()
		if len(slept) >= n {
			return slept, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return slept, ctx.Err()
		}
	}
}
