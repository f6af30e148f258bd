package nlu

import "strings"

// What language is asked for, and whether a message is written in English.

var (
	toEnglish    = set("english inggris eng englis inggres")
	toIndonesian = set("indonesia indonesian indo")
	notSpoken    = set("tidak jangan bukan not dont cannot cant never")
	// Words that people who write Indonesian do not use: two of them make a message English.
	englishOnly = set(`i im id ive you your my we our they their is are was were am do does did dont doesnt didnt cant can could would will shall should want need like
		have has get the an this that these those what whats which who when where why how much many of for with from about in on at and or but if because not no yes
		please speak english understand learn apply register find looking look know tell give there here it`)
	// … apart from those that stand in Indonesian messages too.
	bothLanguages = set("an in on at do no id am if of yes please like or is will for find english")
)

// Language is the language that a text asks to be spoken to in, "en" or "id"; "" where it names neither, or another one.
func Language(text string) string {
	ws := read(text)
	en, id, negated := -1, -1, -1
	for i, w := range ws {
		switch {
		case toEnglish[w]:
			en = i
		case toIndonesian[w]:
			id = i
		case w == "bahasa" && i > 0 && ws[i-1] == "to": // "change to bahasa"
			id = i
		case notSpoken[w] && negated < 0:
			negated = i
		}
	}
	not := func(at int) bool { return negated >= 0 && negated < at }
	switch {
	case en >= 0 && id >= 0 && negated >= 0: // the one that is refused is named right behind the refusal
		if first := en < id; first == (negated < min(en, id)) {
			return "id"
		}
		return "en"
	case en >= 0 && id >= 0:
		return ""
	case en >= 0 && not(en), id >= 0 && !not(id):
		return "id"
	case en >= 0, id >= 0:
		return "en"
	}
	return ""
}

// English reports whether a message is written in English.
func English(text string) bool { return inEnglish(scan(Clean(text))) }

func inEnglish(ts []token) bool {
	n, sure := 0, 0
	for _, t := range ts {
		if englishOnly[t.raw] {
			n++
			if !bothLanguages[t.raw] {
				sure++
			}
		}
	}
	return n >= 2 && sure >= 1
}

// inEnglish is also true of a short message of nothing but words of the English list: "job vacancies".
func (d *dictionary) inEnglish(ts []token) bool {
	if inEnglish(ts) {
		return true
	}
	strange := false
	for _, t := range ts {
		if d.english[t.raw] == "" {
			return false
		}
		strange = strange || !d.known[t.raw] && d.lexicon[t.raw] == ""
	}
	return strange && len(ts) > 0
}

// translated brings each word of an English message to the standard word of its meaning. What the list lacks stays: names, and what is none
// of ours.
func (d *dictionary) translated(ts []token) []token {
	out := make([]token, 0, len(ts))
	for _, t := range ts {
		to := d.english[t.raw]
		switch {
		case to == "-":
			continue
		case t.num:
			to, t.stem, t.sure = t.raw, "#", true
		case to == "":
			to, t.sure = t.raw, d.known[t.raw]
			if !t.sure {
				t.rule = "?"
			}
		default:
			t.rule, t.sure = "english", true
		}
		for w := range strings.FieldsSeq(to) {
			t.word = w
			out = append(out, t)
		}
	}
	return out
}
