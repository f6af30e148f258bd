package flows

import (
	"slices"
	"strings"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
)

const (
	strikesMost = 3
	idleMost    = 2 * time.Hour // after this a form asks first whether to go on, and takes nothing for an answer
	was         = "was."        // before the name of a slot: the answer that "kembali" or "ubah" took back
)

// resident handles what a person wrote or sent. Order of understanding: a cry for help, the stop word and the other global words, this step's own answer, a
// question that another flow answers, help.
func (t *Turn) resident() {
	if t.Facts.Contact.Blocked {
		t.do(store.SetBlocked{Blocked: false})
	}
	if t.Facts.Contact.Quiet { // news go where she writes
		t.do(store.UseHere{})
	}
	cmd, global := t.command()
	if !global && t.Message.Kind == store.Text && (!t.publishes() || t.staffTalk()) && nlu.Danger(t.Message.Text) { // whatever was asked, and whoever seemed to write
		t.s.Echo = store.Echo{}
		t.danger()
		return
	}
	if t.handed(cmd, global) {
		return
	}
	if t.Facts.Now.Before(t.s.Echo.Mute) {
		if cmd.Name != "staff" {
			return
		}
		t.s.Echo = store.Echo{}
	}
	switch {
	case t.Message.Kind == store.Returned:
		t.welcome()
	case t.Message.Kind == store.Edited:
		t.correct()
	case t.Message.Kind == store.Tap && t.Message.Ask != t.s.Ask:
		t.remark("engine.stale", nil)
		t.repeat()
	case t.expired():
	case t.blind() && !(global && slices.Contains(unshown, cmd.Name)):
		t.unused()
	case global:
		t.global(cmd)
	case t.returned():
		if yes := nlu.YesNo(t.input(t.Message)).Value != ""; yes && t.askOffer("") { // she means the seat that she was told of; it is asked, not taken
			return
		}
		t.enter("resume", nil)
		t.ask()
	case t.overdue():
		t.again()
	case t.flow() == nil:
		t.open()
	case t.flow().step(t.s.Step) == nil: // a newer version has no such question
		t.closeQuestion()
		t.say("engine.changed", nil)
		t.ask()
	default:
		t.answer(t.flow().step(t.s.Step), t.Message)
	}
}

// command reads a global word. "0" is the menu wherever a question shows it.
func (t *Turn) command() (nlu.Command, bool) {
	if t.Message.Kind != store.Text && t.Message.Kind != store.Tap {
		return nlu.Command{}, false
	}
	f := t.flow()
	if nlu.Zero(t.Message.Text) {
		return nlu.Command{Name: "menu"}, !t.zero()
	}
	cmd, ok := nlu.ReadCommand(t.Message.Text)
	if ok && f != nil {
		s := f.step(t.s.Step)
		if s != nil && (cmd.Arg != "" && s.Literal == cmd.Name || cmd.Slip && t.takes(s)) {
			return nlu.Command{}, false
		}
	}
	return cmd, ok
}

// zero reports whether "0" answers the open question.
func (t *Turn) zero() bool {
	f := t.flow()
	if f == nil {
		return false
	}
	s := f.step(t.s.Step)
	return s != nil && s.Zero
}

// takes reports whether the message is an answer to the open question, apart from one that takes any text.
func (t *Turn) takes(s *Step) bool {
	if t.rules(s).Any {
		return false
	}
	_, ok := t.chosen(t.Message.Text)
	return ok || t.read(s, t.Message).Value != ""
}

// expired tells, once, that the answers of a form were erased by age.
func (t *Turn) expired() bool {
	d := t.Facts.Draft
	if d == nil || !d.Expired {
		return false
	}
	t.done() // what the session still has of them goes too
	t.say("engine.expired", nil)
	t.home()
	return true
}

// returned reports whether a person comes back to an unfinished form after a long time, or after her session was lost.
func (t *Turn) returned() bool {
	if t.s.Flow == "resume" {
		return false
	}
	f := t.flow()
	if f != nil && f.Form && t.answers() > 0 {
		return t.idle()
	}
	return t.s.Touched.IsZero() && t.Facts.Draft != nil // what came by itself meanwhile does not count
}

