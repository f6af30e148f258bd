package flows

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lopo/store"
)

// composed keeps the draft that the answers make. What it comes to is counted elsewhere, and shown to her when it is.
func (t *Turn) composed() {
	if !t.want(store.Need{Staff: true, Notice: cmp.Or(t.slot("ref"), t.slot("copy"))}) {
		return
	}
	staff, now := t.Facts.Staff, t.Facts.Now
	if staff == nil {
		t.leave()
		t.say("duty.nobody", nil)
		t.home()
		return
	}
	a, ok := t.composing()
	switch {
	case !ok:
		t.say("announce.unknown", map[string]any{"Ref": cmp.Or(t.slot("ref"), t.slot("copy"))})
		t.leave()
		t.home()
		return
	case !a.SendAt.IsZero() && !a.SendAt.After(now):
		t.reopenTime("when", "why.moment.past")
		return
	case !a.Expires.IsZero() && !a.Expires.After(later(now, a.SendAt)):
		t.reopenTime("until", "announce.before")
		return
	}
	t.set("text", "") // it is done with, whatever becomes of it
	places := a.Places(t.Facts.City)
	if why := staff.MayAll(store.ToAnnounce, places, now); why != store.Allowed {
		t.leave()
		t.refuseNotice(store.ToAnnounce, places[0], why)
		t.home()
		return
	}
	if a.Ref != "" {
		if _, err := a.Take(store.Step{Act: store.ActEdit, By: staff.Name}, now); err != nil {
			t.leave()
			t.unfit(a)
			t.home()
			return
		}
	}
	t.leave()
	t.do(store.DraftNotice{Announcement: a, By: staff.Name})
	t.say("announce.written", map[string]any{"File": a.Bring != nil})
}

// putAside keeps what was written of a new announcement that is left for something else: only who gives it up throws it away.
func (t *Turn) putAside() {
	f := t.flow()
	if f == nil || f.Name != "announce" || t.slot("ref") != "" {
		return
	}
	for _, s := range f.Steps { // what was just being changed is as it was
		if old := t.was(&s); old != "" && t.slot(s.Slot) == "" {
			t.set(s.Slot, old)
		}
	}
	if t.slot("text") == "" || !t.want(store.Need{Staff: true, Notice: t.slot("copy")}) || t.Facts.Staff == nil {
		return
	}
	if a, ok := t.composing(); ok {
		t.do(store.DraftNotice{Announcement: a, By: t.Facts.Staff.Name, Aside: true})
	}
	t.set("text", "")
}

