package store

import (
	"strings"
	"time"
)

// Topics of what is pushed. A training topic may name a trade: "pelatihan/menjahit" is told of that trade alone, "pelatihan" of all.
const (
	TopicTraining = "pelatihan"
	TopicJobs     = "lowongan"
	TopicLoans    = "pem"
	TopicGeneral  = "umum"
)

// Topics are those that a resident chooses from.
var Topics = []string{TopicTraining, TopicJobs, TopicLoans, TopicGeneral}

// Broadcast is the purpose of the consent to be told of something unasked. It is asked for alone, never with another (UU 27/2022 art. 22).
const Broadcast = "siaran"

// Guardian is the purpose of the consent that a parent or guardian has given for somebody under age.
const Guardian = "wali"

// Band is how old a person said she is. Nobody's birthday is needed to send her news.
type Band string

const (
	Minor Band = "minor" // gets general news alone
	Grown Band = "adult"
)

// TopicOf is the topic without its trade: what BERHENTI stops.
func TopicOf(topic string) string {
	topic, _, _ = strings.Cut(topic, "/")
	return topic
}

// Following are the topics that she asked for, has agreed to be told of, and has not stopped.
func (c Contact) Following() (list []string) {
	if c.Consents[Broadcast] == "" {
		return nil
	}
	for _, topic := range c.Topics {
		if !c.OptOut[All] && !c.OptOut[TopicOf(topic)] {
			list = append(list, topic)
		}
	}
	return list
}

// Group is a group of residents in which a notice may be posted.
type Group struct {
	Of        Address
	Name      string // what its members call it; "" where that is not known
	Kind      GroupKind
	Kelurahan string // "" the whole city
	State     GroupState
	Since     time.Time // when the state began
	Bound     time.Time
	By        string // who of staff had issued its code
	Mine      bool   // in Facts: whoever writes now has bound it
}

// GroupKind says whose group it is.
type GroupKind string

const (
	YouthGroup     GroupKind = "karang-taruna"
	RTRWGroup      GroupKind = "rt-rw"
	KelurahanGroup GroupKind = "kelurahan"
)

// GroupState says whether a notice may be posted there.
type GroupState string

const (
	GroupBound   GroupState = "bound"
	GroupMuted   GroupState = "muted"   // only its administrators may write there
	GroupLeft    GroupState = "left"    // we were taken out
	GroupUnbound GroupState = "unbound" // its coordinator or staff ended it
)

// GroupCode says what a code that somebody wrote in a group is worth.
type GroupCode struct {
	Kind      GroupKind
	Kelurahan string
	By        string
	Valid     bool
	Locked    bool // too many wrong tries, of this code or by who wrote it
}

// A code that joins two chats into one person: six digits, typed off another screen.
const (
	LinkLength = 6
	LinkLife   = 10 * time.Minute
	LinkMisses = 5         // wrong tries that lock it, or its writer
	MissesLast = time.Hour // how long a writer of wrong codes is locked
)

// LinkNumber is the half of a link code by which wrong tries find it.
func LinkNumber(code string) string { return code[:min(len(code), LinkLength/2)] }

// LinkCode says what a code that somebody wrote to join her chats is worth.
type LinkCode struct {
	With   Address // the chat that showed it
	Valid  bool
	Own    bool // it was shown in this very chat
	Joined bool // the two are one person already
	Locked bool // too many wrong tries, of this code or by who wrote it
}

type (
	// Follow keeps what a person wants to be told of, in all her chats.
	Follow struct {
		Topics    []string
		Kelurahan string
		Band      Band
	}
	// UseHere lets notices go to this chat of hers from now on, and not to another.
	UseHere struct{}
	// ShowLinkCode keeps the code Facts.NewCode that this chat has shown.
	ShowLinkCode struct{ Code string }
	// Join makes this chat and another one person's.
	Join struct{ With Address }
	// Part makes this chat a person's of its own.
	Part struct{}
	// MissLink counts a wrong link code.
	MissLink struct{ Code string }
	// BindGroup makes this group one in which notices are posted, and uses up its code.
	BindGroup struct{ Code, Sender string }
	// MissGroup counts a wrong code for groups.
	MissGroup struct{ Code, Sender string }
	// SetGroup notes what has become of this group, where it was bound once: see the ledger for what follows what.
	SetGroup struct {
		State GroupState
		By    string
	}
	// MoveGroup: this group had another address until now.
	MoveGroup struct{ Was string }
	// RefuseStaff records that a member of staff tried what she may not do.
	RefuseStaff struct {
		Name string
		Do   Deed
		In   string
		Why  Refusal
	}
)

// SetLoanStatus opens or closes the loan of a kelurahan, by a member of staff in her chat; her role is asked once more where it is done.
type SetLoanStatus struct {
	Kelurahan string
	Status    LoanStatus
	By        string
	Source    string // for terms that have none
}

func (SetLoanStatus) effect() {}

func (Follow) effect()       {}
func (UseHere) effect()      {}
func (ShowLinkCode) effect() {}
func (Join) effect()         {}
func (Part) effect()         {}
func (MissLink) effect()     {}
func (BindGroup) effect()    {}
func (MissGroup) effect()    {}
func (SetGroup) effect()     {}
func (MoveGroup) effect()    {}
func (RefuseStaff) effect()  {}
