package channel

import "time"

// State says how the account behind a channel is doing. The set is closed.
type State string

const (
	Up         State = "up"         // all goes through
	Connecting State = "connecting" // trouble that mends itself
	Limited    State = "limited"    // people who write are answered; the platform frowns on messages to others
	Banned     State = "banned"     // nothing goes through until Health.Until
	Unlinked   State = "unlinked"   // there is no account, or the platform has removed this device: somebody must link it (again)
	Replaced   State = "replaced"   // the same account runs somewhere else
	Outdated   State = "outdated"   // the platform finds this program too old
	Shut       State = "shut"       // the platform does not let us in, for a reason of its own
)

// Health is the state of an account, and what staff must know of it.
type Health struct {
	State State
	Why   string    // for staff and logs: no text, name, number or token
	Until time.Time // when the platform says it ends; zero: not known, or it does not end by itself
}

// Bulk reports whether notices may go out.
func (h Health) Bulk() bool { return h.State == Up }

// Reporter is kept by channels whose account can be limited or lost. Health is asked often, and from many goroutines.
type Reporter interface {
	Health() Health
}
