// Package applicant is what somebody says who wants a seat in a training: her answer to each message of the bot, on any channel, until she is
// registered and has seen her number under STATUS. The residents of each channel's stand-in give her a mouth and ears.
package applicant

import (
	"errors"
	"fmt"
)

// Applicant is one of them. Each has a name, a birth date and a NIK of her own.
type Applicant struct {
	Name     string
	Training string // a word of the training she wants; "": one of those offered, by turns
	Number   string // of her application, once she has it

	n     int
	asked map[string]int // how often each question was put
}

// Message is one of the bot's, as she sees it.
type Message struct {
	Text    string
	Options []string // "1. Menjahit"
}

// Move is what she does: types something, or takes an option. Nothing at all, when the message was only a notice.
type Move struct{ Say, Pick string }

// ErrDone ends a conversation well.
var ErrDone = errors.New("done")

// Hello is how she begins.
const Hello = "halo"

// circles is how often a question may come again before she gives up.
const circles = 4

// New is the n-th of them.
func New(n int) *Applicant { return &Applicant{Name: name(n), n: n, asked: map[string]int{}} }

// Asks says whether a message wants an answer of her.
func Asks(m Message) bool { return find(m.Text) != nil }

// Answer reads one message of the bot.
func (a *Applicant) Answer(m Message) (Move, error) {
	l := find(m.Text)
	if l == nil {
		return Move{}, nil // the question is still to come
	}
	if a.asked[l.words]++; a.asked[l.words] > circles {
		return Move{}, fmt.Errorf("asked %q again and again", l.words)
	}
	return l.answer(a, m)
}
