package flows

import (
	"strconv"
	"strings"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

const anything = "semua" // a slot that asks nothing

// Alert is the wish to hear of new vacancies: one message a day at most, after a consent of its own.
var Alert = &Flow{Name: "alert", Version: 1, Steps: []Step{
	{Name: "field", Slot: "field", Options: alertFields, Accept: alertWords, Why: "trade"},
	{Name: "area", Slot: "area", Options: alertAreas, Accept: alertWords},
	{Name: "level", Slot: "level", Options: alertLevels, Accept: alertWords},
	{Name: "sure", Options: fixed("alert.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: alertData, Then: alertKept},
}}

// alert begins an alert for what was named. What was not asked for then is not asked about either.
func (t *Turn) alert(w nlu.Wanted) {
	slots := map[string]string{}
	if w.Field != "" || w.Area != "" || w.Education != "" {
		slots = map[string]string{"field": anything, "area": anything, "level": anything}
		for slot, value := range map[string]string{"field": w.Field, "area": w.Area, "level": w.Education} {
			if value != "" {
				slots[slot] = value
			}
		}
	}
	t.enter("alert", slots)
	t.ask()
}

func alertFields(t *Turn, _ string) []store.Choice {
	list := []store.Choice{{Value: anything, Label: t.word("alert.anyfield", nil)}}
	for _, field := range jobFields {
		list = append(list, store.Choice{Value: field, Label: t.word("jobfield."+field, nil)})
	}
	return list
}

func alertAreas(t *Turn, _ string) []store.Choice {
	return append([]store.Choice{{Value: anything, Label: t.word("alert.anyarea", nil)}}, jobAreas(t, "")...)
}

func alertLevels(t *Turn, _ string) []store.Choice {
	return append([]store.Choice{{Value: anything, Label: t.word("alert.anylevel", nil)}}, fixed("education", jobLevels...)(t, "")...)
}

// alertWords reads an answer in words at each of the three questions.
func alertWords(t *Turn, in nlu.Input) nlu.Reading {
	if in.Kind != store.Text {
		return nlu.Reading{Why: "not_text"}
	}
	w := nlu.Seek(in.Text, in.City, in.Now)
	value := map[string]string{"field": w.Field, "area": w.Area, "level": w.Education}[t.s.Step]
	switch {
	case value != "":
		return nlu.Reading{Value: value}
	case strings.Contains(strings.ToLower(in.Text), "semua") || strings.Contains(strings.ToLower(in.Text), "apa saja") || strings.Contains(strings.ToLower(in.Text), "mana saja"):
		return nlu.Reading{Value: anything}
	}
	return nlu.Reading{Why: "unknown"}
}

// alerting is the alert that the slots ask for.
func (t *Turn) alerting() store.JobAlert {
	of := func(slot string) string {
		if value := t.slot(slot); value != anything {
			return value
		}
		return ""
	}
	return store.JobAlert{Field: of("field"), Area: of("area"), Education: of("level")}
}

// alertWhat says an alert in words.
func (t *Turn) alertWhat(a store.JobAlert) string {
	s := store.JobSearch{Area: a.Area, Education: a.Education}
	if a.Field != "" {
		s.Terms = "f_" + a.Field
	}
	return t.what(s)
}

func alertData(t *Turn) map[string]any {
	return map[string]any{"What": t.alertWhat(t.alerting()), "From": city.Hour(t.Facts.City, "jam_tenang_selesai", 7), "Until": city.Hour(t.Facts.City, "jam_tenang_mulai", 20)}
}

func alertKept(t *Turn, value string) {
	a, what := t.alerting(), alertData(t)
	t.leave()
	if value != "yes" {
		t.say("alert.kept", nil)
		t.home()
		return
	}
	t.do(store.RecordConsent{Consent: store.Consent{Purpose: "kabar_lowongan", Version: version(t.words, "alert.sure.ask"), At: t.Facts.Now, Given: true}})
	t.do(store.Subscribe{Alert: a})
	if t.Facts.Contact.OptOut["lowongan"] {
		t.do(store.SetOptOut{Topic: "lowongan"})
	}
	t.say("alert.done", what)
	if t.Facts.Contact.OptOut[store.All] {
		t.say("push.all", nil)
	}
	t.pending()
}

// listenJobs allows what was stopped again; who never asked for anything is asked what she wants.
func (t *Turn) listenJobs(text string) {
	f, read := t.jobFacts(store.JobNeed{Mine: true})
	if !read {
		return
	}
	w := nlu.Seek(text, t.Facts.City, t.Facts.Now)
	if len(f.Alerts) > 0 && t.Facts.Contact.OptOut["lowongan"] && !w.Any() {
		t.allow("lowongan")
		t.say("alert.again", map[string]any{"What": t.alertWhat(f.Alerts[0])})
		t.again()
		return
	}
	t.alert(w)
}

// digest tells of new vacancies, in a message by itself that answers nothing and asks nothing. It comes at most once a day and never at night,
// however late it is.
func (t *Turn) digest() {
	f, read := t.jobFacts(store.JobNeed{Digest: true})
	out, now := t.Facts.Contact.OptOut, t.Facts.Now
	if !read || out[store.All] || out["lowongan"] || len(f.Alerts) == 0 {
		return
	}
	var lines []string
	for _, v := range f.Digest {
		if v.Open(now) {
			lines = append(lines, t.vacancyLine(v))
		}
	}
	if len(lines) == 0 {
		return
	}
	due := city.Awake(t.Facts.City, now)
	if y, m, d := now.In(zone).Date(); !f.Told.IsZero() && !f.Told.Before(time.Date(y, m, d, 0, 0, 0, 0, zone)) {
		due = city.Awake(t.Facts.City, time.Date(y, m, d+1, 0, 0, 0, 0, zone))
	}
	if t.staffTalk() {
		due = city.Awake(t.Facts.City, t.s.Hand.Add(city.HandPause(t.Facts.City)))
	}
	if due.After(now) {
		t.do(store.Postpone{Event: "digest", Subject: t.Message.Of, Start: t.Message.Start, Due: due})
		return
	}
	if len(lines) > store.PageOfJobs { // those of a day on which nothing could be sent
		lines = lines[:store.PageOfJobs]
	}
	more, _ := strconv.Atoi(t.Message.Start)
	t.topicOf = "lowongan"
	t.say("digest.text", map[string]any{"Lines": strings.Join(lines, "\n"), "More": more, "Count": len(lines), "Many": len(lines) > 1})
	t.do(store.TellJobs{})
}
