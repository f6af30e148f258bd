package flows

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/store"
)

// Announce leads a member of staff to an announcement: what about, for where, then its text. It is shown to her as residents will read it, with
// whom it goes to, and from there words with its number and a code carry it on: AJUKAN, by somebody else SETUJUI or TOLAK, KIRIM, JEDA,
// LANJUTKAN, BATALKAN. A picture, a cohort or another audience is given by command.
var Announce = &Flow{Name: "announce", Version: 1, Steps: []Step{
	{Name: "topic", Slot: "topic", Options: fixed("announce.topic", store.Topics...)},
	{Name: "kelurahan", Slot: "kelurahan", Options: noticePlaces, Accept: text(nlu.Kelurahan), Why: "kelurahan"},
	{Name: "text", Accept: noticeText, Any: true, Then: noticeWritten},
}}

const (
	noticeLeast = 10   // characters of a text
	noticeMost  = 1200 // so many fit into one message with head and foot, and are read
)

// noticeWord is what a message wants of announcements; the zero one for nearly all, which show it at a glance.
type noticeWord struct {
	do   string // "umumkan", "terbaru", "cek", or a step: "ajukan", …
	ref  string
	rest string
}

// noticeActs are the words that carry an announcement on, by the step that they are.
var noticeActs = map[string]store.Act{"ajukan": store.ActSubmit, "setujui": store.ActApprove, "tolak": store.ActReject, "kirim": store.ActStart, "jeda": store.ActPause,
	"lanjutkan": store.ActResume, "batalkan": store.ActCancel}

// readNotice reads it.
func readNotice(m store.Message) (w noticeWord) {
	if m.Group || m.Kind != store.Text || len(m.Text) < len("umumkan") || len(m.Text) > 300 || !glance(strings.TrimSpace(m.Text)) {
		return w
	}
	text := strings.ToLower(strings.Join(strings.Fields(m.Text), " "))
	switch text {
	case "umumkan", "buat pengumuman":
		return noticeWord{do: "umumkan"}
	case "pengumuman terbaru", "pengumuman terakhir", "lihat pengumuman", "latest announcements":
		return noticeWord{do: "terbaru"}
	}
	at := strings.Index(text, "pgm-")
	if at < 0 {
		return w
	}
	do := strings.TrimSpace(text[:at])
	ref, rest, _ := strings.Cut(text[at:], " ")
	switch do {
	case "", "cek", "check", "cek keaslian", "periksa":
		do = "cek"
	default:
		if noticeActs[do] == "" {
			return w
		}
	}
	return noticeWord{do: do, ref: strings.ToUpper(strings.Trim(ref, ".,;:!?")), rest: strings.TrimSpace(rest)}
}

// glance reports whether a text may be about an announcement, without copying it.
func glance(text string) bool {
	for _, begin := range [...]string{"umumkan", "buat peng", "pengumuman", "lihat peng", "latest"} {
		if len(text) >= len(begin) && strings.EqualFold(text[:len(begin)], begin) {
			return true
		}
	}
	for i := 0; i+4 <= len(text); i++ {
		if text[i]|0x20 == 'p' && text[i+3] == '-' && strings.EqualFold(text[i:i+4], "pgm-") {
			return true
		}
	}
	return false
}

// notice answers a word about announcements; false when it means nothing here: what staff do is no word of residents.
func (t *Turn) notice(w noticeWord) bool {
	switch w.do {
	case "":
		return false
	case "terbaru":
		t.latest()
	case "cek":
		if t.want(store.Need{Notice: w.ref}) {
			t.genuine(w.ref)
		}
	default:
		if !t.want(store.Need{Staff: true, Notice: w.ref}) {
			return true // it is looked at again, with what was read
		}
		if t.Facts.Staff == nil {
			return false
		}
		if w.do == "umumkan" {
			t.compose()
			return true
		}
		t.carry(w)
	}
	t.still()
	return true
}

