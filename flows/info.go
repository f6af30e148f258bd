package flows

import (
	"lopo/flows/nlu"
)

// PEM says what is certain about the PEM loan, and where to ask for the rest.
var PEM = &Flow{Name: "pem", Version: 1, Free: true, Steps: []Step{
	{Name: "info", Options: fixed("pem", "staff"), Accept: noWords, With: cityFacts("pem_tanya", "pem_pengaduan"), Then: toStaff},
}}

func cityFacts(keys ...string) func(*Turn) map[string]any {
	return func(t *Turn) map[string]any { return t.facts(keys...) }
}

// noWords leaves a text to the other flows.
func noWords(*Turn, nlu.Input) nlu.Reading { return nlu.Reading{Why: "unknown"} }

func toStaff(t *Turn, _ string) { t.toStaff(t.s.Flow) }
