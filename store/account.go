package store

import "time"

// Account is how the account behind a channel is doing, as it is kept for staff and for the next start.
type Account struct {
	Channel string
	State   string // a channel.State
	Why     string
	Since   time.Time // when the state began
	Until   time.Time // when the platform says it ends; zero: not known
	Linked  bool      // it was up once
	Held    time.Time // since when notices wait for a member of staff; zero: they do not
	Cause   string    // why they wait
	Told    string    // the state that staff were last told of
}
