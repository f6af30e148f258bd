package flows

import (
	"cmp"

	"lopo/flows/nlu"
	"lopo/store"
)

// Fix asks for the words that take the place of an announcement that is out (RALAT), or of such a correction before it is. What has not gone out of
// the wrong one stops at once; the correction is shown to who wrote it and goes the way of every announcement, past a second person.
var Fix = &Flow{Name: "fix", Version: 1, Steps: []Step{
	{Name: "text", Accept: fixText, Any: true, Why: "notice", With: fixData, Then: fixWritten},
}}

// fix begins a correction.
func (t *Turn) fix(a store.Announcement) {
	if a.Fixes != 0 {
		t.unfit(a)
		t.still()
		return
	}
	if why := t.unfixable(a); why != "" {
		t.say(why, map[string]any{"Ref": a.Ref})
		t.still()
		return
	}
	if a.Stage == store.StageRunning { // nobody else is to read what is wrong while the right words are looked for
		t.do(store.StepNotice{Ref: a.Ref, Step: store.Step{Act: store.ActPause, By: t.Facts.Staff.Name, Reason: store.PausedFix}})
		t.say("fix.paused", map[string]any{"Ref": a.Ref, "Code": a.Confirmation(0)})
	}
	t.enter("fix", map[string]string{"of": a.Ref})
	t.ask()
}

// unfixable names the text that says why an announcement cannot be corrected; "" where it can.
func (t *Turn) unfixable(a store.Announcement) string {
	switch {
	case a.Started.IsZero():
		return "announce.unsent"
	case !a.LetGo.IsZero():
		return "announce.letgo"
	case !a.Expires.IsZero() && !t.Facts.Now.Before(a.Expires):
		return "announce.over"
	}
	return ""
}

// fixText reads the right words. A picture that is out cannot be taken back.
func fixText(t *Turn, in nlu.Input) nlu.Reading {
	if in.Kind != store.Text && in.Kind != store.Edited {
		return nlu.Reading{Why: "no_file"}
	}
	return noticeText(t, in)
}

func fixData(t *Turn) map[string]any {
	ref := cmp.Or(t.slot("of"), t.slot("ref"))
	data := map[string]any{"Ref": ref, "Text": ""}
	if t.want(store.Need{Notice: ref}) && t.Facts.Notice != nil {
		data["Text"] = t.Facts.Notice.Body
	}
	return data
}

func fixWritten(t *Turn, value string) {
	of, ref := t.slot("of"), t.slot("ref")
	if !t.want(store.Need{Staff: true, Notice: cmp.Or(of, ref)}) {
		return
	}
	t.leave()
	a, s := t.Facts.Notice, t.Facts.Staff
	switch {
	case s == nil:
		t.say("duty.nobody", nil)
	case a == nil:
		t.say("announce.unknown", map[string]any{"Ref": cmp.Or(of, ref)})
	case !t.mayNotice(store.ToAnnounce, *a):
	case of != "" && t.unfixable(*a) != "": // while she was writing
		t.say(t.unfixable(*a), map[string]any{"Ref": of})
	case of != "":
		t.do(store.FixNotice{Ref: of, Body: value, By: s.Name})
		t.say("announce.written", map[string]any{"File": false})
		return
	default:
		if _, err := a.Take(store.Step{Act: store.ActEdit, By: s.Name}, t.Facts.Now); err != nil {
			t.unfit(*a)
			break
		}
		changed := *a
		changed.Body = value
		t.do(store.DraftNotice{Announcement: changed, By: s.Name})
		t.say("announce.written", map[string]any{"File": false})
		return
	}
	t.home()
}
