package broadcast

import (
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

// Reach is what limits every audience on some channels.
func (r Rules) Reach(channels map[string]channel.Limits) sqlite.Reach {
	reach := sqlite.Reach{PerWeek: r.PerWeek, Heard: map[string]int{}, Most: map[string]int{}}
	for name, l := range channels {
		reach.Channels = append(reach.Channels, name)
		l = r.limits(name, l)
		if l.HeardDays > 0 {
			reach.Heard[name] = l.HeardDays
		}
		if l.PeopleMost > 0 {
			reach.Most[name] = l.PeopleMost
		}
	}
	return reach
}

// Crowd is to how many people of an audience a channel goes, where those are more than may be without an administrator; else the zero Crowd.
func (r Rules) Crowd(name string, l channel.Limits, kept store.Pace, people int, now time.Time) store.Crowd {
	most := r.limits(name, l).PeopleMost
	if most == 0 || people <= most {
		return store.Crowd{}
	}
	last := midnight(r.Estimate(name, l, kept, people, now))
	return store.Crowd{Channel: name, People: people, Most: most, Days: int(last.Sub(midnight(now))/(24*time.Hour)) + 1}
}
