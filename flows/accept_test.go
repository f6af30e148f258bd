package flows_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lopo/flows"
	"lopo/flows/transcripttest"
	"lopo/store"
)

// play plays the transcripts of a behaviour.
func play(t *testing.T, begin ...string) {
	t.Helper()
	for _, s := range transcripttest.Files(t, begin...) {
		t.Run(s.Name, func(t *testing.T) {
			stage := (&transcripttest.Pure{TB: t}).Open(transcripttest.World(t))
			transcripttest.Same(t, s, transcripttest.Play(t, s, stage, nil), true)
		})
	}
}

// MENU, BATAL, BANTUAN and BERHENTI work at every step of every flow.
func TestAccept05GlobalWordsAtEveryStep(t *testing.T) {
	e := engine(t)
	seen := map[string]bool{}
	for _, m := range spoken(t) {
		if m.asleep() {
			continue
		}
		seen[m.session.Flow+"."+m.session.Step] = true
		globalWords(t, e, m)
	}
	for _, f := range flows.All() {
		for _, s := range f.Steps {
			if !seen[f.Name+"."+s.Name] {
				t.Errorf("no transcript reaches %s.%s", f.Name, s.Name)
			}
		}
	}
	play(t, "training/one-name", "menu/global-in-form", "training/menu-and-resume", "training/cancel-few")
}

func globalWords(t *testing.T, e *flows.Engine, m moment) {
	t.Helper()
	before := answers(m.session.Slots)
	form := m.session.Flow == "training"

	c := m.chat(e)
	said := c.say("MENU")
	if c.at() != "menu.pick" || said == "" {
		t.Errorf("%s: MENU at %s.%s leads to %s: %s", m.where, m.session.Flow, m.session.Step, c.at(), said)
	}
	if form && before["born"] != "" && (!strings.Contains(said, words(t, m.lang()).Text("engine.saved", nil)) || c.facts.Draft == nil || !maps.Equal(answers(c.facts.Draft.Slots), before)) {
		t.Errorf("%s: MENU does not keep the form: %s", m.where, said)
	}

	c = m.chat(e)
	if said := c.say("batal"); said == "" || form && c.at() != "menu.pick" && c.at() != "leave.sure" {
		t.Errorf("%s: BATAL at %s.%s leads to %s: %s", m.where, m.session.Flow, m.session.Step, c.at(), said)
	}

	open := m.session.Step != ""
	for _, word := range []string{"Bantuan", "BERHENTI"} {
		c = m.chat(e)
		said := c.say(word)
		if said == "" || open && (c.session.Flow != m.session.Flow || c.session.Step != m.session.Step) || open && !maps.Equal(answers(c.session.Slots), before) {
			t.Errorf("%s: %s at %s.%s leads to %s: %s", m.where, word, m.session.Flow, m.session.Step, c.at(), said)
		}
		stops := slices.ContainsFunc(c.effects, func(e store.Effect) bool { return e == store.SetOptOut{Topic: store.All, Out: true} })
		if stops != (word == "BERHENTI") {
			t.Errorf("%s: %s stops the notices: %t", m.where, word, stops)
		}
	}
}

// A return after a gap is asked whether to go on, and nothing is taken for an answer; after the limit the answers are erased.
func TestAccept06ReturnAfterAGap(t *testing.T) {
	e := engine(t)
	for _, m := range moments(t) {
		if m.session.Flow != "training" || m.session.Slots["born"] == "" || m.asleep() {
			continue
		}
		c := m.chat(e)
		c.facts.Now = m.facts.Now.Add(6 * time.Hour)
		said := c.say("pagi")
		if c.at() != "resume.pick" || !strings.Contains(said, "1. "+words(t, m.lang()).Text("resume.go", nil)) {
			t.Errorf("%s: after six hours at %s: %s", m.where, c.at(), said)
		}
		want := answers(m.session.Slots)
		if want["batch"] != "" && !open(c.facts, want["batch"]) { // the course was closed meanwhile, and that is told at once
			maps.DeleteFunc(want, func(slot, _ string) bool { return slices.Contains([]string{"training", "batch", "card"}, slot) })
		}
		if c.say("1"); c.session.Flow != "training" || !maps.Equal(answers(c.session.Slots), want) {
			t.Errorf("%s: goes on at %s with %v", m.where, c.at(), c.session.Slots)
		}
	}
	play(t, "training/return", "training/expired", "training/lost-session")
}

