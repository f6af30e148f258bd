package channel

import (
	"errors"
	"fmt"
	"time"
)

// Class is what a failed send means for the message. The set is closed.
type Class int

const (
	Retry      Class = iota // nothing arrived; try again with back-off
	Throttled               // nothing arrived; this chat (or all, see Error.All) waits until Error.Until. Not counted as a try
	Uncertain               // it may have arrived: a reply is sent once more, a notice never
	Gone                    // the person blocked us, left or never existed; until she writes again nothing reaches her
	Refused                 // our fault: the platform will never take this message
	Restricted              // the account itself is limited until Error.Until (zero: unknown)
)

func (c Class) String() string {
	return [...]string{"retry", "throttled", "unknown", "gone", "refused", "restricted"}[c]
}

// Error is the only error that Channel.Send returns. Why is for staff and logs: it holds no text, name, number or token.
//
// A group can get another id, and what is sent to the old one does not arrive. Then Class is Retry, and Moved is the chat that it is from now on:
// whoever keeps the message under the old one moves it. The channel itself remembers too, as long as it runs, so a second try to the old chat works.
type Error struct {
	Class Class
	Until time.Time // Throttled, Restricted
	All   bool      // Throttled: the whole channel waits, not this chat alone
	Moved string    // Retry: Address.Chat of the same chat from now on; "": it has not moved
	Muted bool      // Gone: we are in this group and may not write there, which may change without our being told
	Why   string
}

func (e *Error) Error() string { return fmt.Sprintf("send: %s: %s", e.Class, e.Why) }

// Classify returns the family member that err is. An error from outside the family counts as Uncertain, the careful reading.
func Classify(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Class: Uncertain, Why: fmt.Sprintf("%T", err)}
}
