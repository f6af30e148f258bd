package flows_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

// waited is a text that waited at the platform: written a while ago, now handed over.
func (c *chat) waited(text string, more bool) ([]store.Outgoing, []store.Effect) {
	c.ids++
	m := store.Message{ID: fmt.Sprintf("q%d", c.ids), From: c.session.Of, Kind: store.Text, Text: text, Queued: true, More: more, At: c.session.Touched.Add(time.Second)}
	if m.At.After(c.facts.Now) || c.session.Touched.IsZero() {
		m.At = c.facts.Now
	}
	out := c.e.Take(c.session, c.facts, m)
	c.follow(out)
	return out.Replies, out.Effects
}

// harmless are the effects that a message may have which was written before the open question could be seen.
func harmless(effect store.Effect) bool {
	switch e := effect.(type) {
	case store.SaveDraft, store.SetOptOut, store.SetBlocked:
		return true
	case store.OpenTicket:
		return e.Ticket.Context == "danger"
	}
	return false
}

// Three messages waited, at every place and in every combination of words that do something: the first does what it would have done alone; the
// others, when it brought another question, take and give nothing; one answer tells for all, and what the first brought about is in it.
func TestWhatWaitedAnswersOnlyWhatWasSeen(t *testing.T) {
	e := engine(t)
	texts := []string{"1", "2", "ya", "tidak", "batal", "ubah 2", "kembali", "hapus data", "Maria Nale", "12-06-1998", "081234567890", "halo"}
	changed := 0
	for _, m := range spots(t) {
		if m.asleep() {
			continue
		}
		for _, first := range texts {
			alone := m.chat(e)
			c := m.chat(e)
			if !m.session.Touched.IsZero() {
				c.facts.Now = m.session.Touched.Add(20 * time.Second)
			}
			alone.facts.Now = c.facts.Now
			want, effects := alone.waited(first, false)
			said, got := c.waited(first, true)
			if len(said) > 0 {
				t.Fatalf("%s: %q is answered before the last: %q", m.where, first, said[0].Text)
			}
			if !reflect.DeepEqual(effects, got) || c.at() != alone.at() || !reflect.DeepEqual(c.session.Slots, alone.session.Slots) {
				t.Fatalf("%s: %q does %v and leads to %s, alone %v and %s", m.where, first, got, c.at(), effects, alone.at())
			}
			if !c.session.Waited.Unseen {
				continue
			}
			changed++
			slots := answers(c.session.Slots)
			place := c.at()
			for _, text := range []string{"ya", "1", "batal"} {
				if said, got := c.waited(text, true); len(said) > 0 || !all(got, harmless) {
					t.Errorf("%s: %q behind %q brings %v %v", m.where, text, first, said, got)
				}
			}
			last, got := c.waited("ya", false)
			if !all(got, harmless) || c.at() != place || !reflect.DeepEqual(slots, answers(c.session.Slots)) {
				t.Errorf("%s: \"ya\" behind %q at %s brings %v and leads to %s", m.where, first, place, got, c.at())
			}
			if len(last) == 0 || !reflect.DeepEqual(c.session.Waited, store.Waited{}) {
				t.Errorf("%s: the last behind %q is not answered, %+v is left", m.where, first, c.session.Waited)
			}
			for _, number := range numbers(want) {
				if !strings.Contains(text(last), number) {
					t.Errorf("%s: %q brought %s, and the answer does not tell: %s", m.where, first, number, text(last))
				}
			}
			if strings.Contains(text(last), "sempat berhenti") {
				t.Errorf("%s: an apology after seconds: %s", m.where, text(last))
			}
		}
	}
	if changed < 100 {
		t.Errorf("only %d times did the first message bring a question", changed)
	}
}

func all(list []store.Effect, holds func(store.Effect) bool) bool {
	for _, e := range list {
		if !holds(e) {
			return false
		}
	}
	return true
}

func text(list []store.Outgoing) string {
	var said []string
	for _, m := range list {
		said = append(said, m.Plain())
	}
	return strings.Join(said, "\n\n")
}

// numbers are the registration numbers in what was said before the last paragraph, which is the question.
func numbers(list []store.Outgoing) (found []string) {
	for _, word := range strings.FieldsFunc(text(list), func(r rune) bool { return strings.ContainsRune(" \n().,:", r) }) {
		if strings.HasPrefix(word, "KPG-") {
			found = append(found, word)
		}
	}
	return found
}
