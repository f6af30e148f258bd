package store

import "time"

// Effect is a change that a decision asks for. The set is closed: the ledger applies each in the turn's transaction, or none.
type Effect interface{ effect() }

type (
	// SaveDraft keeps the answers so far.
	SaveDraft struct{ Draft Draft }
	// DropDraft removes the unfinished form.
	DropDraft struct{}
	// RecordConsent keeps the proof of a yes, a no or a withdrawal.
	RecordConsent struct{ Consent Consent }
	// Register stores a new application under Facts.NextNumber.
	Register struct{ Registration Registration }
	// Amend changes one answer of an application. Flags are what staff should look at then, see Registration.
	Amend struct{ Number, Slot, Value, Flags string }
	// Cancel withdraws an application; a seat it held goes to the next in line.
	Cancel struct{ Number, Reason string }
	// AnswerOffer takes or declines the offered seat.
	AnswerOffer struct {
		Number string
		Yes    bool
	}
	// LapseOffer gives the seat of an unanswered offer to the next in line.
	LapseOffer struct{ Number string }
	// SetOptOut stops (Out) or allows again what is pushed on a topic.
	SetOptOut struct {
		Topic string
		Out   bool
	}
	// SetBlocked records that the platform cannot reach the person any more, or can again.
	SetBlocked struct{ Blocked bool }
	// SetLanguage makes everything that is said to this chat come in a language.
	SetLanguage struct{ Lang string }
	// OpenTicket hands a question to staff under Facts.NextTicket.
	OpenTicket struct{ Ticket Ticket }
	// Erase removes all that is stored about this chat and leaves a tombstone without personal data.
	Erase struct{}
	// LinkStaff makes this chat that of a member of staff, and uses up her code.
	LinkStaff struct{ Name string }
	// MissCode counts a wrong try at the one-time code with this number.
	MissCode struct{ Number string }
	// Flag shows a chat to staff, for example one that talks like a machine.
	Flag struct {
		Why   string
		Until time.Time
	}
)

func (SaveDraft) effect()     {}
func (DropDraft) effect()     {}
func (RecordConsent) effect() {}
func (Register) effect()      {}
func (Amend) effect()         {}
func (Cancel) effect()        {}
func (AnswerOffer) effect()   {}
func (LapseOffer) effect()    {}
func (SetOptOut) effect()     {}
func (SetBlocked) effect()    {}
func (SetLanguage) effect()   {}
func (OpenTicket) effect()    {}
func (Erase) effect()         {}
func (LinkStaff) effect()     {}
func (MissCode) effect()      {}
func (Flag) effect()          {}
