package bot_test

import (
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/store"
)

// onDuty is a member of staff in her own chat.
func onDuty(h *bottest.House, id int64, s store.Staff) *bottest.Resident {
	code := map[int64]string{901: "k7qf9d2m", 902: "m2d9fq7k", 903: "abcd2345"}[id]
	h.Must(h.Ledger.PutStaff(h.Ctx, s, "Ibu Ana", h.Now()))
	h.Must(h.Ledger.PutStaffCode(h.Ctx, s.Name, code, "Ibu Ana", h.Now()))
	r := h.OnTelegram(id, s.Name)
	if got := r.Say("petugas-" + store.CodeShown(code)); !strings.Contains(got, "tertaut sebagai petugas") {
		h.Fatalf("%s hears %q", s.Name, got)
	}
	return r
}

// A question that waits a day of work is put before those who answer for its kelurahan, one that waits two before the admins, each once; nights and
// weekends do not count, and an answer ends it. The resident can ask after it at any time, and nobody else can.
func TestAccept20Escalation(t *testing.T) {
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	ana := onDuty(h, 901, store.Staff{Name: "Ibu Ana", Role: store.Admin})
	edi := onDuty(h, 902, store.Staff{Name: "Edi", Role: store.Editor, Scope: "Naikoten Satu"})
	far := onDuty(h, 903, store.Staff{Name: "Lia", Role: store.Editor, Scope: "Lasiana"})
	a := bottest.Maria(0)
	h.Notes.Secret(a.Secrets()...)
	maria := h.OnTelegram(700012345, "Maria Nale")
	maria.Talk(a.Lines()...)
	maria.Talk("petugas", "Kapan pelatihan menjahit mulai?") // Monday, shortly after noon
	heard := func(when string, who *bottest.Resident, want string) {
		t.Helper()
		got := who.News()
		if want == "" && got != "" || want != "" && (!strings.Contains(got, want) || !strings.Contains(got, "T-0001")) {
			t.Errorf("%s: %s hears %q, want %q", when, who.Of.Chat, got, want)
		}
		if strings.Contains(got, "Kapan") {
			t.Errorf("%s: her words are in the reminder: %q", when, got)
		}
	}
	h.Later(19 * time.Hour) // Tuesday at seven: a night has passed, and no eight hours of work
	heard("next morning", edi, "")
	h.Later(6 * time.Hour)
	heard("after a day of work", edi, "9 jam kerja")
	heard("after a day of work", ana, "")
	h.Later(time.Hour)
	heard("an hour later", edi, "")
	h.Later(24 * time.Hour)
	heard("after two", edi, "18 jam kerja")
	heard("after two", ana, "18 jam kerja")
	heard("after two", far, "")
	h.Later(7 * 24 * time.Hour)
	heard("a week later", ana, "")
	heard("a week later", edi, "")

	if got := maria.Say("status T-0001"); !strings.Contains(got, "menunggu jawaban") {
		t.Errorf("she hears %q", got)
	}
	if got := far.Say("status T-0001"); !strings.Contains(got, "tidak ditemukan") {
		t.Errorf("somebody else hears %q", got)
	}
	h.Must(h.Ledger.CloseTicket(h.Ctx, "T-0001", "Mulai 21 Desember.", "Edi", h.Now()))
	h.Later(time.Second)
	maria.News()
	if got := maria.Say("T-0001"); !strings.Contains(got, "Mulai 21 Desember.") {
		t.Errorf("answered, she hears %q", got)
	}
	if got := far.Say("T-0001"); !strings.Contains(got, "tidak ditemukan") || strings.Contains(got, "Desember") {
		t.Errorf("somebody else hears %q", got)
	}
}

// A holiday is no working day.
func TestAccept20HolidaysDoNotCount(t *testing.T) {
	h := bottest.Start(t)
	ana := onDuty(h, 901, store.Staff{Name: "Ibu Ana", Role: store.Admin})
	h.Later(31*24*time.Hour + 3*time.Hour) // Thursday, 24 December, 15.00: an hour is left of that day
	ana.News()
	h.OnTelegram(7, "Yanto").Talk("petugas", "Apakah kantor buka?")
	h.Later(3*24*time.Hour + 23*time.Hour) // over Christmas, a Friday, and the weekend, to Monday at 14.00
	if got := ana.News(); got != "" {
		t.Errorf("too early: %q", got)
	}
	h.Later(90 * time.Minute)
	if got := ana.News(); !strings.Contains(got, "T-0001") {
		t.Errorf("no owner has a chat, and the admin hears %q", got)
	}
}

// A cry for help is told at once to all who can act, at night too, and it reaches whoever links a chat later.
func TestAccept20DangerIsToldAtOnce(t *testing.T) {
	h := bottest.Start(t)
	h.Later(14 * time.Hour) // two in the morning
	h.OnTelegram(7, "Yanto").Talk("halo", "tolong saya disekap di mess, paspor ditahan")
	h.Later(time.Minute)
	ana := onDuty(h, 901, store.Staff{Name: "Ibu Ana", Role: store.Admin})
	h.Later(time.Minute)
	if got := ana.News(); !strings.Contains(got, "Penting:") || !strings.Contains(got, "T-0001") || strings.Contains(got, "disekap") {
		t.Errorf("she hears %q", got)
	}
	h.Later(time.Hour)
	if got := ana.News(); got != "" {
		t.Errorf("a second time: %q", got)
	}
}
