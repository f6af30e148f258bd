// Package channeltest proves that a channel keeps the contract of package channel. Every channel runs it unchanged:
//
//	func TestChannel(t *testing.T) { channeltest.Run(t, newWorld) }
//
// What a platform cannot do is asked of its Capabilities and of the optional interfaces below; those parts are then left out.
package channeltest

import (
	"context"
	"testing"

	"lopo/bot/channel"
	"lopo/store"
)

// World is a channel with a fake outside: the platform and its residents. Each part of the suite gets a fresh one.
//
// Residents are numbered from 0. A resident's client behaves as real ones do: what she says is taken by the platform even while nothing
// receives, or the client keeps trying by itself until it is; Say never waits for that.
type World interface {
	// Channel is the channel under test, the same at every call. The suite starts and ends Receive.
	Channel() channel.Channel

	// Residents is how many can talk at once, at least 1. Parts that need several are left out when it is 1.
	Residents() int

	// Say is a resident writing a text. It returns at once.
	Say(resident int, text string)

	// Seen waits until at least n messages of the bot are before the resident, and returns all that she has seen, in order.
	Seen(ctx context.Context, resident, n int) ([]Seen, error)

	// Close ends the outside. Nothing of it may be running afterwards.
	Close()
}

// Seen is one message of the bot as a resident has it before her: its visible text, with the choices written in it wherever the channel
// puts them. A message that was changed is seen as it reads now, one that was taken back is not seen.
type Seen struct {
	Text string
	File []byte // what she has when she opens the picture or the document; nil: there is none
}

// Tapper is kept by worlds whose Capabilities say Buttons. Tap taps the newest choice with this label that is visible.
type Tapper interface {
	Tap(resident int, label string) error
}

// Breaker is kept by worlds whose platform can fail. Break makes sends to the resident fail in the way that means class, until Heal; it
// reports false when there is no such failure. All residents the suite breaks have written before.
type Breaker interface {
	Break(resident int, class channel.Class) bool
	Heal()
}

// Holder is kept by worlds that can keep the sends to one resident waiting on the platform until release is called.
type Holder interface {
	Hold(resident int) (release func())
}

// Restarter is kept by worlds whose platform outlives the program: Restart gives a new channel that meets the same outside. It is called
// after Receive of the old one has returned.
type Restarter interface {
	Restart() channel.Channel
}

// Reader is kept by worlds whose Capabilities say Receipts. Read is the resident looking at all that is before her.
type Reader interface {
	Read(resident int) error
}

// Shower is kept by worlds whose channel is a Fetcher. Show is a resident sending a picture or a document.
type Shower interface {
	Show(resident int, kind store.Kind, data []byte)
}

// Maker makes a world. A channel that sends files is made with Files.
type Maker func(t *testing.T) World
