package store

import "time"

// Contact is what is known of one chat, apart from its applications.
type Contact struct {
	Of       Address
	First    time.Time         // when the chat first wrote; zero: this is the first message
	Seen     time.Time         // the day on which she last wrote, as last written down
	OptOut   map[string]bool   // topics the person stopped; All stops everything that is pushed
	Consents map[string]string // purpose -> version of the text agreed to; withdrawn ones are absent
	Blocked  bool              // the platform told us that the person blocked us
	Lang     string            // the language she asked for; "": that of the house

	Topics    []string // what she asked to be told of, see Topic…; sorted
	Kelurahan string   // whose news she wants; "" the city's alone
	Band      Band     // how old she said she is
	Person    int64    // the same in each chat of one person; 0: nothing is linked with this one
	Quiet     bool     // notices go to another chat of the same person
}

// All is the topic that stands for every push message.
const All = "all"

// Consent is the proof that somebody agreed (UU 27/2022 art. 22, 24): which purpose, which text, when, where.
type Consent struct {
	Purpose string // "training", "pem", Broadcast, …
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
