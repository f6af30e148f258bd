package store

import "time"

// Article answers a question about a matter beside our own: an insurance, a permit, a card. Staff edit it.
type Article struct {
	Code   string   // staff's short name for it, unique: "kur"
	Title  string   // as residents see it
	Text   string   // a few sentences; empty: it is not shown
	Asks   []string // what residents write when they mean it: key words and whole questions
	Source string
	AsOf   time.Time
	By     string // who of staff wrote it last; "": it is as shipped

	// Answers of a search alone, in the form in which words are compared (see nlu.Terms): a line for each of Asks, and one for the title.
	Terms []string
}

// Shown reports whether residents see it.
func (a Article) Shown() bool { return a.Text != "" }
