package store

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Announcement is a notice that staff push to many. What it says and whom it is for is fixed by Hash once it is submitted.
type Announcement struct {
	ID      int64
	Ref     string // "PGM-2026-0042": what residents check it by. A correction's has "-R1" behind it
	Topic   string // what it is about: a topic that residents can stop
	Title   string
	Body    string
	Version int    // of the text; grows when a correction replaces it
	Office  string // who says it, as residents read it
	Media   *Media // a picture or a paper that goes with it; the text stands without
	Bring   *Bring // it is to get one, which is still to be fetched; nil: nothing is
	Batch   string // the batch that it invites to (its code); a closed one is not announced
	Urgent  bool   // before all others, and past the weekly cap
	To      Audience
	Expires time.Time // from then on nobody gets it any more; zero: never
	Fixes   int64     // the announcement that this one corrects; 0: none

	Stage    Stage
	SendAt   time.Time // when it is to start, or before it is scheduled: when its author wants it to; zero: when staff say so
	Reason   string    // why it is paused or was rejected, in words
	Tested   string    // hash of what was last sent to its author
	Approved string    // hash of what was approved
	Author   string    // who wrote it last
	Approver string
	Many     Crowd  // the crowd that it is for, as last counted
	Lifted   string // the administrator who lets it go to a crowd all the same

	Made, Submitted, Started, Finished time.Time
	Filled                             bool      // all its deliveries are written
	LetGo                              time.Time // since when it is not kept any more who got it; zero: it is
}

// Audience says for whom an announcement is. It is data: known fields, never a query. An empty list does not narrow; several lists narrow
// together.
type Audience struct {
	Kelurahan []string `json:"kelurahan,omitempty"` // official names
	Kecamatan []string `json:"kecamatan,omitempty"`
	Trades    []string `json:"trades,omitempty"`   // who follows the topic for these trades too
	Batches   []string `json:"batches,omitempty"`  // who applied for one of these (codes) …
	Statuses  []Status `json:"statuses,omitempty"` // … and stands there; empty: whoever has not withdrawn
	Channels  []string `json:"channels,omitempty"`
	NotThose  []string `json:"not_those,omitempty"` // not who was reached by one of these announcements
	People    bool     `json:"people,omitempty"`    // residents one by one
	Groups    bool     `json:"groups,omitempty"`    // one post to each group that a coordinator bound …
	Kinds     []string `json:"kinds,omitempty"`     // … of these kinds
}

// Area lists the kelurahan that the audience is limited to, by their names; nil: the whole city.
func (a Audience) Area(city *City) []string {
	if len(a.Kelurahan)+len(a.Kecamatan) == 0 {
		return nil
	}
	area := []string{}
	for _, k := range city.Kelurahan {
		if slices.Contains(a.Kelurahan, k.Name) || slices.Contains(a.Kecamatan, k.Kecamatan) {
			area = append(area, k.Name)
		}
	}
	return area
}

// Text is what is sent: the words of staff, then what makes it possible to check them and to stop them.
func (a Announcement) Text(foot string) string {
	text := strings.TrimSpace(a.Body)
	if a.Title != "" {
		text = a.Title + "\n\n" + text
	}
	if foot != "" {
		text += "\n\n" + foot
	}
	return text
}

// Corrects is what residents know the announcement by that this one corrects.
func (a Announcement) Corrects() string {
	ref, _, _ := strings.Cut(a.Ref, "-R")
	return ref
}

// Hash names what is said and to whom. It changes with anything that an approver has looked at.
func (a Announcement) Hash() string {
	content, _ := json.Marshal([]any{a.Topic, a.Title, a.Body, a.Office, a.Media, a.Batch, a.Urgent, a.To, a.Expires.UnixMilli(), a.Fixes})
	sum := sha256.Sum256(content)
	return fmt.Sprintf("%x", sum)
}

// Same names what is said and to whom apart from letters, spaces and marks: the same notice written twice has the same.
func (a Announcement) Same() string {
	words := strings.FieldsFunc(strings.ToLower(a.Title+" "+a.Body), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f)
	})
	to, _ := json.Marshal(a.To)
	sum := sha256.Sum256([]byte(strings.Join(words, " ") + "\x00" + string(to)))
	return fmt.Sprintf("%x", sum[:16])
}

// Confirmation is the code that somebody types who has seen what will go out, and to how many. It changes with either.
func (a Announcement) Confirmation(planned int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", a.Ref, a.Hash(), planned))
	code := make([]byte, 4)
	for i := range code {
		code[i] = CodeLetters[int(sum[i])%len(CodeLetters)]
	}
	return strings.ToUpper(string(code))
}

// Confirms reports whether somebody typed the code.
func Confirms(typed, code string) bool {
	return strings.EqualFold(strings.TrimSpace(typed), code)
}

// Places are the kelurahan in which somebody must be responsible who does something with it; "" the whole city.
func (a Announcement) Places(city *City) []string {
	if area := a.To.Area(city); area != nil {
		return area
	}
	return []string{""}
}

// MayAll is May for several places at once: the first refusal, if any.
func (s Staff) MayAll(do Deed, in []string, now time.Time) Refusal {
	for _, place := range in {
		if why := s.May(do, place, now); why != Allowed {
			return why
		}
	}
	return Allowed
}

type (
	// DraftNotice keeps the draft of an announcement, or with its Ref what one says from now on, and has it shown to who wrote it. Aside: she has
	// turned to something else before it was done, and is told its number.
	DraftNotice struct {
		Announcement Announcement
		By           string
		Aside        bool
	}
	// FixNotice writes the draft of a correction, stops what it corrects, and has it shown to who wrote it.
	FixNotice struct{ Ref, Body, By string }
	// StepNotice takes a step in the life of an announcement.
	StepNotice struct {
		Ref  string
		Step Step
	}
)

func (DraftNotice) effect() {}
func (FixNotice) effect()   {}
func (StepNotice) effect()  {}
