// Package schedule sees to what is due: reminders and staff's messages in the inbox, sends that wait in the outbox, the accounts behind the channels, sessions to hand back to
// their keeper, data that are older than they may be. Everything due is a row; this room only looks at the clock.
package schedule

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"lopo/bot/account"
	"lopo/bot/broadcast"
	"lopo/bot/clock"
	"lopo/bot/desk"
	"lopo/bot/outbox"
	"lopo/bot/poster"
	"lopo/store/sqlite"
)

const (
	look   = time.Second      // between two looks at what is due
	alive  = 30 * time.Second // between two notes that the program runs
	tidy   = time.Hour        // between two rounds of the retention
	sweep  = 24 * time.Hour   // between two looks for files that nobody names any more
	outage = 150 * time.Second

	digestEvery = 10 * time.Minute
	active      = 2 * time.Hour
)

// Schedule is the room.
type Schedule struct {
	Ledger   *sqlite.Ledger
	Desk     *desk.Desk
	Outbox   *outbox.Outbox
	Notices  *broadcast.Broadcast
	Accounts *account.Accounts
	Shelf    *poster.Shelf // nil: there are no files
	Clock    clock.Clock
	Log      *slog.Logger

	mu            sync.Mutex // held by Tick
	noted, tidied time.Time
	swept         time.Time
	digested      time.Time // when the digests of vacancies were last looked after
}

// Run looks until ctx ends, or another process has taken the ledger over: then it returns sqlite.ErrTaken.
func (s *Schedule) Run(ctx context.Context) error {
	for {
		if err := s.Ledger.StillMine(ctx); errors.Is(err, sqlite.ErrTaken) {
			return err
		}
		s.Tick(ctx)
		if s.Clock.Until(ctx, s.Clock.Now().Add(look)) != nil {
			return nil
		}
	}
}

// Tick looks once. What fails is logged and tried at the next look. Run calls it, and the terminal after each line of its user.
func (s *Schedule) Tick(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Clock.Now()
	s.try(ctx, "accounts", s.Accounts.Look(ctx)) // first: what staff are told of it, and what may go out again, is due now
	if now.Sub(s.noted) >= alive {               // before the inbox, where staff are told of it
		s.try(ctx, "tickets", s.Ledger.CarryUp(ctx, now))
	}
	s.digests(ctx, now)
	s.try(ctx, "inbox", s.Desk.Due(ctx))
	s.try(ctx, "outbox", s.Outbox.Due(ctx))
	s.Notices.Look()
	if now.Sub(s.noted) >= alive {
		s.noted = now
		s.Desk.Flush()
		s.Desk.Forget(ctx)
		s.try(ctx, "note", s.Ledger.NoteAlive(ctx, now))
	}
	if now.Sub(s.tidied) >= tidy {
		s.tidied = now
		s.try(ctx, "retention", s.Ledger.Retain(ctx, now))
	}
	if s.Shelf != nil && now.Sub(s.swept) >= sweep {
		s.swept = now
		s.try(ctx, "files", s.sweep(ctx, now))
	}
}

// sweep takes files off the shelf that no announcement names. A draft has named its own before the turn in which it came was over.
func (s *Schedule) sweep(ctx context.Context, now time.Time) error {
	list, err := s.Ledger.NamedFiles(ctx)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, f := range list {
		named[f.Sum] = true
	}
	n, err := s.Shelf.Sweep(now.Add(-poster.Grace), func(sum string) bool { return named[sum] })
	if n > 0 {
		s.Log.Info("files that no announcement names are gone", "count", n)
	}
	return err
}

// digests makes the digests of new vacancies, once a day; it looks a few times an hour whether it is time.
func (s *Schedule) digests(ctx context.Context, now time.Time) {
	if now.Truncate(digestEvery).Equal(s.digested) {
		return
	}
	n, more, err := s.Ledger.Digests(ctx, now)
	s.try(ctx, "digests", err)
	if !more {
		s.digested = now.Truncate(digestEvery)
	}
	if n > 0 {
		s.Log.Info("telling of new vacancies", "chats", n)
	}
}

// Recover asks again what was open before a long outage, on channels where taps made meanwhile are lost without a trace (see
// channel.Capabilities.TapsExpire). Call it once, at the start, before the channels receive.
func (s *Schedule) Recover(ctx context.Context, channels []string) {
	now := s.Clock.Now()
	last, err := s.Ledger.LastAlive(ctx)
	if err != nil || last.IsZero() || now.Sub(last) < outage {
		s.try(ctx, "recover", err)
		return
	}
	for _, name := range channels {
		n, err := s.Ledger.AskAgain(ctx, name, last.Add(-active), now)
		s.try(ctx, "recover", err)
		if n > 0 {
			s.Log.Info("asking open questions again after an outage", "channel", name, "chats", n, "since", last)
		}
	}
}

// try logs a failure, unless it is only that we are told to stop.
func (s *Schedule) try(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		s.Log.Error("schedule", "what", what, "err", err)
	}
}
