package flows

import (
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
)

var zone = store.WITA

// global carries out a word that means the same everywhere. What only informs is followed by the open question, unchanged.
func (t *Turn) global(c nlu.Command) {
	switch c.Name {
	case "menu":
		t.toMenu()
	case "cancel":
		t.cancel()
	case "back":
		t.back()
	case "edit":
		t.edit(c.Arg)
	case "help":
		t.help()
	case "staff":
		t.toStaff(strings.Trim(t.before.Flow+"."+t.before.Step, "."))
	case "resume":
		t.resume()
	case "restart":
		t.restart()
	case "status":
		t.status(c.Arg)
		t.askOfferOr(t.again)
	case "stop", "start":
		t.push(c.Name == "stop", c.Arg)
		t.again()
	case "my_data":
		t.myData()
		t.again()
	case "privacy":
		t.privacy()
		t.again()
	case "erase":
		t.enter("erase", nil)
		t.ask()
	}
}

// toMenu leaves what is open. A form says that it is kept.
func (t *Turn) toMenu() {
	if t.Facts.Contact.First.IsZero() {
		t.welcome()
		return
	}
	if t.answers() > 0 {
		t.say("engine.saved", nil)
	}
	t.home()
}

// home shows the menu.
func (t *Turn) home() {
	t.enter("menu", nil)
	t.ask()
}

// cancel gives up what is open. A form with several answers asks first.
func (t *Turn) cancel() {
	const several = 3
	switch f := t.flow(); {
	case f != nil && f.Form && t.answers() >= several:
		t.enter("leave", nil)
		t.ask()
	case f != nil && f.Form:
		t.drop()
	case f != nil && f.Name != "menu":
		t.say("engine.cancelled", nil)
		t.home()
	case len(t.live()) > 0:
		t.enter("cancel", nil)
		t.ask()
	default:
		t.say("engine.nothing", nil)
		t.home()
	}
}

// drop throws the form away.
func (t *Turn) drop() {
	t.s.Flow, t.s.Slots, t.s.Path = "", map[string]string{}, nil
	t.dropDraft()
	t.say("engine.dropped", nil)
	t.home()
}

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
	if f == nil || !f.Form {
		if len(t.live()) > 0 {
			t.enter("change", nil)
			t.ask()
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

// help says how to answer the open question, or what the bot can do.
func (t *Turn) help() {
	f := t.flow()
	if f != nil && f.Name != "menu" {
		if s := f.step(t.s.Step); s != nil && t.e.words.Has(t.key(s)+".again") {
			t.say(t.key(s)+".again", nil)
		}
		t.say("engine.help", nil)
		t.again()
		return
	}
	t.say("engine.help", nil)
	t.home()
}

// resume goes on with the unfinished form.
func (t *Turn) resume() {
	d := t.Facts.Draft
	f := t.flow()
	switch {
	case f != nil && f.Form && t.answers() > 0:
		t.repeat()
	case d == nil || t.e.flows[d.Flow] == nil:
		t.say("engine.nodraft", nil)
		t.again()
	default:
		t.pickUp(*d)
	}
}

// pickUp opens a draft again. Answers that a newer version of the flow has no slot for are let go.
func (t *Turn) pickUp(d store.Draft) {
	f := t.e.flows[d.Flow]
	t.enter(f.Name, map[string]string{})
	t.s.Started, t.s.Path = d.Started, slices.Clone(d.Path)
	for slot, value := range d.Slots {
		if f.bySlot(strings.TrimPrefix(slot, was)) != nil {
			t.s.Slots[slot] = value
		}
	}
	t.ask()
}

// restart begins the open form, or the unfinished one, from its first question.
func (t *Turn) restart() {
	f := t.flow()
	if (f == nil || !f.Form) && t.Facts.Draft != nil {
		f = t.e.flows[t.Facts.Draft.Flow]
	}
	if f == nil || !f.Form {
		t.home()
		return
	}
	if t.Facts.Draft != nil {
		t.say("engine.restarted", nil)
	}
	t.s.Slots = map[string]string{}
	t.dropDraft()
	t.enter(f.Name, nil)
	t.ask()
}

// topic opens what a text is about; false when it is about nothing known.
func (t *Turn) topic(topic string) bool {
	switch topic {
	case "training":
		t.begin(nlu.Trade(t.Message.Text))
	case "status":
		t.status("")
		t.askOfferOr(t.again)
	case "pem", "jobs":
		t.inform(topic)
	case "safety":
		t.say("safety.warning", t.facts("hotline_pekerja_migran", "hotline_perempuan_anak", "polisi"))
		t.again()
	case "danger":
		t.danger()
	case "thanks":
		t.say("engine.welcome", nil)
		t.again()
	case "greet":
		t.greet()
		t.again()
	default:
		return false
	}
	return true
}

// inform opens a flow that only informs. In the middle of a form it is answered on the spot, and the form goes on.
func (t *Turn) inform(flow string) {
	if f := t.flow(); f != nil && f.Form && f.step(t.s.Step) != nil {
		s := &t.e.flows[flow].Steps[0]
		t.say(flow+"."+s.Name+".ask", s.With(t))
		t.again()
		return
	}
	t.enter(flow, nil)
	t.ask()
}

// danger hands a cry for help to a person at once, with the numbers to call, and without a menu.
func (t *Turn) danger() {
	data := t.facts("hotline_pekerja_migran", "hotline_perempuan_anak", "polisi")
	if open := t.Facts.Tickets; len(open) >= ticketsMost { // staff know of her; a machine that repeats itself is not to fill their list
		data["Ticket"] = open[0].Number
	} else {
		data["Ticket"] = t.Facts.NextTicket
		t.do(store.OpenTicket{Ticket: store.Ticket{Number: t.Facts.NextTicket, Text: t.Message.Text, Context: "danger", Kelurahan: t.kelurahan()}})
	}
	t.say("safety.danger", data)
	t.leave()
}

// isSame reports whether a text asks to leave the old answer as it was.
func isSame(text string) bool {
	switch nlu.Clean(text) {
	case "sama", "tetap", "tetap sama", "sama saja", "tidak berubah", "sudah benar":
		return true
	}
	return false
}

// push stops or allows again what is sent unasked, for one topic or all.
func (t *Turn) push(stop bool, topic string) {
	key, of := "push.", store.All
	if topic != "" {
		of = topic
	}
	if !stop && topic != "" && t.Facts.Contact.OptOut[store.All] {
		t.say("push.all", nil)
		return
	}
	t.do(store.SetOptOut{Topic: of, Out: stop})
	if key += "start"; stop {
		key = "push.stop"
	}
	t.say(key, map[string]any{"Topic": topic, "Word": strings.ToUpper(topic)})
}

// greet says who we are, once in full and then in a word.
func (t *Turn) greet() {
	data := t.facts("nama_layanan", "petugas_data")
	data["Part"] = locales.Greeting(t.Facts.Now)
	if t.Facts.Contact.First.IsZero() {
		t.say("menu.hello", data)
		return
	}
	t.say("menu.greet", data)
}

// introduce says who we are to somebody who comes straight to the point.
func (t *Turn) introduce() {
	data := t.facts("nama_layanan")
	data["Part"] = locales.Greeting(t.Facts.Now)
	t.say("menu.intro", data)
}

// facts gives facts of the city to a text under their own names; what nobody has filled in is "".
func (t *Turn) facts(keys ...string) map[string]any {
	data := make(map[string]any, len(keys)+2)
	for _, k := range keys {
		data[k], _ = t.Facts.City.Fact(k)
	}
	return data
}
