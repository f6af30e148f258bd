package flows

import (
	"strings"

	"lopo/flows/nlu"
)

// The questions about the NIK. They are asked only where staff have switched them on for a training.

func asksNIK(t *Turn) bool {
	b, ok := t.Facts.Batch(id(t.slot("batch")))
	return ok && b.Training.AskNIK
}

func nikAnswered(t *Turn, _ string) {
	t.set("nikborn", "")
	t.set("domicile", "")
}

// nikDisagrees: the birth date in the NIK is not the one that was told. An old NIK may carry an old error, so the resident says which is right.
func nikDisagrees(t *Turn) bool {
	nik, born := t.slot("nik"), t.slot("born")
	if nik == "" || born == "" {
		return false
	}
	inside, _, ok := nlu.NIKBorn(nik, t.Facts.Now)
	return ok && !strings.HasPrefix(inside, born)
}

func nikbornData(t *Turn) map[string]any {
	inside, _, _ := nlu.NIKBorn(t.slot("nik"), t.Facts.Now)
	return map[string]any{"Inside": t.words.Born(inside), "Told": t.words.Born(t.slot("born"))}
}

// nikbornWords takes what is right at its word: a NIK or a birth date, written instead of a choice.
func nikbornWords(_ *Turn, in nlu.Input) nlu.Reading {
	if r := nlu.NIK(in); r.Value != "" {
		return nlu.Reading{Value: "nik=" + r.Value}
	}
	if r := nlu.Birth(in); r.Value != "" {
		return nlu.Reading{Value: "born=" + r.Value}
	}
	return nlu.Reading{Why: "unknown"}
}

func nikbornAnswered(t *Turn, value string) {
	if slot, right, told := strings.Cut(value, "="); told {
		t.set("nikborn", "")
		t.accept(t.flow().step(slot), right, t.Message)
		return
	}
	switch value {
	case "born":
		t.set("nikborn", "")
		t.reopen(t.flow().step("born"))
	case "nik":
		t.set("nikborn", "")
		t.reopen(t.flow().step("nik"))
	}
}

// nikFromOutside: the first digits say where a person was first registered, and never change. It is no reason to refuse anybody, only to ask
// where she lives now.
func nikFromOutside(t *Turn) bool {
	nik := t.slot("nik")
	if nik == "" || len(t.Facts.City.Kelurahan) == 0 {
		return false
	}
	home := strings.ReplaceAll(t.Facts.City.Kelurahan[0].Code, ".", "")
	return len(home) >= 4 && !strings.HasPrefix(nik, home[:4])
}
