// Package flows is how we talk. It decides: given where a chat stands, the facts and a message, what is said, what changes, and where the
// chat stands then. It is pure: no network, no database, no clock, no randomness; the same input gives the same output, byte for byte.
package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
)

// Flow is a conversation about one matter. The next question is always the first step whose condition holds and whose slot is empty, so
// corrections, answers given in advance and changed flows need no code of their own.
type Flow struct {
	Name    string // stored in sessions: stable for ever
	Version int    // raised with every change of steps or slots
	Free    bool   // its question only offers what can be done: words may be about anything
	Form    bool   // the answers are kept as a draft when the flow is left, and "lanjut" goes on with them
	Steps   []Step
}

// Step is one question.
type Step struct {
	Name string // stored, and the key of its texts: "<flow>.<name>.ask"
	Slot string // what the answer fills; empty: the step is never filled, Then decides what comes after it

	When    func(*Turn) bool                                // asked only when it holds; nil: always
	Options func(t *Turn, under string) []store.Choice      // numbered answers; under is the open branch of a long list
	Accept  func(t *Turn, in nlu.Input) nlu.Reading         // reads an answer in words; nil: only the options count
	With    func(*Turn) map[string]any                      // what the text of the question needs
	As      func(*Turn) *Step                               // the step of the form whose words and rules it borrows
	Then    func(t *Turn, value string)                     // after the answer was stored: say, change, move
	Why     string                                          // the slot name under "why" whose texts explain a refusal
	Kept    bool                                            // a choice before the form proper: not counted as an answer, not a correction
	Words   bool                                            // the choices are typed as words, not as numbers
	Literal string                                          // the global word that, with what it is about, is an answer here
	Any     bool                                            // any text is an answer
	Zero    bool                                            // "0" is an answer, "none of it", and not the menu: "<flow>.<step>.nothing" says so
	Grave   bool                                            // a yes cannot be taken back: one that comes long after the question does not count
	WantTel bool                                            // a channel that can, offers to share the number
	Show    func(t *Turn, value string) (label, say string) // how the review and "data saya" write the answer; label "" hides it
}

// Values of Choice that the engine itself understands.
const (
	under = ">" // ">Alak" opens a branch
	up    = "<" // back to the branches
	next  = "+" // the next page
	prev  = "-" // the page before
)

// text makes an Accept of a parser of package nlu.
func text(parse nlu.Accept) func(*Turn, nlu.Input) nlu.Reading {
	return func(_ *Turn, in nlu.Input) nlu.Reading { return parse(in) }
}

// step finds a step by name; nil when a newer version dropped it.
func (f *Flow) step(name string) *Step {
	for i := range f.Steps {
		if f.Steps[i].Name == name {
			return &f.Steps[i]
		}
	}
	return nil
}

// bySlot finds the step that fills a slot.
func (f *Flow) bySlot(slot string) *Step {
	for i := range f.Steps {
		if f.Steps[i].Slot == slot {
			return &f.Steps[i]
		}
	}
	return nil
}

// next is the first step whose condition holds and whose slot is empty.
func (f *Flow) next(t *Turn) *Step {
	for i := range f.Steps {
		s := &f.Steps[i]
		if (s.Slot == "" || t.s.Slots[s.Slot] == "") && (s.When == nil || s.When(t)) {
			return s
		}
	}
	return nil
}

// All are the flows of the program. A new one is a file, a section of words, a transcript and a line here.
func All() []*Flow {
	return []*Flow{Menu, Training, Resume, Leave, Anew, Cancel, Change, Offer, Ticket, Erase, PEM, Interest, Jobs, Minat, Lapor, Alert, Hired, Meant, Hush, Language, Subscribe, News, Link, Duty, LoanStatus, Announce, Fix}
}
