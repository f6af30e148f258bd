package bot_test

import (
	"strings"
	"testing"

	"lopo/bot/bottest"
)

// A sent application is corrected until it would be another person's in the same batch: refused before anything is written, whichever answer
// does it, with nothing said of the other, and nothing left behind that cannot be handled.
func TestAccept10ChangeIntoSomebodyElse(t *testing.T) {
	first, second := bottest.Maria(0), bottest.Maria(1)
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	h.Notes.Secret(append(first.Secrets(), second.Secrets()...)...)
	h.OnTelegram(7, "Warga").Talk(first.Lines()...)
	r := h.OnWeb()
	r.Talk(second.Lines()...)
	change := func(field, value string) string { return r.Talk("ubah "+field, value, "ya") }
	refused := func(field, value string) {
		t.Helper()
		got := change(field, value)
		if !strings.Contains(got, "tidak kami ubah") || !strings.Contains(got, "PETUGAS") {
			t.Errorf("%s of somebody else is answered with %q", field, got)
		}
		for _, leak := range []string{"KPG-2026-0001", first.Phone, first.NIK} {
			if strings.Contains(got, leak) {
				t.Errorf("the answer holds %q: %s", leak, got)
			}
		}
	}
	done := func(field, value string) {
		t.Helper()
		if got := change(field, value); !strings.Contains(got, "sudah diperbaiki") {
			t.Errorf("%s is answered with %q", field, got)
		}
	}
	refused("nama", first.Name)
	refused("nik", first.NIK)
	done("lahir", "1-2-1997")
	done("nama", first.Name) // another birth date: somebody else of the same name
	refused("lahir", first.Born)
	done("nik", bottest.Maria(9).NIK)
	list := h.Registrations()
	if len(list) != 2 || list[1].Applicant.Born != "1997-02-01" || list[1].Applicant.NIK != bottest.Maria(9).NIK || list[1].Applicant.Name != first.Name {
		t.Errorf("%+v", list)
	}
	if list[1].Flags != "nik_birthdate" {
		t.Errorf("staff are shown %q", list[1].Flags)
	}
	if c := h.Tally(); c.Dead+c.Waiting != 0 {
		t.Errorf("%+v", c)
	}
}
