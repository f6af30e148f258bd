// Package webchat is the channel of the chat page: residents without WhatsApp or Telegram, and offices with a shared computer, write from
// a browser. The page works without JavaScript and on a slow phone; with JavaScript answers arrive by themselves.
//
// A browser keeps nothing, so this room does: the lines of both sides in a small SQLite file of its own, sealed, for thirty days. The file
// is a display, not the ledger: losing it loses what the page shows, never a registration.
//
//	GET  /            the page; ?before=N shows older lines
//	POST /            one message (form; answered with a redirect, or with JSON when Accept asks for it)
//	POST /leave       this browser starts a new conversation: for a shared computer
//	GET  /events      new lines as server-sent events
//	GET  /media/SUM   a picture or a document that went with a line
//	GET  /assets/…    style and script under hashed names
package webchat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/seal"
)

// Name is the Address.Channel of chats on the page.
const Name = "webchat"

// Options say where the lines are kept and how the page greets.
type Options struct {
	Path     string           // the SQLite file, for example data/webchat.db; "": in memory
	Title    string           // the service's name in the header; "": "Lopo Kota Kupang"
	Greeting string           // what an empty conversation says
	Now      func() time.Time // nil: time.Now
	Log      *slog.Logger     // nil: slog.Default
	Seal     *seal.Box        // seals the lines; needed with a Path, else drawn anew
	Files    *channel.Files   // what goes with messages; nil: texts go alone
}

// Channel is the chat page. It keeps channel.Channel, channel.Typer and channel.Forgetter.
type Channel struct {
	o       Options
	lines   *lines
	live    *live
	pace    *pace
	page    *page
	answers wait
	crowded rate.Sometimes // how often a log says that newcomers wait

	mu      sync.Mutex
	deliver channel.Deliver // nil while Receive does not run
	run     context.Context // ends with Receive
	posts   sync.WaitGroup  // deliveries under way
}

// wait is how long a POST without JavaScript waits for its answer before it redirects.
type wait struct {
	first time.Duration // for the first line of it
	more  time.Duration // for each further line: an answer often has several
}

var (
	_ channel.Channel   = (*Channel)(nil)
	_ channel.Typer     = (*Channel)(nil)
	_ channel.Forgetter = (*Channel)(nil)
	_ channel.Editor    = (*Channel)(nil)
	_ channel.Revoker   = (*Channel)(nil)
)