// overdue reports whether a question with grave consequences was left for long: a yes to it may mean something else by now.
func (t *Turn) overdue() bool {
	f := t.flow()
	if f == nil || !t.idle() {
		return false
	}
	s := f.step(t.s.Step)
	return s != nil && s.Grave
}

// open handles words with no question open.
func (t *Turn) open() {
	t.closeQuestion()
	t.s.Flow = ""
	if t.Message.Kind == store.Text {
		if r := nlu.Topic(t.Message.Text); t.Facts.Contact.First.IsZero() && r != "" && r != "greet" && r != "danger" {
			t.introduce()
		}
		if t.understood(t.Message.Text) {
			return
		}
		if t.unclear() && !t.askOffer("") {
			t.say("menu.pick.again", nil)
			t.home()
			return
		}
	}
	if !t.askOffer("") {
		t.welcome()
	}
}

// unclear reports a sentence of somebody we know, where a greeting would be no answer.
func (t *Turn) unclear() bool {
	in := t.input(t.Message)
	return !t.Facts.Contact.First.IsZero() && len(t.s.Waited.Said) == 0 && len(strings.Fields(in.Text)) > 1 && nlu.YesNo(in).Value == ""
}

// welcome greets who comes for the first time, and shows the menu.
func (t *Turn) welcome() {
	if len(t.s.Waited.Said) == 0 { // else there is something to tell already
		t.greet()
	}
	if k := t.Message.Kind; k != store.Text && k != store.Tap && k != store.Returned {
		t.say("engine.nottext", nil)
	}
	t.home()
}

// answer takes a message as the answer to the open question.
func (t *Turn) answer(s *Step, m store.Message) {
	if m.Kind == store.Text || m.Kind == store.Tap {
		if c, ok := t.chosen(m.Text); ok {
			if !t.turned(c.Value) {
				t.accept(s, c.Value, m)
			}
			return
		}
	}
	if old := t.was(s); old != "" && isSame(m.Text) {
		t.restore(s, old)
		t.ask()
		return
	}
	if m.Kind == store.Text && t.inPassing(m.Text) {
		return
	}
	reading := t.read(s, m)
	switch {
	case reading.Value != "" && t.turned(reading.Value):
	case reading.Value != "":
		if m.Kind == store.Text && t.inForm() {
			t.hear(m.Text, s.Slot)
		}
		t.accept(s, reading.Value, m)
	case len(reading.Among) > 0:
		t.among(s, reading.Among)
	case m.Kind == store.Text && t.ahead(s, m.Text):
	case m.Kind == store.Text && !tries[reading.Why] && t.understood(m.Text):
	default:
		t.refuse(s, reading)
	}
}

// tries are the reasons of refusal that show a try at an answer, which is not to be taken for another wish.
var tries = map[string]bool{"length": true, "date": true, "repeated": true, "sequence": true, "region": true, "future": true, "no_such_date": true, "incomplete": true,
	"day_missing": true, "year_missing": true, "too_old": true, "age_not_date": true, "not_mobile": true, "not_indonesian": true}

// read reads an answer in words.
func (t *Turn) read(s *Step, m store.Message) nlu.Reading {
	switch accept := t.rules(s).Accept; {
	case accept != nil:
		return accept(t, t.input(m))
	case m.Kind != store.Text && m.Kind != store.Tap:
		return nlu.Reading{Why: "not_text"}
	}
	return nlu.Reading{Why: "unknown"}
}

// among asks which of a few answers was meant.
func (t *Turn) among(s *Step, list []store.Choice) {
	t.s.Shown, t.s.Under, t.s.Page = slices.Clone(list), "", 0
	if t.rules(s).Options != nil {
		t.s.Shown = append(t.s.Shown, store.Choice{Value: up, Label: t.word("engine.others", nil)})
	}
	t.remark("engine.among", nil)
	t.asked, t.told = true, true
}

func (t *Turn) input(m store.Message) nlu.Input {
	card := ""
	if m.Kind == store.Card { // else it is her own, and she may be writing another
		card = m.Phone
	}
	return nlu.Input{Text: m.Text, Kind: m.Kind, Now: t.Facts.Now.In(zone), City: t.Facts.City, Self: t.self(), Phone: card, Lat: m.Lat, Lon: m.Lon, Slots: t.s.Slots}
}

