package flows_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/flows"
	"lopo/flows/transcripttest"
	"lopo/locales"
	"lopo/store"
)

// moment is a decision that was taken in a transcript: where the chat stood, what was known, what was written, what came of it.
type moment struct {
	where   string
	session store.Session
	facts   store.Facts
	message store.Message
	out     flows.Outcome
}

// moments are all decisions of all transcripts about what residents wrote, in the language of the house. They are where the generated tests
// begin.
func moments(t *testing.T) (list []moment) {
	t.Helper()
	for _, m := range spoken(t) {
		if m.lang() == "id" {
			list = append(list, m)
		}
	}
	return list
}

// spoken are the moments of every language.
func spoken(t *testing.T) []moment {
	t.Helper()
	played.Do(func() {
		for _, s := range transcripttest.Files(t) {
			stage := &transcripttest.Pure{TB: t}
			stage.Turn = func(before store.Session, f store.Facts, m store.Message, out flows.Outcome) {
				if m.Kind != store.Event && !m.Group {
					played.moments = append(played.moments, moment{fmt.Sprintf("%s, %q", s.Name, m.Text), before, f, m, out})
				}
			}
			transcripttest.Play(t, s, stage.Open(transcripttest.World(t)), nil)
		}
	})
	if len(played.moments) == 0 {
		t.Fatal("the transcripts do not play")
	}
	return played.moments
}

// states are the moments without those that differ from an earlier one only in what was written and when.
func states(t *testing.T) (list []moment) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range moments(t) {
		s, f := m.session, m.facts
		var draft map[string]string
		if f.Draft != nil {
			draft = f.Draft.Slots
		}
		key := fmt.Sprint(s.Flow, s.Step, s.Slots, s.Shown, s.Under, s.Page, s.Path, s.Editing, draft, len(f.Registrations), len(f.Tickets), f.Contact.First.IsZero())
		if !seen[key] {
			seen[key] = true
			list = append(list, m)
		}
	}
	return list
}

// spots are the states without those that stand at the same question with other answers.
func spots(t *testing.T) (list []moment) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range states(t) {
		s, f := m.session, m.facts
		key := fmt.Sprint(s.Flow, s.Step, s.Shown, s.Under, s.Page, s.Editing, len(s.Slots), f.Draft != nil, len(f.Registrations), len(f.Tickets), f.Contact.First.IsZero(), m.asleep())
		if !seen[key] {
			seen[key] = true
			list = append(list, m)
		}
	}
	return list
}

var played struct {
	sync.Once
	moments []moment
}

func engine(t *testing.T, list ...*flows.Flow) *flows.Engine {
	t.Helper()
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	if list == nil {
		list = flows.All()
	}
	e, err := flows.New(words, list...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// chat goes on from a moment with an engine, without a ledger: of the effects it follows those that the next question depends on.
type chat struct {
	e       *flows.Engine
	session store.Session
	facts   store.Facts
	ids     int
	effects []store.Effect // of the last turn
}

func (m moment) chat(e *flows.Engine) *chat { return &chat{e: e, session: m.session, facts: m.facts} }

// after is the chat as the moment left it.
func (m moment) after(e *flows.Engine) *chat {
	c := m.chat(e)
	c.follow(m.out)
	return c
}

func (c *chat) follow(out flows.Outcome) {
	c.session, c.effects = out.Session, out.Effects
	if c.facts.Contact.First.IsZero() {
		c.facts.Contact.First = c.facts.Now
	}
	for _, effect := range out.Effects {
		switch effect := effect.(type) {
		case store.SaveDraft:
			d := effect.Draft
			c.facts.Draft = &d
		case store.DropDraft, store.Erase:
			c.facts.Draft = nil
		case store.RecordConsent:
			c.facts.Contact.Consents = map[string]string{}
			if effect.Consent.Given {
				c.facts.Contact.Consents[effect.Consent.Purpose] = effect.Consent.Version
			}
		}
	}
}

// send lets the resident do something and returns the answer.
func (c *chat) send(m store.Message) []store.Outgoing {
	c.ids++
	m.ID, m.From, m.At = fmt.Sprintf("x%d", c.ids), c.session.Of, c.facts.Now
	c.facts.Now = c.facts.Now.Add(time.Second)
	out, _ := c.e.Decide(c.session, &c.facts, m, learn) // learn cannot fail
	c.follow(out)
	return out.Replies
}

// learn answers what a decision asks for, as a ledger would that has one vacancy open and nothing else.
func learn(n store.Need, f *store.Facts) error {
	v := store.Vacancy{ID: n.Jobs.Vacancy, Title: "Kasir", Employer: "Toko", Address: "Jl. Satu", Place: "Oebobo", State: store.VacancyOpen, Closes: f.Now.AddDate(0, 1, 0), Field: "kasir"}
	if n.Jobs.Look {
		f.Jobs.Page = store.JobPage{Search: n.Jobs.Search, List: []store.Vacancy{v}, Total: 1, Area: n.Jobs.Search.Area}
	}
	if n.Jobs.Vacancy != 0 {
		f.Jobs.Vacancy, f.Jobs.Reported = v, false
	}
	f.Read = f.Read.And(n)
	return nil
}

// say writes a text.
func (c *chat) say(text string) string {
	var said []string
	for _, m := range c.send(store.Message{Kind: store.Text, Text: text}) {
		said = append(said, m.Plain())
	}
	return strings.Join(said, "\n\n")
}

func (c *chat) at() string { return c.session.Flow + "." + c.session.Step }

// answers are the slots of a session without what KEMBALI took back and what was told before it was asked.
func answers(slots map[string]string) map[string]string {
	m := map[string]string{}
	for name, value := range slots {
		if !strings.HasPrefix(name, "was.") && !strings.HasPrefix(name, "told.") {
			m[name] = value
		}
	}
	return m
}

// asleep reports whether the moment is one in which the bot does not listen as usual: it is silent towards a machine or while staff talk, or
// there is first something else to tell.
func (m moment) asleep() bool {
	expired := m.facts.Draft != nil && m.facts.Draft.Expired
	return m.facts.Now.Before(m.session.Echo.Mute) || expired || !m.session.Hand.IsZero() || m.session.Waited.Unseen
}

// lang is the language that the bot speaks at this moment.
func (m moment) lang() string {
	if lang := m.facts.Contact.Lang; lang != "" {
		return lang
	}
	return "id"
}
