package flows

import (
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// Lapor takes what a resident says against a vacancy. Enough of them hide it until staff have looked.
var Lapor = &Flow{Name: "lapor", Version: 1, Steps: []Step{
	{Name: "reason", Options: fixed("lapor.reason", "money", "false", "shut", "else"), Accept: reportWords, Any: true, Why: "text", With: laporData, Then: reported},
}}

func laporData(t *Turn) map[string]any {
	f, _ := t.jobFacts(store.JobNeed{Vacancy: id(t.slot("no"))})
	return map[string]any{"Number": t.slot("no"), "Title": f.Vacancy.Title, "Employer": f.Vacancy.Employer}
}

// reportOn begins a report.
func (t *Turn) reportOn(number string) {
	f, read := t.jobFacts(store.JobNeed{Vacancy: id(number)})
	if !read {
		return
	}
	switch v := f.Vacancy; {
	case v.ID != id(number) || v.State == store.VacancyDraft || v.State == store.VacancyChecked:
		t.say("vacancy.none", map[string]any{"Number": number})
		t.backToJobs()
	case f.Reported:
		t.say("lapor.already", map[string]any{"Number": number})
		t.backToJobs()
	default:
		t.enter("lapor", map[string]string{"no": number})
		t.ask()
	}
}

// reportWords reads a reason in her own words.
func reportWords(_ *Turn, in nlu.Input) nlu.Reading {
	r := nlu.FreeText(in)
	if r.Value != "" {
		r.Value = "said:" + r.Value
	}
	return r
}

// reasonOf is the reason that her own words give.
func reasonOf(said string) string {
	said = strings.ToLower(said)
	for _, reason := range []struct{ is, words string }{{"money", "uang doi bayar biaya transfer"}, {"false", "palsu tipu bohong"}, {"shut", "tutup penuh"}} {
		for word := range strings.FieldsSeq(reason.words) {
			if strings.Contains(said, word) {
				return reason.is
			}
		}
	}
	return "else"
}

func reported(t *Turn, value string) {
	number := t.slot("no")
	r := store.VacancyReport{Vacancy: id(number), Reason: value}
	if said, own := strings.CutPrefix(value, "said:"); own {
		r.Reason, r.Text = reasonOf(said), said
	}
	t.do(store.ReportVacancy{Report: r})
	t.leave()
	t.say("lapor.done", map[string]any{"Number": number})
	if r.Reason == "money" || r.Reason == "false" {
		t.say("lapor.safe", t.facts("pengaduan_loker", "polisi"))
	}
	t.pending()
	t.home()
}
