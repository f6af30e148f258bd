// Package whatsapp lets residents talk to the bot on WhatsApp, as a device linked to an ordinary account (whatsmeow). It keeps the contract of
// package channel.
//
// One file holds everything: what the library keeps (the account itself: whoever has the file is the account) and, beside it, what this room
// keeps (file.go). A message is acknowledged to WhatsApp after deliver has written it to disk, and not before (event.go). What we sent stays
// here, sealed, for two weeks (sent.go): a phone that could not decipher a message asks for it again, and neither the outbox, which drops a
// text once it is sent, nor the library, which keeps it in memory only or in clear, can answer that after a restart.
//
// A person is known by her LID, the id that WhatsApp gives an account, as soon as it is known, else by her number (alias.go). Nobody can be
// found by phone number through this room.
//
// The library sends one message at a time, over all chats, and waits for the server's word on each (turn.go).
package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	wastore "go.mau.fi/whatsmeow/store"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/seal"
)

// Name is the Address.Channel of chats on WhatsApp.
const Name = "whatsapp"

// maxText is the length of one message, in UTF-16 units. WhatsApp takes far more; 4096 is what its official Cloud API takes, so that texts fit
// there too, and phones fold what is longer anyway.
const maxText = 4096

// Options say where the account is kept. Path and Seal are needed.
type Options struct {
	Path    string           // the SQLite file, for example data/whatsapp.db
	Seal    *seal.Box        // seals what was sent, and derives the ids of what is sent
	Name    string           // how people see the account when they have not saved it; "": "Lopo"
	Version string           // the WhatsApp Web version to show, "2.3000.1045649367"; "": see version.go
	Typing  time.Duration    // how long "typing…" is shown before an answer, at most; 0: 900 ms, negative: not at all
	Log     *slog.Logger     // nil: no log
	Now     func() time.Time // nil: time.Now
	Files   *channel.Files   // what goes with messages; nil: texts go alone

	// Bound tells whether staff know this group and have let us in: notices go only there. Whoever has the number can put it into any group, and a
	// number that posts where it was not asked for is soon reported. nil: every group, for tests.
	Bound func(ctx context.Context, chat string) (bool, error)

	// Groups lists the groups of this channel that staff know, whatever has become of them. nil: every group is known, for tests.
	Groups func(ctx context.Context) ([]store.Group, error)

	// Named is told what the members of a group that staff know call it. nil: nobody wants to know.
	Named func(ctx context.Context, chat, name string) error

	// The rest is for tests; zero means what is used in service.
	Wait    func(ctx context.Context, d time.Duration) error // sleeps; nil: a timer
	Timeout time.Duration                                    // for one send (25 s)
	HTTP    *http.Client                                     // how WhatsApp is reached; nil: over the network
}

// Channel is the account on WhatsApp. It is safe for many goroutines; only one Receive and one Link may run at a time.
type Channel struct {
	o       Options
	file    *file
	log     *slog.Logger
	health  *health
	offline offline
	pinned  wastore.WAVersionContainer // the version that Options demand; zero: none
	slot    chan struct{}              // held by the send in hand
	chats   *chats                     // what is remembered of busy chats
	news    chan struct{}              // holds one: there is something to tell, see Receipts
	purged  atomic.Int64               // when what was sent long ago was last forgotten, Unix seconds

	mu      sync.Mutex
	session *session      // nil while nothing is connected or connecting
	busy    bool          // Receive runs
	linking bool          // Link runs
	poke    chan struct{} // closed when a link has ended
}

var (
	_ channel.Channel   = (*Channel)(nil)
	_ channel.Typer     = (*Channel)(nil)
	_ channel.Forgetter = (*Channel)(nil)
	_ channel.CatchUp   = (*Channel)(nil)
	_ channel.Reporter  = (*Channel)(nil)
	_ channel.Linker    = (*Channel)(nil)
	_ channel.Editor    = (*Channel)(nil)
	_ channel.Revoker   = (*Channel)(nil)
	_ channel.Receipter = (*Channel)(nil)
	_ channel.Fetcher   = (*Channel)(nil)
)

// trouble logs what went wrong, unless it went wrong because ctx ended: a stop is no error.
func (c *Channel) trouble(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		c.log.Error(what, "err", err)
	}
}

// Open opens the file, or makes it. It talks to nobody: WhatsApp out of reach must not keep the other channels from starting.
func Open(ctx context.Context, o Options) (*Channel, error) {
	if o.Path == "" || o.Seal == nil {
		return nil, errors.New("open whatsapp: a path and a seal are needed")
	}
	c := &Channel{o: o, slot: make(chan struct{}, 1), news: make(chan struct{}, 1), chats: newChats(), poke: make(chan struct{})}
	c.defaults()
	if o.Version != "" {
		v, err := wastore.ParseVersion(o.Version)
		if err != nil {
			return nil, fmt.Errorf("open whatsapp: the version is not three numbers with dots, as in %s", wastore.GetWAVersion())
		}
		c.pinned = v
	}
	introduce()
	quiet(c.log)
	var err error
	if c.file, err = openFile(ctx, o.Path, o.Seal, c.log); err != nil {
		return nil, fmt.Errorf("open whatsapp: %w", err)
	}
	if c.health, err = loadHealth(ctx, c.file, c.o.Now); err != nil {
		return nil, errors.Join(fmt.Errorf("open whatsapp: %w", err), c.file.close())
	}
	c.offline.begin(c.o.Now())
	return c, nil
}

func (c *Channel) defaults() {
	o := &c.o
	if o.Name == "" {
		o.Name = "Lopo"
	}
	if o.Typing == 0 {
		o.Typing = 900 * time.Millisecond
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = sleep
	}
	if o.Timeout == 0 {
		o.Timeout = 25 * time.Second
	}
	if o.HTTP == nil {
		o.HTTP = outside()
	}
	c.log = o.Log.With("channel", Name)
}

// Close closes the file. Call it after Receive, Link and every Send have returned.
func (c *Channel) Close() error {
	c.o.HTTP.CloseIdleConnections()
	if err := c.file.close(); err != nil {
		return fmt.Errorf("close whatsapp: %w", err)
	}
	return nil
}

// Name is "whatsapp".
func (c *Channel) Name() string { return Name }

// Capabilities: no buttons, since phones do not show those of devices like ours; a repeated key is sent under the same id, and once we know
// that it was taken, not again.
func (c *Channel) Capabilities() channel.Capabilities {
	return channel.Capabilities{OwnID: true, Media: true, Receipts: true, MaxText: maxText, Notices: Notices}
}

// Linked reports whether a device is linked, whatever its health.
func (c *Channel) Linked(ctx context.Context) (bool, error) {
	d, err := c.file.device(ctx)
	return d != nil, err
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
