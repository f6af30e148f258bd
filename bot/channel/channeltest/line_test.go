package channeltest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// line is the least a channel can be: one person, lines in and out, no buttons, nothing that fails. The suite must ask no more of it.
type line struct {
	in      chan string
	mu      sync.Mutex
	out     []string
	changed chan struct{}
	n       int
}

func TestTheLeastChannelPasses(t *testing.T) {
	Run(t, func(*testing.T) World { return &line{in: make(chan string, 100), changed: make(chan struct{})} })
}

func (l *line) Name() string                       { return "line" }
func (l *line) Capabilities() channel.Capabilities { return channel.Capabilities{} }
func (l *line) Channel() channel.Channel           { return l }
func (l *line) Residents() int                     { return 1 }
func (l *line) Say(_ int, text string)             { l.in <- text }
func (l *line) Close()                             {}

func (l *line) Receive(ctx context.Context, deliver channel.Deliver) error {
	for {
		select {
		case text := <-l.in:
			l.n++
			m := store.Message{ID: fmt.Sprint(l.n), From: store.Address{Channel: "line", Chat: "1"}, Kind: store.Text, Text: text, At: time.Now()}
			for deliver(ctx, m) != nil {
				if ctx.Err() != nil {
					return nil
				}
			}
		case <-ctx.Done():
			return nil
		}
	}
}

func (l *line) Send(_ context.Context, m store.Outgoing) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out = append(l.out, m.Plain())
	close(l.changed)
	l.changed = make(chan struct{})
	return fmt.Sprint(len(l.out)), nil
}

func (l *line) Seen(ctx context.Context, _, n int) ([]Seen, error) {
	for {
		l.mu.Lock()
		var out []Seen
		for _, text := range l.out {
			out = append(out, Seen{Text: strings.TrimSpace(text)})
		}
		changed := l.changed
		l.mu.Unlock()
		if len(out) >= n {
			return out, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return out, ctx.Err()
		}
	}
}
