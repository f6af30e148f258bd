package account

import (
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// patience is how long an account may be connecting before staff hear of it.
const patience = 15 * time.Minute

// warned stands for a state in Account.Told: the account is well, and a warning about it was given.
const warned = "warned"

// next is what is kept of an account after it was seen in a state. The same state again changes nothing.
func next(was store.Account, h channel.Health, now time.Time) store.Account {
	is := was
	if state := string(h.State); state != was.State {
		is.State, is.Since = state, now
	}
	is.Why = h.Why
	switch {
	case !h.Until.IsZero():
		is.Until = time.UnixMilli(h.Until.UnixMilli()).UTC() // as it is stored
	case is.State != was.State || h.State != channel.Up: // up all along: a send may have told of an end that the channel does not know
		is.Until = time.Time{}
	}
	if h.State == channel.Up {
		is.Linked = true
	}
	if lost(h.State, is.Linked) {
		is.Told = string(h.State)
		if is.Held.IsZero() {
			is.Held, is.Cause = now, cause(h)
		}
	}
	switch {
	case h.State == channel.Up && h.Why != "": // well, but it will not stay so
		is.Told = warned
	case h.State == channel.Up && (was.State != is.State && was.Told != "" || was.Told == warned):
		is.Told = string(channel.Up)
	case h.State == channel.Connecting && is.Linked && now.Sub(is.Since) >= patience:
		if was.Told == "" || was.Told == string(channel.Up) {
			is.Told = string(channel.Connecting)
		}
	}
	return is
}

// news reports whether staff are to be told of a change.
func news(was, is store.Account) bool {
	return is.Told != was.Told && !(is.Told == string(channel.Up) && (was.Told == "" || was.Told == warned))
}

// lost reports whether a state is one after which notices wait for staff: not what mends itself, nor a number that was never linked.
func lost(s channel.State, linked bool) bool {
	switch s {
	case channel.Up, channel.Connecting:
		return false
	case channel.Unlinked:
		return linked
	}
	return true
}

// cause is why notices wait, in words that outlive the state.
func cause(h channel.Health) string {
	if h.Why == "" {
		return string(h.State)
	}
	return string(h.State) + ": " + h.Why
}
