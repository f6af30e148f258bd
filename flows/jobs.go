package flows

import (
	"slices"
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// Jobs is the job board: what is open, found by words or step by step, a page of at most five at a time. Its slot "view" says what is looked
// at; the others what is looked for.
var Jobs = &Flow{Name: "jobs", Version: 2, Free: true, Steps: []Step{
	{Name: "list", When: viewing("list"), Options: foundJobs, Accept: jobWords, With: foundData, Then: foundPicked},
	{Name: "detail", When: viewing("detail"), Options: detailOptions, Accept: detailWords, With: detailData, Then: detailPicked},
	{Name: "field", When: viewing("field"), Options: openFields, Accept: jobWords, Then: filter("q")},
	{Name: "area", When: viewing("area"), Options: jobAreas, Accept: jobWords, Then: filter("area")},
	{Name: "level", When: viewing("level"), Options: fixed("education", jobLevels...), Accept: jobWords, Then: filter("level")},
	{Name: "school", When: viewing("school"), Options: jobSchools, Accept: jobWords, Then: filter("school")},
	{Name: "info", Options: jobsMenu, Accept: jobWords, With: jobsData, Then: jobsPicked},
}}

// jobFields are the jobs and trades that residents ask for by name.
var jobFields = []string{"sopir", "kasir", "admin", "satpam", "pelayan", "penjaga_toko", "bengkel", "menjahit", "salon", "tukang_kayu", "servis_ac", "cuci_motor", "pemasaran_digital",
	"las", "tata_boga", "komputer", "servis_hp", "barista", "pangkas_rambut", "listrik", "tenun"}

// jobLevels are the levels of education by which vacancies are looked for.
var jobLevels = []string{"sd", "smp", "sma", "smk", "d3", "s1"}

func viewing(view string) func(*Turn) bool {
	return func(t *Turn) bool { return t.slot("view") == view }
}

// jobs opens the job board. In the middle of a form it is answered on the spot, and the form goes on.
func (t *Turn) jobs() {
	if t.inForm() {
		t.say("jobs.info.ask", jobsData(t))
		t.again()
		return
	}
	t.enter("jobs", nil)
	t.ask()
}

// jobFacts are the facts about vacancies, once they have been read.
func (t *Turn) jobFacts(n store.JobNeed) (store.JobFacts, bool) {
	ok := t.want(store.Need{Jobs: n})
	return t.Facts.Jobs, ok
}

// looking is what the slots look for.
func (t *Turn) looking() store.JobSearch {
	from, _ := strconv.Atoi(t.slot("from"))
	return store.JobSearch{Terms: t.slot("q"), Area: t.slot("area"), Education: t.slot("level"), School: id(t.slot("school")), From: from}
}

// jobPage is the page that is looked at.
func (t *Turn) jobPage(s store.JobSearch) store.JobPage {
	f, _ := t.jobFacts(store.JobNeed{Look: true, Search: s})
	return f.Page
}

func jobsData(t *Turn) map[string]any {
	data := t.facts("pengaduan_loker", "karirhub", "nama_dinas")
	data["Total"] = t.jobPage(store.JobSearch{}).Total
	counted(data)
	return data
}

func jobsMenu(t *Turn, _ string) (list []store.Choice) {
	values := []string{"all", "field", "area", "level", "school", "alert", "mine", "howto"}
	if t.jobPage(store.JobSearch{}).Total == 0 {
		values = values[5:]
	}
	for _, v := range values {
		list = append(list, store.Choice{Value: v, Label: t.word("jobs.choice."+v, nil)})
	}
	return list
}

func jobsPicked(t *Turn, value string) {
	switch value {
	case "seek":
		t.seek(t.Message.Text)
	case "all":
		t.set("view", "list")
	case "field", "area", "level", "school":
		t.set("view", value)
	case "alert":
		t.alert(nlu.Wanted{})
	case "mine":
		t.myJobs()
		t.home()
	case "howto":
		t.howto()
	case "safety": // as a menu of an older version has it
		t.say("safety.warning", t.facts("hotline_pekerja_migran", "hotline_perempuan_anak", "polisi"))
		t.home()
	case "staff": // the same
		t.toStaff("jobs")
	default:
		t.numberNamed(value)
	}
}

// howto says how to apply, what a BKK is and how a false post is known.
func (t *Turn) howto() {
	t.say("jobs.apply", t.facts("ak1_tempat", "ak1_jam", "pengaduan_loker"))
	t.again()
}

// jobWords reads what is looked for, or the number of a vacancy. What clearly wants something else is left to the other flows.
func jobWords(t *Turn, in nlu.Input) nlu.Reading {
	if in.Kind != store.Text {
		return nlu.Reading{Why: "unknown"}
	}
	if n, ok := nlu.Number(in.Text); ok && n > 0 {
		return nlu.Reading{Value: "no:" + strconv.Itoa(n)}
	}
	switch topic := nlu.Topic(in.Text); topic {
	case "", "jobs", "training": // a trade alone is what is looked for here
	default:
		return nlu.Reading{Why: "unknown"}
	}
	r := nlu.Understand(in.Text, nlu.State{Now: in.Now, City: in.City})
	if r.Action == nlu.Act && r.Intent != "job_search" {
		return nlu.Reading{Why: "unknown"}
	}
	w := nlu.Seek(in.Text, in.City, in.Now)
	if w.Any() || r.Action == nlu.Act || w.Terms != "" && len(strings.Fields(in.Text)) <= 2 {
		return nlu.Reading{Value: "seek"}
	}
	return nlu.Reading{Why: "unknown"}
}

// seek looks for what a text asks for. In the middle of a form it is answered on the spot.
func (t *Turn) seek(text string) {
	w := nlu.Seek(text, t.Facts.City, t.Facts.Now)
	s := store.JobSearch{Terms: w.Terms, Area: w.Area, Education: w.Education}
	if t.inForm() {
		t.tellFound(s)
		return
	}
	if t.Facts.Contact.First.IsZero() && text == "" {
		t.introduce()
	}
	slots := map[string]string{"view": "list"}
	if t.s.Flow == "jobs" && w.Terms == "" && w.Any() && !w.Vacancy && t.slot("view") == "list" { // "di oebobo" narrows what is looked at
		slots["q"], slots["area"], slots["level"], slots["school"] = t.slot("q"), t.slot("area"), t.slot("level"), t.slot("school")
	}
	for slot, value := range map[string]string{"q": w.Terms, "said": w.Said, "area": w.Area, "level": w.Education} {
		if value != "" {
			slots[slot] = value
		}
	}
	for slot, value := range slots {
		if value == "" {
			delete(slots, slot)
		}
	}
	t.enter("jobs", slots)
	t.ask()
}

// seekMore looks for what a text asks for that speaks of vacancies, where it was not clear what it wants. False: it does not.
func (t *Turn) seekMore(text string, among []string) bool {
	w := nlu.Seek(text, t.Facts.City, t.Facts.Now)
	if len(among) > 0 && (!slices.Contains(among, "job_search") || strings.HasPrefix(among[0], "job_alert")) || reasonOf(text) != "else" { // "loker tipu" complains
		return false
	}
	if !w.Vacancy || w.Terms == "" && !w.Any() {
		return false
	}
	t.seek(text)
	return true
}

// tellFound says what a search finds without leaving the open question.
func (t *Turn) tellFound(s store.JobSearch) {
	p := t.jobPage(s)
	var lines []string
	for _, v := range p.List[:min(3, len(p.List))] {
		lines = append(lines, t.vacancyLine(v))
	}
	data := map[string]any{"Total": p.Total, "Lines": strings.Join(lines, "\n")}
	counted(data)
	t.say("jobs.brief", data)
	t.again()
}

// filter takes a choice as the one thing that is looked for.
func filter(slot string) func(*Turn, string) {
	return func(t *Turn, value string) {
		switch {
		case value == "seek":
			t.seek(t.Message.Text)
			return
		case strings.HasPrefix(value, "no:"):
			t.numberNamed(value)
			return
		}
		t.enter("jobs", map[string]string{"view": "list", slot: value})
		t.ask()
	}
}

func openFields(t *Turn, _ string) (list []store.Choice) {
	f, _ := t.jobFacts(store.JobNeed{Kinds: true})
	for _, field := range jobFields {
		for _, has := range f.Fields {
			if has == field {
				list = append(list, store.Choice{Value: "f_" + field, Label: t.word("jobfield."+field, nil)})
			}
		}
	}
	return list
}

func jobAreas(t *Turn, _ string) (list []store.Choice) {
	for _, name := range t.Facts.City.Kecamatan() {
		list = append(list, store.Choice{Value: store.AreaKecamatan(name), Label: t.word("training.kecamatan", map[string]any{"Name": name})})
	}
	return list
}

func jobSchools(t *Turn, _ string) (list []store.Choice) {
	f, _ := t.jobFacts(store.JobNeed{Kinds: true})
	for _, s := range f.Schools {
		list = append(list, store.Choice{Value: strconv.FormatInt(s.ID, 10), Label: s.Name})
	}
	return list
}

// foundJobs are the vacancies of a page, the ways to turn it, and the way to hear of new ones.
func foundJobs(t *Turn, _ string) (list []store.Choice) {
	p := t.jobPage(t.looking())
	for _, v := range p.List {
		list = append(list, store.Choice{Value: "no:" + strconv.FormatInt(v.ID, 10), Label: t.vacancyLine(v)})
	}
	add := func(value string) {
		list = append(list, store.Choice{Value: value, Label: t.word("jobs.choice."+value, nil)})
	}
	if p.Search.From+len(p.List) < p.Total {
		add("further")
	}
	if p.Search.From > 0 {
		add("before")
	}
	add("alert")
	if p.Total == 0 {
		add("all")
	}
	return list
}

func foundData(t *Turn) map[string]any {
	p := t.jobPage(t.looking())
	data := t.facts("karirhub", "nama_dinas")
	data["Total"], data["What"], data["Wider"], data["Loose"] = p.Total, t.what(p.Search), "", p.Loose
	data["Page"], data["Pages"], data["Paged"] = p.Search.From/store.PageOfJobs+1, (p.Total+store.PageOfJobs-1)/store.PageOfJobs, p.Total > store.PageOfJobs
	counted(data)
	if p.Total > 0 && p.Area != p.Search.Area {
		data["Wider"], _ = store.AreaName(p.Search.Area)
	}
	return data
}

// counted says "lebih dari 1000" where more are there than a search counts.
func counted(data map[string]any) {
	if n := data["Total"].(int); n > store.JobsCounted {
		data["Total"], data["Beyond"] = store.JobsCounted, true
	}
}

// what says in words what is looked for: "sopir di Oebobo, lulusan SMK".
func (t *Turn) what(s store.JobSearch) string {
	var parts []string
	for term := range strings.FieldsSeq(s.Terms) {
		field, is := strings.CutPrefix(term, "f_")
		switch {
		case is && t.words.Has("jobfield."+field):
			parts = append(parts, t.word("jobfield."+field, nil))
		case strings.HasPrefix(term, "s_"):
			parts = append(parts, strings.ToUpper(term[2:5])+"N "+term[5:]) // "s_smk5"
		case t.slot("said") == "":
			parts = append(parts, term)
		}
	}
	if len(parts) == 0 {
		parts = []string{t.slot("said")}
	}
	what := strings.Join(parts, " ")
	if name, kecamatan := store.AreaName(s.Area); name != "" {
		what += " " + t.word("jobs.in", map[string]any{"Name": name, "Kecamatan": kecamatan})
	}
	if s.Education != "" {
		what += " " + t.word("jobs.graduate", map[string]any{"Level": t.word("education."+s.Education, nil)})
	}
	return strings.TrimSpace(what)
}

func foundPicked(t *Turn, value string) {
	s := t.looking()
	switch value {
	case "seek":
		t.seek(t.Message.Text)
	case "further", "before":
		by := store.PageOfJobs
		if value == "before" {
			by = -by
		}
		t.set("from", "")
		if from := max(0, s.From+by); from > 0 {
			t.set("from", strconv.Itoa(from))
		}
	case "alert":
		w := nlu.Wanted{Area: s.Area, Education: s.Education}
		if field, is := strings.CutPrefix(s.Terms, "f_"); is && !strings.Contains(field, " ") {
			w.Field = field
		}
		t.alert(w)
	case "all":
		t.enter("jobs", map[string]string{"view": "list"})
		t.ask()
	default:
		t.numberNamed(value)
	}
}

// numberNamed opens the vacancy of a value "no:12".
func (t *Turn) numberNamed(value string) {
	if number, ok := strings.CutPrefix(value, "no:"); ok {
		t.vacancy(number)
	}
}
