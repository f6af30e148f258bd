package store

import "time"

// Training is a course the city offers, of one trade, in one year. What staff have not filled in is empty and said to be unknown.
type Training struct {
	ID           int64
	Code         string // staff's short name for it, unique: "menjahit-2026"
	Name         string // as residents see it: "Menjahit"
	Trade        string // field word: menjahit, bengkel, tukang_kayu …
	Year         int
	Requirements []string // one condition each
	MinAge       int      // years on the first day; 0: not set
	MaxAge       int      // 0: not set
	Education    string   // lowest level, a value of the education slot; empty: not set
	AskNIK       bool     // staff switched the NIK question on
	Example      bool     // demonstration data, always labelled "contoh"
	Source       string   // where the facts come from
	AsOf         time.Time
}

// Batch is one run of a training: a place, a time and a number of seats.
type Batch struct {
	ID           int64
	Code         string // staff's short name, unique: "menjahit-2026-1"
	Training     Training
	Name         string // "Angkatan 1"
	Place        string
	Starts       time.Time // zero: not known yet
	Ends         time.Time
	Hours        string    // "08.00-15.00", as staff write it
	Closes       time.Time // last moment to apply; zero: not known yet, and open
	Seats        int
	PerKelurahan int  // seats one kelurahan may hold; 0: no limit
	Endorsed     bool // only applicants whom the kelurahan has checked may be offered a seat
	Offering     bool // staff have opened the selection: free seats are offered down the waiting list
	Closed       bool // closed by hand
	Applicants   int  // applications that count, kept by the ledger
	Held         int  // seats offered or taken, kept by the ledger
}

// Open reports whether a resident may apply at that moment.
func (b Batch) Open(now time.Time) bool {
	return !b.Closed && (b.Closes.IsZero() || now.Before(b.Closes)) && (b.Starts.IsZero() || now.Before(b.Starts))
}

// Left is how many seats are not held by anybody.
func (b Batch) Left() int { return max(0, b.Seats-b.Held) }
