package store

import "time"

// Session is where one chat stands in the conversation. It is small (under 500 bytes stored, for the moment of catching up with what waited
// some 1,500 more), belongs to one chat and changes only by a turn.
type Session struct {
	Of      Address           `json:"-"`
	Rev     int64             `json:"rev"` // grows by one with every turn; a save is refused when the stored one is not Rev-1
	Flow    string            `json:"flow,omitempty"`
	Version int               `json:"v,omitempty"` // of the flow, when the session entered it
	Step    string            `json:"step,omitempty"`
	Slots   map[string]string `json:"slots,omitempty"` // the answers so far
	Shown   []Choice          `json:"shown,omitempty"` // the choices as the resident last saw them: "2" means these
	Ask     string            `json:"ask,omitempty"`   // names the open question; a tap that names another is stale
	Under   string            `json:"under,omitempty"` // the branch of a long list that is open
	Page    int               `json:"page,omitempty"`
	Path    []string          `json:"path,omitempty"`    // steps answered, newest last; "kembali" walks it
	Editing string            `json:"editing,omitempty"` // the step being corrected from the review
	Strikes int               `json:"strikes,omitempty"` // answers in a row that were not understood
	Missed  int               `json:"missed,omitempty"`  // texts in a row of which it was not clear what they want
	Last    Answered          `json:"last,omitzero"`
	Echo    Echo              `json:"echo,omitzero"`
	Pushed  bool              `json:"pushed,omitempty"` // the open question came by itself, and she has not written since
	Waited  Waited            `json:"waited,omitzero"`
	Garbled time.Time         `json:"garbled,omitzero"` // when she was last asked to write again what could not be deciphered
	Rang    time.Time         `json:"rang,omitzero"`    // when she was last told that nobody answers calls
	Hand    time.Time         `json:"hand,omitzero"`    // when staff last wrote here by hand; zero: the bot has the floor
	Started time.Time         `json:"started,omitzero"` // when this session, or this pass through a flow, began
	Touched time.Time         `json:"touched,omitzero"` // when the resident last wrote
}

// Answered remembers which message filled which step, so that editing that message corrects the answer.
type Answered struct {
	Message string `json:"m,omitempty"`
	Step    string `json:"s,omitempty"`
}

// Echo counts exchanges that repeat themselves, as two machines talking to each other produce.
type Echo struct {
	Hash  uint32    `json:"h,omitempty"` // of the last message and the answer to it
	Count int       `json:"n,omitempty"`
	Since time.Time `json:"t,omitzero"`
	Mute  time.Time `json:"mute,omitzero"` // silent until then
}

// Waited is what came of messages that had waited at the platform, until the last of them is answered for all.
type Waited struct {
	Since  time.Time `json:"t,omitzero"`  // when the first of them was written
	Said   []string  `json:"s,omitempty"` // what is to be told of them
	Unseen bool      `json:"u,omitempty"` // a question is open that she was not shown
	Left   bool      `json:"l,omitempty"` // some of them could be no answer, and were not used
}

// Draft is an unfinished form. It outlives the session: a lost session costs a resident her place, never her answers.
type Draft struct {
	Flow    string            `json:"flow"`
	Version int               `json:"v"`
	Slots   map[string]string `json:"slots"`
	Path    []string          `json:"path,omitempty"`
	Started time.Time         `json:"started"`
	Touched time.Time         `json:"touched"`
	Expired bool              `json:"expired,omitempty"` // the answers were erased by age; the person has not been told yet
	Copied  bool              `json:"-"`                 // begun in another chat of the same person
}
