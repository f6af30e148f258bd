package account

import (
	"time"

	"lopo/bot/channel"
)

// State is how the account behind a channel is doing now, for health pages.
type State struct {
	State channel.State `json:"state"`
	Why   string        `json:"why,omitempty"`
	Since time.Time     `json:"since,omitzero"` // as far as it was written down
	Until time.Time     `json:"until,omitzero"`
	Held  bool          `json:"notices_held,omitempty"`
}

// States tells of every channel.
func (a *Accounts) States() map[string]State {
	list := map[string]State{}
	for _, c := range a.Channels {
		name := c.Name()
		h := a.Health(name)
		is := State{State: h.State, Why: h.Why, Until: h.Until}
		a.mu.Lock()
		kept := a.kept[name]
		a.mu.Unlock()
		if is.Held = !kept.Held.IsZero(); kept.State == string(h.State) {
			is.Since = kept.Since
		}
		list[name] = is
	}
	return list
}
