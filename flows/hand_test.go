package flows_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

// While staff talk the bot keeps out of it, wherever the chat stands: whatever she writes, sends or does. What calls it back, stops the notices or
// cries for help is heard; the answers she has given stay.
func TestAccept19SilentWhileStaffTalk(t *testing.T) {
	e := engine(t)
	for _, m := range spots(t) {
		if m.asleep() || m.facts.Contact.First.IsZero() {
			continue
		}
		talk := func() *chat {
			c := m.chat(e)
			c.facts.Now = m.session.Touched.Add(time.Minute)
			if said := c.send(store.Message{Kind: store.Hand}); len(said) > 0 || len(c.effects) > 0 {
				t.Fatalf("%s: answers staff with %q", m.where, said[0].Text)
			}
			return c
		}
		c := talk()
		for _, sent := range hostile() {
			if sent.Kind == store.Tap || sent.Text == "lanjut" || sent.Text == "hapus data" || sent.Text == "mulai" {
				continue
			}
			if said := c.send(sent); len(said) > 0 || len(c.effects) > 0 {
				t.Errorf("%s: %s %.30q is answered: %q", m.where, sent.Kind, sent.Text, said[0].Text)
			}
		}
		if missing(m.session.Slots, c.session.Slots) != "" || c.session.Step != m.session.Step {
			t.Errorf("%s: the place is lost: %+v", m.where, c.session)
		}
		if said := c.say("berhenti"); said == "" || !slices.Contains(c.effects, store.Effect(store.SetOptOut{Topic: store.All, Out: true})) {
			t.Errorf("%s: BERHENTI is not obeyed", m.where)
		}
		if said := c.say("tolong saya disekap"); !strings.Contains(said, "Hubungi") {
			t.Errorf("%s: a cry for help hears %q", m.where, said)
		}
		if said := c.say("pagi bu"); said != "" {
			t.Errorf("%s: speaks again: %q", m.where, said)
		}
		for _, word := range []string{"menu", "LANJUT", "hapus data", "/menu"} {
			c := talk()
			if said := c.say(word); said == "" || !c.session.Hand.IsZero() {
				t.Errorf("%s: %s does not bring the bot back: %q", m.where, word, said)
			}
		}

		c = talk()
		c.facts.Now = c.facts.Now.Add(4*time.Hour + time.Minute)
		before := answers(c.session.Slots)
		said := c.say("1")
		if !strings.Contains(said, "kembali menjawab") || len(c.effects) > 0 {
			t.Errorf("%s: after four hours: %v %q", m.where, c.effects, said)
		}
		if m.session.Step != "" && (c.session.Step != m.session.Step || !reflect.DeepEqual(before, answers(c.session.Slots))) {
			t.Errorf("%s: after four hours at %s with %v", m.where, c.at(), c.session.Slots)
		}
		if said := c.say("halo"); strings.Contains(said, "kembali menjawab") {
			t.Errorf("%s: says so twice", m.where)
		}
	}
}

// How long the bot is silent is data of the city.
func TestAccept19StaffSetTheSilence(t *testing.T) {
	e := engine(t)
	m := moments(t)[3]
	for value, hours := range map[string]int{"1": 1, "12 jam": 12, "": 4, "lama": 4, "0": 0} {
		c := m.chat(e)
		city := *c.facts.City
		city.Facts = map[string]store.Fact{"jeda_petugas_jam": {Key: "jeda_petugas_jam", Value: value}}
		c.facts.City = &city
		c.send(store.Message{Kind: store.Hand})
		c.facts.Now = c.facts.Now.Add(time.Duration(hours)*time.Hour - time.Minute)
		if said := c.say("pagi bu"); hours > 0 && said != "" {
			t.Errorf("%q: speaks a minute too early", value)
		}
		c.facts.Now = c.facts.Now.Add(2 * time.Minute)
		if said := c.say("pagi bu"); said == "" {
			t.Errorf("%q: silent a minute too long", value)
		}
	}
}