// compose begins an announcement.
func (t *Turn) compose() {
	s := t.Facts.Staff
	if why := s.May(store.ToAnnounce, s.Scope, t.Facts.Now); why != store.Allowed {
		t.refuseNotice(store.ToAnnounce, s.Scope, why)
		return
	}
	t.enter("announce", map[string]string{"by": s.Name, "scope": s.Scope})
	if s.Scope != "" {
		t.s.Slots["kelurahan"] = s.Scope
	}
	t.ask()
}

// latest lists what was announced lately to the city or to her kelurahan.
func (t *Turn) latest() {
	if !t.want(store.Need{Notices: true}) {
		return
	}
	var lines []string
	for _, a := range t.Facts.Notices {
		area := a.To.Area(t.Facts.City)
		over := !a.Expires.IsZero() && !t.Facts.Now.Before(a.Expires)
		here := area == nil
		for _, place := range area {
			here = here || place == t.Facts.Contact.Kelurahan
		}
		if !here || over || len(lines) == noticesMost {
			continue
		}
		title := a.Title
		if title == "" {
			title = firstWords(a.Body)
		}
		lines = append(lines, t.word("announcement.line", map[string]any{"Ref": a.Ref, "Title": title, "Date": t.words.Date(a.Started)}))
	}
	if len(lines) == 0 {
		t.say("announcement.none", nil)
		return
	}
	t.say("announcement.latest", map[string]any{"Lines": strings.Join(lines, "\n")})
}

const noticesMost = 5

func firstWords(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if r := []rune(line); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return line
}

// genuine says whether a notice with this number is ours. What has not gone out yet is nobody's business.
func (t *Turn) genuine(ref string) {
	a := t.Facts.Notice
	if a == nil || a.Started.IsZero() {
		t.say("announcement.fake", map[string]any{"Ref": ref})
		return
	}
	data := map[string]any{"Ref": a.Ref, "Office": a.Office, "Date": t.words.Date(a.Started), "Title": firstWords(strings.TrimSpace(a.Title + " " + a.Body)), "Until": "", "Over": false,
		"Withdrawn": a.Stage == store.StageCancelled, "Fixed": a.Version > 1}
	if !a.Expires.IsZero() {
		data["Until"], data["Over"] = t.words.DateTime(a.Expires), !t.Facts.Now.Before(a.Expires)
	}
	t.say("announcement.genuine", data)
}

// noticePlaces are the kelurahan, and the whole city.
func noticePlaces(t *Turn, open string) []store.Choice {
	list := byKecamatan(t, open)
	if open == "" {
		list = append(list, store.Choice{Value: cityAlone, Label: t.word("announce.kelurahan.all", nil)})
	}
	return list
}

func noticeText(_ *Turn, in nlu.Input) nlu.Reading {
	text := strings.TrimSpace(in.Text)
	switch n := utf8.RuneCountInString(text); {
	case in.Kind != store.Text && in.Kind != store.Edited || text == "":
		return nlu.Reading{Why: "not_text"}
	case n < noticeLeast:
		return nlu.Reading{Why: "too_short"}
	case n > noticeMost:
		return nlu.Reading{Why: "too_long", Data: map[string]any{"Count": n}}
	}
	return nlu.Reading{Value: text}
}

