package store

import (
	"strings"
	"time"
)

// Address is a conversation on one channel: where a message comes from and where an answer goes.
type Address struct {
	Channel string `json:"channel"` // the channel's name, for example "webchat"
	Chat    string `json:"chat"`    // the channel's own id of the conversation
}

// Kind says what a message is, in words that every channel shares.
type Kind string

const (
	Text     Kind = "text"
	Tap      Kind = "tap"      // a choice was tapped: Text is what typing it would have sent, Ask the question it belongs to
	Edited   Kind = "edited"   // the message Of now reads Text
	Card     Kind = "contact"  // a contact card; Phone only when it is the sender's own
	Location Kind = "location" // Lat and Lon
	Image    Kind = "image"
	Video    Kind = "video"
	Voice    Kind = "voice"
	Sticker  Kind = "sticker"
	Document Kind = "document"
	Poll     Kind = "poll"
	Unknown  Kind = "unknown"  // something this program has no word for
	Deleted  Kind = "deleted"  // the message Of was taken back
	Reaction Kind = "reaction" // never answered
	Blocked  Kind = "blocked"  // the person no longer wants our messages
	Returned Kind = "returned" // the person opened the conversation again
	Muted    Kind = "muted"    // in a group: we may read there, and not write
	Garbled  Kind = "garbled"  // something was written that the platform could not decipher; it may still come, as a message of its own
	Call     Kind = "call"     // the person rang; the channel has refused the call
	Hand     Kind = "hand"     // a person of staff wrote to this chat by hand, past the program: Text is not kept
	Parked   Kind = "parked"   // could not be decoded: Text is its raw form, From.Chat may be empty; kept for staff, never answered
	Event    Kind = "event"    // from ourselves, something that fell due: Text names it, Of is what it is about
)

// Message is one thing that reached us. Channels make it; nothing platform-specific goes further than this.
type Message struct {
	ID     string    `json:"id"` // the platform's id, unique within the chat, also after a restart
	From   Address   `json:"from"`
	Kind   Kind      `json:"kind"`
	Text   string    `json:"text,omitempty"`
	Ask    string    `json:"ask,omitempty"`    // Tap: the Outgoing.Ask of the question that carried the choice
	Of     string    `json:"of,omitempty"`     // Edited, Deleted: the ID of the message meant; Event: its subject
	Start  string    `json:"start,omitempty"`  // what a deep link carried; untrusted
	Phone  string    `json:"phone,omitempty"`  // the sender's own number in E.164, when the platform vouches for it
	Was    string    `json:"was,omitempty"`    // the Chat under which the same person was known until now: what is kept of her moves to From
	Queued bool      `json:"queued,omitempty"` // it waited at the platform while we were away; see channel.CatchUp
	More   bool      `json:"more,omitempty"`   // another queued message of the same chat follows: its answer tells for this one too
	Name   string    `json:"name,omitempty"`   // how the person is called on the platform; untrusted
	Sender string    `json:"sender,omitempty"` // who wrote, in a group; empty one-to-one
	Group  bool      `json:"group,omitempty"`
	Called bool      `json:"called,omitempty"` // in a group: the bot was addressed, by command or by name
	Lat    float64   `json:"lat,omitempty"`
	Lon    float64   `json:"lon,omitempty"`
	File   string    `json:"file,omitempty"` // Image, Document, one-to-one: by which its channel finds what was sent, for a while; see channel.Fetcher
	At     time.Time `json:"at"`             // when it was sent, by the platform's clock
}

// Wrote reports whether the person has said something with it that makes her known to us. A call, what cannot be read and what staff wrote to
// her do not: her first words are still to come.
func (m Message) Wrote() bool { return m.Kind != Garbled && m.Kind != Call && m.Kind != Hand }

// Sign reports whether the message shows that the person is there and uses the chat: not what falls due, nor what she takes back.
func (m Message) Sign() bool {
	switch m.Kind {
	case Event, Parked, Blocked, Muted, Deleted:
		return false
	}
	return m.Wrote()
}

// Choice is one numbered answer. In Session.Shown, Value is what the answer means; in Outgoing.Choices, Value is what the resident types.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Priority orders what waits to be sent.
type Priority int

const (
	Reply Priority = iota // an answer to somebody who wrote; always first
	Bulk                  // a notice to many
)

// Outgoing is one message to be sent. Text is complete without any button, see Plain, and without Media, which not everybody gets.
type Outgoing struct {
	Key      string    `json:"key"` // unique for ever: chat / id of the message it answers / n
	To       Address   `json:"to"`
	Text     string    `json:"text"`
	Choices  []Choice  `json:"choices,omitempty"`
	Ask      string    `json:"ask,omitempty"`      // names the open question, at most 24 bytes; a tap brings it back
	WantTel  bool      `json:"want_tel,omitempty"` // a channel that can, offers a button that shares the person's own number
	Private  bool      `json:"private,omitempty"`  // sent to a group: a channel that can, adds a link to the one-to-one chat
	Last     bool      `json:"last,omitempty"`     // the answer to an erasure: nothing of it stays once it is out
	Media    *Media    `json:"media,omitempty"`    // goes with the text; nil: nothing does
	Topic    string    `json:"topic,omitempty"`    // a notice: what it is about; it goes to nobody who has stopped that, and not at night
	Priority Priority  `json:"priority,omitempty"`
	Due      time.Time `json:"due"`
	Tries    int       `json:"tries,omitempty"`
	Paced    bool      `json:"-"` // a notice whose sender keeps the pace of the account: the channel need not
}

// Plain is the text followed by its choices, one to a line. It is what a channel without buttons sends.
func (o Outgoing) Plain() string {
	s := o.Text
	for i, c := range o.Choices {
		if i == 0 {
			s += "\n"
		}
		s += "\n" + c.Typed()
	}
	return s
}

// Typed says what to type for a choice of an Outgoing: "1. Menjahit", or "YA = kirim" where it is a word.
func (c Choice) Typed() string {
	if c.Value < ":" { // a number
		return c.Value + ". " + c.Label
	}
	return strings.ToUpper(c.Value) + " = " + c.Label
}
