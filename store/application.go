package store

import "time"

// Application is the interest of one chat in one vacancy. Name and phone were handed, with consent, to the officer of that BKK.
type Application struct {
	ID        int64
	Of        Address
	Vacancy   int64
	Name      string
	Phone     string // E.164, sealed where it is stored
	Year      string // of the diploma, for alumni
	Consent   string // version of the text that was agreed to
	Sent      time.Time
	Withdrawn time.Time // name and phone are gone since
	Outcome   Outcome   // of the question after a month
}

// Outcome is what came of an application, as she says herself.
type Outcome string

const (
	HiredHere      Outcome = "here"
	HiredElsewhere Outcome = "elsewhere"
	NotHired       Outcome = "no"
)

// ApplicationView is an application with its vacancy.
type ApplicationView struct {
	Application
	For Vacancy
}

// VacancyReport is what a resident says against a vacancy. One chat reports one vacancy once.
type VacancyReport struct {
	Vacancy int64
	Reason  string // a word of the report flow
	Text    string // hers, sealed where it is stored
}
