package store

import "time"

// JobSearch is what is looked for among the open vacancies. Two that are equal ask for the same.
type JobSearch struct {
	Terms     string // words and marks that must be there: see package nlu
	Area      string
	Education string
	School    int64
	From      int // how many are passed over
}

// JobsCounted is up to how many vacancies a search counts: Total is one more where there are more.
const JobsCounted = 1000

// PageOfJobs is how many vacancies one list shows.
const PageOfJobs = 5

// JobPage is a page of what a search found.
type JobPage struct {
	Search JobSearch
	List   []Vacancy
	Total  int
	Area   string // where they are: a wider area than was asked for when there is none in that one
	Loose  bool   // no vacancy has all the words: these have one of them
}

// JobNeed says which facts about vacancies a decision wants. Each is read only when it is asked for.
type JobNeed struct {
	Look    bool // a page of vacancies …
	Search  JobSearch
	Vacancy int64 // one vacancy, in whatever state
	Mine    bool  // her own applications and alerts
	Digest  bool  // what she is to be told of today
	Applied int64 // one application, for the officer who is told of it
	Kinds   bool  // the schools and the fields of open vacancies
}

// Without is what a need asks for beyond another.
func (n JobNeed) Without(read JobNeed) JobNeed {
	if read.Look && n.Search == read.Search {
		n.Look, n.Search = false, JobSearch{}
	}
	if n.Vacancy == read.Vacancy {
		n.Vacancy = 0
	}
	if n.Applied == read.Applied {
		n.Applied = 0
	}
	n.Mine, n.Digest, n.Kinds = n.Mine && !read.Mine, n.Digest && !read.Digest, n.Kinds && !read.Kinds
	return n
}

// And is both needs; where they ask for different ones of the same kind, the second counts.
func (n JobNeed) And(m JobNeed) JobNeed {
	if m.Look {
		n.Look, n.Search = true, m.Search
	}
	if m.Vacancy != 0 {
		n.Vacancy = m.Vacancy
	}
	if m.Applied != 0 {
		n.Applied = m.Applied
	}
	n.Mine, n.Digest, n.Kinds = n.Mine || m.Mine, n.Digest || m.Digest, n.Kinds || m.Kinds
	return n
}

// JobFacts answer a JobNeed.
type JobFacts struct {
	Page         JobPage
	Vacancy      Vacancy // zero: there is none of that number
	Applications []ApplicationView
	Alerts       []JobAlert
	Reported     bool // she has reported Vacancy
	Digest       []Vacancy
	Told         time.Time // when she last got a digest
	Applied      ApplicationView
	Officer      bool // this chat is that of the officer to whom Applied was handed
	Schools      []School
	Fields       []string
}

type (
	// Apply hands name and phone to the officer of a vacancy's BKK.
	Apply struct{ Application Application }
	// Withdraw takes an application back; name and phone go.
	Withdraw struct{ Vacancy int64 }
	// ReportVacancy counts a report; enough of them hide the vacancy.
	ReportVacancy struct{ Report VacancyReport }
	// Subscribe keeps an alert.
	Subscribe struct{ Alert JobAlert }
	// DropAlerts removes all alerts of the chat.
	DropAlerts struct{}
	// TellJobs records that she was told of the vacancies of her digest.
	TellJobs struct{}
	// Postpone lets an event fall due again later.
	Postpone struct {
		Event, Subject, Start string
		Due                   time.Time
	}
	// AnswerHired keeps what came of an application.
	AnswerHired struct {
		Application int64
		Outcome     Outcome
	}
)

func (Apply) effect()         {}
func (Withdraw) effect()      {}
func (ReportVacancy) effect() {}
func (Subscribe) effect()     {}
func (DropAlerts) effect()    {}
func (TellJobs) effect()      {}
func (Postpone) effect()      {}
func (AnswerHired) effect()   {}
