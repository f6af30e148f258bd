package store

import "time"

// Status is where an application stands.
type Status string

const (
	Submitted Status = "submitted" // sent, nobody has looked yet
	Checked   Status = "checked"   // the kelurahan has confirmed it
	Waiting   Status = "waiting"   // on the waiting list, in order
	Offered   Status = "offered"   // a seat is held until Deadline
	Accepted  Status = "accepted"  // the seat is taken
	Declined  Status = "declined"  // the resident did not want the seat
	Lapsed    Status = "lapsed"    // the offer was not answered in time
	Refused   Status = "refused"   // not selected by staff
	Cancelled Status = "cancelled" // withdrawn by the resident
	NoShow    Status = "no_show"   // did not come
	Finished  Status = "finished"  // completed the training
)

// Holds reports whether this status occupies a seat.
func (s Status) Holds() bool { return s == Offered || s == Accepted || s == Finished }

// Ended reports whether nothing more happens to an application in this status.
func (s Status) Ended() bool {
	switch s {
	case Declined, Lapsed, Refused, Cancelled, NoShow, Finished:
		return true
	}
	return false
}

// Applicant is who applies, as the resident wrote it. One chat may apply for several people (a shared phone).
type Applicant struct {
	Name      string
	Born      string // ISO date, or a bare year "1998" when only the age or year is known
	Gender    string // "L" or "P"
	Kelurahan string // official name
	Education string // value of the education slot
	Work      string // value of the work slot
	Phone     string // E.164, sealed where it is stored
	NIK       string // 16 digits or empty, sealed where it is stored
}

// Set changes one answer by the name of its slot; false when there is no such answer.
func (a *Applicant) Set(slot, value string) bool {
	switch slot {
	case "name":
		a.Name = value
	case "born":
		a.Born = value
	case "gender":
		a.Gender = value
	case "kelurahan":
		a.Kelurahan = value
	case "education":
		a.Education = value
	case "work":
		a.Work = value
	case "phone":
		a.Phone = value
	case "nik":
		a.NIK = value
	default:
		return false
	}
	return true
}

// Registration is an application of one person for one batch, with an optional second choice.
type Registration struct {
	ID        int64
	Number    string // "KPG-2026-0042": what the resident keeps
	Of        Address
	Applicant Applicant
	Batch     int64 // first choice
	Second    int64 // second choice or 0
	Seat      int64 // the batch whose seat is held or was last offered; 0: none
	Status    Status
	Rank      int       // staff's order within the waiting list, 100 unless set; lower goes first, equal ranks by time sent
	Position  int       // place in the waiting list from 1; 0 when not waiting. Computed, never stored
	Offers    int       // how many seats were offered so far
	Deadline  time.Time // Offered: the last moment to answer
	Reason    string    // why it was cancelled or refused, in words
	Flags     string    // what staff should look at ("nik_birthdate", …), comma separated
	Sent      time.Time
	Changed   time.Time
}

// RegistrationView is a registration with the batches it names, as readers join them.
type RegistrationView struct {
	Registration
	First  Batch // the batch applied for
	Chance Batch // the batch of the second choice, zero when none
	Held   Batch // the batch of Seat, zero when none
}
