package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
)

// Menu is where every conversation begins and ends.
var Menu = &Flow{Name: "menu", Version: 1, Free: true, Steps: []Step{
	{Name: "pick", Options: menuOptions, Accept: menuWords, Then: menuPicked},
}}

func menuOptions(t *Turn, _ string) []store.Choice {
	var list []store.Choice
	add := func(value string) {
		list = append(list, store.Choice{Value: value, Label: t.word("menu."+value, nil)})
	}
	if t.Facts.Draft != nil {
		add("resume")
	}
	push := "push_start"
	if len(t.Facts.Contact.Following()) > 0 {
		push = "push_change"
	}
	for _, value := range []string{"training", "status", "pem", "jobs", "my_data", push, "staff"} {
		add(value)
	}
	return list
}

func menuWords(t *Turn, in nlu.Input) nlu.Reading {
	switch {
	case nlu.YesNo(in).Value != "" && t.offered("") != "": // she means the seat that she was offered; it is asked, not taken
		return nlu.Reading{Value: "offer"}
	case in.Kind != store.Text && in.Kind != store.Tap:
		return nlu.Reading{Why: "not_text"}
	}
	return nlu.Reading{Why: "unknown"}
}

func menuPicked(t *Turn, value string) {
	switch value {
	case "offer":
		t.askOffer("")
	case "training":
		t.begin(nlu.Trade(t.Message.Text))
	case "pem", "jobs":
		t.topic(value)
	case "push_start", "push_change", "push": // the last is of the menu of an older version
		if !t.push(false, "") {
			t.home()
		}
	case "push_stop": // the same
		t.push(true, "")
		t.home()
	default: // the rest are global words
		t.global(nlu.Command{Name: value})
	}
}

// Resume asks a person who comes back whether to go on with the unfinished form.
var Resume = &Flow{Name: "resume", Version: 1, Steps: []Step{
	{Name: "pick", Options: fixed("resume", "go", "again", "menu"), With: draftData, Then: resumePicked},
}}

func draftData(t *Turn) map[string]any {
	d := t.Facts.Draft
	if d == nil {
		return map[string]any{"Count": 0}
	}
	said := ""
	for _, b := range t.Facts.Batches {
		if b.Training.ID == id(d.Slots["training"]) {
			said = t.trainingName(b.Training)
		}
	}
	return map[string]any{"Count": count(t.e.flows[d.Flow], d.Slots), "Training": said}
}

func resumePicked(t *Turn, value string) {
	switch value {
	case "go":
		t.resume()
	case "again":
		t.restart(several)
	default:
		t.home()
	}
}

// Leave asks before a form with several answers is thrown away.
var Leave = &Flow{Name: "leave", Version: 1, Steps: []Step{
	{Name: "sure", Options: fixed("leave", "yes", "no"), Accept: text(nlu.YesNo), With: draftData, Why: "yesno", Grave: true, Then: func(t *Turn, value string) {
		if value == "yes" {
			t.drop()
			return
		}
		t.resume()
	}},
}}

// Anew asks before a form with several answers is begun from its first question.
var Anew = &Flow{Name: "anew", Version: 1, Steps: []Step{
	{Name: "sure", Options: fixed("anew", "yes", "no"), Accept: text(nlu.YesNo), With: draftData, Why: "yesno", Grave: true, Then: func(t *Turn, value string) {
		if value == "yes" {
			t.anew()
			return
		}
		t.resume()
	}},
}}

// fixed makes options of values whose labels are words: "<prefix>.<value>".
func fixed(prefix string, values ...string) func(*Turn, string) []store.Choice {
	keys := make([]string, len(values))
	for i, v := range values {
		keys[i] = prefix + "." + v
	}
	return func(t *Turn, _ string) []store.Choice {
		list := make([]store.Choice, len(values))
		for i, v := range values {
			list[i] = store.Choice{Value: v, Label: t.word(keys[i], nil)}
		}
		return list
	}
}
