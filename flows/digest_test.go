package flows_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"lopo/flows"
	"lopo/store"
	"lopo/store/city"
)

// digestAt is what comes of a digest that falls due at a moment. set changes what is known then.
func digestAt(t *testing.T, now time.Time, set func(*store.Session, *store.Facts)) flows.Outcome {
	t.Helper()
	f := store.Facts{Now: now, City: city.Default(), Contact: store.Contact{First: now.AddDate(0, -1, 0)}, Read: store.Need{Jobs: store.JobNeed{Digest: true}}}
	f.Jobs.Alerts = []store.JobAlert{{}}
	f.Jobs.Digest = []store.Vacancy{{ID: 12, Title: "Kasir", Employer: "Toko Maju", Place: "Oebobo", State: store.VacancyOpen, Closes: now.AddDate(0, 1, 0)}}
	s := store.Session{Of: store.Address{Channel: "test", Chat: "1"}}
	if set != nil {
		set(&s, &f)
	}
	return engine(t).Take(s, f, store.Message{ID: "digest:x", From: s.Of, Kind: store.Event, Text: "digest", Of: "2026-11-24", Start: "3"})
}

func onDay(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, store.WITA)
}

// A digest that is late is never told at night, and not on a day that has had one: it waits for the morning. It is a notice, so that whoever has
// stopped meanwhile does not get it, and it leaves the open question alone.
func TestAccept24DigestNeverAtNightAndOnceADay(t *testing.T) {
	later := func(due time.Time) []store.Effect {
		return []store.Effect{store.Postpone{Event: "digest", Subject: "2026-11-24", Start: "3", Due: due}}
	}
	for name, c := range map[string]struct {
		now  time.Time
		set  func(*store.Session, *store.Facts)
		want []store.Effect
	}{
		"in the morning":            {onDay(24, 9, 0), nil, []store.Effect{store.TellJobs{}}},
		"at eight in the evening":   {onDay(24, 20, 0), nil, later(onDay(25, 7, 0))},
		"after midnight":            {onDay(25, 0, 30), nil, later(onDay(25, 7, 0))},
		"at seven":                  {onDay(25, 7, 0), nil, []store.Effect{store.TellJobs{}}},
		"on a day that has had one": {onDay(25, 9, 0), func(_ *store.Session, f *store.Facts) { f.Jobs.Told = onDay(25, 7, 0) }, later(onDay(26, 7, 0))},
		"on the day after":          {onDay(25, 9, 0), func(_ *store.Session, f *store.Facts) { f.Jobs.Told = onDay(24, 19, 59) }, []store.Effect{store.TellJobs{}}},
		"while staff talk":          {onDay(25, 9, 0), func(s *store.Session, _ *store.Facts) { s.Hand = onDay(25, 8, 0) }, later(onDay(25, 12, 0))},
		"stopped":                   {onDay(25, 9, 0), func(_ *store.Session, f *store.Facts) { f.Contact.OptOut = map[string]bool{"lowongan": true} }, nil},
		"stopped altogether":        {onDay(25, 9, 0), func(_ *store.Session, f *store.Facts) { f.Contact.OptOut = map[string]bool{store.All: true} }, nil},
		"without an alert any more": {onDay(25, 9, 0), func(_ *store.Session, f *store.Facts) { f.Jobs.Alerts = nil }, nil},
		"of what has closed":        {onDay(25, 9, 0), func(_ *store.Session, f *store.Facts) { f.Jobs.Digest[0].State = store.VacancyClosed }, nil},
		"of what is hidden":         {onDay(25, 9, 0), func(_ *store.Session, f *store.Facts) { f.Jobs.Digest[0].Hidden = onDay(25, 8, 0) }, nil},
		"in the middle of a question": {onDay(25, 9, 0), func(s *store.Session, _ *store.Facts) {
			s.Flow, s.Step, s.Touched = "training", "born", onDay(25, 8, 59)
		}, []store.Effect{store.TellJobs{}}},
	} {
		t.Run(name, func(t *testing.T) {
			var before store.Session
			out := digestAt(t, c.now, func(s *store.Session, f *store.Facts) {
				if c.set != nil {
					c.set(s, f)
				}
				before = *s
			})
			if !reflect.DeepEqual(out.Effects, c.want) {
				t.Errorf("it brings %+v, want %+v", out.Effects, c.want)
			}
			told := len(c.want) == 1 && c.want[0] == store.Effect(store.TellJobs{})
			if len(out.Replies) > 0 != told {
				t.Fatalf("said: %+v", out.Replies)
			}
			if out.Session.Flow != before.Flow || out.Session.Step != before.Step || out.Session.Ask != before.Ask {
				t.Errorf("it stands at %s.%s", out.Session.Flow, out.Session.Step)
			}
			if !told {
				return
			}
			r := out.Replies[0]
			if r.Priority != store.Bulk || r.Topic != "lowongan" || len(r.Choices) > 0 || !strings.Contains(r.Text, "No. 12 Kasir") || !strings.Contains(r.Text, "3 lagi") || !strings.Contains(r.Text, "STOP LOWONGAN") {
				t.Errorf("%+v", r)
			}
		})
	}
}
