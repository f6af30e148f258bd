package store

import "time"

// VacancyState is where a vacancy stands in its life. What ends by its date stays Open and is no longer shown: see Vacancy.Open.
type VacancyState string

const (
	VacancyDraft   VacancyState = "draft"   // nobody but who wrote it has looked
	VacancyChecked VacancyState = "checked" // work far away, checked once: somebody else must look too
	VacancyOpen    VacancyState = "open"
	VacancyClosed  VacancyState = "closed"
	VacancyFilled  VacancyState = "filled"
)

// Region says how far the work is.
type Region string

const (
	InCity   Region = "kota"
	OnIsland Region = "pulau"
	OffLand  Region = "luar_pulau"
	Abroad   Region = "luar_negeri"
)

// Vacancy is a job that a school's BKK, or the Dinas, has posted. What the post does not say is empty and said to be unknown.
type Vacancy struct {
	ID         int64  // the number that residents type: "MINAT 12"
	Code       string // staff's short name, unique
	School     School // whose BKK posted it; zero: the Dinas
	Alumni     bool   // only for alumni of School
	Employer   string
	Address    string // of the employer
	Title      string
	Needed     int    // people
	Field      string // a job or a trade, as residents are understood: "sopir", "bengkel"
	Place      string // where the work is, in words
	Kelurahan  string // of the place, when it is in the city
	Kecamatan  string
	Region     Region
	Far        bool // off the island or abroad, or the text speaks of it: needs two checks
	Wage       string
	Contract   string
	Education  string // lowest level, a value of the education slot
	Experience string
	Skills     string
	Age        string // asked of applicants, with a Reason
	Sex        string
	Looks      string
	Reason     string // why the work itself needs that age, sex or look
	Other      string
	Apply      string // how to apply
	Contact    string // official, nobody's own number
	Link       string // at Karirhub
	Free       bool   // it is stated that applying costs nothing
	Closes     time.Time
	Source     string
	Example    bool
	Terms      string // what it is found by: see package nlu

	State     VacancyState
	Hidden    time.Time // since when reports keep it from residents; zero: they do not
	Reports   int       // since staff last looked
	Interest  int       // applications that stand
	MadeBy    string
	CheckedBy string
	SecondBy  string
	Checked   time.Time
	Opened    time.Time
}

// Open reports whether residents see it and may apply.
func (v Vacancy) Open(now time.Time) bool {
	return v.State == VacancyOpen && v.Hidden.IsZero() && now.Before(v.Closes)
}

// Over reports whether it was open once and is no more, apart from being hidden.
func (v Vacancy) Over(now time.Time) bool {
	return v.State == VacancyClosed || v.State == VacancyFilled || v.State == VacancyOpen && !now.Before(v.Closes)
}

// Lacks names what keeps it from being published: "poster", "employer", "place", "closes", "over", "fee", "reason", "apply".
func (v Vacancy) Lacks(now time.Time) (list []string) {
	for _, c := range []struct {
		lacks bool
		what  string
	}{
		{v.School.ID != 0 && !v.School.Registered() || v.Alumni && v.School.ID == 0, "poster"},
		{v.Employer == "" || v.Address == "", "employer"},
		{v.Place == "", "place"},
		{v.Closes.IsZero(), "closes"},
		{!v.Closes.IsZero() && !now.Before(v.Closes), "over"},
		{!v.Free, "fee"},
		{v.Age+v.Sex+v.Looks != "" && v.Reason == "", "reason"},
		{v.Apply == "" && v.Contact == "" && v.Link == "", "apply"},
	} {
		if c.lacks {
			list = append(list, c.what)
		}
	}
	return list
}

// Same reports whether what was checked is unchanged: who offers what work where, for what, and how one applies. The rest may be put into better
// words without a new check.
func (v Vacancy) Same(w Vacancy) bool {
	return v.School.ID == w.School.ID && v.Alumni == w.Alumni && v.Employer == w.Employer && v.Address == w.Address && v.Field == w.Field && v.Place == w.Place &&
		v.Region == w.Region && v.Far == w.Far && v.Wage == w.Wage && v.Contract == w.Contract && v.Age == w.Age && v.Sex == w.Sex && v.Looks == w.Looks &&
		v.Apply == w.Apply && v.Contact == w.Contact && v.Link == w.Link && v.Free == w.Free && v.Closes.Equal(w.Closes)
}

// educationRank orders the levels of education; a vacancy for one level is for all above it.
var educationRank = map[string]int{"": 0, "tidak_sekolah": 0, "tidak_tamat_sd": 0, "sd": 1, "smp": 2, "sma": 3, "smk": 3, "d1": 4, "d2": 5, "d3": 6, "d4": 7, "s1": 7, "s2": 8, "s3": 9}

// EducationRank is the place of a level among the levels, from 0.
func EducationRank(level string) int { return educationRank[level] }
