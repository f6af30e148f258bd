package store

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Stage is where an announcement stands in its life.
type Stage string

const (
	StageDraft     Stage = "draft"
	StageTested    Stage = "tested"    // its author has seen it as residents will
	StageSubmitted Stage = "submitted" // frozen; a second person looks at it
	StageApproved  Stage = "approved"
	StageScheduled Stage = "scheduled"
	StageRunning   Stage = "running"
	StagePaused    Stage = "paused"
	StageDone      Stage = "done"
	StageCancelled Stage = "cancelled"
	StageExpired   Stage = "expired"
)

// Act is a step in the life of an announcement.
type Act string

const (
	ActEdit     Act = "edit"
	ActTest     Act = "test"
	ActSubmit   Act = "submit"
	ActApprove  Act = "approve"
	ActReject   Act = "reject"
	ActSchedule Act = "schedule"
	ActStart    Act = "start"
	ActPause    Act = "pause"
	ActResume   Act = "resume"
	ActCancel   Act = "cancel"
	ActResend   Act = "resend"
	ActFinish   Act = "finish" // by the program: nobody is left
	ActExpire   Act = "expire" // by the program: its time is over
)

// life is every step there is. What is not here cannot happen.
var life = map[Stage]map[Act]Stage{
	StageDraft:     {ActEdit: StageDraft, ActTest: StageTested, ActCancel: StageCancelled},
	StageTested:    {ActEdit: StageDraft, ActTest: StageTested, ActSubmit: StageSubmitted, ActCancel: StageCancelled},
	StageSubmitted: {ActEdit: StageDraft, ActApprove: StageApproved, ActReject: StageDraft, ActCancel: StageCancelled, ActExpire: StageExpired},
	StageApproved: {ActEdit: StageDraft, ActReject: StageDraft, ActSchedule: StageScheduled, ActStart: StageRunning, ActCancel: StageCancelled,
		ActExpire: StageExpired},
	StageScheduled: {ActEdit: StageDraft, ActReject: StageDraft, ActSchedule: StageScheduled, ActStart: StageRunning, ActPause: StagePaused,
		ActCancel: StageCancelled, ActExpire: StageExpired},
	StageRunning: {ActPause: StagePaused, ActCancel: StageCancelled, ActResend: StageRunning, ActFinish: StageDone, ActExpire: StageExpired},
	StagePaused:  {ActResume: StageRunning, ActSchedule: StageScheduled, ActCancel: StageCancelled, ActResend: StagePaused, ActExpire: StageExpired},
	StageDone:    {ActResend: StageRunning},
}

// Over reports whether a stage is the last one.
func (s Stage) Over() bool { return s == StageDone || s == StageCancelled || s == StageExpired }

// Late is how long after its time an announcement may still start by itself. Behind that the program was away, and staff are asked.
const Late = 2 * time.Hour

// SameWithin is how long the same words to the same people count as a repetition, which somebody must mean.
const SameWithin = 48 * time.Hour

// Why a step is not taken. Steps that do not fit the stage are a LifeError.
var (
	ErrUntested   = errors.New("what was tested is not what it says now")
	ErrChanged    = errors.New("what was approved is not what it says now")
	ErrSamePerson = errors.New("who wrote it cannot approve it")
	ErrOver       = errors.New("its time is over")
	ErrPast       = errors.New("that time has passed")
	ErrEmpty      = errors.New("it says nothing, or is for nobody")
	ErrBringing   = errors.New("its attachment is still being fetched")
)

// LetGoError says that something hangs on who got an announcement, which is not kept any more.
type LetGoError struct{ Ref string }

func (e *LetGoError) Error() string { return "it is not kept any more who got " + e.Ref }

// LifeError says that a step does not fit the stage.
type LifeError struct {
	Ref   string
	Stage Stage
	Act   Act
}

func (e *LifeError) Error() string { return fmt.Sprintf("%s is %s: cannot %s", e.Ref, e.Stage, e.Act) }

// Step is who takes a step, and what it needs.
type Step struct {
	Act    Act
	By     string
	Role   Role      // of who takes it
	Alone  bool      // an announcement so small that who wrote it may approve it
	Crowd  *Crowd    // as counted for this step; nil: it was not
	SendAt time.Time // ActSchedule
	Reason string    // ActReject, ActPause
}

