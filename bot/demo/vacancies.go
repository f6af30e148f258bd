package demo

import (
	_ "embed"
	"fmt"
	"time"

	"lopo/bot/sheet"
	"lopo/store"
)

//go:embed schools.csv
var schools string

//go:embed vacancies.csv
var vacancies string

// Schools are the examples of schools with a job exchange. One of them is not registered, so its vacancy stays a draft.
func Schools(now time.Time) []store.School {
	list, wrong := sheet.Schools(parse("schools.csv", schools, now), nil)
	if len(wrong) > 0 {
		panic(fmt.Sprintf("example schools:\n%s", sheet.Problems(wrong)))
	}
	return list
}

// Vacancies are the examples of vacancies, of schools as they are stored.
func Vacancies(city *store.City, have []store.School, now time.Time) []store.Vacancy {
	list, wrong, _ := sheet.Vacancies(parse("vacancies.csv", vacancies, now), city, have, now)
	if len(wrong) > 0 {
		panic(fmt.Sprintf("example vacancies:\n%s", sheet.Problems(wrong)))
	}
	return list
}
