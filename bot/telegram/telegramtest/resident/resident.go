// Package resident is an applicant at work on the stand-in, tapping and typing by turns. Load and kill tests send hundreds of her.
package resident

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"lopo/bot/channel/channeltest/applicant"
	"lopo/bot/telegram/telegramtest"
)

// Resident is one of them. Her fields may be read when Register has returned.
type Resident struct {
	*telegramtest.Person
	*applicant.Applicant
	Name     string          // hers, on Telegram and in the form
	Sent     int             // messages and taps
	Repeated int             // messages of the bot that she had before: Telegram has no key that would hide a second send
	Waits    []time.Duration // from each message of hers to the first answer

	n      int
	read   int // messages of her inbox
	seen   map[string]bool
	waited bool // an answer has come since she last wrote
	wrote  time.Time
}

// New is the n-th resident of a server.
func New(s *telegramtest.Server, n int) *Resident {
	a := applicant.New(n)
	return &Resident{Person: s.Person(int64(1_000_000+n), a.Name), Applicant: a, Name: a.Name, n: n, seen: map[string]bool{}}
}

// Register talks until she has what she came for.
func (r *Resident) Register(ctx context.Context) error {
	r.say(applicant.Hello)
	for {
		inbox, err := r.Wait(ctx, r.read+1)
		if err != nil {
			return fmt.Errorf("resident %d after %q: %w", r.n, r.last(inbox), err)
		}
		for ; r.read < len(inbox); r.read++ {
			err := r.answer(inbox[r.read])
			if errors.Is(err, applicant.ErrDone) {
				r.read++
				return nil
			}
			if err != nil {
				return fmt.Errorf("resident %d: %w", r.n, err)
			}
		}
	}
}

func (r *Resident) last(inbox []telegramtest.Seen) string {
	if len(inbox) == 0 {
		return ""
	}
	return inbox[len(inbox)-1].Text
}

// answer reads one message of the bot.
func (r *Resident) answer(m telegramtest.Seen) error {
	key, said := m.Text, applicant.Message{Text: m.Text}
	for _, b := range m.Buttons {
		said.Options = append(said.Options, b.Text)
	}
	if len(m.Buttons) > 0 {
		key += m.Buttons[0].Data // names the question
	}
	if r.seen[key] && (!applicant.Asks(said) || !r.waited) { // after something new the same question may be put again
		r.Repeated++
		return nil
	}
	r.seen[key] = true
	if !r.waited {
		r.waited, r.Waits = true, append(r.Waits, time.Since(r.wrote))
	}
	move, err := r.Answer(said)
	switch {
	case err != nil:
		return err
	case move.Say != "":
		r.say(move.Say)
	case move.Pick != "":
		return r.choose(m, move.Pick)
	}
	return nil
}

func (r *Resident) say(text string) {
	r.Sent, r.waited, r.wrote = r.Sent+1, false, time.Now()
	r.Say(text)
}

// choose takes an option by tap, or by typing its number.
func (r *Resident) choose(m telegramtest.Seen, option string) error {
	number, _, numbered := strings.Cut(option, ". ")
	if numbered && (r.n+r.Sent)%3 == 0 {
		r.say(number)
		return nil
	}
	r.Sent, r.waited, r.wrote = r.Sent+1, false, time.Now()
	return r.TapOn(m.ID, option)
}