// noticeWritten keeps the draft. What it comes to is counted elsewhere, and shown to her when it is.
func noticeWritten(t *Turn, value string) {
	by, place := t.slot("by"), t.place()
	a := store.Announcement{Topic: t.slot("topic"), Body: value, To: store.Audience{People: true, Groups: true}}
	a.Office, _ = t.Facts.City.Fact("nama_dinas")
	if place != "" {
		a.To.Kelurahan, a.Office = []string{place}, t.word("announce.office", map[string]any{"Place": place})
	}
	t.leave()
	t.do(store.DraftNotice{Announcement: a, By: by})
	t.say("announce.written", nil)
}

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
	places := a.Places(t.Facts.City)
	if why := staff.MayAll(deed, places, now); why != store.Allowed {
		t.refuseNotice(deed, places[0], why)
		return
	}
	data := map[string]any{"Ref": a.Ref, "Code": a.Confirmation(0), "Word": strings.ToUpper(w.do)}
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
	if act == store.ActStart && t.Facts.NoticeSame != "" && more != "lagi" {
		data["Same"] = t.Facts.NoticeSame
		t.say("announce.same", data)
		return
	}
	if _, err := a.Take(step, now); err != nil {
		if many := (*store.ManyError)(nil); errors.As(err, &many) {
			t.crowd(a)
			return
		}
		t.say(noticeRefusal(err), data)
		return
	}
	t.do(store.StepNotice{Ref: a.Ref, Step: step})
	t.say("announce.done."+w.do, data)
	if act == store.ActSubmit {
		t.crowd(a)
	}
}

// noticeRefusal names the text that says why a step is not taken.
func noticeRefusal(err error) string {
	switch err {
	case store.ErrSamePerson:
		return "announce.own"
	case store.ErrUntested, store.ErrChanged:
		return "announce.changed"
	case store.ErrOver:
		return "announce.over"
	}
	return "announce.unfit"
}

// crowd says that only an administrator can let an announcement go to so many, and what else there is.
func (t *Turn) crowd(a *store.Announcement) {
	if a.Many.Over() && a.Lifted == "" && a.Fixes == 0 {
		t.say("announce.crowd", a.Many.Data(a.Ref))
	}
}

// refuseNotice says that she may not, and has it written down.
func (t *Turn) refuseNotice(do store.Deed, in string, why store.Refusal) {
	t.do(store.RefuseStaff{Name: t.Facts.Staff.Name, Do: do, In: in, Why: why})
	t.say("announce.refused", map[string]any{"Place": in})
}

// announced tells a member of staff what has become of an announcement: it is to be looked at, somebody has decided about it, it was paused by the
// program, or it is done.
func (t *Turn) announced() {
	what, detail, _ := strings.Cut(t.Message.Start, "#")
	data := map[string]any{"Ref": t.Message.Of}
	numbers := append(strings.Split(detail, "#"), make([]string, 5)...)
	switch what {
	case "preview", "approve":
		if !t.want(store.Need{Notice: t.Message.Of}) {
			return
		}
		a := t.Facts.Notice
		if a == nil || what == "approve" && a.Stage != store.StageSubmitted || what == "preview" && a.Stage != store.StageTested {
			return // it has moved on since
		}
		data["Planned"], data["Groups"], data["Out"], data["Code"], data["By"] = numbers[0], numbers[1], numbers[2], a.Confirmation(0), a.Author
		if ms, err := strconv.ParseInt(numbers[3], 10, 64); err == nil {
			data["End"] = t.words.DateTime(time.UnixMilli(ms))
		}
		t.crowd(a)
		t.say("announce."+what, data)
	case "decided":
		if !t.want(store.Need{Notice: t.Message.Of}) || t.Facts.Notice == nil {
			return
		}
		key := "announcement.returned"
		if t.Facts.Notice.Stage == store.StageApproved {
			key = "announcement.approved"
		}
		data["By"], data["Why"], _ = strings.Cut(detail, "#")
		data["Code"] = t.Facts.Notice.Confirmation(0)
		t.say(key, data)
	case "paused":
		if detail == store.PausedLate {
			t.say("announcement.late", data)
			return
		}
		if detail == store.PausedMany && !t.want(store.Need{Notice: t.Message.Of}) {
			return
		}
		data["Why"] = t.word("announcement."+detail, nil)
		t.say("announcement.paused", data)
		if detail == store.PausedMany && t.Facts.Notice != nil {
			t.crowd(t.Facts.Notice)
		}
	case "done":
		for i, name := range []string{"Planned", "Sent", "Failed", "Skipped", "Unsure"} {
			data[name] = numbers[i]
		}
		t.say("announcement.done", data)
	}
}
