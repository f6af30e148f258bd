package flows

import (
	"strings"

	"lopo/store"
)

// atWorkMost is how many announcements one list shows.
const atWorkMost = 5

// atWork lists for staff the announcements of late that are in their hands, and how far each has come.
func (t *Turn) atWork() {
	if !t.want(store.Need{AtWork: true}) {
		return
	}
	var lines []string
	for _, n := range t.Facts.AtWork {
		if t.handles(n.Of) && len(lines) < atWorkMost {
			lines = append(lines, t.word("announce.work.line", t.workData(n)))
		}
	}
	if len(lines) == 0 {
		t.say("announce.work.none", nil)
		return
	}
	t.say("announce.work.list", map[string]any{"Lines": strings.Join(lines, "\n")})
}

// progress says behind the word on an announcement that is out how far it has come, to staff whose it is.
func (t *Turn) progress() {
	if !t.want(store.Need{Staff: true, AtWork: true}) || t.Facts.Staff == nil {
		return
	}
	for _, n := range t.Facts.AtWork {
		if t.handles(n.Of) {
			t.say("announce.work.progress", t.workData(n))
		}
	}
}

// handles reports whether an announcement is the business of who of staff writes here.
func (t *Turn) handles(a store.Announcement) bool {
	s, places := t.Facts.Staff, a.Places(t.Facts.City)
	return s.MayAll(store.ToAnnounce, places, t.Facts.Now) == store.Allowed || s.MayAll(store.ToApprove, places, t.Facts.Now) == store.Allowed
}

func (t *Turn) workData(n store.NoticeAt) map[string]any {
	return map[string]any{"Ref": n.Of.Ref, "Title": firstWords(strings.TrimSpace(n.Of.Title + " " + n.Of.Body)), "Stage": t.word("announce.stage."+string(n.Of.Stage), nil),
		"Planned": n.At.Planned, "Sent": n.At.Sent, "Left": n.At.Left(), "Failed": n.At.Failed, "Skipped": n.At.Skipped, "Unsure": n.At.Unsure}
}
