package flows

import (
	"lopo/flows/nlu"
)

// Jobs says what a BKK is and how to look for work safely.
var Jobs = &Flow{Name: "jobs", Version: 1, Free: true, Steps: []Step{
	{Name: "info", Options: fixed("jobs", "safety", "staff"), Accept: noWords, With: cityFacts("ak1_tempat", "ak1_jam", "pengaduan_loker"), Then: func(t *Turn, value string) {
		if value == "safety" {
			t.say("safety.warning", t.facts("hotline_pekerja_migran", "hotline_perempuan_anak", "polisi"))
			t.home()
			return
		}
		toStaff(t, value)
	}},
}}

func cityFacts(keys ...string) func(*Turn) map[string]any {
	return func(t *Turn) map[string]any { return t.facts(keys...) }
}

// noWords leaves a text to the other flows.
func noWords(*Turn, nlu.Input) nlu.Reading { return nlu.Reading{Why: "unknown"} }

func toStaff(t *Turn, _ string) { t.toStaff(t.s.Flow) }
