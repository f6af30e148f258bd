package flows

import (
	"strings"

	"lopo/store"
)

// noticeWord is what a message wants of announcements; the zero one for nearly all, which show it at a glance.
type noticeWord struct {
	do   string // "umumkan", "terbaru", "cek", a step ("ajukan", …), or what is to be written: "ubah", "salin", "ralat"
	ref  string
	rest string
}

// noticeActs are the words that carry an announcement on, by the step that they are.
var noticeActs = map[string]store.Act{"ajukan": store.ActSubmit, "setujui": store.ActApprove, "tolak": store.ActReject, "kirim": store.ActStart, "jeda": store.ActPause,
	"lanjutkan": store.ActResume, "batalkan": store.ActCancel, "jadwal": store.ActSchedule}

// noticeForms are the words that write something about an announcement.
var noticeForms = map[string]bool{"ubah": true, "salin": true, "ralat": true}

// readNotice reads it.
func readNotice(m store.Message) (w noticeWord) {
	if m.Group || m.Kind != store.Text || len(m.Text) < len("umumkan") || len(m.Text) > 300 || !glance(strings.TrimSpace(m.Text)) {
		return w
	}
	plain := strings.Join(strings.Fields(m.Text), " ")
	text := strings.ToLower(plain)
	switch text {
	case "umumkan", "buat pengumuman":
		return noticeWord{do: "umumkan"}
	case "daftar pengumuman", "announcements":
		return noticeWord{do: "daftar"}
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
		if noticeActs[do] == "" && !noticeForms[do] {
			return w
		}
	}
	if len(plain) == len(text) { // a reason is passed on as it was written
		rest = plain[len(plain)-len(rest):]
	}
	return noticeWord{do: do, ref: strings.ToUpper(strings.Trim(ref, ".,;:!?")), rest: rest}
}

// glance reports whether a text may be about an announcement, without copying it.
func glance(text string) bool {
	for _, begin := range [...]string{"umumkan", "buat peng", "daftar peng", "pengumuman", "lihat peng", "announcements", "latest"} {
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
		switch {
		case w.do == "umumkan":
			t.compose()
		case w.do == "daftar":
			t.atWork()
			t.still()
		case noticeForms[w.do]:
			t.write(w)
		default:
			t.carry(w)
			t.still()
		}
		return true
	}
	t.still()
	return true
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
	if a != nil && a.Started.IsZero() && (!t.want(store.Need{Staff: true}) || t.Facts.Staff != nil) { // whoever works on it is not told that it is a fraud
		t.say("announce.state", map[string]any{"Ref": ref, "Stage": t.word("announce.stage."+string(a.Stage), nil), "By": a.Author})
		return
	}
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
	t.progress()
}
