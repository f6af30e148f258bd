package flows

import (
	"errors"
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// carry takes a step that a member of staff asks for with a word, a number and, where something may leave by it, the code of what she was shown.
func (t *Turn) carry(w noticeWord) {
	a, now := t.Facts.Notice, t.Facts.Now
	if a == nil {
		t.say("announce.unknown", map[string]any{"Ref": w.ref})
		return
	}
	act, staff := noticeActs[w.do], *t.Facts.Staff
	deed := store.ToAnnounce
	if act == store.ActApprove || act == store.ActReject {
		deed = store.ToApprove
	}
	if !t.mayNotice(deed, *a) {
		return
	}
	data := map[string]any{"Ref": a.Ref, "Code": a.Confirmation(0), "Word": strings.ToUpper(w.do), "At": ""}
	code, more, _ := strings.Cut(w.rest, " ")
	step := store.Step{Act: act, By: staff.Name, Role: staff.Role}
	switch act {
	case store.ActReject:
		if w.rest == "" {
			t.say("announce.why", data)
			return
		}
		step.Reason = w.rest
	case store.ActPause, store.ActCancel:
	default:
		if !store.Confirms(code, a.Confirmation(0)) {
			t.say("announce.code", data)
			return
		}
	}
	if (act == store.ActStart || act == store.ActSchedule) && !t.timed(*a, &step, more, data) {
		return
	}
	if _, err := a.Take(step, now); err != nil {
		if errors.As(err, new(*store.ManyError)) {
			t.crowd(a)
			return
		}
		if key := noticeRefusal(err); key != "" {
			t.say(key, data)
		} else {
			t.unfit(*a)
		}
		return
	}
	t.do(store.StepNotice{Ref: a.Ref, Step: step})
	if step.Act == store.ActSchedule {
		t.say("announce.done.jadwal", data)
		t.sayQuiet(step.SendAt)
		return
	}
	t.say("announce.done."+w.do, data)
	if act == store.ActSubmit {
		t.crowd(a)
	}
}

// crowd says that only an administrator can let an announcement go to so many, and what else there is.
func (t *Turn) crowd(a *store.Announcement) {
	if a.Many.Over() && a.Lifted == "" && a.Fixes == 0 {
		t.say("announce.crowd", a.Many.Data(a.Ref))
	}
}

// timed makes of a wish to send the step that it is: at the time that was planned or is told now, or at once. False: that is not clear yet, and she
// is told what to write.
func (t *Turn) timed(a store.Announcement, step *store.Step, more string, data map[string]any) bool {
	words := strings.Fields(strings.ToLower(more))
	again := slices.Contains(words, "lagi")
	words = slices.DeleteFunc(words, func(w string) bool { return w == "lagi" })
	if t.Facts.NoticeSame != "" && !again {
		data["Same"] = t.Facts.NoticeSame
		t.say("announce.same", data)
		return false
	}
	switch said := strings.Join(words, " "); {
	case step.Act == store.ActSchedule:
		r := nlu.Moment(t.input(store.Message{Kind: store.Text, Text: said}))
		at := momentOf(r.Value)
		if at.IsZero() {
			why := "why.moment." + r.Why
			if !t.e.words.Has(why) {
				why = "why.moment.unknown"
			}
			t.say(why, nil)
			t.say("announce.when.write", data)
			return false
		}
		step.SendAt = at
	case a.SendAt.IsZero() || said == "sekarang":
		return true
	case a.Stage == store.StageScheduled: // the same word twice must not bring it forward
		data["At"] = t.words.DateTime(a.SendAt)
		t.say("announce.planned", data)
		return false
	case !a.SendAt.After(t.Facts.Now):
		data["At"] = t.words.DateTime(a.SendAt)
		t.say("announce.past", data)
		return false
	default:
		step.Act, step.SendAt = store.ActSchedule, a.SendAt
	}
	data["At"] = t.words.DateTime(step.SendAt)
	return true
}

// mayNotice reports whether who writes may do something with an announcement in all of its area. If not she is told, and it is recorded.
func (t *Turn) mayNotice(deed store.Deed, a store.Announcement) bool {
	places := a.Places(t.Facts.City)
	why := t.Facts.Staff.MayAll(deed, places, t.Facts.Now)
	if why != store.Allowed {
		t.refuseNotice(deed, places[0], why)
	}
	return why == store.Allowed
}

// noticeRefusal names the text that says why a step is not taken; "" where it does not fit the stage.
func noticeRefusal(err error) string {
	switch err {
	case store.ErrSamePerson:
		return "announce.own"
	case store.ErrUntested, store.ErrChanged:
		return "announce.changed"
	case store.ErrOver:
		return "announce.over"
	case store.ErrPast:
		return "announce.before"
	}
	return ""
}

// unfit says that what is asked for does not fit where an announcement stands.
func (t *Turn) unfit(a store.Announcement) {
	t.say("announce.unfit", map[string]any{"Ref": a.Ref, "Stage": t.word("announce.stage."+string(a.Stage), nil)})
}

// refuseNotice says that she may not, and has it written down.
func (t *Turn) refuseNotice(do store.Deed, in string, why store.Refusal) {
	t.do(store.RefuseStaff{Name: t.Facts.Staff.Name, Do: do, In: in, Why: why})
	t.say("announce.refused", map[string]any{"Place": in})
}

// write opens what a word of noticeForms writes about an announcement.
func (t *Turn) write(w noticeWord) {
	a := t.Facts.Notice
	switch {
	case a == nil:
		t.say("announce.unknown", map[string]any{"Ref": w.ref})
		t.still()
	case !t.mayNotice(store.ToAnnounce, *a):
		t.still()
	case w.do == "salin" && a.Fixes == 0:
		t.reuse(*a)
	case w.do == "ralat":
		t.fix(*a)
	default:
		if _, err := a.Take(store.Step{Act: store.ActEdit, By: t.Facts.Staff.Name}, t.Facts.Now); err != nil || w.do != "ubah" {
			t.unfit(*a)
			t.still()
			return
		}
		t.rewrite(*a, true)
	}
}
