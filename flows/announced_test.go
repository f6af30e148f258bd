package flows_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lopo/flows"
	"lopo/store"
	"lopo/store/city"
)

// hears plays an event about an announcement in the chat of a member of staff.
func hears(t *testing.T, a store.Announcement, start string, now time.Time) flows.Outcome {
	t.Helper()
	f := store.Facts{Now: now, City: city.Default(), Contact: store.Contact{First: now.AddDate(0, -1, 0)}, Notice: &a, Read: store.Need{Notice: a.Ref}}
	of := store.Address{Channel: "test", Chat: "1"}
	return engine(t).Take(store.Session{Of: of}, f, store.Message{ID: "m1", From: of, Kind: store.Event, Text: "announcement", Of: a.Ref, Start: start, At: now})
}

// What staff are shown comes in one turn: first the announcement as residents will read it, with its file, then how many on each channel, who is left
// out and why, and the words with the code. What was changed since it was counted is not shown, and what nobody would get cannot be submitted, apart
// from a correction, which changes what is still to go out as well.
func TestAnAnnouncementIsShownBeforeWhatItComesTo(t *testing.T) {
	now := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	a := store.Announcement{Ref: "PGM-2026-0001", Topic: store.TopicGeneral, Body: "Posyandu Senin.", Author: "Ana", Stage: store.StageDraft, To: store.Audience{People: true},
		Media: &store.Media{Kind: store.Image, Sum: "x"}}
	counted := func(a store.Announcement, f store.Forecast) string {
		body, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		return "preview#" + a.Confirmation(0) + "#" + string(body)
	}
	f := store.Forecast{Ends: map[string]time.Time{"telegram": now.Add(time.Hour), "whatsapp": now.Add(26 * time.Hour)}}
	f.Planned, f.Groups, f.Channels, f.Excluded = 120, 2, map[string]int{"telegram": 20, "whatsapp": 100}, map[string]int{store.WhyOptOut: 3, store.WhyOften: 7}
	out := hears(t, a, counted(a, f), now)
	if len(out.Replies) != 2 || out.Replies[0].Media != a.Media || !strings.HasPrefix(out.Replies[0].Text, "[UJI COBA]\n\nPosyandu Senin.") {
		t.Fatalf("she is shown %+v", out.Replies)
	}
	for _, want := range []string{"ke 120 penerima, di antaranya 2 grup", "Telegram: 20, selesai kira-kira Senin, 23 Nov 2026 13.00 WITA", "WhatsApp: 100", "7 sudah cukup minggu ini, 3 berhenti berlangganan",
		"Selesai kira-kira Selasa, 24 Nov 2026 14.00 WITA", "AJUKAN PGM-2026-0001 " + a.Confirmation(0), "UBAH PGM-2026-0001"} {
		if !strings.Contains(out.Replies[1].Text, want) {
			t.Errorf("%q is not in %q", want, out.Replies[1].Text)
		}
	}
	if len(out.Effects) != 1 || out.Effects[0].(store.StepNotice).Step.Act != store.ActTest {
		t.Errorf("what she is shown is its test: %+v", out.Effects)
	}
	changed := a
	changed.Body = "Posyandu Selasa."
	if out := hears(t, changed, counted(a, f), now); len(out.Replies)+len(out.Effects) > 0 {
		t.Errorf("what was changed since is shown: %+v", out.Replies)
	}
	if out := hears(t, a, counted(a, store.Forecast{}), now); len(out.Replies) != 2 || strings.Contains(out.Replies[1].Text, "AJUKAN") || !strings.Contains(out.Replies[1].Text, "Tidak ada penerima") {
		t.Errorf("for nobody: %+v", out.Replies)
	}
	fix := a
	fix.Ref, fix.Fixes, fix.To = "PGM-2026-0001-R1", 1, store.Audience{}
	if out := hears(t, fix, counted(fix, store.Forecast{}), now); len(out.Replies) != 2 || !strings.Contains(out.Replies[1].Text, "AJUKAN PGM-2026-0001-R1") {
		t.Errorf("a correction before anybody has read it: %+v", out.Replies)
	}
}

// RALAT stops what runs at once, and says why what cannot be corrected cannot.
func TestAccept35CorrectionInChatBegins(t *testing.T) {
	now := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	sent := store.Announcement{Ref: "PGM-2026-0001", Topic: store.TopicGeneral, Body: "Posyandu Senin.", Author: "Ana", Stage: store.StageRunning, To: store.Audience{People: true}, Started: now.Add(-time.Hour)}
	says := func(a store.Announcement) flows.Outcome {
		t.Helper()
		staff := store.Staff{Name: "Ana", Role: store.Operator}
		f := store.Facts{Now: now, City: city.Default(), Contact: store.Contact{First: now.AddDate(0, -1, 0)}, Staff: &staff, Notice: &a, Read: store.Need{Staff: true, Notice: a.Ref}}
		of := store.Address{Channel: "test", Chat: "1"}
		return engine(t).Take(store.Session{Of: of}, f, store.Message{ID: "m1", From: of, Kind: store.Text, Text: "ralat " + a.Ref, At: now})
	}
	out := says(sent)
	if len(out.Effects) != 1 || out.Effects[0].(store.StepNotice).Step.Reason != store.PausedFix || out.Session.Flow != "fix" || !strings.Contains(out.Replies[0].Text, "dijeda") {
		t.Errorf("of one that runs: %+v, at %s", out.Effects, out.Session.Flow)
	}
	old, over, draft := sent, sent, sent
	old.LetGo, over.Expires, draft.Started, draft.Stage = now, now.Add(-time.Minute), time.Time{}, store.StageDraft
	for want, a := range map[string]store.Announcement{"tidak disimpan lagi": old, "sudah lewat": over, "UBAH PGM-2026-0001": draft} {
		if out := says(a); len(out.Effects) > 0 || !strings.Contains(out.Replies[0].Text, want) {
			t.Errorf("%q: %q", want, out.Replies[0].Text)
		}
	}
}
