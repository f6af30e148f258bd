package channel

import "time"

// Limits are how quickly notices may go out through the account behind a channel. Answers are not held by them. What is zero does not limit.
// Staff may set other numbers, see package broadcast.
type Limits struct {
	AtOnce    int     // sends in hand at the same time; 0: one
	PerSecond float64 // the most in any second, evenly spaced
	PerMinute int     // the most in any minute
	FirstDay  int     // the most on an account's first day of notices …
	PerDay    int     // … growing to this within two weeks

	PeopleMost int // to so many people one by one a single notice goes; to more only if an administrator lets it
	HeardDays  int // only to people who wrote within so many days

	Gap, GapMost             time.Duration // between two, at random from the one to the other
	RestAfter, RestAfterMost int           // after so many, at random, …
	Rest, RestMost           time.Duration // … a longer pause, at random

	SameGroup time.Duration // between two into the same group
	Waking    bool          // only in the hours in which people are awake: the phone rings
}
