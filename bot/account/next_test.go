package account

import (
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// What staff are told of, state after state, and whether notices wait at the end of it. "" is no news.
func TestNext(t *testing.T) {
	type seen struct {
		after time.Duration
		h     channel.Health
		tells string
	}
	up, warning := channel.Health{State: channel.Up}, channel.Health{State: channel.Up, Why: "phone unused for 10 days"}
	is := func(s channel.State) channel.Health { return channel.Health{State: s, Why: "trouble"} }
	for name, c := range map[string]struct {
		states []seen
		held   bool
	}{
		"never linked":        {[]seen{{0, is(channel.Unlinked), ""}, {time.Hour, is(channel.Connecting), ""}, {time.Hour, up, ""}}, false},
		"a short break":       {[]seen{{0, up, ""}, {time.Hour, is(channel.Connecting), ""}, {time.Minute, up, ""}}, false},
		"a long break":        {[]seen{{0, up, ""}, {time.Hour, is(channel.Connecting), ""}, {patience, is(channel.Connecting), "connecting"}, {time.Hour, is(channel.Connecting), ""}, {time.Hour, up, "up"}}, false},
		"limited, and back":   {[]seen{{0, up, ""}, {1, is(channel.Limited), "limited"}, {time.Hour, is(channel.Limited), ""}, {time.Hour, up, "up"}}, true},
		"limited over a line": {[]seen{{0, up, ""}, {1, is(channel.Limited), "limited"}, {1, is(channel.Connecting), ""}, {1, is(channel.Limited), ""}, {1, is(channel.Connecting), ""}, {1, up, "up"}}, true},
		"worse and worse":     {[]seen{{0, up, ""}, {1, is(channel.Limited), "limited"}, {1, is(channel.Banned), "banned"}, {1, is(channel.Unlinked), "unlinked"}}, true},
		"lost, linked anew":   {[]seen{{0, up, ""}, {1, is(channel.Unlinked), "unlinked"}, {1, is(channel.Connecting), ""}, {1, up, "up"}}, true},
		"a warning":           {[]seen{{0, up, ""}, {1, warning, "warned"}, {24 * time.Hour, warning, ""}, {1, up, ""}, {time.Hour, warning, "warned"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			now, a := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC), store.Account{Channel: "line"}
			for i, s := range c.states {
				now = now.Add(s.after)
				was := a
				a = next(was, s.h, now)
				got := ""
				if news(was, a) {
					got = a.Told
				}
				if got != s.tells {
					t.Errorf("state %d: staff are told %q, want %q", i, got, s.tells)
				}
				if again := next(a, s.h, now); again != a {
					t.Errorf("state %d: seen again it changes to %+v", i, again)
				}
			}
			if held := !a.Held.IsZero(); held != c.held {
				t.Errorf("notices wait: %t", held)
			}
		})
	}
}
