package sqlite_test

import (
	"errors"
	"slices"
	"testing"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// On a channel that asks for it nobody is written to who has not written for long, urgent or not; and she is no reason to keep a notice from another
// chat of the same person.
func TestAudienceSilent(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "line a", "line b silent=90", "line c silent=91", "post d silent=400", "line e silent=91 person=7", "post f quiet=1 person=7", "line g person=8", "post h quiet=1 person=8")
	asks := sqlite.Reach{Channels: reach.Channels, Heard: map[string]int{"line": 90}}
	for _, urgent := range []bool{false, true} {
		a := begun(t, l, store.Announcement{Urgent: urgent, To: store.Audience{People: true}})
		preview, err := l.Preview(t.Context(), a, asks, noon)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Fill(t.Context(), a.ID, asks, noon); err != nil {
			t.Fatal(err)
		}
		if got := goesTo(t, l, a); got != "a b g d f" || preview.Planned != 5 || said(preview.Excluded) != "silent=2 twin=1" {
			t.Errorf("urgent %t: goes to %q; the preview said %+v", urgent, got, preview)
		}
	}
}

// An audience that has become a crowd when it is fixed is not written: an administrator decides. Groups are no crowd.
func TestAudienceCrowd(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "line a", "line b", "line c", "post d")
	few := sqlite.Reach{Channels: reach.Channels, Most: map[string]int{"line": 2}}
	a := begun(t, l, store.Announcement{To: store.Audience{People: true}})
	_, err := l.Fill(t.Context(), a.ID, few, noon)
	if many := (*store.ManyError)(nil); !errors.As(err, &many) || many.Channel != "line" || goesTo(t, l, a) != "" {
		t.Fatalf("%v, goes to %q", err, goesTo(t, l, a))
	}
	for _, s := range []store.Step{{Act: store.ActPause, Reason: store.PausedMany, Crowd: &store.Crowd{Channel: "line", People: 3, Most: 2}}, {Act: store.ActResume, By: "Budi", Role: store.Approver}} {
		if a, err = l.TakeStep(t.Context(), a.Ref, s, nil, noon); s.Act == store.ActPause && err != nil {
			t.Fatal(err)
		}
	}
	if many := (*store.ManyError)(nil); !errors.As(err, &many) {
		t.Errorf("an approver lets it go on: %v", err)
	}
	if _, err := l.TakeStep(t.Context(), a.Ref, store.Step{Act: store.ActResume, By: "Citra", Role: store.Admin}, nil, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Fill(t.Context(), a.ID, few, noon); err != nil || goesTo(t, l, a) != "a b c d" {
		t.Errorf("%v, goes to %q", err, goesTo(t, l, a))
	}
	log, err := l.AuditLog(t.Context(), a.Ref)
	if err != nil || !slices.ContainsFunc(log, func(line sqlite.AuditLine) bool {
		return line.By == "Citra" && line.Action == "announcement lift" && line.Reason == "line: 3 > 2"
	}) {
		t.Errorf("audit %+v, %v", log, err)
	}
}

// Who had two notices this week gets no third, unless it is urgent; and who has had one can be left out of another.
func TestAudienceOften(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post a", "post b")
	refs := []string{}
	for range 2 {
		a := launch(t, l, store.Announcement{To: store.Audience{People: true}})
		refs = append(refs, a.Ref)
		c, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon)
		if err != nil || c == nil {
			t.Fatal(c, err)
		}
		d := c.Delivery
		d.Fate = store.FateSent
		if _, err := l.Settle(t.Context(), d, c.Tries, "", noon); err != nil {
			t.Fatal(err)
		}
	}
	if a := launch(t, l, store.Announcement{To: store.Audience{People: true}}); goesTo(t, l, a) != "b" {
		t.Errorf("a third goes to %q", goesTo(t, l, a))
	}
	if a := launch(t, l, store.Announcement{Urgent: true, To: store.Audience{People: true}}); goesTo(t, l, a) != "a b" {
		t.Errorf("an urgent one goes to %q", goesTo(t, l, a))
	}
	if a := launch(t, l, store.Announcement{Urgent: true, To: store.Audience{People: true, NotThose: refs}}); goesTo(t, l, a) != "b" {
		t.Errorf("one for the others goes to %q", goesTo(t, l, a))
	}
}

// Notices that were fixed at the same time come to no more in a week than those that were fixed one after the other: it is looked at again when each
// of them is about to be sent.
func TestAudienceOftenTogether(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post a")
	var list []store.Announcement
	for i := range 4 {
		list = append(list, launch(t, l, store.Announcement{Urgent: i == 3, To: store.Audience{People: true}}))
	}
	for i, want := range []store.Fate{store.FateSent, store.FateSent, store.FateSkipped, store.FateSent} { // two a week, and what is urgent
		a := list[i]
		c, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon)
		if err != nil {
			t.Fatal(err)
		}
		if c != nil {
			d := c.Delivery
			d.Fate = store.FateSent
			if _, err := l.Settle(t.Context(), d, c.Tries, "", noon); err != nil {
				t.Fatal(err)
			}
		}
		got, err := l.Deliveries(t.Context(), a.ID, store.Address{}, 10)
		if err != nil || len(got) != 1 || got[0].Fate != want || want == store.FateSkipped && got[0].Why != store.WhyOften {
			t.Errorf("%d: %+v, %v", i, got, err)
		}
	}
}
