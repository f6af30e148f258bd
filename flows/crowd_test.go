package flows_test

import (
	"strings"
	"testing"
	"time"

	"lopo/flows"
	"lopo/store"
	"lopo/store/city"
)

// In her chat an approver reads why she cannot let an announcement go to a crowd, and what else there is; an administrator can, unless she wrote it.
func TestAccept14CrowdInChat(t *testing.T) {
	now := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	a := store.Announcement{Ref: "PGM-2026-0001", Topic: store.TopicGeneral, Body: "Posyandu Senin.", Author: "Ana", Stage: store.StageSubmitted, To: store.Audience{People: true},
		Many: store.Crowd{Channel: "whatsapp", People: 1400, Most: 1000, Days: 9}}
	a.Tested = a.Hash()
	says := func(s store.Staff, a store.Announcement, word string) flows.Outcome {
		t.Helper()
		f := store.Facts{Now: now, City: city.Default(), Contact: store.Contact{First: now.AddDate(0, -1, 0)}, Staff: &s, Notice: &a, Read: store.Need{Staff: true, Notice: a.Ref}}
		of := store.Address{Channel: "test", Chat: "1"}
		return engine(t).Take(store.Session{Of: of}, f, store.Message{ID: "m1", From: of, Kind: store.Text, Text: word + " " + a.Ref + " " + a.Confirmation(0), At: now})
	}
	approved := a
	approved.Stage, approved.Approved, approved.Approver = store.StageApproved, a.Hash(), "Budi"
	for name, c := range map[string]struct {
		staff store.Staff
		a     store.Announcement
		word  string
		takes bool
	}{
		"an approver approves":        {store.Staff{Name: "Budi", Role: store.Approver}, a, "SETUJUI", false},
		"an administrator approves":   {store.Staff{Name: "Citra", Role: store.Admin}, a, "SETUJUI", true},
		"one started without her":     {store.Staff{Name: "Edi", Role: store.Operator}, approved, "KIRIM", false},
		"an administrator starts":     {store.Staff{Name: "Citra", Role: store.Admin}, approved, "KIRIM", true},
		"the author is administrator": {store.Staff{Name: "Ana", Role: store.Admin}, approved, "KIRIM", false},
	} {
		t.Run(name, func(t *testing.T) {
			out := says(c.staff, c.a, c.word)
			took := false
			for _, e := range out.Effects {
				if s, is := e.(store.StepNotice); is {
					after, err := c.a.Take(s.Step, now)
					took = err == nil && after.Lifted == c.staff.Name
				}
			}
			text := ""
			for _, r := range out.Replies {
				text += r.Text
			}
			if took != c.takes {
				t.Errorf("the step is taken: %t", took)
			}
			for _, want := range []string{"1400", "1000", "9 hari", "grup", "Telegram", "administrator"} {
				if strings.Contains(text, want) == c.takes {
					t.Errorf("%q in %q", want, text)
				}
			}
		})
	}
}
