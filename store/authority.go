package store

import (
	"slices"
	"time"
)

// Role is what a member of staff may do.
type Role string

const (
	Admin        Role = "admin"         // everything, in all of the city
	Operator     Role = "operator"      // the daily work of the Dinas: applications, questions, announcements, loans, vacancies
	Approver     Role = "approver"      // penyetuju: lets go out what somebody else wrote
	Editor       Role = "editor"        // the kelurahan: its announcements, its loan facts, its groups, the questions of its residents
	LPM          Role = "lpm"           // the loan facts of its kelurahan
	BKK          Role = "bkk"           // vacancies of a school
	KarangTaruna Role = "karang-taruna" // reads, and forwards by hand
	Reader       Role = "reader"        // sees masked lists
)

// Deed is something that only a role allows.
type Deed string

const (
	ToLook      Deed = "look"     // masked lists and reports
	ToAnnounce  Deed = "announce" // write, test, submit, start, pause and cancel announcements
	ToApprove   Deed = "approve"  // let go out what somebody else wrote
	ToEditLoans Deed = "loans"    // change the loan facts of a kelurahan
	ToEditJobs  Deed = "jobs"     // write vacancies
	ToDecide    Deed = "decide"   // decide on applications, answer questions
	ToGather    Deed = "groups"   // issue codes for groups, unbind them
	ToUnmask    Deed = "unmask"   // see personal data in full
	ToAppoint   Deed = "appoint"  // give and take roles
)

// deeds are what each role allows. An admin may do everything.
var deeds = map[Role][]Deed{
	Operator:     {ToLook, ToAnnounce, ToEditLoans, ToEditJobs, ToDecide, ToGather},
	Approver:     {ToLook, ToAnnounce, ToApprove},
	Editor:       {ToLook, ToAnnounce, ToEditLoans, ToDecide, ToGather},
	LPM:          {ToLook, ToEditLoans},
	BKK:          {ToLook, ToEditJobs},
	KarangTaruna: {ToLook},
	Reader:       {ToLook},
}

// Roles are all there are, the widest first.
var Roles = []Role{Admin, Operator, Approver, Editor, LPM, BKK, KarangTaruna, Reader}

// Refusal is why a member of staff may not do something; Allowed: she may.
type Refusal string

const (
	Allowed      Refusal = ""
	NoSuchStaff  Refusal = "unknown" // nobody of that name has a role
	RoleRevoked  Refusal = "revoked"
	RoleExpired  Refusal = "expired"
	RoleTooSmall Refusal = "role"  // the role does not include it
	OutOfScope   Refusal = "place" // it does, elsewhere
)

// May says whether a member of staff may do something in a kelurahan now. "" is the whole city: only who is responsible for all of it may act
// there; a list that is no kelurahan's own is looked at with her own scope. It is asked at each use, so a revoked or ended role acts at once.
func (s Staff) May(do Deed, in string, now time.Time) Refusal {
	switch {
	case s.Name == "":
		return NoSuchStaff
	case s.Revoked:
		return RoleRevoked
	case !s.Until.IsZero() && !now.Before(s.Until):
		return RoleExpired
	case s.Role != Admin && !slices.Contains(deeds[s.Role], do):
		return RoleTooSmall
	case s.Scope != "" && s.Scope != in:
		return OutOfScope
	}
	return Allowed
}
