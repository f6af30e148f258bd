package broadcast

import (
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// waits are the pauses after a send that surely did not arrive. Behind the last one it has failed.
var waits = []time.Duration{30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour}

// outcome is what has become of a delivery, by the answer of its channel. mine reports whether that says something about the delivery or its
// announcement; else it is the account's trouble, and does not count as a try.
//
//	arrived      sent
//	retry        again after a while, then failed; at once where the group has another address
//	throttled    again when the platform says; not counted
//	unknown      the same message once more where the channel makes sure that it is shown once; else nobody knows, and it rests
//	gone         failed, and nothing more goes to that chat until it writes; to a group that we may not write in, until we may
//	refused      failed
//	restricted   again once staff let the notices of the account go; not counted
func outcome(d store.Delivery, id string, err error, ownID bool, now time.Time) (after store.Delivery, mine bool) {
	if err == nil {
		d.Fate, d.Ref, d.Sent, d.Why, d.Detail = store.FateSent, id, now, "", ""
		return d, true
	}
	e := channel.Classify(err)
	d.Fate, d.Detail, d.Due = store.FateQueued, e.Why, now
	switch e.Class {
	case channel.Throttled:
		d.Tries--
		d.Due = later(e.Until, now.Add(time.Second))
		return d, false
	case channel.Restricted:
		d.Tries--
		return d, false
	case channel.Gone:
		if d.Fate, d.Why = store.FateFailed, store.WhyGone; e.Muted {
			d.Why = store.WhyMuted
		}
		return d, true
	case channel.Refused:
		d.Fate, d.Why = store.FateFailed, store.WhyRefused
		return d, true
	case channel.Uncertain:
		if !ownID {
			d.Fate, d.Why = store.FateUnsure, store.WhyDoubt
			return d, true
		}
	}
	if d.Tries > len(waits) {
		d.Fate, d.Why = store.FateFailed, store.WhyTries
		if e.Class == channel.Uncertain {
			d.Fate, d.Why = store.FateUnsure, store.WhyDoubt
		}
		return d, true
	}
	if e.Moved != "" { // the platform works, and says where to
		return d, false
	}
	d.Due = now.Add(waits[d.Tries-1])
	return d, true
}

// When an announcement stops by itself, so that a defect does not spoil it for everybody.
const (
	refusedRow = 3   // refused one after another: the platform will have it from nobody
	failedRow  = 5   // failed one after another
	lookBack   = 100 // among the last so many …
	goneMost   = 30  // … so many are gone: the list of people is not what it should be
	goneLeast  = 20  // and at least so many were tried
)

// breaker watches how one announcement goes through one channel.
type breaker struct {
	refused, failed, unknown int // one after another
	gone                     [lookBack]bool
	n                        int
}

// see takes notice of what a delivery has come to. pause says why the announcement is to be paused; "" when it is not. hold asks the sender to rest
// for a while: nothing gets through, and that is nobody's fault.
func (b *breaker) see(d store.Delivery) (pause string, hold bool) {
	b.gone[b.n%lookBack] = d.Why == store.WhyGone
	b.n++
	switch {
	case d.Fate == store.FateSent, d.Why == store.WhyGone, d.Why == store.WhyMuted: // the platform works, and says so
		b.refused, b.failed, b.unknown = 0, 0, 0
	case d.Why == store.WhyRefused:
		b.refused++
	case d.Why == store.WhyDoubt:
		b.unknown++
	default:
		b.failed++
	}
	gone := 0
	for _, g := range b.gone {
		if g {
			gone++
		}
	}
	seen := min(b.n, lookBack)
	switch {
	case b.refused >= refusedRow:
		return store.PausedContent, false
	case b.unknown >= failedRow:
		return store.PausedTrouble, false
	case seen >= goneLeast && gone*100 > goneMost*seen:
		return store.PausedGone, false
	case b.failed >= failedRow:
		b.failed = 0
		return "", true
	}
	return "", false
}
