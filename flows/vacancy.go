package flows

import (
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// vacancyWords carries out what is said of a vacancy by its number: "MINAT 12", "BATAL MINAT 12", "LAPOR 12", "LOWONGAN 12".
func (t *Turn) vacancyWords(c nlu.Command) {
	if t.Facts.Contact.First.IsZero() {
		t.introduce()
	}
	if c.Arg == "" && t.s.Flow == "jobs" && t.slot("view") == "detail" { // said of what is looked at
		c.Arg = t.slot("no")
	}
	if c.Arg == "" {
		t.whichVacancy(c.Name)
		return
	}
	if t.answers() > 0 {
		t.say("engine.saved", nil)
	}
	switch c.Name {
	case "vacancy":
		t.vacancy(c.Arg)
	case "apply":
		t.applyFor(c.Arg)
	case "withdraw":
		t.unInterest(c.Arg)
	case "report":
		t.reportOn(c.Arg)
	}
}

// whichVacancy answers a word that does not say which vacancy it is about.
func (t *Turn) whichVacancy(word string) {
	switch word {
	case "report": // of something else
		t.toStaff("complaint")
	case "withdraw":
		t.myJobs()
		t.again()
	default:
		t.say("vacancy.which", nil)
		t.seek("")
	}
}

// about reads a vacancy by its number. Where residents may not see it, it says why and false.
func (t *Turn) about(number string) (v store.Vacancy, ok bool) {
	f, read := t.jobFacts(store.JobNeed{Vacancy: id(number)})
	if !read {
		return v, false
	}
	v = f.Vacancy
	if v.ID != id(number) {
		v = store.Vacancy{}
	}
	data := map[string]any{"Number": number, "Title": v.Title}
	switch {
	case v.Open(t.Facts.Now):
		return v, true
	case v.Over(t.Facts.Now):
		t.say("vacancy.over", data)
	case v.State == store.VacancyOpen:
		t.say("vacancy.hidden", data)
	default:
		t.say("vacancy.none", data)
	}
	return v, false
}

// vacancy shows one vacancy.
func (t *Turn) vacancy(number string) {
	if _, read := t.jobFacts(store.JobNeed{Vacancy: id(number), Mine: true}); !read {
		return
	}
	v, ok := t.about(number)
	if !ok {
		t.backToJobs()
		return
	}
	if v.Far {
		t.say("vacancy.far", t.facts("hotline_pekerja_migran", "hotline_perempuan_anak", "polisi"))
	}
	t.say("vacancy.detail", t.vacancyData(v))
	slots := map[string]string{"view": "detail", "no": number}
	if t.s.Flow == "jobs" {
		for _, slot := range []string{"q", "area", "level", "school", "from"} {
			if value := t.slot(slot); value != "" {
				slots[slot] = value
			}
		}
	}
	t.enter("jobs", slots)
	t.ask()
}

// backToJobs puts the question once more that was open, or the job board.
func (t *Turn) backToJobs() {
	if f := t.flow(); f != nil && f.Name != "menu" && f.step(t.s.Step) != nil && t.slot("view") != "detail" {
		t.s.Shown = nil
		t.again()
		return
	}
	t.enter("jobs", nil)
	t.ask()
}

// vacancyLine is a vacancy in one line: "No. 12 Kasir, Toko Maju, Oebobo".
func (t *Turn) vacancyLine(v store.Vacancy) string {
	where := v.Place
	if v.Kelurahan != "" {
		where = v.Kelurahan
	}
	return cut(t.word("vacancy.line", map[string]any{"Number": v.ID, "Title": t.vacancyTitle(v), "Employer": v.Employer, "Place": where}), 70)
}

// vacancyTitle marks what is only an example.
func (t *Turn) vacancyTitle(v store.Vacancy) string {
	if v.Example && !strings.Contains(strings.ToLower(v.Title), "contoh") {
		return v.Title + " (" + t.word("training.example", nil) + ")"
	}
	return v.Title
}

// cut shortens a text to so many letters.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ,") + "…"
	}
	return text
}

