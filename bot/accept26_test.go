package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/store"
)

// offering is a house whose one batch has its selection open, with so many seats.
func offering(t *testing.T, seats int) *bottest.House {
	return bottest.Start(t, bottest.With(bottest.Sewing(func(b *store.Batch) { b.Seats, b.Offering = seats, true })))
}

// applicant registers the n-th Maria on a phone of her own, and returns her after what the bot says of it at once.
func applicant(h *bottest.House, n int) *bottest.Resident {
	h.Helper()
	a := bottest.Maria(n)
	h.Notes.Secret(a.Secrets()...)
	r := h.OnTelegram(int64(100+n), "Warga "+string(rune('A'+n)))
	r.Talk(a.Lines()...)
	h.Later(time.Second)
	return r
}

func status(h *bottest.House, number int) store.RegistrationView {
	h.Helper()
	for _, v := range h.Registrations() {
		if v.Number == fmt.Sprintf("KPG-2026-%04d", number) {
			return v
		}
	}
	h.Fatalf("no application %d", number)
	return store.RegistrationView{}
}

// The life of an offer: offered, reminded half-way, lapsed, offered to the next; a late yes gets a clear refusal and the place in line.
func TestAccept26SeatOffer(t *testing.T) {
	h := offering(t, 1)
	first, second := applicant(h, 0), applicant(h, 1)
	if got := first.News(); !strings.Contains(got, "ada kursi") {
		t.Fatalf("no offer: %q", got)
	}
	if got := second.News(); strings.Contains(got, "ada kursi") {
		t.Fatalf("offered twice: %q", got)
	}
	if got := second.Say("status"); !strings.Contains(got, "1") || status(h, 2).Position != 1 {
		t.Errorf("position: %q", got)
	}
	h.Later(24 * time.Hour)
	if got := first.News(); !strings.Contains(got, "ada kursi") {
		t.Errorf("no reminder half-way: %q", got)
	}
	h.Later(25 * time.Hour)
	if got := first.News(); !strings.Contains(got, "lewat waktu") {
		t.Errorf("no notice of the lapse: %q", got)
	}
	h.Later(time.Second)
	if got := second.News(); !strings.Contains(got, "ada kursi") {
		t.Errorf("the next in line hears %q", got)
	}
	got := first.Say("ya")
	if !strings.Contains(got, "tidak bisa diambil") || !strings.Contains(got, "urutan 1") {
		t.Errorf("a late yes hears %q", got)
	}
	if got := second.Say("ya"); !strings.Contains(got, "KPG-2026-0002") || status(h, 2).Status != store.Accepted {
		t.Errorf("a yes in time hears %q and is %s", got, status(h, 2).Status)
	}
	if got := second.Say("status"); !strings.Contains(got, "KPG-2026-0002") {
		t.Errorf("status %q", got)
	}
	// The reminder comes the day before, in the morning, with place and time.
	begins := bottest.Sewing().Starts
	h.Later(begins.Sub(h.Now()) - 24*time.Hour)
	if got := second.News(); !strings.Contains(got, "besok") || !strings.Contains(got, "Aula") || !strings.Contains(got, "08.00-14.00") {
		t.Errorf("on the day before: %q", got)
	}
	if got := first.News(); got != "" {
		t.Errorf("who has no seat is reminded: %q", got)
	}
}

// A no gives the seat to the next at once.
func TestAccept26Declined(t *testing.T) {
	h := offering(t, 1)
	first, second := applicant(h, 0), applicant(h, 1)
	first.News()
	second.News()
	if got := first.Say("tidak"); !strings.Contains(got, "berikan kepada yang berikut") {
		t.Errorf("a no hears %q", got)
	}
	h.Later(time.Second)
	if got := second.News(); !strings.Contains(got, "ada kursi") {
		t.Errorf("the next in line hears %q", got)
	}
	if s := status(h, 1).Status; s != store.Declined {
		t.Errorf("the first is %s", s)
	}
}

// Who did not come frees the seat, when staff say so.
func TestAccept26NoShow(t *testing.T) {
	h := offering(t, 1)
	h.Must(h.Ledger.PutStaff(h.Ctx, store.Staff{Name: "Ibu Ana", Role: store.Operator}, "test", h.Now()))
	first, second := applicant(h, 0), applicant(h, 1)
	first.Say("ya")
	first.News()
	second.News()
	h.Must(h.Ledger.Decide(h.Ctx, "KPG-2026-0001", store.NoShow, "Ibu Ana", "tidak hadir", h.Now()))
	h.Later(time.Second)
	if got := second.News(); !strings.Contains(got, "ada kursi") {
		t.Errorf("the next in line hears %q", got)
	}
	log, err := h.Ledger.AuditLog(h.Ctx, "KPG-2026-0001")
	h.Must(err)
	if len(log) != 1 || log[0].By != "Ibu Ana" || log[0].Before != "accepted" || log[0].After != "no_show" {
		t.Errorf("audit %+v", log)
	}
}

// An offer of the evening is told in the morning, and its time begins then.
func TestAccept26QuietHours(t *testing.T) {
	h := offering(t, 1)
	h.Clock.Move(10 * time.Hour) // 22.00 WITA
	r := applicant(h, 0)
	if got := r.News(); strings.Contains(got, "ada kursi") {
		t.Fatalf("offered at night: %q", got)
	}
	h.Later(8 * time.Hour)
	if got := r.News(); strings.Contains(got, "ada kursi") {
		t.Fatalf("offered before seven: %q", got)
	}
	h.Later(time.Hour)
	if got := r.News(); !strings.Contains(got, "ada kursi") {
		t.Fatalf("in the morning: %q", got)
	}
	if until := status(h, 1).Deadline; until.Sub(bottest.Noon.Add(19*time.Hour)) != 48*time.Hour {
		t.Errorf("the deadline is %v", until)
	}
}
