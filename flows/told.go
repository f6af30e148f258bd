package flows

import (
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// told stands before the name of a slot: what a resident said of it before it was asked. It becomes an answer once she has agreed and is known
// to be of age, and it is said back.
const told = "told."

// fewest words of a message that can answer more than one question.
const fewest = 4

// hear keeps what a message tells of the questions of the form that have no answer yet, other than the one it answers.
func (t *Turn) hear(text, answered string) {
	if len(strings.Fields(text)) < fewest {
		return
	}
	if t.heard == nil {
		t.heard = map[string]string{}
	}
	for slot, value := range nlu.Told(t.input(store.Message{Kind: store.Text, Text: text})) {
		if slot != answered {
			t.heard[slot] = value
		}
	}
}

// keepHeard puts what was heard beside the answers of the form that is open now.
func (t *Turn) keepHeard() {
	f := t.flow()
	if f == nil || !f.Form {
		return
	}
	for slot, value := range t.heard {
		if f.bySlot(slot) != nil && t.slot(slot) == "" {
			t.s.Slots[told+slot] = value
		}
	}
	t.heard = nil
}

// adopt makes answers of what was told. False: that ended the form, as a birth date under age does.
func (t *Turn) adopt() bool {
	t.keepHeard()
	f := t.flow()
	if f == nil || f.Name != "training" || !t.wasTold() {
		return true
	}
	t.skipCard(f)
	if t.slot("card") == "" || noConsent(t) {
		return true
	}
	var lines []string
	for i := range f.Steps {
		s := &f.Steps[i]
		value := t.s.Slots[told+s.Slot]
		if value == "" || s.Slot == "" {
			continue
		}
		if s.Slot != "born" && t.slot("born") == "" { // of a minor nothing is kept
			break
		}
		delete(t.s.Slots, told+s.Slot)
		if t.slot(s.Slot) != "" || s.When != nil && !s.When(t) {
			continue
		}
		t.restore(s, value)
		if s.Then != nil {
			if s.Then(t, value); t.flow() != f {
				return false
			}
		}
		label, said := s.Show(t, value)
		lines = append(lines, label+": "+said)
	}
	if len(lines) > 0 {
		t.say("training.told", map[string]any{"Lines": strings.Join(lines, "\n")})
	}
	return true
}

// eager answers in one message show that somebody at the choices before the form is applying already.
const eager = 2

// ahead takes what somebody tells of herself while she is still asked whether she wants to apply: nothing of it is an answer before she has
// agreed, and none of it is asked again.
func (t *Turn) ahead(s *Step, text string) bool {
	if !t.inForm() || !s.Kept || nlu.Asks(text) {
		return false
	}
	t.hear(text, s.Slot)
	if len(t.heard) < eager {
		t.heard = nil
		return false
	}
	t.remark("training.ahead", nil)
	t.ask()
	t.brief = t.s.Step == s.Name // what is asked anew is asked whole
	return true
}

// wasTold reports whether something was told that is no answer yet.
func (t *Turn) wasTold() bool {
	for slot := range t.s.Slots {
		if strings.HasPrefix(slot, told) {
			return true
		}
	}
	return false
}

// decided is how many answers given in one message show that she has made up her mind about the training.
const decided = 3

// skipCard does not ask "Mau mendaftar?" of somebody who has written the whole application.
func (t *Turn) skipCard(f *Flow) {
	n := 0
	for slot := range t.s.Slots {
		if strings.HasPrefix(slot, told) {
			n++
		}
	}
	if n < decided || t.slot("batch") == "" || t.slot("card") != "" || t.slot(was+"card") != "" { // she came back to it
		return
	}
	t.restore(f.step("card"), "yes")
	t.say("training.chosen", batchData(t))
}

// inPassing takes a correction out of a message: "eh bukan Oesapa, Lasiana". It holds only where the old value is an answer of this form and
// the new one reads as another answer to the same question.
func (t *Turn) inPassing(text string) bool {
	f := t.flow()
	if f == nil || !f.Form {
		return false
	}
	old, better, ok := nlu.Correction(text)
	if !ok {
		return false
	}
	for i := range f.Steps {
		s := &f.Steps[i]
		have := t.slot(s.Slot)
		if s.Slot == "" || s.Accept == nil || s.Kept || have == "" || s.Show == nil {
			continue
		}
		value := t.read(s, store.Message{Kind: store.Text, Text: better}).Value
		if value == "" || value == have || strings.HasPrefix(value, under) || !t.reads(s, old, have) {
			continue
		}
		t.say("engine.corrected", map[string]any{"Value": t.show(s, value)})
		t.set(s.Slot, value)
		t.s.Shown = nil
		if s.Then != nil {
			s.Then(t, value)
		}
		if t.flow() == f {
			t.ask()
		}
		return true
	}
	return false
}

// reads reports whether a text means a value at a step.
func (t *Turn) reads(s *Step, text, value string) bool {
	r := t.read(s, store.Message{Kind: store.Text, Text: text})
	for _, c := range r.Among {
		if c.Value == value {
			return true
		}
	}
	return r.Value == value
}
