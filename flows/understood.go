package flows

import (
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// missedMost is how many texts in a row may be beyond us before the way to a person is named.
const missedMost = 2

// alone is how likely the only thing that a text may mean must be to be done without asking: what follows asks before anything is written.
const alone = 0.5

// understood acts on a text that answers no question. What it clearly wants is done; what may be one of a few is asked; else it is false, and
// the open question speaks. In the middle of a form only what is clear counts.
func (t *Turn) understood(text string) bool {
	if topic := nlu.Topic(text); topic == "danger" || topic == "safety" {
		return t.topic(topic)
	}
	if t.applies(text) {
		return true
	}
	if t.asksCost(text) {
		t.say("training.free", nil)
		t.again()
		return true
	}
	if t.free() && nlu.AsksForNews(text) {
		t.subscribe(nlu.Topics(text), nlu.Trade(text))
		return true
	}
	if t.free() && t.orderLoan(text) {
		return true
	}
	r := nlu.Understand(text, nlu.State{Open: t.openStep(), Now: t.Facts.Now.In(zone), City: t.Facts.City})
	if r.Intent != "change_language" {
		t.offerEnglish()
	}
	switch {
	case r.Action == nlu.Act && t.wish(r.Intent, text, r.Entities), r.Action != nlu.Act && t.free() && t.seekMore(text, r.Alternatives),
		r.Action != nlu.Act && (t.free() || nlu.Asks(text)) && (t.article(text, keyed) || t.loanMore(r, text) || t.article(text, covers)):
		t.s.Missed = 0
		return true
	case r.Action == nlu.Act || !t.free() || t.asksSlot():
		return false
	}
	t.keepUnknown(text, r.Alternatives)
	return r.Action == nlu.Ask && t.meant(r, text)
}

// applies takes a whole application in one message for what it is, however it is worded.
func (t *Turn) applies(text string) bool {
	if !t.free() || len(strings.Fields(text)) < 2*fewest || !nlu.WantsCourse(text) || len(nlu.Told(t.input(t.Message))) < decided {
		return false
	}
	of := nlu.Meaning(text, "training_register", nlu.State{Now: t.Facts.Now.In(zone), City: t.Facts.City})
	return t.wish("training_register", text, of)
}

// asksCost reports a question about the cost alone, where a training is meant or nothing in particular.
func (t *Turn) asksCost(text string) bool {
	switch t.s.Flow {
	case "", "menu", "training":
		return nlu.AsksCost(text)
	}
	return false
}

// keepUnknown keeps a text that was not understood, masked, for staff to read. Answers to questions are never among them.
func (t *Turn) keepUnknown(text string, guess []string) {
	if said := nlu.Masked(text); said != "" {
		t.do(store.KeepUnclear{Unclear: store.Unclear{Text: said, Guess: strings.Join(guess, ",")}})
	}
}

// openStep names the question that is open, where it is one that words answer.
func (t *Turn) openStep() string {
	if t.free() {
		return ""
	}
	return t.s.Step
}

// free reports whether a text may be about anything: no question is open, or one that only offers what can be done.
func (t *Turn) free() bool {
	f := t.flow()
	return f == nil || f.Free
}

// asksSlot reports that the open question has an answer to be kept, which it asks for itself.
func (t *Turn) asksSlot() bool {
	f := t.flow()
	if f == nil {
		return false
	}
	s := f.step(t.s.Step)
	return s != nil && s.Slot != ""
}

// inForm reports that the answers of a form are being gathered.
func (t *Turn) inForm() bool {
	f := t.flow()
	return f != nil && f.Form
}

// wish does what a resident wants. False: it is nothing by itself here, as a "ya" with no question open.
func (t *Turn) wish(intent, text string, of map[string]string) bool {
	switch intent {
	case "menu", "back", "cancel", "help", "my_data":
		if !t.free() { // a form is left by whole words alone ("batal"); the question itself says best how it is answered; "nomor hp salah" speaks of it
			return false
		}
		t.global(nlu.Command{Name: intent})
	case "greet":
		t.hello()
	case "thanks", "status":
		t.topic(intent)
	case "training_status":
		t.topic("status")
	case "training_list":
		if nlu.NamesCost(text) {
			t.say("training.free", nil)
		}
		t.offers(of["trade"])
	case "training_register":
		if !t.free() {
			return false
		}
		t.hear(text, "")
		t.begin(of["trade"])
	case "training_cancel":
		t.withdraw()
	case "pem_info", "pem_requirements", "pem_apply", "pem_repay_or_arrears":
		if intent == "pem_requirements" && t.s.Flow == "training" && nlu.Topic(text) != "pem" {
			t.requirements()
			break
		}
		if t.s.Flow == "interest" && !nlu.Asks(text) { // it is an answer there, though not a good one
			return false
		}
		if t.free() && !nlu.NamesLoan(text) && t.article(text, keyed) { // "pinjam modal lewat KUR"
			break
		}
		t.loan(intent, text, of)
	case "job_search":
		t.seek(text)
	case "job_apply_howto":
		if !t.readUp(text) {
			t.howto()
		}
	case "talk_to_staff":
		if !t.askLoanOffice(text, of) {
			t.toStaff(intent)
		}
	case "complaint":
		t.complain(text)
	case "delete_my_data":
		t.global(nlu.Command{Name: "erase"})
	default:
		return t.wishToHear(intent, text)
	}
	return true
}

// wishToHear does what concerns messages that come by themselves, and the language they come in.
func (t *Turn) wishToHear(intent, text string) bool {
	switch intent {
	case "job_alert_subscribe":
		t.listenJobs(text)
	case "announcements_subscribe":
		t.subscribe(nlu.Topics(text), nlu.Trade(text))
	case "job_alert_unsubscribe":
		t.hush("lowongan")
	case "announcements_unsubscribe":
		t.hush("")
	case "announcements_latest":
		t.latest()
		t.again()
	case "change_language":
		t.language(nlu.Language(text))
	default:
		return false
	}
	return true
}

// hello answers a greeting; at the menu with the menu.
func (t *Turn) hello() {
	if !t.free() {
		t.topic("greet")
		return
	}
	if !t.askOffer("") {
		t.welcome()
	}
}

// offers says which trainings are open. Where something else is asked that is all; else one can be chosen.
func (t *Turn) offers(trade string) {
	if t.free() {
		t.begin(trade)
		return
	}
	var names []string
	for _, c := range openTrainings(t, "") {
		names = append(names, c.Label)
	}
	t.say("training.open", map[string]any{"Names": strings.Join(names, ", ")})
	t.again()
}

// requirements says what the training that is chosen demands: "syaratnya apa" is about what she is looking at.
func (t *Turn) requirements() {
	data := map[string]any{"Training": "", "Requirements": ""}
	if t.slot("training") != "" {
		data = batchData(t)
	}
	t.say("training.requirements", data)
	t.again()
}

// withdraw asks in words before a sent application or an open form is given up.
func (t *Turn) withdraw() {
	switch {
	case len(t.live()) > 0:
		t.enter("cancel", nil)
		t.ask()
	default:
		t.say("engine.nothing", nil)
		t.again()
	}
}

// answers mean nothing where no question is open, so they are not offered.
var answers = []string{"yes", "no", "back", "greet", "thanks"}

// meant asks which of a few wishes was meant. False: none of them is one.
func (t *Turn) meant(r nlu.Result, text string) bool {
	among := slices.DeleteFunc(slices.Clone(r.Alternatives), func(intent string) bool { return slices.Contains(answers, intent) })
	switch {
	case len(among) == 0:
		return false
	case len(r.Alternatives) == 1 && r.Conf > alone: // there is nothing to choose from
		return t.wish(r.Intent, text, r.Entities)
	}
	t.s.Missed++
	slots := map[string]string{"among": strings.Join(among, ",")}
	if len(text) <= 160 { // the session stays small
		slots["text"] = text
	}
	t.enter("meant", slots)
	if t.s.Missed >= missedMost {
		t.say("engine.stuck", nil)
	}
	t.ask()
	return true
}

// Meant asks what a text meant that may be one of a few.
var Meant = &Flow{Name: "meant", Version: 1, Free: true, Steps: []Step{
	{Name: "pick", Options: meantOptions, Accept: noWords, Then: func(t *Turn, intent string) {
		text := t.slot("text")
		t.leave()
		t.s.Missed = 0
		r := nlu.Meaning(text, intent, nlu.State{Now: t.Facts.Now.In(zone), City: t.Facts.City})
		if !t.wish(intent, text, r) {
			t.home()
		}
	}},
}}

// noWords leaves a text to the other flows.
func noWords(*Turn, nlu.Input) nlu.Reading { return nlu.Reading{Why: "unknown"} }

func meantOptions(t *Turn, _ string) (list []store.Choice) {
	for intent := range strings.SplitSeq(t.slot("among"), ",") {
		if key := "meant." + intent; t.e.words.Has(key) { // a newer version may know fewer
			list = append(list, store.Choice{Value: intent, Label: t.word(key, nil)})
		}
	}
	return list
}

// hush asks before messages about a topic, or all, are stopped. The bare stop word asks nothing.
func (t *Turn) hush(topic string) {
	t.enter("hush", map[string]string{"topic": topic})
	t.ask()
}

// Hush stops what comes by itself, after a yes.
var Hush = &Flow{Name: "hush", Version: 1, Steps: []Step{
	{Name: "sure", Options: fixed("hush", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true,
		With: func(t *Turn) map[string]any { return map[string]any{"Topic": t.topicWord(t.slot("topic"))} },
		Then: func(t *Turn, value string) {
			topic := t.slot("topic")
			t.leave()
			if value == "yes" {
				t.push(true, topic)
			} else {
				t.say("hush.kept", nil)
			}
			t.home()
		}},
}}
