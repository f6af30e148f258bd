// Package bot builds the rooms, starts and stops them in order.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lopo/bot/account"
	"lopo/bot/broadcast"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/desk"
	"lopo/bot/outbox"
	"lopo/bot/poster"
	"lopo/bot/schedule"
	"lopo/flows"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

// Grace is how long a stop may take: turns and sends in hand are finished, the rest waits in the ledger for the next start.
const Grace = 10 * time.Second

// Options of a Bot. Its parts are opened and closed by who makes it.
type Options struct {
	Ledger   *sqlite.Ledger
	Sessions store.Sessions // nil: the ledger keeps them
	Channels []channel.Channel
	Clock    clock.Clock
	Log      *slog.Logger
	Rules    *broadcast.Rules   // how notices go out; nil: as the facts of the ledger's city say
	Shelf    *poster.Shelf      // where files that staff send for announcements are put; nil: none can be
	Chance   func() float64     // see broadcast.Options
	Backoff  time.Duration      // see desk.Options
	Trace    func(point string) // see desk.Options and outbox.Options
	Receipts channel.Take       // hears how far notices came; nil: the deliveries of announcements
}

// Bot is the running program, without its front doors (web server, command line).
type Bot struct {
	Desk     *desk.Desk
	Outbox   *outbox.Outbox
	Notices  *broadcast.Broadcast
	Schedule *schedule.Schedule

	channels []channel.Channel
	receipts channel.Take
	log      *slog.Logger
}

// New builds the rooms. Nothing runs before Start.
func New(o Options) (*Bot, error) {
	words, err := locales.Load("id")
	if err != nil {
		return nil, err
	}
	engine, err := flows.New(words, flows.All()...)
	if err != nil {
		return nil, err
	}
	if o.Sessions == nil {
		o.Sessions = sqlite.Sessions{Ledger: o.Ledger}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	accounts := account.New(account.Options{Ledger: o.Ledger, Channels: o.Channels, Clock: o.Clock, Log: o.Log})
	var d *desk.Desk
	var notices *broadcast.Broadcast
	moved := func(ctx context.Context, from, to store.Address) error {
		return d.Deliver(ctx, moved(from, to, o.Clock.Now()))
	}
	box := outbox.New(outbox.Options{Ledger: o.Ledger, Channels: o.Channels, Accounts: accounts, Clock: o.Clock, Log: o.Log, Trace: o.Trace, Moved: moved,
		Watch: func(name string, fate sqlite.Fate) { notices.Saw(name, fate) }})
	if o.Rules == nil {
		rules, err := broadcast.NewRules(o.Ledger.City())
		if err != nil {
			return nil, err
		}
		o.Rules = &rules
	}
	notices = broadcast.New(broadcast.Options{Ledger: o.Ledger, Channels: o.Channels, Accounts: accounts, Outbox: box, Words: words, Rules: *o.Rules, Shelf: o.Shelf,
		Clock: o.Clock, Log: o.Log, Chance: o.Chance, Trace: o.Trace, Moved: moved})
	if o.Receipts == nil {
		o.Receipts = notices.Receive
	}
	d = desk.New(desk.Options{Ledger: o.Ledger, Sessions: o.Sessions, Engine: engine, Outbox: box, Pace: notices, Channels: o.Channels,
		Clock: o.Clock, Log: o.Log, Backoff: o.Backoff, Trace: o.Trace})
	return &Bot{
		Desk: d, Outbox: box, Notices: notices, channels: o.Channels, receipts: o.Receipts, log: o.Log,
		Schedule: &schedule.Schedule{Ledger: o.Ledger, Desk: d, Outbox: box, Notices: notices, Accounts: accounts, Shelf: o.Shelf, Clock: o.Clock, Log: o.Log},
	}, nil
}

// moved is what a platform tells when a group gets another address, for when only a send found out.
func moved(from, to store.Address, now time.Time) store.Message {
	return store.Message{ID: "moved:" + from.Chat, From: to, Was: from.Chat, Kind: store.Returned, Group: true, At: now}
}

// Start takes up what the last run left behind.
func (b *Bot) Start(ctx context.Context) error {
	var expiring []string
	for _, c := range b.channels {
		if c.Capabilities().TapsExpire {
			expiring = append(expiring, c.Name())
		}
	}
	b.Schedule.Recover(ctx, expiring)
	if err := b.Schedule.Ledger.Claim(ctx); err != nil {
		return err
	}
	if err := b.Schedule.Accounts.Look(ctx); err != nil { // before anything is sent: staff may hold the notices of a channel
		return fmt.Errorf("look at the accounts: %w", err)
	}
	if err := b.Outbox.Due(ctx); err != nil { // first: what is decided from here on is said after it
		return fmt.Errorf("take up the outbox: %w", err)
	}
	if err := b.Notices.Ready(ctx); err != nil {
		return fmt.Errorf("read how accounts keep their pace: %w", err)
	}
	if err := b.Desk.Start(ctx); err != nil {
		return fmt.Errorf("take up the inbox: %w", err)
	}
	if err := b.Notices.Start(ctx); err != nil { // last: answers go first
		return fmt.Errorf("take up announcements: %w", err)
	}
	return nil
}

// Run starts, receives from every channel until ctx ends, and stops. A channel that can never work is logged and left out: the others go on.
// It returns early when no channel is left, and with sqlite.ErrTaken when another process has taken the ledger over.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.Start(ctx); err != nil {
		if ctx.Err() != nil { // told to stop while it took things up
			return b.Stop()
		}
		return err
	}
	var receiving, ticking sync.WaitGroup
	tickCtx, stopTicking := context.WithCancel(ctx)
	defer stopTicking()
	receiveCtx, stopReceiving := context.WithCancel(ctx)
	defer stopReceiving()
	var taken error
	ticking.Go(func() {
		if taken = b.Schedule.Run(tickCtx); taken != nil {
			stopReceiving()
		}
	})
	for _, c := range b.channels {
		if r, tells := c.(channel.Receipter); tells && b.receipts != nil {
			ticking.Go(func() { b.listen(tickCtx, c.Name(), r) })
		}
		receiving.Go(func() {
			if err := c.Receive(receiveCtx, b.Desk.Deliver); err != nil {
				b.log.Error("channel cannot work", "channel", c.Name(), "err", err)
			}
		})
	}
	receiving.Wait()
	stopTicking()
	ticking.Wait()
	return errors.Join(taken, b.Stop())
}

// listen takes in how far notices came.
func (b *Bot) listen(ctx context.Context, name string, from channel.Receipter) {
	if err := from.Receipts(ctx, b.receipts); err != nil {
		b.log.Error("receipts are not heard any more", "channel", name, "err", err)
	}
}

// Stop finishes turns and sends in hand, within Grace. The channels have stopped receiving before.
func (b *Bot) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), Grace)
	defer cancel()
	return errors.Join(named("finish notices", b.Notices.Stop(ctx)), named("finish turns", b.Desk.Stop(ctx)), named("finish sends", b.Outbox.Stop(ctx)))
}

// Settled waits until every turn is done and every answer that is due is sent.
func (b *Bot) Settled(ctx context.Context) error {
	if err := b.Desk.Settled(ctx); err != nil {
		return err
	}
	return b.Outbox.Settled(ctx)
}

func named(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
