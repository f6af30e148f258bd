package store

import "time"

// Contact is what is known of one chat, apart from its applications.
type Contact struct {
	Of       Address
	First    time.Time         // when the chat first wrote; zero: this is the first message
	OptOut   map[string]bool   // topics the person stopped; All stops everything that is pushed
	Consents map[string]string // purpose -> version of the text agreed to; withdrawn ones are absent
	Blocked  bool              // the platform told us that the person blocked us
	Lang     string            // the language she asked for; "": that of the house
}

// All is the topic that stands for every push message.
const All = "all"

// Consent is the proof that somebody agreed (UU 27/2022 art. 22, 24): which purpose, which text, when, where.
type Consent struct {
	Purpose string // "training", "pem", …
	Channel string // where; filled in by the ledger
	Version string // hash of the text that was shown
	At      time.Time
	Given   bool // false: refused or withdrawn
}

// Ticket is a question that a person has to answer.
type Ticket struct {
	ID        int64
	Number    string // "T-0042"
	Of        Address
	Kelurahan string
	Text      string // what the resident wrote, sealed where it is stored
	Context   string // the flow and step she was in; never her answers
	Opened    time.Time
	Closed    time.Time
	By        string // who closed it
	Answer    string
}

// Staff is a person with a role. Commands that change or unmask something name one.
type Staff struct {
	Name    string
	Role    Role
	Scope   string // a kelurahan, or "" for the whole city
	Revoked bool
}

// Role is what a member of staff may do.
type Role string

const (
	Admin    Role = "admin"    // everything, and may unmask personal data
	Operator Role = "operator" // decides on applications, closes tickets
	Reader   Role = "reader"   // sees masked lists
)