// poster is who answers for a vacancy, as residents read it.
func (t *Turn) poster(v store.Vacancy) string {
	if v.School.ID != 0 {
		return t.word("vacancy.bkk", map[string]any{"School": v.School.Name})
	}
	if name, known := t.Facts.City.Fact("nama_dinas"); known {
		return name
	}
	return t.word("vacancy.dinas", nil)
}

func detailData(t *Turn) map[string]any {
	f, _ := t.jobFacts(store.JobNeed{Vacancy: id(t.slot("no"))})
	return map[string]any{"Number": f.Vacancy.ID, "Title": t.vacancyTitle(f.Vacancy)}
}

// vacancyData is all that a vacancy says. What staff have not filled in is empty, and the words say so.
func (t *Turn) vacancyData(v store.Vacancy) map[string]any {
	data := map[string]any{"Number": v.ID, "Title": t.vacancyTitle(v), "Employer": v.Employer, "Address": v.Address}
	data["Place"], data["Needed"], data["Wage"], data["Contract"] = v.Place, v.Needed, v.Wage, v.Contract
	data["Conditions"] = strings.Join(t.conditions(v), "; ")
	data["Reason"], data["Other"], data["Apply"], data["Contact"], data["Link"] = v.Reason, v.Other, v.Apply, v.Contact, v.Link
	data["Poster"], data["Alumni"] = t.poster(v), v.Alumni
	data["Closes"], data["Checked"] = t.words.Date(v.Closes), t.words.Date(v.Checked)
	return data
}

// conditions are what a vacancy asks of those who apply.
func (t *Turn) conditions(v store.Vacancy) (list []string) {
	if v.Education != "" {
		list = append(list, t.word("vacancy.least", map[string]any{"Level": t.word("education."+v.Education, nil)}))
	}
	experience := v.Experience
	if experience != "" && !strings.Contains(strings.ToLower(experience), "pengalaman") {
		experience = t.word("vacancy.experience", map[string]any{"What": experience})
	}
	for _, text := range []string{v.Skills, experience, v.Age, v.Sex, v.Looks} {
		if text != "" {
			list = append(list, text)
		}
	}
	return list
}

func detailOptions(t *Turn, _ string) []store.Choice {
	f, _ := t.jobFacts(store.JobNeed{Vacancy: id(t.slot("no")), Mine: true})
	list := []store.Choice{{Value: "minat", Label: t.word("vacancy.minat", nil)}}
	if _, has := mineFor(f, id(t.slot("no"))); has {
		list[0] = store.Choice{Value: "batal", Label: t.word("vacancy.batal", nil)}
	}
	for _, value := range []string{"lapor", "list"} {
		list = append(list, store.Choice{Value: value, Label: t.word("vacancy."+value, nil)})
	}
	return list
}

// mineFor is her application for a vacancy.
func mineFor(f store.JobFacts, vacancy int64) (store.ApplicationView, bool) {
	for _, a := range f.Applications {
		if a.Vacancy == vacancy {
			return a, true
		}
	}
	return store.ApplicationView{}, false
}

// detailWords reads "minat" and "lapor" without a number, as they are said of what is looked at.
func detailWords(t *Turn, in nlu.Input) nlu.Reading {
	if n, ok := nlu.Number(in.Text); ok && in.Kind == store.Text && n > 0 {
		return nlu.Reading{Value: "no:" + strconv.Itoa(n)}
	}
	if c, ok := nlu.ReadCommand(in.Text + " " + t.slot("no")); ok && in.Kind == store.Text {
		switch c.Name {
		case "apply":
			return nlu.Reading{Value: "minat"}
		case "withdraw":
			return nlu.Reading{Value: "batal"}
		case "report":
			return nlu.Reading{Value: "lapor"}
		}
	}
	return jobWords(t, in)
}

func detailPicked(t *Turn, value string) {
	number := t.slot("no")
	switch value {
	case "minat":
		t.applyFor(number)
	case "batal":
		t.unInterest(number)
	case "lapor":
		t.reportOn(number)
	case "seek":
		t.seek(t.Message.Text)
	case "list":
		t.set("view", "list")
		t.set("no", "")
	default:
		t.numberNamed(value)
	}
}
