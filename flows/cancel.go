package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
)

// Cancel withdraws a sent application, with a reason that staff learn from.
var Cancel = &Flow{Name: "cancel", Version: 1, Steps: []Step{
	pickNumber(),
	{Name: "reason", Slot: "reason", Options: fixed("cancel.reason", "job", "time", "else"), Accept: text(nlu.FreeText), Why: "text"},
	{Name: "sure", Options: fixed("cancel.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: numberData, Then: func(t *Turn, value string) {
		number, reason := t.slot("number"), t.slot("reason")
		if t.e.words.Has("cancel.reason." + reason) {
			reason = t.word("cancel.reason."+reason, nil)
		}
		t.leave()
		v, ok := t.mine(number)
		switch {
		case value != "yes":
			t.say("cancel.kept", map[string]any{"Number": number})
		case !ok || v.Status.Ended():
			t.say("status.unknown", map[string]any{"Number": number})
		default:
			t.do(store.Cancel{Number: number, Reason: reason})
			t.say("cancel.done", map[string]any{"Number": number})
		}
		t.home()
	}},
}}

func numberData(t *Turn) map[string]any {
	v, _ := t.mine(t.slot("number"))
	return t.statusData(v)
}

// Change corrects one answer of a sent application (the right to correct, UU 27/2022 art. 6). It reads and checks the new answer with the
// very steps of the form.
var Change = &Flow{Name: "change", Version: 1, Steps: []Step{
	pickNumber(),
	{Name: "field", Slot: "field", Options: changeable, With: numberData},
	{Name: "value", Slot: "value", As: (*Turn).changing, Then: changeRead},
	{Name: "sure", Options: fixed("change.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: changeData, Then: changed},
}}

var changeFields = []string{"name", "born", "gender", "kelurahan", "education", "work", "phone"}

func changeable(t *Turn, _ string) (list []store.Choice) {
	for _, slot := range changeFields {
		list = append(list, store.Choice{Value: slot, Label: t.word("field."+slot, nil)})
	}
	return list
}

// changing is the step of the form whose answer is being changed.
func (t *Turn) changing() *Step { return t.e.flows["training"].bySlot(t.slot("field")) }

// amendment is the change that the answers ask for.
func amendment(slots map[string]string) store.Amend {
	return store.Amend{Number: slots["number"], Slot: slots["field"], Value: slots["value"]}
}

// changeRead refuses what would not have been accepted in the form either.
func changeRead(t *Turn, value string) {
	if t.slot("field") != "born" {
		return
	}
	if age, _ := nlu.Age(value, t.Facts.Now); age < adult {
		t.set("value", "")
		t.say("training.minor", nil)
		t.leave()
		t.home()
	}
}

func changeData(t *Turn) map[string]any {
	label, said := t.changing().Show(t, t.slot("value"))
	return map[string]any{"Number": t.slot("number"), "Label": label, "Value": said}
}

func changed(t *Turn, value string) {
	a := amendment(t.s.Slots)
	v, ok := t.mine(a.Number)
	t.leave()
	switch {
	case value != "yes":
		t.say("change.kept", nil)
	case !ok || v.Status.Ended():
		t.say("status.unknown", map[string]any{"Number": a.Number})
	case t.Facts.Twin != nil:
		t.sayTwin(t.Facts.Twin)
		t.say("change.kept", nil)
	default:
		t.do(a)
		t.say("change.done", map[string]any{"Number": a.Number})
	}
	t.home()
}