// open reports whether one may still apply for a batch, by the answer that names it.
func open(f store.Facts, batch string) bool {
	id, _ := strconv.ParseInt(batch, 10, 64)
	b, ok := f.Batch(id)
	return ok && b.Open(f.Now)
}

// KEMBALI undoes an answer, wherever it was given.
func TestAccept07EditBeforeSubmit(t *testing.T) {
	e := engine(t)
	form := map[string]*flows.Step{}
	for i := range flows.Training.Steps {
		form[flows.Training.Steps[i].Name] = &flows.Training.Steps[i]
	}
	undone := map[string]bool{}
	for _, m := range spoken(t) {
		s := form[m.session.Step]
		if m.session.Flow != "training" || s == nil || s.Slot == "" || m.session.Editing != "" || m.message.More || m.out.Session.Flow != "training" ||
			m.session.Slots[s.Slot] != "" || m.out.Session.Slots[s.Slot] == "" || m.out.Session.Step == s.Name {
			continue
		}
		if s.Name == "consent" { // is given once, and taken back with HAPUS DATA
			continue
		}
		c := m.after(e)
		said := c.say("kembali")
		want, got := answers(m.session.Slots), answers(c.session.Slots)
		if s.Name == "pick" { // a training with one batch names it too
			delete(want, "batch")
			delete(got, "batch")
		}
		if c.session.Step != s.Name || !maps.Equal(want, got) || !strings.Contains(said, strings.TrimSpace(strings.SplitAfter(words(t, m.lang()).Text("engine.was", map[string]any{"Was": ""}), ":")[0])) {
			t.Errorf("%s: KEMBALI after %s leads to %s with %v, expected %v: %s", m.where, s.Name, c.at(), got, want, said)
		}
		if c.say("sama"); !maps.Equal(answers(c.session.Slots), answers(m.out.Session.Slots)) {
			t.Errorf("%s: SAMA after KEMBALI gives %v, expected %v", m.where, c.session.Slots, m.out.Session.Slots)
		}
		undone[s.Name] = true
	}
	for name, s := range form {
		if s.Slot != "" && name != "consent" && !undone[name] {
			t.Errorf("no transcript answers %s and goes on", name)
		}
	}
	play(t, "training/edit", "training/back")
}

// All 51 kelurahan are reached with numbers alone, and by their own names.
func TestAccept09Kelurahan(t *testing.T) {
	e := engine(t)
	var start moment
	for _, m := range moments(t) {
		if m.session.Step == "kelurahan" && m.session.Flow == "training" && m.session.Under == "" && m.session.Editing == "" && len(m.session.Shown) == 6 && !m.asleep() {
			start = m
		}
	}
	for _, k := range start.facts.City.Kelurahan {
		if !byNumbers(start.chat(e), k) {
			t.Errorf("%s is not reached with numbers", k.Name)
		}
		c := start.chat(e)
		c.say(k.Name)
		for range 2 { // a family, or a kecamatan of the same name
			for i, shown := range c.session.Shown {
				if c.session.Step == "kelurahan" && (shown.Value == k.Name) {
					c.say(string(rune('1' + i)))
					break
				}
			}
		}
		if c.session.Slots["kelurahan"] != k.Name {
			t.Errorf("%s, by its name, is %q", k.Name, c.session.Slots["kelurahan"])
		}
	}
	play(t, "training/kelurahan")
}