// Take is the announcement after a step, or why it cannot be taken. It is the one place that knows the life of an announcement.
func (a Announcement) Take(s Step, now time.Time) (Announcement, error) {
	next, fits := life[a.Stage][s.Act]
	if !fits || s.Act == ActSchedule && a.Stage == StagePaused && !a.Started.IsZero() { // what has begun is not begun again
		return a, &LifeError{Ref: a.Ref, Stage: a.Stage, Act: s.Act}
	}
	if s.Crowd != nil {
		a.Many = *s.Crowd
	}
	if err := a.guard(s, now); err != nil {
		return a, err
	}
	a.Stage, a.Reason = next, s.Reason
	switch s.Act {
	case ActEdit, ActReject:
		a.Tested, a.Approved, a.Approver, a.Submitted, a.Lifted = "", "", "", time.Time{}, ""
		if s.Act == ActEdit {
			a.Author, a.SendAt = s.By, time.Time{}
		}
	case ActTest:
		a.Tested = a.Hash()
	case ActSubmit:
		a.Submitted = now
	case ActApprove:
		a.Approved, a.Approver = a.Hash(), s.By
	case ActSchedule:
		a.SendAt = s.SendAt
	case ActStart, ActResume:
		if a.Started.IsZero() {
			a.Started = now
		}
	case ActResend:
		a.Finished = time.Time{}
	case ActFinish, ActCancel, ActExpire:
		a.Finished = now
	}
	switch s.Act {
	case ActApprove, ActSchedule, ActStart, ActResume, ActResend:
		if a.Many.Over() && a.Lifted == "" && a.lifts(s) {
			a.Lifted = s.By
		}
	}
	return a, nil
}

// guard holds what a step must never pass by.
func (a Announcement) guard(s Step, now time.Time) error {
	over := !a.Expires.IsZero() && !now.Before(a.Expires)
	switch s.Act {
	case ActTest:
		if a.Body == "" || !a.To.People && !a.To.Groups && a.Fixes == 0 {
			return ErrEmpty
		}
		if a.Bring != nil {
			return ErrBringing
		}
	case ActSubmit:
		if a.Tested != a.Hash() {
			return ErrUntested
		}
	case ActApprove:
		if a.Tested != a.Hash() {
			return ErrUntested
		}
		if s.By == a.Author && !s.Alone {
			return ErrSamePerson
		}
		return a.crowded(s)
	case ActSchedule, ActStart, ActResume, ActResend:
		if a.Approved != a.Hash() {
			return ErrChanged
		}
		if over {
			return ErrOver
		}
		if s.Act == ActSchedule && (!s.SendAt.After(now) || !a.Expires.IsZero() && !s.SendAt.Before(a.Expires)) {
			return ErrPast
		}
		return a.crowded(s)
	case ActExpire:
		if !over {
			return &LifeError{Ref: a.Ref, Stage: a.Stage, Act: s.Act}
		}
	}
	return nil
}

// Acts lists the steps that a stage allows, for who asks what can be done.
func (s Stage) Acts() []Act {
	var list []Act
	for act := range life[s] {
		list = append(list, act)
	}
	slices.Sort(list)
	return list
}

// Due says what is to be done with an announcement at that moment, by itself; "" for nothing.
func (a Announcement) Due(now time.Time) (act Act, why string) {
	if !a.Expires.IsZero() && !now.Before(a.Expires) {
		if _, fits := life[a.Stage][ActExpire]; fits {
			return ActExpire, ""
		}
	}
	if a.Stage == StageScheduled && !now.Before(a.SendAt) {
		if now.Sub(a.SendAt) > Late {
			return ActPause, PausedLate
		}
		return ActStart, ""
	}
	return "", ""
}

// Reasons for which the program itself pauses an announcement. Staff read them in their own words.
const (
	PausedLate    = "late"    // its time passed while the program was away
	PausedContent = "content" // the platform refuses what it says
	PausedTrouble = "trouble" // too many sends in a row failed
	PausedGone    = "gone"    // too many people cannot be reached
	PausedFix     = "fix"     // a correction is being written
	PausedClosed  = "closed"  // the batch it invites to is closed
	PausedMany    = "crowd"   // it is for a crowd, and no administrator has let it go
)
