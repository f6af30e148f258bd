package store

import (
	"slices"
	"strings"
)

// JobAlert is a wish to hear of new vacancies. Empty fields match all.
type JobAlert struct {
	Field     string // a job or a trade
	Area      string // see AreaOf
	Education string // what she has completed
}

// AlertsMost is how many alerts one chat may have.
const AlertsMost = 5

// AreaKelurahan and AreaKecamatan name an area of an alert or a search: four names of this city are both.
func AreaKelurahan(name string) string { return "kel:" + name }
func AreaKecamatan(name string) string { return "kec:" + name }

// AreaName is an area without its kind.
func AreaName(area string) (name string, kecamatan bool) {
	if name, ok := strings.CutPrefix(area, "kec:"); ok {
		return name, true
	}
	return strings.TrimPrefix(area, "kel:"), false
}

// Fits reports whether a vacancy is one that an alert asks for.
func (a JobAlert) Fits(v *Vacancy) bool {
	if a.Field != "" && a.Field != v.Field {
		return false
	}
	if a.Education != "" && EducationRank(v.Education) > EducationRank(a.Education) {
		return false
	}
	switch name, kecamatan := AreaName(a.Area); {
	case a.Area == "":
		return true
	case kecamatan:
		return name == v.Kecamatan
	default:
		return name == v.Kelurahan
	}
}

// Board is a set of new vacancies that many alerts are held against. Alerts repeat each other: a hundred thousand residents want a few thousand
// different things, and each of these is looked for once.
type Board struct {
	vacancies []Vacancy
	byField   map[string][]int
	all       []int
	found     map[JobAlert][]int
}

// NewBoard makes a board of vacancies, in the order in which they are to be told.
func NewBoard(vacancies []Vacancy) *Board {
	b := &Board{vacancies: vacancies, byField: map[string][]int{}, found: map[JobAlert][]int{}}
	for i, v := range vacancies {
		b.byField[v.Field] = append(b.byField[v.Field], i)
		b.all = append(b.all, i)
	}
	return b
}

// Match lists, as places in the board, the vacancies that an alert asks for. The list is shared: nobody may change it.
func (b *Board) Match(a JobAlert) []int {
	found, known := b.found[a]
	if known {
		return found
	}
	among := b.all
	if a.Field != "" {
		among = b.byField[a.Field]
	}
	for _, i := range among {
		if a.Fits(&b.vacancies[i]) {
			found = append(found, i)
		}
	}
	b.found[a] = found
	return found
}

// MatchAny is Match for all alerts of one person: each vacancy once.
func (b *Board) MatchAny(alerts []JobAlert) []int {
	if len(alerts) == 1 {
		return b.Match(alerts[0])
	}
	var list []int
	for _, a := range alerts {
		list = append(list, b.Match(a)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
