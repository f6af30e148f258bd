// Package resident is a resident at work on the stand-in: she reads the bot's last message and answers by its words, tapping and typing by
// turns, until she is registered for a training and has seen her number under STATUS. Load and kill tests send hundreds of her.
package resident

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"lopo/bot/telegram/telegramtest"
)

// Resident is one of them. Her fields may be read when Register has returned.
type Resident struct {
	*telegramtest.Person
	Training string          // a word of the training she wants; "": one of those offered, by turns
	Number   string          // of her application, once she has it
	Sent     int             // messages and taps
	Repeated int             // messages of the bot that she had before: Telegram has no key that would hide a second send
	Waits    []time.Duration // from each message of hers to the first answer

	n      int
	read   int // messages of her inbox
	seen   map[string]bool
	asked  map[string]int // how often each question was put
	waited bool           // an answer has come since she last wrote
	wrote  time.Time
}

// New is the n-th resident of a server; each has a name, a birth date and a NIK of her own.
func New(s *telegramtest.Server, n int) *Resident {
	return &Resident{Person: s.Person(int64(1_000_000+n), name(n)), n: n, seen: map[string]bool{}, asked: map[string]int{}}
}

// circles is how often a question may come again before she gives up.
const circles = 4

// errDone ends a conversation well.
var errDone = errors.New("done")

// Register talks until she has what she came for.
func (r *Resident) Register(ctx context.Context) error {
	r.say("halo")
	for {
		inbox, err := r.Wait(ctx, r.read+1)
		if err != nil {
			return fmt.Errorf("resident %d after %q: %w", r.n, r.last(inbox), err)
		}
		for ; r.read < len(inbox); r.read++ {
			err := r.answer(inbox[r.read])
			if errors.Is(err, errDone) {
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
	key := m.Text
	if len(m.Buttons) > 0 {
		key += m.Buttons[0].Data // names the question
	}
	l := find(m.Text)
	if r.seen[key] && (l == nil || !r.waited) { // after something new the same question may be put again
		r.Repeated++
		return nil
	}
	r.seen[key] = true
	if !r.waited {
		r.waited, r.Waits = true, append(r.Waits, time.Since(r.wrote))
	}
	if l == nil {
		return nil // a notice; the question is still to come
	}
	if r.asked[l.words]++; r.asked[l.words] > circles {
		return fmt.Errorf("asked %q again and again", l.words)
	}
	return l.answer(r, m)
}

func (r *Resident) say(text string) {
	r.Sent, r.waited, r.wrote = r.Sent+1, false, time.Now()
	r.Say(text)
}

// choose takes the option that says so: by tap, or by typing its number.
func (r *Resident) choose(m telegramtest.Seen, label string) error {
	for _, b := range m.Buttons {
		if !strings.Contains(b.Text, label) {
			continue
		}
		number, _, numbered := strings.Cut(b.Text, ". ")
		if numbered && (r.n+r.Sent)%3 == 0 {
			r.say(number)
			return nil
		}
		r.Sent, r.waited, r.wrote = r.Sent+1, false, time.Now()
		return r.TapOn(m.ID, b.Text)
	}
	return fmt.Errorf("no option %q in %q", label, m.Text)
}

// any takes one of the options, by turns; never the menu, nor the ways to turn a page.
func (r *Resident) any(m telegramtest.Seen) error {
	var labels []string
	for _, b := range m.Buttons {
		if number, label, ok := strings.Cut(b.Text, ". "); ok && number != "0" && label != "Berikutnya" && label != "Sebelumnya" && label != "Pilih kecamatan lain" {
			labels = append(labels, b.Text)
		}
	}
	if len(labels) == 0 {
		return fmt.Errorf("nothing to choose in %q", m.Text)
	}
	return r.choose(m, labels[r.n%len(labels)])
}
