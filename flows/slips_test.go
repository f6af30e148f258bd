package flows_test

import (
	"strings"
	"testing"

	"lopo/flows"
	"lopo/flows/nlu"
	"lopo/store"
)

// people are names that are a letter away from a global word (ULANG, HENTI, HAPUS, BATAL, KEMBALI, …), with how many of them ReadCommand takes
// for one when nothing is asked.
var people = strings.Fields(`Ujang Ulani Ulan Hesti Hendi Hendy Henri Henry Henki Henty Hetti Berti Berni Hapis Hapsa Hafus Hafsah Mulan Mulia Mulya Muliana
	Mulyo Adrin Armin Amin Admir Adnin Addin Ganthi Gandi Gandhi Ganda Banti Banta Bantus Bante Batar Batan Batak Bathal Batalia Natalia Bital Balki Balis Balok
	Mandur Munder Mundus Branda Brenda Kembari Kemali Sambong Sambang Sembung Rafat Ralan Resti Restu Statius Stanis Stefanus Stara Tulong Terusa Tarus Tirus
	Lanjar Manusa Orin Orong Hulang`)

// at is a chat that stands at a question of the training form.
func at(t *testing.T, step string) moment {
	t.Helper()
	for _, m := range spots(t) {
		if m.session.Flow == "training" && m.session.Step == step && !m.asleep() && m.session.Editing == "" {
			return m
		}
	}
	t.Fatalf("no transcript comes to %s", step)
	return moment{}
}

// answers plays one message and returns the chat after it, and what it left in a slot.
func (m moment) answers(e *flows.Engine, slot, text string) (*chat, string) {
	c := m.chat(e)
	c.say(text)
	return c, c.session.Slots[slot]
}

// Where a name is asked for, a slip makes no global word of one: Ujang would lose her form to ULANG, Hesti her notices to HENTI.
func TestNamesAreNoCommands(t *testing.T) {
	e, m, heard := engine(t), at(t, "name"), 0
	for _, name := range people {
		for _, said := range []string{name, strings.ToLower(name), strings.ToUpper(name), name + " ya"} {
			if _, got := m.answers(e, "name", said); got != name {
				t.Errorf("%q is taken as %q", said, got)
			}
		}
		if c, ok := nlu.ReadCommand(name); ok && c.Slip {
			heard++
		}
	}
	if heard < 10 {
		t.Errorf("only %d of the names are near a global word", heard)
	}
	for _, word := range []string{"ulang", "batal", "hapus data saya", "berhenti", "hapus dta saya", "kembali ke mneu"} { // to the letter, or no name
		if _, got := m.answers(e, "name", word); got != "" {
			t.Errorf("%q is taken for the name %q", word, got)
		}
	}
}

// The same for where she lives, and no kelurahan is a global word anywhere. Some are called like a kecamatan, and asked back about.
func TestKelurahanAreNoCommands(t *testing.T) {
	e, m := engine(t), at(t, "kelurahan")
	for _, k := range m.facts.City.Kelurahan {
		if c, got := m.answers(e, "kelurahan", k.Name); got != k.Name && (c.at() != "training.kelurahan" || len(c.session.Shown) == 0) {
			t.Errorf("%q is taken as %q and leads to %s", k.Name, got, c.at())
		}
		if c, ok := nlu.ReadCommand(k.Name); ok {
			t.Errorf("%q is heard as %s", k.Name, c.Name)
		}
	}
}

// Without such a question a slip is heard, but the two words that throw answers away ask first, however few answers there are.
func TestSlipsThrowNothingAway(t *testing.T) {
	e := engine(t)
	for _, m := range spots(t) {
		if m.session.Flow != "training" || m.session.Slots["born"] == "" || m.asleep() {
			continue
		}
		for _, text := range []string{"ulanh", "ulangii", "bataal", "batalkn", "dibatalakn"} {
			c, _ := m.answers(e, "", text)
			for _, effect := range c.effects {
				if _, lost := effect.(store.DropDraft); lost {
					t.Errorf("%s: %q threw the form away", m.where, text)
				}
			}
		}
	}
}
