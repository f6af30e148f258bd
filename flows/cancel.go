package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
)

// Cancel withdraws a sent application, with a reason that staff learn from.
var Cancel = &Flow{Name: "cancel", Version: 1, Steps: []Step{
	pickNumber(),
	{Name: "reason", Slot: "reason", Options: fixed("cancel.reason", "job", "time", "else"), Accept: text(nlu.FreeText), Free: true, Why: "text"},
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
