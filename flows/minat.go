package flows

import (
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// Minat hands a name and a number to the officer of one BKK, for one vacancy, after a consent of its own. Nobody under age is handed on, and
// what is for alumni asks for the school first.
var Minat = &Flow{Name: "minat", Version: 1, Steps: []Step{
	{Name: "adult", Slot: "adult", Options: fixed("minat.adult", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Then: minatAdult},
	{Name: "alumni", Slot: "alumni", When: minatAlumni, Options: fixed("minat.alumni", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", With: minatData, Then: minatAlumniSaid},
	{Name: "consent", Slot: "consent", Options: fixed("minat.consent", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", With: minatData, Then: minatConsent},
	{Name: "year", Slot: "year", When: minatAlumni, Accept: graduation, With: minatData},
	{Name: "name", Slot: "name", Accept: fullName, Why: "name"},
	{Name: "phone", Slot: "phone", Options: ownPhone, Accept: text(nlu.Phone), Why: "phone", WantTel: true,
		Show: shown("phone", store.LocalPhone)},
	{Name: "sure", Options: fixed("minat.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: minatData, Then: minatSent},
}}

// applyFor begins an application for a vacancy.
func (t *Turn) applyFor(number string) {
	f, read := t.jobFacts(store.JobNeed{Vacancy: id(number), Mine: true})
	if !read {
		return
	}
	if _, has := mineFor(f, id(number)); has {
		t.say("minat.already", map[string]any{"Number": number})
		t.backToJobs()
		return
	}
	if _, ok := t.about(number); !ok {
		t.backToJobs()
		return
	}
	t.enter("minat", map[string]string{"no": number})
	t.ask()
}

// minatFor is the vacancy that an application is for.
func (t *Turn) minatFor() store.Vacancy {
	f, _ := t.jobFacts(store.JobNeed{Vacancy: id(t.slot("no"))})
	return f.Vacancy
}

func minatAlumni(t *Turn) bool { return t.minatFor().Alumni }

func minatData(t *Turn) map[string]any {
	v := t.minatFor()
	data := t.facts("masa_simpan")
	data["Number"], data["Title"], data["Employer"], data["Poster"], data["School"], data["Alumni"] = v.ID, t.vacancyTitle(v), v.Employer, t.poster(v), v.School.Name, v.Alumni
	data["Officer"], data["Name"], data["Phone"], data["Year"] = v.School.Officer, t.slot("name"), store.LocalPhone(t.slot("phone")), t.slot("year")
	return data
}

// minatEnds leaves the application; nothing of it is kept.
func (t *Turn) minatEnds(key string) {
	data := minatData(t)
	for name, value := range t.facts("karirhub", "nama_dinas") {
		data[name] = value
	}
	t.leave()
	t.say(key, data)
	t.pending()
	t.home()
}

func minatAdult(t *Turn, value string) {
	if value != "yes" {
		t.minatEnds("minat.minor")
	}
}

func minatAlumniSaid(t *Turn, value string) {
	if value != "yes" {
		t.minatEnds("minat.notalumni")
	}
}

// The consent is to one text, and to one vacancy: it is asked each time.
func (t *Turn) minatVersion() string { return version(t.words, "minat.consent.ask") }

func minatConsent(t *Turn, value string) {
	if value != "yes" {
		t.minatEnds("minat.refused")
	}
}

// graduation reads the year of a diploma.
func graduation(t *Turn, in nlu.Input) nlu.Reading {
	for word := range strings.FieldsSeq(in.Text) {
		word = strings.Trim(word, ".,;:()'")
		if n, err := strconv.Atoi(word); err == nil && len(word) == 4 && n >= 1970 && n <= t.Facts.Now.In(zone).Year() {
			return nlu.Reading{Value: word}
		}
	}
	return nlu.Reading{Why: "unknown"}
}

func minatSent(t *Turn, value string) {
	if value != "yes" {
		t.minatEnds("minat.kept")
		return
	}
	v, data := t.minatFor(), minatData(t)
	a := store.Application{Vacancy: v.ID, Name: t.slot("name"), Phone: t.slot("phone"), Year: t.slot("year"), Consent: t.minatVersion()}
	if !v.Open(t.Facts.Now) { // it was open when she began
		t.leave()
		t.about(strconv.FormatInt(v.ID, 10))
		t.home()
		return
	}
	t.do(store.RecordConsent{Consent: store.Consent{Purpose: "lowongan", Version: a.Consent, At: t.Facts.Now, Given: true}})
	t.do(store.Apply{Application: a})
	t.leave()
	t.say("minat.done", data)
	t.say("vacancy.free", nil)
	t.pending()
}

// unInterest takes an application back at once: it is her right, and she can show interest again.
func (t *Turn) unInterest(number string) {
	f, read := t.jobFacts(store.JobNeed{Mine: true})
	if !read {
		return
	}
	a, has := mineFor(f, id(number))
	if !has {
		t.say("minat.none", map[string]any{"Number": number})
		t.backToJobs()
		return
	}
	t.do(store.Withdraw{Vacancy: a.Vacancy})
	if len(f.Applications) == 1 { // the last one: nobody has leave to hold her name any more
		t.do(store.RecordConsent{Consent: store.Consent{Purpose: "lowongan", Version: a.Consent, At: t.Facts.Now}})
	}
	t.say("minat.withdrawn", map[string]any{"Number": number, "Title": a.For.Title, "Poster": t.poster(a.For)})
	if t.s.Flow == "jobs" || t.s.Flow == "minat" {
		t.enter("jobs", nil)
		t.ask()
		return
	}
	t.again()
}

// myJobs says what she has shown interest in, and what she wants to hear of.
func (t *Turn) myJobs() {
	f, _ := t.jobFacts(store.JobNeed{Mine: true})
	if len(f.Applications)+len(f.Alerts) == 0 {
		t.say("minat.nothing", nil)
		return
	}
	for _, a := range f.Applications {
		t.say("minat.line", t.applicationData(a))
	}
	stopped := t.Facts.Contact.OptOut[store.All] || t.Facts.Contact.OptOut["lowongan"]
	for _, a := range f.Alerts {
		t.say("alert.line", map[string]any{"What": t.alertWhat(a), "Stopped": stopped})
	}
}

func (t *Turn) applicationData(a store.ApplicationView) map[string]any {
	return map[string]any{"Number": a.Vacancy, "Title": t.vacancyTitle(a.For), "Employer": a.For.Employer, "Poster": t.poster(a.For), "Sent": t.words.DateTime(a.Sent),
		"Name": maskName(a.Name), "Phone": store.MaskPhone(a.Phone), "Over": a.For.Over(t.Facts.Now)}
}
