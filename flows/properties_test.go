package flows_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"lopo/flows"
	"lopo/store"
)

// hostile is what people and machines may send at any time.
func hostile() (list []store.Message) {
	for _, text := range []string{"", " ", "0", "1", "2", "9", "10", "999", "-1", "ya", "tidak", "ya tidak", "sama", "kembali", "ulang", "lanjut", "ubah", "ubah 3", "ubah nama",
		"status KPG-2026-0001", "menu batal", "halo", "terima kasih", "daftar menjahit", "Maria Nale", "12-06-1998", "31-02-1998", "5371014502980003", "081234567890",
		"petugas", "data saya", "hapus data", "privasi", "mulai", "🙏", "é̷̛", "\x00\x01", "{{.Name}}", "<b>", "SELECT * FROM x", strings.Repeat("panjang ", 700)} {
		list = append(list, store.Message{Kind: store.Text, Text: text})
	}
	for _, kind := range []store.Kind{store.Card, store.Location, store.Image, store.Video, store.Voice, store.Sticker, store.Document, store.Poll, store.Unknown} {
		list = append(list, store.Message{Kind: kind})
	}
	return append(list, store.Message{Kind: store.Tap, Text: "1", Ask: "another"}, store.Message{Kind: store.Tap}, store.Message{Kind: store.Location, Lat: -10.1665, Lon: 123.601},
		store.Message{Kind: store.Card, Phone: "+6281234567890"}, store.Message{Kind: store.Returned})
}

// Whatever comes in whatever state: there is an answer, it fits the screen, the decision is the same each time and touches nothing it was
// given, and the menu is one word away.
func TestAnyMessageInAnyState(t *testing.T) {
	e := engine(t)
	for _, m := range states(t) {
		if m.asleep() {
			continue
		}
		for _, sent := range hostile() {
			c := m.chat(e)
			again := m.chat(e)
			before := clone(m.session)
			replies := c.send(sent)
			if len(replies) == 0 {
				t.Errorf("%s: no answer to %s %.40q at %s.%s", m.where, sent.Kind, sent.Text, m.session.Flow, m.session.Step)
			}
			for _, r := range replies {
				length(t, m.where, r)
			}
			if !reflect.DeepEqual(before, clone(m.session)) {
				t.Fatalf("%s: the session was changed under its owner", m.where)
			}
			if !reflect.DeepEqual(replies, again.send(sent)) || !reflect.DeepEqual(c.session, again.session) {
				t.Errorf("%s: %q decides differently the second time", m.where, sent.Text)
			}
			c.session.Echo = store.Echo{}
			if said := c.say("menu"); c.at() != "menu.pick" || said == "" {
				t.Errorf("%s: after %q MENU leads to %s", m.where, sent.Text, c.at())
			}
		}
		for _, kind := range []store.Kind{store.Reaction, store.Deleted, store.Parked, store.Blocked} {
			if replies := m.chat(e).send(store.Message{Kind: kind}); len(replies) > 0 {
				t.Errorf("%s: %s is answered", m.where, kind)
			}
		}
	}
}

func clone(s store.Session) store.Session {
	slots := map[string]string{}
	for k, v := range s.Slots {
		slots[k] = v
	}
	s.Slots, s.Path, s.Shown = slots, slices.Clone(s.Path), slices.Clone(s.Shown)
	return s
}

// A deploy in the middle of a conversation: every state that a transcript reaches is taken up by a newer version of its flow, with a question
// more at every place, or a question less, and the form is brought to its end.
func TestNobodyIsStrandedByANewVersion(t *testing.T) {
	for name, training := range versions() {
		t.Run(name, func(t *testing.T) {
			list := flows.All()
			i := slices.Index(list, flows.Training)
			list[i] = training
			e := engine(t, list...)
			for _, m := range states(t) {
				if strings.HasPrefix(m.where, "words/one-shot-minor") { // what was told there ends the form
					continue
				}
				if m.session.Flow == "training" && !m.asleep() && m.session.Slots["batch"] != "" && m.facts.Twin == nil && !finish(m.chat(e)) {
					t.Errorf("%s: stranded", m.where)
				}
			}
		})
	}
}

// versions are newer forms.
func versions() map[string]*flows.Flow {
	list := map[string]*flows.Flow{}
	var gender int
	for i, s := range flows.Training.Steps {
		f := *flows.Training
		f.Version++
		switch s.Name {
		case "gender":
			gender = i
			fallthrough
		case "card", "born", "name", "kelurahan", "education", "work", "second", "phone":
			f.Steps = slices.Delete(slices.Clone(f.Steps), i, i+1)
			list["without "+s.Name] = &f
		}
	}
	for i, s := range flows.Training.Steps {
		if i < 4 {
			continue // before consent no personal question may come
		}
		f := *flows.Training
		f.Version++
		extra := flows.Step{Name: "extra", Slot: "extra", As: func(*flows.Turn) *flows.Step { return &flows.Training.Steps[gender] }}
		f.Steps = slices.Insert(slices.Clone(f.Steps), i, extra)
		list["one more before "+s.Name] = &f
	}
	return list
}

// finish answers what is asked until the application is sent, or the form is out of reach for a reason that the bot tells.
func finish(c *chat) bool {
	given := map[string]string{"pick": "Tukang kayu", "batch": "1", "card": "1", "consent": "1", "born": "12-06-1998", "name": "Maria Nale", "gender": "2",
		"kelurahan": "Oebufu", "education": "4", "work": "1", "second": "1", "phone": "081234567890", "nik": "5371015206980003", "nikborn": "3", "domicile": "1",
		"review": "ya", "extra": "2"}
	for range 40 {
		answer := given[c.session.Step]
		switch c.session.Flow {
		case "training":
		case "resume":
			answer = "1"
		default:
			return false
		}
		c.say(answer)
		for _, effect := range c.effects {
			if _, ok := effect.(store.Register); ok {
				return true
			}
		}
	}
	return false
}

// A flow that is gone leaves a menu behind, and an apology is not needed: what it had gathered is still in the draft.
func TestAGoneFlowLeavesTheMenu(t *testing.T) {
	e := engine(t)
	c := moments(t)[0].chat(e)
	c.session.Flow, c.session.Step, c.session.Rev = "gone", "away", 5
	c.facts.Draft = &store.Draft{Flow: "gone", Slots: map[string]string{"x": "y"}}
	for _, text := range []string{"1", "lanjut", "ulang", "1"} {
		if said := c.say(text); said == "" {
			t.Errorf("%q is not answered", text)
		}
	}
}
