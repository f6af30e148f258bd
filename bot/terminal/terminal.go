// Package terminal is a chat with the service in a terminal or a pipe: one resident, one line a message. It is for trying flows by hand,
// for programs that drive the service (JSON mode), and for recording transcripts.
package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// Name is the Address.Channel of the chat in a terminal.
const Name = "terminal"

// maxLine bounds one line, so that a stray file on standard input cannot fill memory. It ends the input like a broken pipe does.
const maxLine = 1 << 20

// Options say where lines come from and where answers go.
type Options struct {
	In     io.Reader // the resident's lines
	Out    io.Writer // what she sees
	As     string    // the chat that she is; empty: "terminal"
	JSON   bool      // one JSON object a line instead of bubbles
	Prompt bool      // show "> " before each line: set it when In is a terminal
	Record io.Writer // receives a transcript ("> ", "< "); nil: none

	// Now dates the messages; nil: time.Now. Message ids are its first reading (nanoseconds, base 36) and a counter. A second run must
	// therefore start at another moment, also when it plays an old date: two runs that start at the same nanosecond share ids, and
	// the lines of the second count as known.
	Now func() time.Time

	// Settle waits until the turns of all delivered messages are finished and their answers sent; nil: no waiting. The next line is read
	// only then, which is what makes the output of a piped conversation stable.
	Settle func(context.Context) error
}

// Channel is the chat. It keeps channel.Channel.
type Channel struct {
	o     Options
	stamp string

	mu     sync.Mutex // guards all below, and the order of what is written
	ids    int
	lastID string         // the last message that /edit can mean
	shown  []store.Choice // the choices last shown to As, for /tap
	ask    string
	screen screen
}

var _ channel.Channel = (*Channel)(nil)

// New makes the chat; nothing is read before Receive.
func New(o Options) *Channel {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.As == "" {
		o.As = Name
	}
	c := &Channel{o: o, stamp: strconv.FormatInt(o.Now().UnixNano(), 36)}
	c.screen = screen{out: o.Out, json: o.JSON, prompt: o.Prompt && !o.JSON, record: o.Record, as: o.As}
	return c
}

// Name is "terminal".
func (c *Channel) Name() string { return Name }

// Capabilities: choices are tapped with /tap. A repeated send prints again, since what was printed is not remembered across runs.
func (c *Channel) Capabilities() channel.Capabilities { return channel.Capabilities{Buttons: true} }

// Send prints one answer. A failed write may have been seen in part, so it is Uncertain.
func (c *Channel) Send(ctx context.Context, m store.Outgoing) (string, error) {
	if ctx.Err() != nil {
		return "", &channel.Error{Class: channel.Retry, Why: "context ended before printing"}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.screen.reply(m); err != nil {
		return "", &channel.Error{Class: channel.Uncertain, Why: fmt.Sprintf("print: %T", err)}
	}
	if m.To.Chat == c.o.As && len(m.Choices) > 0 {
		c.shown, c.ask = append([]store.Choice(nil), m.Choices...), m.Ask
	}
	return c.newID(), nil
}

// newID needs c.mu.
func (c *Channel) newID() string {
	c.ids++
	return c.stamp + "-" + strconv.Itoa(c.ids)
}

// Receive reads lines until the input or ctx ends; it returns nil once the last turn has settled. When ctx ends during a read it makes the
// reader give up (a read deadline, else Close); only a read of a real terminal cannot be interrupted, and lasts until the process ends.
func (c *Channel) Receive(ctx context.Context, deliver channel.Deliver) error {
	reading, stop := context.WithCancel(ctx)
	lines, broken := make(chan string), make(chan error, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(lines)
		broken <- read(reading, c.o.In, lines)
	}()
	defer func() {
		stop()
		if interrupt(c.o.In) {
			<-done
		}
	}()
	for turn := 1; ; turn++ {
		c.locked(func() { c.screen.ready() })
		var line string
		var more bool
		select {
		case <-ctx.Done():
			return nil
		case line, more = <-lines:
		}
		if !more {
			<-done
			if err := <-broken; err != nil && ctx.Err() == nil {
				return fmt.Errorf("read lines: %w", err)
			}
			return nil
		}
		c.turn(ctx, deliver, line)
		c.locked(func() { c.screen.turnDone(turn) })
	}
}

// turn takes one line in and waits for its answers.
func (c *Channel) turn(ctx context.Context, deliver channel.Deliver, line string) {
	var m store.Message
	var err error
	c.locked(func() {
		c.screen.heard(line)
		if m, err = c.message(line); err != nil {
			c.screen.note(err.Error())
		}
	})
	if err != nil || !c.deliver(ctx, deliver, m) {
		return
	}
	if c.o.Settle == nil {
		return
	}
	if err := c.o.Settle(ctx); err != nil && ctx.Err() == nil {
		c.locked(func() { c.screen.note("jawaban belum selesai: " + err.Error()) })
	}
}

// deliver repeats until the message is on disk, as the contract asks; it reports false when ctx ended first.
func (c *Channel) deliver(ctx context.Context, deliver channel.Deliver, m store.Message) bool {
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		err := deliver(ctx, m)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		c.locked(func() { c.screen.note("pesan belum tersimpan, dicoba lagi: " + err.Error()) })
		select {
		case <-ctx.Done():
			return false
		case <-time.After(wait):
		}
	}
}

func (c *Channel) locked(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

// read hands over the lines of in, without the empty ones.
func read(ctx context.Context, in io.Reader, lines chan<- string) error {
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, maxLine)
	for scan.Scan() {
		if trimmed(scan.Text()) == "" {
			continue
		}
		select {
		case lines <- trimmed(scan.Text()):
		case <-ctx.Done():
			return nil
		}
	}
	return scan.Err()
}

// interrupt ends a read that waits, and reports whether the reader is sure to come back.
func interrupt(in io.Reader) bool {
	if d, ok := in.(interface{ SetReadDeadline(time.Time) error }); ok {
		if err := d.SetReadDeadline(time.Now()); err == nil || errors.Is(err, os.ErrClosed) {
			return true
		}
	}
	if _, file := in.(*os.File); file {
		return false // blocking descriptors ignore Close while they are read
	}
	if cl, ok := in.(io.Closer); ok {
		cl.Close()
		return true
	}
	return false
}