// reopenTime asks for a time once more that is not good any more.
func (t *Turn) reopenTime(slot, why string) {
	t.set(slot, "")
	t.say(why, nil)
	t.ask()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// composing is the announcement that the answers make; false when the one that they change or copy is gone.
func (t *Turn) composing() (a store.Announcement, ok bool) {
	if of := t.Facts.Notice; t.slot("ref") != "" || t.slot("copy") != "" {
		switch {
		case of == nil:
			return a, false
		case t.slot("ref") != "":
			a = *of
		default: // the words of the other and whom it was for, and none of its life; whom it left out is its own matter
			a = store.Announcement{Title: of.Title, Office: of.Office, Media: of.Media, To: of.To}
			a.To.NotThose = nil
		}
	}
	was := noticeSlots(a)
	a.Topic, a.Body = t.slot("topic"), t.slot("text")
	switch file := t.slot("file"); {
	case strings.HasPrefix(file, sentFile):
		a.Media, a.Bring = nil, &store.Bring{Channel: t.s.Of.Channel, File: strings.TrimPrefix(file, sentFile)}
	case file == noFile:
		a.Media, a.Bring = nil, nil
	}
	if place := t.slot("kelurahan"); place != asIs {
		t.placed(&a, place, was["kelurahan"])
	}
	if t.slot("to") != asIs {
		t.addressed(&a.To)
	}
	a.SendAt, a.Expires = momentOf(t.slot("when")), momentOf(t.slot("until"))
	return a, true
}

// placed narrows an announcement to a place, and lets the office of that place say it where the place is another than before.
func (t *Turn) placed(a *store.Announcement, place, was string) {
	a.To.Kelurahan, a.To.Kecamatan = nil, nil
	office, _ := t.Facts.City.Fact("nama_dinas")
	if name, whole := strings.CutPrefix(place, district); whole {
		a.To.Kecamatan = []string{name}
	} else if place != cityAlone {
		a.To.Kelurahan, office = []string{place}, t.word("announce.office", map[string]any{"Place": place})
	}
	if a.Office == "" || place != was {
		a.Office = office
	}
}

// addressed says who gets it.
func (t *Turn) addressed(to *store.Audience) {
	to.People, to.Groups, to.Batches, to.Statuses = true, true, nil, nil
	switch t.slot("to") {
	case "groups":
		to.People = false
	case "people":
		to.Groups = false
	case "batch":
		to.Groups, to.Batches, to.Statuses = false, []string{t.slot("batch")}, noticeStatuses[t.slot("status")]
	}
}

// noticeSlots are the answers that make an announcement what it is. What no question asks for stays as it is.
func noticeSlots(a store.Announcement) map[string]string {
	s := map[string]string{"topic": a.Topic, "text": a.Body, "kelurahan": asIs, "to": asIs, "file": noFile, "when": "now", "until": "none"}
	switch to := a.To; {
	case len(to.Kelurahan)+len(to.Kecamatan) == 0:
		s["kelurahan"] = cityAlone
	case len(to.Kelurahan) == 1 && len(to.Kecamatan) == 0:
		s["kelurahan"] = to.Kelurahan[0]
	case len(to.Kecamatan) == 1 && len(to.Kelurahan) == 0:
		s["kelurahan"] = district + to.Kecamatan[0]
	}
	switch to := a.To; {
	case len(to.Batches) > 0: // one batch is asked for, with the statuses of a list
		for status, list := range noticeStatuses {
			if len(to.Batches) == 1 && slices.Equal(list, to.Statuses) {
				s["to"], s["batch"], s["status"] = "batch", to.Batches[0], status
			}
		}
		if len(to.Batches) == 1 && len(to.Statuses) == 0 {
			s["to"], s["batch"], s["status"] = "batch", to.Batches[0], "all"
		}
	case to.People && to.Groups:
		s["to"] = "both"
	case to.Groups:
		s["to"] = "groups"
	case to.People:
		s["to"] = "people"
	}
	if a.Bring != nil || a.Media != nil {
		s["file"] = asIs
	}
	if !a.SendAt.IsZero() {
		s["when"] = a.SendAt.In(zone).Format(time.RFC3339)
	}
	if !a.Expires.IsZero() {
		s["until"] = a.Expires.In(zone).Format(time.RFC3339)
	}
	return s
}

// rewrite opens an announcement that is not out yet, to be changed; what was tested and approved is void once it is. file false: how it is to go
// on without the file that did not come is asked first.
func (t *Turn) rewrite(a store.Announcement, file bool) {
	if a.Fixes != 0 {
		t.enter("fix", map[string]string{"ref": a.Ref})
		t.ask()
		return
	}
	slots := noticeSlots(a)
	slots["ref"], slots["scope"] = a.Ref, t.Facts.Staff.Scope
	if !file {
		delete(slots, "file")
	}
	t.enter("announce", slots)
	t.ask()
}

// reuse opens a new announcement with the words and the attachment of another. A time that is over is not taken over.
func (t *Turn) reuse(a store.Announcement) {
	slots := noticeSlots(a)
	slots["copy"], slots["scope"], slots["when"], slots["until"] = a.Ref, t.Facts.Staff.Scope, "now", "none"
	if a.Media == nil {
		slots["file"] = noFile
	}
	if s := t.Facts.Staff.Scope; s != "" {
		slots["kelurahan"] = s
	}
	t.enter("announce", slots)
	t.ask()
}
