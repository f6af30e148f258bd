// Package account watches the accounts behind the channels: what may go out through each now, what of it staff must know and release, and
// that they are told. The channel says how its account is doing (channel.Reporter); the ledger keeps it, for staff's commands and for the
// next start. A channel that does not report is always well, until a send of it says otherwise.
package account

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/store"
	"lopo/store/sqlite"
)

// Options of Accounts.
type Options struct {
	Ledger   *sqlite.Ledger
	Channels []channel.Channel
	Clock    clock.Clock
	Log      *slog.Logger
}

// Accounts is the room. It is safe for many goroutines.
type Accounts struct {
	Options
	reporters map[string]channel.Reporter

	mu      sync.Mutex
	kept    map[string]store.Account // as the ledger has them
	stopped map[string]int           // notices wait, and the ledger is being told
}

// New makes the room. Until Look has read the ledger, what staff hold is not known.
func New(o Options) *Accounts {
	a := &Accounts{Options: o, reporters: map[string]channel.Reporter{}, kept: map[string]store.Account{}, stopped: map[string]int{}}
	for _, c := range o.Channels {
		if r, ok := c.(channel.Reporter); ok {
			a.reporters[c.Name()] = r
		}
	}
	return a
}

// Health is how the account of a channel is doing now.
func (a *Accounts) Health(name string) channel.Health {
	if r := a.reporters[name]; r != nil {
		return r.Health()
	}
	return channel.Health{State: channel.Up}
}

// May reports whether a message may go out through a channel now. What may not stays queued and is not counted as tried.
func (a *Accounts) May(name string, p store.Priority) bool {
	h := a.Health(name)
	if p == store.Bulk {
		a.mu.Lock()
		defer a.mu.Unlock()
		return h.Bulk() && a.kept[name].Held.IsZero() && a.stopped[name] == 0
	}
	return h.State == channel.Up || h.State == channel.Limited
}

// Hold names the channels through which nothing, or no notice, may go now.
func (a *Accounts) Hold() (h sqlite.Hold) {
	for _, c := range a.Channels {
		switch name := c.Name(); {
		case !a.May(name, store.Reply):
			h.All = append(h.All, name)
		case !a.May(name, store.Bulk):
			h.Notices = append(h.Notices, name)
		}
	}
	return h
}

// Restrict notes that a send was refused because the account is limited: its notices wait for staff from now on.
func (a *Accounts) Restrict(ctx context.Context, name, why string, until time.Time) error {
	if !a.stop(name) {
		return nil
	}
	defer a.written(name)
	return a.change(ctx, name, func(now store.Account, at time.Time) store.Account {
		if now.State == "" {
			now.State, now.Since, now.Linked = string(channel.Up), at, true
		}
		if now.Until.Before(until) {
			now.Until = until
		}
		if now.Held.IsZero() {
			now.Held, now.Cause = at, why
		}
		now.Told = string(channel.Limited)
		return now
	}, channel.Health{State: channel.Limited, Why: why, Until: until})
}

// stop lets no notice of a channel out from here on; false when that was so before.
func (a *Accounts) stop(name string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.kept[name].Held.IsZero() {
		return false
	}
	a.stopped[name]++
	return true
}

func (a *Accounts) written(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped[name]--
}

// Look writes down what has changed since it last looked, tells staff, and takes notice of what they released.
func (a *Accounts) Look(ctx context.Context) error {
	list, err := a.Ledger.Accounts(ctx)
	if err != nil {
		return err
	}
	kept := map[string]store.Account{}
	for _, k := range list {
		kept[k.Channel] = k
	}
	a.mu.Lock()
	a.kept = kept
	a.mu.Unlock()
	for name, r := range a.reporters {
		h, now := r.Health(), a.Clock.Now()
		if next(kept[name], h, now) == kept[name] {
			continue
		}
		err := a.change(ctx, name, func(was store.Account, at time.Time) store.Account {
			was.Channel = name
			return next(was, h, at)
		}, h)
		if err != nil {
			return err
		}
	}
	return nil
}

// change rewrites what is kept of an account, and tells staff in the same transaction where they do not know yet.
func (a *Accounts) change(ctx context.Context, name string, edit func(store.Account, time.Time) store.Account, h channel.Health) error {
	var was, is store.Account
	err := a.Ledger.Do(ctx, func(tx *sqlite.Tx) (err error) {
		if was, err = tx.Account(name); err != nil {
			return err
		}
		now := a.Clock.Now()
		is = edit(was, now)
		if err := tx.PutAccount(is); err != nil {
			return err
		}
		if !news(was, is) {
			return nil
		}
		return a.tell(tx, is, h, now)
	})
	if err != nil {
		return fmt.Errorf("account of %s: %w", name, err)
	}
	a.mu.Lock()
	a.kept[name] = is
	a.mu.Unlock()
	if is.State != was.State || is.Held != was.Held {
		level := slog.LevelInfo
		if lost(channel.State(is.State), is.Linked) {
			level = slog.LevelWarn
		}
		a.Log.Log(ctx, level, "account", "channel", name, "state", is.State, "why", is.Why, "until", is.Until, "notices_held", !is.Held.IsZero())
	}
	return nil
}

// tell puts the news before every member of staff who can act on it, in the chats that are not on the channel in trouble nor on another
// one that is down.
func (a *Accounts) tell(tx *sqlite.Tx, is store.Account, h channel.Health, now time.Time) error {
	chats, err := tx.StaffChats(now)
	if err != nil {
		return err
	}
	for _, c := range chats {
		if c.Role != store.Admin && c.Role != store.Operator || c.Of.Channel == is.Channel || !a.reaches(c.Of.Channel) {
			continue
		}
		m := store.Message{ID: fmt.Sprintf("account:%s:%s:%d", is.Channel, is.Told, now.UnixMilli()), From: c.Of, Text: "account", Of: is.Channel,
			Start: words(is, h)}
		if err := tx.Schedule(m, now, now); err != nil {
			return err
		}
	}
	return nil
}

// words are the state as it is handed to the conversation: "limited#<until, ms>#<held or empty>#<why>".
func words(is store.Account, h channel.Health) string {
	until, held := int64(0), ""
	if !h.Until.IsZero() {
		until = h.Until.UnixMilli()
	}
	if !is.Held.IsZero() {
		held = "held"
	}
	return fmt.Sprintf("%s#%d#%s#%s", is.Told, until, held, h.Why)
}

// reaches reports whether a channel exists and is up.
func (a *Accounts) reaches(name string) bool {
	for _, c := range a.Channels {
		if c.Name() == name {
			return a.Health(name).State == channel.Up
		}
	}
	return false
}
