package store

import "time"

// Fate is where one delivery of an announcement stands. The numbers are stored.
type Fate int

const (
	FateQueued    Fate = iota // not begun
	FateSending               // handed to the channel, which has not answered
	FateSent                  // the platform took it
	FateDelivered             // it is on her phone
	FateRead                  // she opened it
	FateFailed                // it will not arrive: Why says why
	FateSkipped               // it was not sent, for a reason that came up since the audience was fixed
	FateUnsure                // it may have arrived; it is not repeated unless staff say so
)

// Ended reports whether nothing more happens by itself.
func (f Fate) Ended() bool { return f > FateSending }

// Reached reports whether she has it, as far as anybody knows.
func (f Fate) Reached() bool { return f >= FateSent && f <= FateRead }

// Why somebody does not get an announcement. The first are found out before it starts, the others on the way.
const (
	WhyBlocked = "blocked" // she blocked us, or is not on the platform any more
	WhyOptOut  = "optout"  // she stopped all notices, or those of this topic
	WhyUnasked = "unasked" // she did not ask for this topic, or has not agreed to be told anything
	WhyMinor   = "minor"   // under age, and nobody agreed
	WhyHad     = "had"     // she was reached by an announcement whose readers are left out
	WhyOften   = "often"   // she had as many this week as anybody may get
	WhyTwin    = "twin"    // she gets it on another channel
	WhySilent  = "silent"  // she has not written for so long that her channel counts her among strangers
	WhyErased  = "erased"  // her data were erased
	WhyLeft    = "left"    // the group does not have us any more
	WhyMuted   = "muted"   // we are in the group, and may not write there
	WhyExpired = "expired"
	WhyStopped = "stopped" // staff cancelled it

	WhyGone    = "gone"    // the platform says that she cannot be reached
	WhyRefused = "refused" // the platform would not take the message
	WhyTries   = "tries"   // it was tried in vain, again and again
	WhyDoubt   = "doubt"   // the program or the line broke off while it was being sent
)

// Delivery is one announcement on its way to one chat.
type Delivery struct {
	Announcement int64
	To           Address
	Group        bool
	Kelurahan    string
	Fate         Fate
	Why          string // one of the codes
	Detail       string // what the channel said, for staff
	Due          time.Time
	Tries        int
	Version      int    // of the text that was sent or is being sent
	Ref          string // the platform's id of what was sent

	Claimed, Sent, Delivered, Read time.Time
}

// Key is what the channel makes its own id of, where it can: the same delivery is the same message, however often it is sent.
func (d Delivery) Key(ref string) string {
	return d.To.Channel + ":" + d.To.Chat + "/" + ref + "/0"
}

// Count is how many deliveries of one channel stand somewhere, for one reason.
type Count struct {
	Channel string
	Fate    Fate
	Why     string
	N       int
}

// Progress adds up counts.
type Progress struct {
	Planned, Waits, Sending, Sent, Delivered, Read, Failed, Skipped, Unsure int
}

// NoticeAt is an announcement and how far it has come.
type NoticeAt struct {
	Of Announcement
	At Progress
}

// Sum adds up the counts of some channels; all of them when none is named. Sent includes what was delivered and read since, Delivered what was
// read.
func Sum(counts []Count, channels ...string) (p Progress) {
	for _, c := range counts {
		if len(channels) > 0 && c.Channel != channels[0] {
			continue
		}
		p.Planned += c.N
		switch c.Fate {
		case FateQueued:
			p.Waits += c.N
		case FateSending:
			p.Sending += c.N
		case FateFailed:
			p.Failed += c.N
		case FateSkipped:
			p.Skipped += c.N
		case FateUnsure:
			p.Unsure += c.N
		case FateRead:
			p.Read += c.N
			p.Delivered += c.N
			p.Sent += c.N
		case FateDelivered:
			p.Delivered += c.N
			p.Sent += c.N
		case FateSent:
			p.Sent += c.N
		}
	}
	return p
}

// Left is how many are still to come.
func (p Progress) Left() int { return p.Waits + p.Sending }

// Preview is what an audience comes to before anything is sent.
type Preview struct {
	Planned   int
	Groups    int
	Channels  map[string]int // planned, groups included
	People    map[string]int `json:"-"` // planned, without groups
	Kelurahan map[string]int `json:"-"` // planned residents; "" where it is not known
	Excluded  map[string]int // by reason
}

// Out is how many of an audience do not get it.
func (p Preview) Out() (n int) {
	for _, out := range p.Excluded {
		n += out
	}
	return n
}

// Forecast is what an announcement comes to, and when each channel will be done.
type Forecast struct {
	Preview
	Ends  map[string]time.Time // by channel
	Crowd Crowd                // the greatest that it is on any channel
}

// End is when the slowest channel will be done; zero: nobody gets it.
func (f Forecast) End() (end time.Time) {
	for _, at := range f.Ends {
		if at.After(end) {
			end = at
		}
	}
	return end
}

// Pace is how the sender of a channel keeps its pace, as it outlives a restart.
type Pace struct {
	Rate  float64   // of what is allowed: 1 all of it, less after the platform asked for patience
	Until time.Time // nothing goes out before
	Day   string    // the day, WITA, that Today counts
	Today int
	Last  time.Time // when the last one was let go
	Since time.Time // the first it ever let go: a young account begins slowly
}
