package store

// Push is how far the pace of an account holds what goes to somebody who did not just write.
type Push int

const (
	NoPush    Push = iota // an answer, or what somebody waits for this moment: it goes out at once
	OwnPush               // about her own case: it is counted, and many at once are spaced, but no day's number holds it, since her time runs
	CrowdPush             // much the same to many, and none of it urgent: held by everything that holds announcements
)

// Push tells what kind of push a message that fell due leads to.
func (m Message) Push() Push {
	if m.Kind != Event {
		return NoPush
	}
	switch m.Text {
	case "digest", "hired":
		return CrowdPush
	case "offer", "offer_half", "decided", "starts": // not offer_end: it sets a seat free
		return OwnPush
	}
	return NoPush
}
