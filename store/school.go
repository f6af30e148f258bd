package store

import "time"

// School may run a job exchange (BKK) for its alumni. Only one that the Dinas has registered may post vacancies.
type School struct {
	ID      int64
	Code    string // staff's short name, unique: "smkn-5"
	Name    string
	HasBKK  bool
	Number  string    // of the registration (tanda daftar BKK)
	Dated   time.Time // of the registration
	Officer string    // who answers, as residents read it: "Ibu Ana"
	Contact string    // official contact
	Staff   string    // the member of staff who is told who is interested; "": nobody is
	Example bool      // demonstration data
}

// Registered reports whether the school may post vacancies.
func (s School) Registered() bool { return s.HasBKK && s.Number != "" }
