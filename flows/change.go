package flows

import (
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// Change corrects one answer of a sent application (the right to correct, UU 27/2022 art. 6). It reads and checks the new answer with the
// very steps of the form.
var Change = &Flow{Name: "change", Version: 1, Steps: []Step{
	pickNumber(),
	{Name: "field", Slot: "field", Options: changeable, With: numberData},
	{Name: "value", Slot: "value", As: (*Turn).changing, Then: changeRead},
	{Name: "sure", Options: fixed("change.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: changeData, Then: changed},
}}

var changeFields = []string{"name", "born", "gender", "kelurahan", "education", "work", "phone"}

// change begins a correction, of the answer that was named if it was.
func (t *Turn) change(what string) {
	t.enter("change", nil)
	fields := changeable(t, "")
	labels := make([]string, len(fields))
	for i, c := range fields {
		labels[i] = c.Label
	}
	i, named := nlu.Pick(what, len(fields))
	if !named {
		i, named = nlu.Match(what, labels)
	}
	if named && what != "" {
		t.restore(t.flow().step("field"), fields[i].Value)
	}
	t.ask()
}

// changeable are the answers that can be corrected; the NIK where the application has one, or its training asks for it.
func changeable(t *Turn, _ string) (list []store.Choice) {
	fields := changeFields
	number := t.slot("number")
	if slices.ContainsFunc(t.live(), func(v store.RegistrationView) bool {
		return (v.Number == number || number == "") && (v.Applicant.NIK != "" || v.First.Training.AskNIK)
	}) {
		fields = append(slices.Clone(fields), "nik")
	}
	for _, slot := range fields {
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
		t.sayOther(t.Facts.Twin)
	default:
		person := v.Applicant
		if !person.Set(a.Slot, a.Value) { // a newer version dropped it: nothing is written
			t.say("change.kept", nil)
			break
		}
		a.Flags = flags(person, v.First, t.Facts.Now, strings.Contains(v.Flags, "domicile"))
		t.do(a)
		t.say("change.done", map[string]any{"Number": a.Number})
	}
	t.home()
}

// sayOther refuses a change that would make two applications of one person. Of somebody else's it says no more than that there is one.
func (t *Turn) sayOther(twin *store.Twin) {
	if twin.Own {
		t.say("change.twin.own", map[string]any{"Number": twin.Number})
		return
	}
	t.say("change.twin.elsewhere", nil)
}
