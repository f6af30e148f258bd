package flows

import (
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

var zone = store.WITA

// global carries out a word that means the same everywhere. What only informs is followed by the open question, unchanged.
func (t *Turn) global(c nlu.Command) {
	switch c.Name {
	case "menu":
		t.toMenu()
	case "cancel":
		t.cancel(enough(c))
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
		t.restart(enough(c))
	case "status":
		t.status(c.Arg)
		t.askOfferOr(t.again)
	case "start":
		if c.Arg == "lowongan" && !t.Facts.Contact.OptOut[store.All] {
			t.listenJobs("")
			return
		}
		fallthrough
	case "stop":
		if t.push(c.Name == "stop", c.Arg) {
			return
		}
		if t.s.Flow == "menu" || t.s.Flow == "news" {
			t.s.Shown = nil // one of its choices says something else now
		}
		t.again()
	case "duty":
		t.duty()
	case "link":
		t.showLink()
		t.still()
	case "unlink":
		t.unlink()
		t.again()
	case "my_data":
		t.myData()
		t.again()
	case "privacy":
		t.privacy()
		t.again()
	case "who":
		t.say("engine.who", t.facts("nama_layanan"))
		t.again()
	case "offer":
		t.answerOffer()
	case "language":
		t.language("")
	case "english":
		t.language("en")
	case "indonesian":
		t.language("id")
	case "erase":
		t.enter("erase", nil)
		t.ask()
	case "my_jobs":
		t.myJobs()
		t.again()
	case "vacancies":
		t.seek("")
	case "vacancy", "apply", "withdraw", "report":
		t.vacancyWords(c)
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

// several answers are not thrown away without asking.
const several = 3

// enough is how many answers are not thrown away without asking: a single one where the word may have been another.
func enough(c nlu.Command) int {
	if c.Slip {
		return 1
	}
	return several
}

// cancel gives up what is open. A form with enough answers asks first.
func (t *Turn) cancel(enough int) {
	switch f := t.flow(); {
	case f != nil && f.Form && t.answers() >= enough:
		t.enter("leave", nil)
		t.ask()
	case f != nil && f.Form:
		t.drop()
	case f != nil && f.Name != "menu":
		if f.Name == "announce" {
			t.s.Slots = map[string]string{} // see putAside
		}
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
	case f != nil && f.Form && (t.answers() > 0 || d == nil && f.step(t.s.Step) != nil):
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
	if b, ok := t.Facts.Batch(id(t.slot("batch"))); t.slot("batch") != "" && !(ok && b.Open(t.Facts.Now)) {
		t.say("training.closed", nil)
		t.reselect()
	}
	if t.s.Flow == f.Name {
		t.ask()
	}
}

// restart begins the open form, or the unfinished one, from its first question. One with enough answers asks first.
func (t *Turn) restart(enough int) {
	kept := t.answers()
	if d := t.Facts.Draft; d != nil && kept == 0 {
		kept = count(t.e.flows[d.Flow], d.Slots)
	}
	if kept >= enough {
		t.enter("anew", nil)
		t.ask()
		return
	}
	t.anew()
}

func (t *Turn) anew() {
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
