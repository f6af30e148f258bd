package store

import "fmt"

// Crowd is to how many people an announcement goes one by one through a channel, where those are more than may be without an administrator: an account
// that writes to thousands is an account that is soon gone. The zero Crowd is none.
type Crowd struct {
	Channel string `json:"channel"`
	People  int    `json:"people"`
	Most    int    `json:"most"`
	Days    int    `json:"days"` // that it takes at the pace of the channel
}

// Over reports whether there are too many.
func (c Crowd) Over() bool { return c.People > c.Most }

// Data is what the words about it say.
func (c Crowd) Data(ref string) map[string]any {
	return map[string]any{"Ref": ref, "Channel": c.Channel, "People": c.People, "Most": c.Most, "Days": c.Days}
}

// ManyError says that an announcement is for a crowd, and that no administrator has let it go.
type ManyError struct {
	Ref string
	Crowd
}

func (e *ManyError) Error() string {
	return fmt.Sprintf("%s is for %d people on %s, and %d is the most without an administrator", e.Ref, e.People, e.Channel, e.Most)
}

// crowded holds the step of who may not let an announcement go to a crowd. An administrator may, where somebody else wrote it.
func (a Announcement) crowded(s Step) error {
	if !a.Many.Over() || a.Lifted != "" || a.Fixes != 0 || a.lifts(s) { // a correction reaches nobody but whom its announcement did
		return nil
	}
	return &ManyError{Ref: a.Ref, Crowd: a.Many}
}

func (a Announcement) lifts(s Step) bool { return s.Role == Admin && s.By != "" && s.By != a.Author }
