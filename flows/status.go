package flows

import (
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// status says where the applications of this chat stand. A number of somebody else is unknown here.
func (t *Turn) status(number string) {
	found := false
	for _, v := range t.Facts.Registrations {
		if number == "" || v.Number == number {
			found = true
			t.say("status.line", t.statusData(v))
		}
	}
	for _, k := range t.Facts.Tickets {
		if number == "" || k.Number == number {
			found = true
			t.say("status.ticket", map[string]any{"Number": k.Number, "Opened": t.words.DateTime(k.Opened)})
		}
	}
	if strings.HasPrefix(number, "T-") && !found {
		t.want(store.Need{Ticket: number})
	}
	if k := t.Facts.Ticket; !found && k != nil && k.Number == number { // it was answered
		found = true
		t.say("status.answered", map[string]any{"Number": k.Number, "Opened": t.words.DateTime(k.Opened), "Closed": t.words.DateTime(k.Closed), "Answer": k.Answer})
	}
	if jobs, read := t.jobFacts(store.JobNeed{Mine: true}); read && number == "" {
		for _, a := range jobs.Applications {
			found = true
			t.say("minat.line", t.applicationData(a))
		}
	}
	switch {
	case !found && number != "":
		t.say("status.unknown", map[string]any{"Number": number})
	case !found:
		t.say("status.none", nil)
	}
}

// statusData are the facts of one application for its texts.
func (t *Turn) statusData(v store.RegistrationView) map[string]any {
	b := v.First
	if v.Seat != 0 {
		b = v.Held
	}
	data := map[string]any{"Number": v.Number, "Name": v.Applicant.Name, "Training": t.batchName(b),
		"Status": t.word("status."+string(v.Status), nil), "Position": v.Position, "Reason": v.Reason, "Coming": v.Status == store.Accepted, "Deadline": "", "Place": b.Place, "Starts": "", "Hours": b.Hours}
	if v.Status == store.Cancelled {
		data["Reason"] = "" // she knows
	}
	if !v.Deadline.IsZero() {
		data["Deadline"] = t.words.DateTime(v.Deadline)
	}
	if !b.Starts.IsZero() {
		data["Starts"] = t.words.Date(b.Starts)
	}
	return data
}

// live are the applications that something can still happen to.
func (t *Turn) live() (list []store.RegistrationView) {
	for _, v := range t.Facts.Registrations {
		if !v.Status.Ended() {
			list = append(list, v)
		}
	}
	return list
}

// numbers offers the living applications of this chat.
func numbers(t *Turn, _ string) (list []store.Choice) {
	for _, v := range t.live() {
		list = append(list, store.Choice{Value: v.Number, Label: v.Number + " " + v.Applicant.Name + ", " + t.trainingName(v.First.Training)})
	}
	return list
}

func ownNumber(t *Turn, in nlu.Input) nlu.Reading {
	cmd, _ := nlu.ReadCommand(in.Text)
	for _, v := range t.live() {
		if v.Number == cmd.Arg {
			return nlu.Reading{Value: v.Number}
		}
	}
	return nlu.Reading{Why: "unknown"}
}

// pickNumber asks which application is meant, where there are several.
func pickNumber() Step {
	return Step{Name: "number", Slot: "number", Options: numbers, Accept: ownNumber, Literal: "status", When: func(t *Turn) bool {
		list := t.live()
		if len(list) == 1 {
			t.set("number", list[0].Number)
			return false
		}
		return len(list) > 1
	}}
}

// mine finds an application of this chat by its number.
func (t *Turn) mine(number string) (store.RegistrationView, bool) {
	for _, v := range t.Facts.Registrations {
		if v.Number == number {
			return v, true
		}
	}
	return store.RegistrationView{}, false
}
