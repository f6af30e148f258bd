package flows

import (
	"slices"
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// pageSize is how many answers one question shows, so that with the ways to turn the page there are never more than nine.
const (
	mostShown = 9
	pageSize  = 7
)

// ask opens the next question of the flow, or shows the menu when the flow has none left.
func (t *Turn) ask() {
	if !t.adopt() {
		return
	}
	f := t.flow()
	var s *Step
	if f != nil {
		s = f.next(t)
	}
	if s == nil {
		t.home()
		return
	}
	if t.s.Step != s.Name {
		t.s.Step, t.s.Under, t.s.Page, t.s.Strikes, t.s.Shown = s.Name, "", 0, 0, nil
	}
	t.asked = true
}

// putQuestion says the open question with its numbered answers. What is shown is remembered: "2" means what the resident saw.
func (t *Turn) putQuestion() {
	s := t.flow().step(t.s.Step)
	rules := t.rules(s)
	var data map[string]any
	if s.With != nil {
		data = s.With(t)
	}
	if t.s.Shown == nil && rules.Options != nil && !s.Words {
		t.s.Shown = t.page(rules.Options(t, t.s.Under))
	}
	switch question := t.key(s); {
	case t.told && (t.asksAmong() || len(t.s.Shown) == 0 && !s.Words):
		// what was just said tells how to answer
	case t.s.Under != "" && t.e.words.Has(question+".under"):
		t.say(question+".under", map[string]any{"Under": t.s.Under})
	case t.brief && t.e.words.Has(question+".brief"):
		t.say(question+".brief", data)
	default:
		t.say(question+".ask", data)
	}
	if old := t.was(s); old != "" {
		t.say("engine.was", map[string]any{"Was": t.show(s, old)})
	}
	if s.Words {
		t.choices = append(t.typed(s.Options(t, "")), store.Choice{Value: "0", Label: t.word("engine.menu", nil)})
	} else {
		t.choices = t.numbered(t.s.Shown)
	}
	t.tel = rules.WantTel
	if !t.sameQuestion() {
		t.s.Ask = strconv.FormatInt(t.Facts.Now.Unix(), 36) + "." + strconv.FormatInt(t.s.Rev, 36)
	}
}

// typed gives choices that are typed as words those of the language.
func (t *Turn) typed(list []store.Choice) []store.Choice {
	for i := range list {
		if key := "typed." + list[i].Value; t.e.words.Has(key) {
			list[i].Value = t.word(key, nil)
		}
	}
	return list
}

// asksAmong reports whether the choices are those of among.
func (t *Turn) asksAmong() bool {
	n := len(t.s.Shown)
	return n > 0 && t.s.Under == "" && t.s.Shown[n-1].Value == up
}

// key is where the words of a step are.
func (t *Turn) key(s *Step) string {
	if s.As != nil {
		return "training." + t.rules(s).Name
	}
	return t.s.Flow + "." + s.Name
}

// rules is the step whose options, words and reading of answers count: s itself, or the one that it borrows from.
func (t *Turn) rules(s *Step) *Step {
	if s.As != nil {
		return s.As(t)
	}
	return s
}

// page cuts the open page out of a long list, with the ways to turn it.
func (t *Turn) page(list []store.Choice) []store.Choice {
	turn := func(value, words string) store.Choice { return store.Choice{Value: value, Label: t.word(words, nil)} }
	var shown []store.Choice
	if len(list) <= mostShown-1 {
		if t.s.Under != "" {
			return append(slices.Clip(list), turn(up, "engine.up"))
		}
		if len(list) == 0 {
			return nil
		}
		return list
	}
	from := min(t.s.Page*pageSize, len(list)-1)
	to := min(from+pageSize, len(list))
	shown = append(shown, list[from:to]...)
	if to < len(list) {
		shown = append(shown, turn(next, "engine.next"))
	}
	switch {
	case from > 0:
		shown = append(shown, turn(prev, "engine.prev"))
	case t.s.Under != "":
		shown = append(shown, turn(up, "engine.up"))
	}
	return shown
}

// numbered turns what is shown into what is typed: 1, 2, 3 … and 0 for the menu, which every question but the menu itself has.
func (t *Turn) numbered(shown []store.Choice) []store.Choice {
	list := make([]store.Choice, 0, len(shown)+1)
	for i, c := range shown {
		list = append(list, store.Choice{Value: strconv.Itoa(i + 1), Label: c.Label})
	}
	switch {
	case t.s.Flow == "menu":
	case t.s.Flow == "meant":
		list = append(list, store.Choice{Value: "0", Label: t.word("meant.none", nil)})
	case t.zero():
		list = append(list, store.Choice{Value: "0", Label: t.word(t.s.Flow+"."+t.s.Step+".nothing", nil)}, store.Choice{Value: "menu", Label: t.word("engine.menu", nil)})
	default:
		list = append(list, store.Choice{Value: "0", Label: t.word("engine.menu", nil)})
	}
	return list
}

// chosen finds the answer that a number or a label means among what was shown.
func (t *Turn) chosen(text string) (store.Choice, bool) {
	if len(t.s.Shown) == 0 {
		return store.Choice{}, false
	}
	if i, ok := nlu.Pick(text, len(t.s.Shown)); ok {
		return t.s.Shown[i], true
	}
	labels := make([]string, len(t.s.Shown))
	for i, c := range t.s.Shown {
		if !strings.HasPrefix(c.Value, under) { // a branch may be called like an answer; the step itself reads such words
			labels[i] = c.Label
		}
	}
	if i, ok := nlu.Match(text, labels); ok {
		return t.s.Shown[i], true
	}
	return store.Choice{}, false
}

// turned handles the choices that move within a list instead of answering.
func (t *Turn) turned(value string) bool {
	switch {
	case value == next:
		t.s.Page++
	case value == prev:
		t.s.Page = max(0, t.s.Page-1)
	case value == up:
		t.s.Under, t.s.Page = "", 0
	case strings.HasPrefix(value, under):
		t.s.Under, t.s.Page = strings.TrimPrefix(value, under), 0
	default:
		return false
	}
	t.s.Shown = nil
	t.asked = true
	return true
}

// show writes an answer as residents read it.
func (t *Turn) show(s *Step, value string) string {
	s = t.rules(s)
	if s.Show != nil {
		_, said := s.Show(t, value)
		return said
	}
	if s.Options != nil {
		for _, c := range s.Options(t, "") {
			if c.Value == value {
				return c.Label
			}
		}
	}
	return value
}
