package bot_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
	"lopo/store/sqlite"
)

// From UMUMKAN to the last resident in chats alone: the author is shown what residents will read and to how many, a second person the same, and
// nothing moves without the code of what was shown; then a resident checks that it is real.
func TestAccept13InChat(t *testing.T) {
	h := bottest.Start(t)
	person := func(id int64, name string) *telegramtest.Person {
		p := h.Telegram.Person(id, name)
		p.Say("halo")
		return p
	}
	ana, budi, maria := person(1, "Ana"), person(2, "Budi"), person(3, "Maria")
	h.Settle()
	appoint(h, ana, "Ana", store.Operator, "anaanaan")
	appoint(h, budi, "Budi", store.Approver, "bubububu")
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		return tx.Apply(store.Address{Channel: "telegram", Chat: maria.Chat()}, []store.Effect{store.RecordConsent{Consent: store.Consent{Purpose: store.Broadcast, Version: "1", At: h.Now(), Given: true}},
			store.Follow{Topics: []string{store.TopicGeneral}, Band: store.Grown}}, h.Now())
	}))
	says := func(p *telegramtest.Person, lines ...string) string {
		t.Helper()
		for _, line := range lines {
			p.Say(line)
			h.Settle()
			h.Later(time.Second)
			h.Must(h.Bot.Notices.Settled(h.Ctx))
			h.Later(3 * time.Second)
		}
		inbox := p.Inbox()
		return inbox[len(inbox)-1].Text
	}
	shows := func(p *telegramtest.Person, words string) string { // what is counted beside the turns comes when it is counted
		t.Helper()
		for h.Ctx.Err() == nil {
			if inbox := p.Inbox(); strings.Contains(inbox[len(inbox)-1].Text, words) {
				return inbox[len(inbox)-1].Text
			}
			h.Later(time.Second)
			h.Must(h.Bot.Notices.Settled(h.Ctx))
		}
		t.Fatalf("%q was never shown", words)
		return ""
	}
	says(ana, "umumkan", "4", "seluruh kota", "Posyandu Senin pukul 08.00 di kantor lurah.", "0", "ya")
	shown := shows(ana, "AJUKAN")
	if !strings.Contains(shown, "1 penerima") || !strings.Contains(shown, "AJUKAN PGM-2026-0001") {
		t.Fatalf("the preview: %q", shown)
	}
	if inbox := ana.Inbox(); !strings.Contains(inbox[len(inbox)-2].Text, "[UJI COBA]") || !strings.Contains(inbox[len(inbox)-2].Text, "Posyandu Senin") {
		t.Errorf("the test: %q", inbox[len(inbox)-2].Text)
	}
	code := regexp.MustCompile(`0001 ([A-Z0-9]{4})`).FindStringSubmatch(shown)[1]
	if said := says(ana, "ajukan PGM-2026-0001 AAAA"); !strings.Contains(said, "kode") || strings.Contains(said, code) {
		t.Errorf("a wrong code: %q", said)
	}
	if said := says(ana, "kirim PGM-2026-0001 "+code); strings.Contains(said, "berjalan") {
		t.Errorf("sent before it was approved: %q", said)
	}
	says(ana, "ajukan PGM-2026-0001 "+code)
	if last := shows(budi, "mengajukan"); !strings.Contains(last, "PGM-2026-0001 akan dikirim ke 1 penerima") || !strings.Contains(last, "Ana mengajukannya") || !strings.Contains(last, code) {
		t.Fatalf("the approver reads %q", last)
	}
	if said := says(ana, "setujui PGM-2026-0001 "+code); !strings.Contains(said, "Peran") { // an operator does not approve
		t.Errorf("her own: %q", said)
	}
	says(budi, "setujui PGM-2026-0001 "+code)
	inbox := ana.Inbox()
	if last := inbox[len(inbox)-1].Text; !strings.Contains(last, "Budi menyetujui PGM-2026-0001") || !strings.Contains(last, "KIRIM PGM-2026-0001 "+code) {
		t.Errorf("the author reads %q", last)
	}
	if n := len(maria.Inbox()); n != 1 {
		t.Fatalf("Maria has %d messages before it was sent", n)
	}
	says(ana, "KIRIM PGM-2026-0001 "+strings.ToLower(code))
	h.Later(time.Second)
	h.Must(h.Bot.Notices.Settled(h.Ctx))
	read := maria.Inbox()
	if last := read[len(read)-1].Text; len(read) != 2 || !strings.Contains(last, "Posyandu Senin") || !strings.Contains(last, "CEK PGM-2026-0001") {
		t.Fatalf("Maria reads %q", last)
	}
	shows(ana, "selesai: 1 penerima")
	for _, asked := range []string{"PGM-2026-0001", "daftar pengumuman"} {
		if said := says(ana, asked); !strings.Contains(said, "selesai, 1 dari 1 terkirim") {
			t.Errorf("%q tells her %q", asked, said)
		}
	}
	if said := says(maria, "cek pgm-2026-0001"); !strings.Contains(said, "Benar") || strings.Contains(said, "petugas") {
		t.Errorf("is it real? %q", said)
	}
	if said := says(maria, "pengumuman terbaru"); !strings.Contains(said, "PGM-2026-0001") {
		t.Errorf("the latest: %q", said)
	}
	if said := says(maria, "kirim PGM-2026-0001 "+code); strings.Contains(said, "berjalan") {
		t.Errorf("a resident sends: %q", said)
	}
	if said := says(maria, "data saya"); !strings.Contains(said, "kirim kepada Bapak/Ibu: 1") {
		t.Errorf("her data: %q", said)
	}
	log, err := h.Ledger.AuditLog(h.Ctx, "PGM-2026-0001")
	h.Must(err)
	var did []string
	for _, line := range log {
		did = append(did, line.By+" "+line.Action)
	}
	want := "Ana announcement draft, Ana announcement test, Ana announcement submit, Budi announcement approve, Ana announcement start"
	if got := strings.Join(did, ", "); got != want {
		t.Errorf("audit: %s", got)
	}
}

// appoint makes a chat that of a member of staff.
func appoint(h *bottest.House, p *telegramtest.Person, name string, role store.Role, code string) {
	h.Helper()
	h.Must(h.Ledger.PutStaff(h.Ctx, store.Staff{Name: name, Role: role}, name, h.Now()))
	h.Must(h.Ledger.PutStaffCode(h.Ctx, name, code, name, h.Now()))
	p.Say("petugas-" + store.CodeShown(code))
	h.Settle()
}
