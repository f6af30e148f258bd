package store

import (
	"context"
	"errors"
)

// ErrStale is returned by Sessions.Save when somebody else has moved the session on.
var ErrStale = errors.New("session was changed by another turn")

// Sessions keeps the place of every chat between turns. It is one of the two interfaces of the program with several implementations:
// store/redis, and store/sqlite where there is no Redis. Package sessionstest proves both.
type Sessions interface {
	// Load returns the session of a chat; the zero Session with Of set when there is none.
	Load(ctx context.Context, of Address) (Session, error)

	// Save keeps s when the stored revision is s.Rev-1, or s.Rev already (the same save repeated), or nothing is stored; else ErrStale.
	Save(ctx context.Context, s Session) error

	// Drop removes the session of a chat; no error when there is none.
	Drop(ctx context.Context, of Address) error
}