// Open opens the file, makes it when there is none, and drops what is too old.
func Open(o Options) (*Channel, error) {
	if o.Title == "" {
		o.Title = "Lopo Kota Kupang"
	}
	if o.Greeting == "" {
		o.Greeting = "Tanyakan pelatihan kerja, dana PEM, lowongan BKK, atau pengumuman kelurahan Bapak/Ibu."
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Seal == nil {
		if o.Path != "" {
			return nil, errors.New("open webchat: lines on disk need a seal")
		}
		box, err := seal.New(seal.NewSecret())
		if err != nil {
			return nil, fmt.Errorf("open webchat: %w", err)
		}
		o.Seal = box
	}
	p, err := newPage(o)
	if err != nil {
		return nil, fmt.Errorf("open webchat: %w", err)
	}
	l, err := openLines(o.Path, o.Seal, o.Now)
	if err != nil {
		return nil, fmt.Errorf("open webchat: %w", err)
	}
	c := &Channel{o: o, lines: l, live: newLive(), pace: newPace(), page: p}
	c.answers = wait{first: 3 * time.Second, more: 250 * time.Millisecond}
	c.crowded = rate.Sometimes{Interval: time.Minute}
	return c, nil
}

// Close closes the file. Call it after Receive has returned and the server has stopped.
func (c *Channel) Close() error {
	if err := c.lines.close(); err != nil {
		return fmt.Errorf("close webchat: %w", err)
	}
	return nil
}

// Name is "webchat".
func (c *Channel) Name() string { return Name }

// Capabilities: a repeated Key is one line by the table's own constraint, and buttons stay on the page through any outage. A line is there whether
// or not a page is open, so nobody is told that it was read.
func (c *Channel) Capabilities() channel.Capabilities {
	return channel.Capabilities{Buttons: true, OwnID: true, Media: true, Notices: Notices}
}

// Receive takes messages from the page until ctx ends; without it every POST is answered 503 and streams do not stay open. It begins with
// the messages that a crash left between "written here" and "delivered".
func (c *Channel) Receive(ctx context.Context, deliver channel.Deliver) error {
	doubtful, err := c.claim(ctx, deliver)
	if err != nil {
		return err
	}
	c.live.open()
	for pause := time.Second; ctx.Err() == nil; pause = min(2*pause, time.Minute) {
		if doubtful = c.redeliver(ctx, deliver, doubtful); len(doubtful) == 0 {
			break
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	<-ctx.Done()

	c.mu.Lock()
	c.deliver = nil
	c.mu.Unlock()
	c.posts.Wait()
	c.live.shut()
	return nil
}

// claim begins to take POSTs. What it returns was written before and never confirmed; read first, or a POST under way would be among it.
func (c *Channel) claim(ctx context.Context, deliver channel.Deliver) ([]line, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.deliver != nil {
		return nil, errors.New("webchat: Receive is running already")
	}
	doubtful, err := c.lines.doubtful(ctx)
	if err != nil {
		c.o.Log.Warn("webchat: read messages in doubt", "err", err)
	}
	c.deliver, c.run = deliver, ctx
	return doubtful, nil
}

// redeliver hands over what was in doubt, and returns what is left after the first failure.
func (c *Channel) redeliver(ctx context.Context, deliver channel.Deliver, doubtful []line) []line {
	for i, l := range doubtful {
		err := deliver(ctx, l.message())
		if err == nil {
			_, err = c.lines.confirm(ctx, l.n)
		}
		if err != nil {
			c.o.Log.Warn("webchat: deliver a message in doubt", "chat", c.o.Seal.Hash("chat", l.chat), "err", err)
			return doubtful[i:]
		}
		c.live.wake(l.chat)
	}
	return nil
}

// take delivers one message, if Receive runs. It is cut short when Receive ends, not when the visitor's connection breaks.
func (c *Channel) take(m store.Message) error {
	c.mu.Lock()
	deliver, run := c.deliver, c.run
	if deliver == nil {
		c.mu.Unlock()
		return errors.New("webchat: Receive does not run")
	}
	c.posts.Add(1)
	c.mu.Unlock()
	defer c.posts.Done()
	ctx, cancel := context.WithTimeout(run, deliverTime)
	defer cancel()
	return deliver(ctx, m)
}

// Send puts one line on the visitor's page. It is on disk when Send returns; whether a page is open does not matter.
func (c *Channel) Send(ctx context.Context, m store.Outgoing) (string, error) {
	if m.To.Channel != Name || m.To.Chat == "" || m.Key == "" || m.Text == "" {
		return "", &channel.Error{Class: channel.Refused, Why: "no text, key or chat of this channel"}
	}
	c.lines.purgeSometimes(ctx)
	m.Media = c.there(m.Media)
	n, err := c.lines.addOurs(ctx, m)
	if err != nil {
		// Nothing arrived, or it did and the Key will not show it twice.
		return "", &channel.Error{Class: channel.Retry, Why: "write the line: " + err.Error()}
	}
	c.live.wake(m.To.Chat)
	return strconv.FormatInt(n, 10), nil
}

// Typing shows for a few seconds that an answer is being written.
func (c *Channel) Typing(_ context.Context, chat string) { c.live.typing(chat) }

// Forget removes all lines of a visitor and empties her open pages. Her cookie stays: it names nobody.
func (c *Channel) Forget(ctx context.Context, chat string) error {
	if err := c.lines.forget(ctx, chat); err != nil {
		return fmt.Errorf("forget a visitor: %w", err)
	}
	c.live.reset(chat)
	return nil
}
