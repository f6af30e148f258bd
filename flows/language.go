package flows

import (
	"slices"

	"lopo/flows/nlu"
	"lopo/store"
)

// Language asks in which language everything is to be said. It is kept with the contact, so that what comes by itself comes in it too.
var Language = &Flow{Name: "language", Version: 1, Free: true, Steps: []Step{
	{Name: "pick", Options: fixed("language", "indonesian", "english"), Accept: languageWords, Then: func(t *Turn, name string) {
		t.leave()
		t.speak(nlu.Language(name))
		t.home()
	}},
}}

func languageWords(_ *Turn, in nlu.Input) nlu.Reading {
	switch nlu.Language(in.Text) {
	case "id":
		return nlu.Reading{Value: "indonesian"}
	case "en":
		return nlu.Reading{Value: "english"}
	}
	return nlu.Reading{Why: "unknown"}
}

// language answers a wish for another language: one that is named is spoken from now on, else it is asked which. A question that is open stays
// open.
func (t *Turn) language(lang string) {
	switch {
	case lang != "" && t.Facts.Contact.First.IsZero():
		t.use(lang)
		t.welcome()
	case lang != "" && t.s.Flow == "language": // it is the answer
		t.leave()
		t.speak(lang)
		t.home()
	case lang != "":
		t.speak(lang)
		t.again()
	case t.free():
		t.enter("language", nil)
		t.ask()
	default:
		t.say("language.words", nil)
		t.again()
	}
}

// speak goes on in a language and says so in it.
func (t *Turn) speak(lang string) {
	said := "language.changed"
	if lang == t.words.Lang() {
		said = "language.same"
	}
	t.use(lang)
	t.say(said, nil)
}

// use goes on in a language. The choices that she saw in the other one are shown anew.
func (t *Turn) use(lang string) {
	if lang != t.Facts.Contact.Lang {
		t.do(store.SetLanguage{Lang: lang})
	}
	t.Facts.Contact.Lang, t.words = lang, t.words.In(lang)
	if !t.asksAmong() {
		t.s.Shown = nil
		return
	}
	t.s.Shown = slices.Clone(t.s.Shown)
	t.s.Shown[len(t.s.Shown)-1].Label = t.word("engine.others", nil)
}

// offerEnglish tells who writes English how to be answered in it, until she has chosen a language.
func (t *Turn) offerEnglish() {
	if t.Facts.Contact.Lang == "" && nlu.English(t.Message.Text) {
		t.say("language.hint", nil)
	}
}
