// Package resident is an applicant at work on the stand-in: she reads the numbered options of a text and answers by number or by word.
package resident

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"lopo/bot/channel/channeltest/applicant"
	"lopo/bot/whatsapp/whatsapptest"
)

// Resident is one of them. Her fields may be read when Register has returned.
type Resident struct {
	*applicant.Applicant
	Person   *whatsapptest.Resident
	Chat     *whatsapptest.Chat // with the bot
	Sent     int                // messages
	Repeated []string           // texts of the bot that she had before, under another id
	Waits    []time.Duration    // from each message of hers to the first answer

	n      int
	read   int // messages of her inbox
	seen   map[string]bool
	waited bool // an answer has come since she last wrote
	wrote  time.Time
}

// New is the n-th resident of a server, online with a phone of her own.
func New(ctx context.Context, s *whatsapptest.Server, bot *whatsapptest.Account, n int) (*Resident, error) {
	a := applicant.New(n)
	p, err := s.Resident(ctx, Phone(n), a.Name)
	if err != nil {
		return nil, err
	}
	return &Resident{Applicant: a, Person: p, Chat: p.With(bot), n: n, seen: map[string]bool{}}, nil
}

// Phone is the n-th resident's number.
func Phone(n int) string { return fmt.Sprintf("62812%07d", 3_000_000+n) }

// Register talks until she has what she came for.
func (r *Resident) Register(ctx context.Context) error {
	if err := r.say(ctx, applicant.Hello); err != nil {
		return err
	}
	for {
		inbox, err := r.Chat.Wait(ctx, r.read+1)
		if err != nil {
			return fmt.Errorf("resident %d after %q: %w", r.n, last(inbox), err)
		}
		for ; r.read < len(inbox); r.read++ {
			err := r.answer(ctx, inbox[r.read])
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

func last(inbox []whatsapptest.Seen) string {
	if len(inbox) == 0 {
		return ""
	}
	return inbox[len(inbox)-1].Text
}

// option is a line of a menu: what to type, and what it stands for.
var option = regexp.MustCompile(`(?m)^(\d+\. |[A-Z]+ = ).+$`)

// answer reads one message of the bot.
func (r *Resident) answer(ctx context.Context, m whatsapptest.Seen) error {
	text := whatsapptest.Shown(m.Text)
	said := applicant.Message{Text: text, Options: option.FindAllString(text, -1)}
	if r.seen[text] && (!applicant.Asks(said) || !r.waited) { // after something new the same question may be put again
		r.Repeated = append(r.Repeated, text)
		return nil
	}
	r.seen[text] = true
	if !r.waited {
		r.waited, r.Waits = true, append(r.Waits, time.Since(r.wrote))
	}
	move, err := r.Answer(said)
	switch {
	case err != nil:
		return err
	case move.Say != "":
		return r.say(ctx, move.Say)
	case move.Pick != "":
		return r.say(ctx, r.typed(move.Pick))
	}
	return nil
}

// typed is how she takes an option: by its number, or now and then by its words.
func (r *Resident) typed(option string) string {
	if word, _, ok := strings.Cut(option, " = "); ok {
		return word
	}
	number, label, _ := strings.Cut(option, ". ")
	if (r.n+r.Sent)%5 == 0 {
		return label
	}
	return number
}

func (r *Resident) say(ctx context.Context, text string) error {
	r.Sent, r.waited, r.wrote = r.Sent+1, false, time.Now()
	return r.Chat.Insist(ctx, text)
}