// accept stores an answer and goes on.
func (t *Turn) accept(s *Step, value string, m store.Message) {
	t.s.Strikes, t.s.Shown, t.s.Under, t.s.Page = 0, nil, "", 0
	if s.Slot != "" {
		t.restore(s, value)
		t.s.Last = store.Answered{Message: m.ID, Step: s.Name}
	}
	at := t.s.Flow
	if s.Then != nil {
		s.Then(t, value)
	}
	if t.s.Flow != at || at == "" {
		return
	}
	if t.Message.More && s.Slot != "" && t.slot(s.Slot) == value {
		t.say("engine.noted", map[string]any{"Value": t.show(s, value)})
	}
	if !t.asked {
		t.ask()
	}
}

// restore fills the slot of a step and notes that it was answered.
func (t *Turn) restore(s *Step, value string) {
	t.set(s.Slot, value)
	t.s.Path = append(slices.DeleteFunc(t.s.Path, func(name string) bool { return name == s.Name }), s.Name)
	if t.s.Editing == s.Name {
		t.s.Editing = ""
	}
}

// was is the answer that a step had before it was taken back.
func (t *Turn) was(s *Step) string {
	if s.Slot == "" {
		return ""
	}
	return t.s.Slots[was+s.Slot]
}

// refuse explains what was wrong and asks again. Each third time it names other ways.
func (t *Turn) refuse(s *Step, r nlu.Reading) {
	if t.Message.More { // what follows may be the answer
		t.again()
		return
	}
	shown := len(t.s.Shown)
	_, number := nlu.Number(t.Message.Text)
	why := t.rules(s).Why
	switch why, known := "why."+why+"."+r.Why, why != ""; {
	case number && shown > 0:
		t.say("engine.range", map[string]any{"Last": shown})
	case known && t.e.words.Has(why):
		t.say(why, r.Data)
	case r.Why == "not_text":
		t.say("engine.nottext", nil)
	case t.e.words.Has(t.key(s) + ".again"):
		t.say(t.key(s)+".again", r.Data)
	default:
		t.say("engine.again", nil)
	}
	if t.s.Strikes++; t.s.Strikes%strikesMost == 0 {
		t.say("engine.stuck", nil)
	}
	t.told = true
	t.again()
}

// again puts the open question once more in short, behind something that was said: she has just read it.
func (t *Turn) again() {
	t.brief = true
	t.repeat()
}

// repeat puts the open question once more, or shows the menu when none is open.
func (t *Turn) repeat() {
	if t.flow() == nil || t.flow().step(t.s.Step) == nil {
		t.home()
		return
	}
	t.asked = true
}

// correct takes the edit of the message that gave the last answer as a new answer. Any other edit changes nothing.
func (t *Turn) correct() {
	last := t.s.Last
	f := t.flow()
	if last.Message == "" || last.Message != t.Message.Of || f == nil {
		return
	}
	s := f.step(last.Step)
	if s == nil || s.Slot == "" {
		return
	}
	old := t.s.Slots[s.Slot]
	value := t.reread(s, t.Message.Text)
	if value == old {
		return
	}
	if value == "" {
		t.say("engine.uncorrected", map[string]any{"Value": t.show(s, old)})
		t.again()
		return
	}
	t.say("engine.corrected", map[string]any{"Value": t.show(s, value)})
	t.set(s.Slot, value)
	t.s.Shown = nil
	at := t.s.Flow
	if s.Then != nil {
		s.Then(t, value)
	}
	if t.s.Flow == at {
		t.ask()
	}
}

// reread reads the new form of an answer: the number of a choice in a short list, or words.
func (t *Turn) reread(s *Step, text string) string {
	if options := t.rules(s).Options; options != nil {
		if list := options(t, ""); len(list) < mostShown {
			if i, ok := nlu.Pick(text, len(list)); ok {
				return list[i].Value
			}
		}
	}
	value := t.read(s, store.Message{Kind: store.Text, Text: text}).Value
	if strings.HasPrefix(value, under) {
		return ""
	}
	return value
}
