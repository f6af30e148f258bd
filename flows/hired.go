package flows

import (
	"strconv"
	"strings"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

// Hired asks once, a month after an application, what came of it. An event opens it, so it is answered with words.
var Hired = &Flow{Name: "hired", Version: 1, Free: true, Steps: []Step{
	{Name: "answer", Words: true, Options: fixed("hired", "ya", "lain", "belum"), Accept: hiredWords, With: hiredData, Then: hiredAnswered},
}}

// askHired asks what came of an application, where no question is open; else it waits for another day.
func (t *Turn) askHired(number string) {
	f, read := t.jobFacts(store.JobNeed{Mine: true})
	out, now := t.Facts.Contact.OptOut, t.Facts.Now
	if !read || out[store.All] || out["lowongan"] {
		return
	}
	var about store.ApplicationView
	for _, a := range f.Applications {
		if a.ID == id(number) && a.Outcome == "" {
			about = a
		}
	}
	if about.ID == 0 {
		return
	}
	due := city.Awake(t.Facts.City, now)
	if t.busy() {
		due = city.Awake(t.Facts.City, now.Add(24*time.Hour))
	}
	if due.After(now) {
		t.do(store.Postpone{Event: "hired", Subject: number, Due: due})
		return
	}
	t.enter("hired", map[string]string{"id": number, "no": strconv.FormatInt(about.Vacancy, 10)})
	t.ask()
	t.s.Pushed = true
}

func hiredData(t *Turn) map[string]any {
	f, _ := t.jobFacts(store.JobNeed{Vacancy: id(t.slot("no"))})
	return map[string]any{"Number": t.slot("no"), "Title": t.vacancyTitle(f.Vacancy), "Employer": f.Vacancy.Employer}
}

func hiredWords(_ *Turn, in nlu.Input) nlu.Reading {
	said := strings.ToLower(in.Text)
	if in.Kind == store.Text && (strings.Contains(said, "lain") || strings.Contains(said, "elsewhere") || strings.Contains(said, "usaha sendiri")) {
		return nlu.Reading{Value: "lain"}
	}
	if in.Kind == store.Text && (strings.HasPrefix(said, "belum") || strings.HasPrefix(said, "not yet")) {
		return nlu.Reading{Value: "belum"}
	}
	switch r := nlu.YesNo(in); r.Value {
	case "yes":
		return nlu.Reading{Value: "ya"}
	case "no":
		return nlu.Reading{Value: "belum"}
	default:
		return r
	}
}

func hiredAnswered(t *Turn, value string) {
	outcome := map[string]store.Outcome{"ya": store.HiredHere, "lain": store.HiredElsewhere, "belum": store.NotHired}[value]
	t.do(store.AnswerHired{Application: id(t.slot("id")), Outcome: outcome})
	t.leave()
	t.say("hired.said."+value, nil)
	t.pending()
}

// applied tells the officer of a BKK who is interested.
func (t *Turn) applied() {
	f, read := t.jobFacts(store.JobNeed{Applied: id(t.Message.Of)})
	if a := f.Applied; read && f.Officer && a.Withdrawn.IsZero() {
		t.say("officer.applied", map[string]any{"ID": a.ID, "Number": a.Vacancy, "Title": a.For.Title, "Employer": a.For.Employer, "Name": a.Name,
			"Phone": store.LocalPhone(a.Phone), "Year": a.Year})
		t.still()
	}
}

// withdrawn tells the officer to let go of what was handed over.
func (t *Turn) withdrawn() {
	application, vacancy, _ := strings.Cut(t.Message.Of, "#")
	t.say("officer.withdrawn", map[string]any{"ID": application, "Number": vacancy})
	t.still()
}

// jobEvent handles what fell due about vacancies; false when it is about something else.
func (t *Turn) jobEvent() bool {
	switch t.Message.Text {
	case "digest":
		t.digest()
	case "hired":
		t.askHired(t.Message.Of)
	case "applied":
		t.applied()
	case "withdrawn":
		t.withdrawn()
	default:
		return false
	}
	return true
}
