package store

import "time"

// Receipt is the news that a message which we sent has come to its reader. There is more than one of a message, and they may come late, twice
// and in any order: a read message was delivered, and later news of the delivery does not undo that. Where a platform lets people hide that
// they read, the absence of a receipt says nothing.
type Receipt struct {
	To   Address   // of the chat; in a group it is the first member who has the message
	ID   string    // what Channel.Send returned
	Read bool      // it was opened; else it is on her device
	At   time.Time // by the platform's clock
}