// byNumbers opens the kecamatan and turns its pages until the kelurahan is there.
func byNumbers(c *chat, k store.Kelurahan) bool {
	want := []string{">" + k.Kecamatan, k.Name, "+"} // what to look for: the branch, the name, the next page
	for range 5 {
		i := -1
		for _, value := range want {
			if i < 0 {
				i = slices.IndexFunc(c.session.Shown, func(s store.Choice) bool { return s.Value == value })
			}
		}
		if i < 0 {
			return false
		}
		c.say(string(rune('1' + i)))
		if c.session.Slots["kelurahan"] != "" {
			return c.session.Slots["kelurahan"] == k.Name
		}
	}
	return false
}

// No personal question is asked before consent, and a changed text is asked about again.
func TestAccept11ConsentFirst(t *testing.T) {
	personal := []string{"born", "name", "gender", "kelurahan", "education", "work", "phone", "nik", "nikborn", "domicile", "review"}
	for _, m := range moments(t) {
		if s := m.session; s.Flow == "training" && slices.Contains(personal, s.Step) && m.facts.Contact.Consents["training"] == "" {
			t.Errorf("%s: %s was asked without consent", m.where, s.Step)
		}
	}
	c := &chat{e: engine(t), facts: moments(t)[0].facts}
	c.facts.Contact.Consents = map[string]string{"training": "an older text"}
	c.say("daftar kursus tukang kayu")
	if c.say("1"); c.session.Step != "consent" {
		t.Errorf("a changed text is not asked about: %s", c.at())
	}
	if c.say("1"); c.session.Step != "born" || c.facts.Contact.Consents["training"] == "an older text" {
		t.Errorf("after consent at %s with %v", c.at(), c.facts.Contact.Consents)
	}
	play(t, "training/consent", "loans/consent-refused")
}

// BERHENTI stops the notices, for everything or for one topic, and the bot goes on answering.
func TestAccept12Stop(t *testing.T) {
	play(t, "menu/stop", "data/erase", "people/stop-topic", "people/subscribe", "people/minor")
}

// In a group only what is said to the bot is answered, never with anything of a person; a coordinator binds it, and ends it.
func TestAccept27Group(t *testing.T) { play(t, "odd/group", "people/group") }

// Staff in chat: a role holds in its kelurahan, elsewhere is refused and recorded, and ends at once.
func TestAccept37Chat(t *testing.T) { play(t, "people/duty") }

// Two chats are joined by a code, put apart again, and wrong codes lock.
func TestAccept38Link(t *testing.T) { play(t, "people/link", "people/unlink", "people/wrong-codes") }

// What could not be deciphered is asked for again in one short greeting, and what comes of it later is handled as if nothing had been.
func TestAccept18Undecipherable(t *testing.T) { play(t, "odd/garbled", "odd/call") }

// length holds that a reply fits a small screen and can be answered without a button.
func length(t *testing.T, where string, m store.Outgoing) {
	t.Helper()
	text := m.Plain()
	if n := utf8.RuneCountInString(text); n == 0 || n > 700 {
		t.Errorf("%s: a reply of %d characters: %s", where, n, text)
	}
	if len(m.Choices) > 10 {
		t.Errorf("%s: %d choices", where, len(m.Choices))
	}
	if i := slices.IndexFunc(m.Choices, func(c store.Choice) bool {
		return (c.Value == "0" || c.Value == "menu") && strings.HasSuffix(c.Label, "Menu")
	}); len(m.Choices) > 0 && i < 0 && !slices.Contains([]string{"Lanjutkan formulir", "Daftar pelatihan kerja", "Continue the form", "Register for job training"}, m.Choices[0].Label) {
		t.Errorf("%s: no way to the menu: %s", where, text)
	}
}

// What there is, how it is found, and that what has closed says so.
func TestAccept23VacanciesAreFoundAndClose(t *testing.T) {
	play(t, "jobs/search", "jobs/filters", "jobs/closed", "jobs/report", "jobs/far", "jobs/alumni", "jobs/apply", "jobs/minor", "jobs/in-form", "jobs/phone")
}

// A new vacancy is told once, in a message of its own, to who asked for it; STOP LOWONGAN ends it.
func TestAccept24NewVacanciesAreToldOnce(t *testing.T) {
	play(t, "jobs/alert", "jobs/followup")
}
