package flows_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

// pushed are the events that may reach a chat, about an application of hers that stands as the event needs it.
func pushed(f *store.Facts) map[string]store.Message {
	in := f.Batches[0]
	add := func(number string, status store.Status, change func(*store.RegistrationView)) {
		v := store.RegistrationView{Registration: store.Registration{Number: number, Of: f.Contact.Of, Batch: in.ID, Status: status,
			Applicant: store.Applicant{Name: "Yuliana Bria", Born: "2001-03-03", Kelurahan: "Oebufu"}}, First: in}
		if change != nil {
			change(&v)
		}
		f.Registrations = append(slices.Clone(f.Registrations), v)
	}
	offer := func(until time.Duration) func(*store.RegistrationView) {
		return func(v *store.RegistrationView) { v.Seat, v.Held, v.Offers, v.Deadline = in.ID, in, 1, f.Now.Add(until) }
	}
	add("KPG-2026-9001", store.Offered, offer(24*time.Hour))
	add("KPG-2026-9002", store.Offered, offer(-time.Second))
	add("KPG-2026-9003", store.Accepted, offer(0))
	add("KPG-2026-9004", store.Refused, nil)
	event := func(name, of string) store.Message { return store.Message{Kind: store.Event, Text: name, Of: of} }
	answered := event("ticket", "T-9001")
	answered.Start = "Mulai besok."
	return map[string]store.Message{
		"offer": event("offer", "KPG-2026-9001#1"), "offer_half": event("offer_half", "KPG-2026-9001#1"), "offer_end": event("offer_end", "KPG-2026-9002#1"),
		"starts": event("starts", fmt.Sprintf("KPG-2026-9003#%d", in.Starts.UnixMilli())), "decided": event("decided", "KPG-2026-9004#refused#1"),
		"answer": answered, "closed": event("ticket", "T-9002"), "again": event("again", "x"), "stale": event("offer", "KPG-2026-9001#7"), "unknown": event("nonsense", "x"),
	}
}

// Whatever comes by itself, and whatever is open: the event changes nothing but a lapsed offer, and what she writes next to the open question
// means what it meant before. Only where nothing is open may an offer ask, and then a number takes no seat.
func TestAnEventNeverChangesWhatAnAnswerMeans(t *testing.T) {
	e := engine(t)
	took := 0
	for _, m := range spots(t) {
		if m.asleep() || m.facts.Contact.First.IsZero() {
			continue
		}
		facts := m.facts
		if !m.session.Touched.IsZero() { // she is in the middle of it
			facts.Now = m.session.Touched.Add(time.Minute)
		}
		for name, event := range pushed(&facts) {
			m := m
			m.facts = facts
			c := m.chat(e)
			c.send(event)
			for _, effect := range c.effects {
				if _, lapse := effect.(store.LapseOffer); !lapse {
					t.Errorf("%s: %s does %T", m.where, name, effect)
				}
			}
			where := fmt.Sprintf("%s: after %s at %s.%s", m.where, name, m.session.Flow, m.session.Step)
			moved := c.session.Flow != m.session.Flow || c.session.Step != m.session.Step
			if moved && c.at() != "offer.answer" {
				t.Errorf("%s the chat stands at %s", where, c.at())
			}
			if open := m.session.Flow != "" && m.session.Flow != "menu"; moved && open {
				t.Errorf("%s the open question is gone", where)
			}
			for _, text := range []string{"1", "2", "ya", "tidak", "Maria Nale", "ubah"} {
				a, b := *c, *m.chat(e)
				a.ids, b.ids = 10, 10
				a.facts.Now = b.facts.Now.Add(time.Second)
				b.facts.Now = a.facts.Now
				said, want := a.say(text), b.say(text)
				takes := slices.ContainsFunc(a.effects, func(e store.Effect) bool { _, is := e.(store.AnswerOffer); return is })
				if takes && (text == "1" || text == "2") && m.session.Flow != "offer" {
					t.Errorf("%s a %s answers an offer", where, text)
				}
				if moved {
					took++
					continue
				}
				if said != want || !reflect.DeepEqual(a.effects, b.effects) {
					t.Errorf("%s %q brings %v %q, without it %v %q", where, text, a.effects, said, b.effects, want)
				}
			}
		}
	}
	if took == 0 {
		t.Error("no offer ever asks")
	}
}

// What was written before an offer asked cannot have been meant for it.
func TestAnAnswerFromBeforeAnOfferTakesNoSeat(t *testing.T) {
	e := engine(t)
	for _, m := range spots(t) {
		if m.asleep() || m.facts.Contact.First.IsZero() {
			continue
		}
		c := m.chat(e)
		event := pushed(&c.facts)["offer"]
		c.send(event)
		if c.at() != "offer.answer" || m.session.Flow == "offer" {
			continue
		}
		put := c.facts.Now
		for _, text := range []string{"ya", "tidak", "ambil", "batal"} {
			a := *c
			a.facts.Now = put.Add(3 * time.Second)
			out := e.Take(a.session, a.facts, store.Message{ID: "early", From: a.session.Of, Kind: store.Text, Text: text, At: put.Add(-5 * time.Second)})
			if len(out.Effects) > 0 || len(out.Replies) == 0 || out.Session.Flow != "offer" {
				t.Fatalf("%s: an early %q brings %v and leads to %s", m.where, text, out.Effects, out.Session.Flow)
			}
			a.follow(out)
			if a.say("ya"); !slices.ContainsFunc(a.effects, func(e store.Effect) bool { o, is := e.(store.AnswerOffer); return is && o.Yes }) {
				t.Fatalf("%s: and a yes after that brings %v", m.where, a.effects)
			}
		}
	}
}

// A yes that comes hours after a question with grave consequences is asked again.
func TestAnOldYesDoesNothingGrave(t *testing.T) {
	e := engine(t)
	seen := map[string]bool{}
	for _, m := range spots(t) {
		if m.asleep() || m.session.Step != "sure" {
			continue
		}
		for _, text := range []string{"ya", "1", "2"} {
			c := m.chat(e)
			c.facts.Now = m.session.Touched.Add(3 * time.Hour)
			said := c.say(text)
			if len(c.effects) > 0 || c.at() != m.session.Flow+".sure" || !strings.Contains(said, "1. ") {
				t.Errorf("%s: at %s.sure a %q of three hours later brings %v: %s", m.where, m.session.Flow, text, c.effects, said)
			}
		}
		seen[m.session.Flow] = true
	}
	for _, flow := range []string{"erase", "cancel", "change", "leave", "anew"} {
		if !seen[flow] {
			t.Errorf("no transcript asks %s.sure", flow)
		}
	}
}

// An offer of the version before had numbers: who saw them answers with them.
func TestAnOfferOfTheOlderVersionIsAnsweredWithNumbers(t *testing.T) {
	e := engine(t)
	for _, m := range spots(t) {
		if m.session.Flow != "offer" || m.asleep() {
			continue
		}
		c := m.chat(e)
		c.session.Version, c.session.Shown = 1, []store.Choice{{Value: "yes", Label: "Ya, saya ambil"}, {Value: "no", Label: "Tidak"}}
		if c.say("1"); len(c.effects) == 0 && !strings.Contains(c.session.Flow, "offer") {
			continue // lapsed meanwhile
		}
		if len(c.effects) != 1 {
			t.Errorf("%s: a 1 brings %v", m.where, c.effects)
		}
	}
}
