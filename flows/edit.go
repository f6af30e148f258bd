package flows

import (
	"lopo/flows/nlu"
)

// back returns to the question before, with the old answer shown. From a correction it returns to the review, nothing changed.
func (t *Turn) back() {
	f := t.flow()
	if f == nil || f.Name == "menu" {
		t.home()
		return
	}
	if t.s.Editing != "" {
		s := f.step(t.s.Editing)
		t.s.Editing = ""
		if old := t.was(s); old != "" {
			t.restore(s, old)
			t.ask()
			return
		}
	}
	for len(t.s.Path) > 0 {
		last := len(t.s.Path) - 1
		s := f.step(t.s.Path[last])
		t.s.Path = t.s.Path[:last]
		if s == nil || t.slot(s.Slot) == "" || s.When != nil && !s.When(t) {
			continue
		}
		t.reopen(s)
		return
	}
	t.say("engine.first", nil)
	t.again()
}

// reopen takes an answer back and asks its question again.
func (t *Turn) reopen(s *Step) {
	old := t.slot(s.Slot)
	t.set(s.Slot, "")
	t.s.Slots[was+s.Slot] = old
	t.ask()
}

// edit corrects one answer of the open form, by the number of the review or by name. Without a form it changes a sent application.
func (t *Turn) edit(what string) {
	f := t.flow()
	if f == nil || !f.Form && f.step(reviewStep) == nil {
		d := t.Facts.Draft
		switch kept := d != nil && !d.Expired && t.e.flows[d.Flow] != nil; {
		case kept && (t.s.Flow == "resume" || len(t.live()) == 0): // it is the form that waits
			t.pickUp(*d)
			if t.s.Flow == d.Flow && what != "" {
				t.edit(what)
			}
			return
		case len(t.live()) > 0:
			t.change(what)
			return
		}
		t.say("engine.nothing", nil)
		t.again()
		return
	}
	s := t.line(what)
	if s == nil {
		t.which()
		return
	}
	t.correctAt(s)
}

// which asks what is to be corrected, and shows what there is where the review does not.
func (t *Turn) which() {
	data := map[string]any{"Lines": ""}
	if t.s.Step != reviewStep {
		data = reviewData(t)
	}
	t.say("engine.which", data)
	t.again()
}

// correctAt reopens one answer; "kembali" leaves it as it was.
func (t *Turn) correctAt(s *Step) {
	if t.slot(s.Slot) == "" {
		t.again() // it is the question that is open
		return
	}
	t.reopen(s)
	t.s.Editing = s.Name
}

// lines are the answers that the review numbers, in order.
func (t *Turn) lines() (list []*Step) {
	f := t.flow()
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Slot == "" || s.Show == nil || t.slot(s.Slot) == "" {
			continue
		}
		if label, _ := s.Show(t, t.slot(s.Slot)); label != "" {
			list = append(list, s)
		}
	}
	return list
}

// line finds an answer by its number in the review or by the name it is shown under.
func (t *Turn) line(what string) *Step {
	list := t.lines()
	if i, ok := nlu.Pick(what, len(list)); ok {
		return list[i]
	}
	if open := t.flow().step(t.s.Step); open != nil && open.Show != nil {
		list = append(list, open)
	}
	labels := make([]string, len(list))
	for i, s := range list {
		labels[i], _ = s.Show(t, t.slot(s.Slot))
	}
	if i, ok := nlu.Match(what, labels); ok && what != "" {
		return list[i]
	}
	return nil
}

// lineNamed finds the only answer whose name stands in a text.
func (t *Turn) lineNamed(text string) *Step {
	list := t.lines()
	labels := make([]string, len(list))
	for i, s := range list {
		labels[i], _ = s.Show(t, t.slot(s.Slot))
	}
	if i, ok := nlu.NamedIn(text, labels); ok {
		return list[i]
	}
	return nil
}

// isSame reports whether a text asks to leave the old answer as it was.
func isSame(text string) bool {
	switch nlu.Clean(text) {
	case "same", "the same", "sama", "tetap", "tetap sama", "sama saja", "tidak berubah", "sudah benar":
		return true
	}
	return false
}
