// Package channel is the contract that every way to talk to residents keeps. Package channeltest proves it.
package channel

import (
	"context"

	"lopo/store"
)

// Deliver takes messages in. It returns only when they are on disk (or known from before), in the order given; only then may the channel
// acknowledge them to its platform. After an error nothing may be acknowledged: the channel delivers the same messages again later.
// It is safe to call from several goroutines and never waits for an answer to be made or sent.
type Deliver func(ctx context.Context, messages ...store.Message) error

// Channel is one way to talk to residents.
type Channel interface {
	// Name is the Address.Channel of its chats: lower case, stable for ever, since it is stored.
	Name() string

	// Receive hands every message that arrives to deliver until ctx ends, or nothing can arrive any more (a pipe was closed), then returns
	// nil with nothing of its own left running. It outlives trouble of the platform by itself; it returns an error only when it can never
	// work (a refused token).
	Receive(ctx context.Context, deliver Deliver) error

	// Send sends one message and returns the platform's id of it. It is called from many goroutines, never twice at the same time for
	// one chat, and blocks at most 40 s. Its error is always one of the family in errors.go. It must not change the message.
	//
	// Media goes out with the text under it where that fits, else in front of the text. Where the file cannot be sent for good (it is not on
	// disk, the platform will not have it, files are not allowed in this group), the text goes out alone and the send has worked.
	Send(ctx context.Context, m store.Outgoing) (id string, err error)

	// Capabilities says what the platform can do. It may be called at any time and does not change.
	Capabilities() Capabilities
}

// Capabilities of a platform.
type Capabilities struct {
	Buttons    bool   // choices can be tapped
	OwnID      bool   // a send repeated under the same Outgoing.Key reaches the person once
	TapsExpire bool   // taps are lost in a long outage, so open questions are asked again after one
	Media      bool   // Outgoing.Media is sent; without it the text goes alone
	Receipts   bool   // the platform tells how far a message came: see Receipter. Without it nobody knows, which is not the same as nobody read it
	Notices    Limits // how quickly notices may go out
	MaxText    int    // UTF-16 units in one message; 0: no limit. Longer text is split by the channel
}

// Typer is kept by channels that can show that an answer is being written. It never fails aloud.
type Typer interface {
	Typing(ctx context.Context, chat string)
}

// Forgetter is kept by channels that store messages of their own. Forget removes all of one chat; it may be called twice.
type Forgetter interface {
	Forget(ctx context.Context, chat string) error
}

// Editor is kept by channels that can change what they sent. Edit makes the message that Send gave this id for read as m does: its text alone
// is replaced, choices go, and m.Media is what was sent with it, unchanged. Done twice it is done. Its error is of the family: Refused means that
// this message can no longer be changed (too old, taken back, or the new text does not fit where the old one was), so that only a new message
// helps.
type Editor interface {
	Edit(ctx context.Context, id string, m store.Outgoing) error
}

// Revoker is kept by channels that can take back what they sent, from everybody's screen. Done twice it is done. Its error is of the family:
// Refused means that it is too late, or that the message was not ours.
type Revoker interface {
	Revoke(ctx context.Context, to store.Address, id string) error
}

// Fetcher is kept by channels that can bring what somebody sent. Fetch returns the bytes behind a Message.File, if there are no more than most.
// Whose bytes they are nobody has looked at: they are a stranger's. Nothing is fetched of residents; staff send pictures to be passed on. Its error is
// of the family: Refused means that it is too large, or not there any more.
type Fetcher interface {
	Fetch(ctx context.Context, file string, most int) ([]byte, error)
}

// Take takes receipts in. It returns when they are on disk; after an error the same come again later. What it does not know it passes over.
type Take func(ctx context.Context, news ...store.Receipt) error

// Receipter is kept by channels whose Capabilities say Receipts. Receipts hands the news of notices (Bulk; nobody asks for those of answers) to
// take, in batches, until ctx ends, then returns nil. What came while nobody asked, or while the program was down, is handed over when somebody
// does; what take has taken may come again, so take only ever raises what it has.
//
// This is a call beside Receive and not a kind of message: news of the platform is no turn of a conversation. It has no session and no answer, it
// must not stand in a chat's lane behind or before what she wrote, and there are two or three of it for every message that goes out.
type Receipter interface {
	Receipts(ctx context.Context, take Take) error
}

// CatchUp is kept by channels whose platform hands over at once what was written while we were away, marked as Queued. CaughtUp returns
// when nothing more of that is to come, or ctx ends; it may say so too early after long silence of the platform, never hang. The desk asks
// before it handles a Queued message, so that somebody who wrote five times is answered once.
type CatchUp interface {
	CaughtUp(ctx context.Context) error
}
