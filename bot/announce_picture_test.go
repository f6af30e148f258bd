package bot_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"regexp"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
	"lopo/store/sqlite"
)

// noticeOffice is a house with staff who announce in their chats.
type noticeOffice struct {
	*bottest.House
}

func (o *noticeOffice) person(id int64, name string) *telegramtest.Person {
	p := o.Telegram.Person(id, name)
	p.Say("halo")
	o.Settle()
	return p
}

// staff is somebody of staff of a kelurahan.
func (o *noticeOffice) staff(id int64, name string, role store.Role, scope, code string) *telegramtest.Person {
	o.Helper()
	p := o.person(id, name)
	o.Must(o.Ledger.PutStaff(o.Ctx, store.Staff{Name: name, Role: role, Scope: scope}, name, o.Now()))
	o.Must(o.Ledger.PutStaffCode(o.Ctx, name, code, name, o.Now()))
	p.Say("petugas-" + store.CodeShown(code))
	o.Settle()
	return p
}

// follower is a resident who asked for general news of a kelurahan.
func (o *noticeOffice) follower(id int64, name, place string) *telegramtest.Person {
	o.Helper()
	p := o.person(id, name)
	o.Must(o.Ledger.Do(o.Ctx, func(tx *sqlite.Tx) error {
		return tx.Apply(store.Address{Channel: "telegram", Chat: p.Chat()}, []store.Effect{
			store.RecordConsent{Consent: store.Consent{Purpose: store.Broadcast, Version: "1", At: o.Now(), Given: true}},
			store.Follow{Topics: []string{store.TopicGeneral}, Kelurahan: place, Band: store.Grown}}, o.Now())
	}))
	return p
}

// says lets somebody write line after line, and returns the last answer.
func (o *noticeOffice) says(p *telegramtest.Person, lines ...string) string {
	o.Helper()
	for _, line := range lines {
		p.Say(line)
		o.Settle()
		o.Later(3 * time.Second)
	}
	return o.last(p).Text
}

func (o *noticeOffice) last(p *telegramtest.Person) telegramtest.Seen {
	inbox := p.Inbox()
	return inbox[len(inbox)-1]
}

// shows waits until somebody is shown words, and returns what came just before them and the words.
func (o *noticeOffice) shows(p *telegramtest.Person, words string) (before, said telegramtest.Seen) {
	o.Helper()
	for o.Ctx.Err() == nil {
		if inbox := p.Inbox(); strings.Contains(inbox[len(inbox)-1].Text, words) {
			return inbox[len(inbox)-2], inbox[len(inbox)-1]
		}
		o.Later(time.Second)
		o.Must(o.Bot.Notices.Settled(o.Ctx))
	}
	o.Fatalf("%q was never shown", words)
	return before, said
}

var noticeCode = regexp.MustCompile(`(PGM-2026-[0-9R-]+) ([A-Z0-9]{4})`)

// code is the number and the code in what somebody reads.
func (o *noticeOffice) code(said telegramtest.Seen) string {
	o.Helper()
	found := noticeCode.FindString(said.Text)
	if found == "" {
		o.Fatalf("no code in %q", said.Text)
	}
	return found
}

func photograph(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	for i := range 1600 * 900 {
		m.Set(i%1600, i/1600, color.RGBA{uint8(i / 7000), uint8(i % 1600 / 7), 90, 255})
	}
	var raw bytes.Buffer
	if err := jpeg.Encode(&raw, m, nil); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// A member of staff of one kelurahan sends a picture with the words under it. The program is stopped before it has fetched that, and fetches it at its next
// start. Author, approver and resident read the same words under the same picture, drawn anew; then it is corrected the same way.
func TestAccept13PictureAndCorrectionInChat(t *testing.T) {
	t.Parallel()
	o := &noticeOffice{House: bottest.Start(t)}
	ana := o.staff(1, "Ana", store.Editor, "Oesapa", "anaanaan")
	budi := o.staff(2, "Budi", store.Approver, "Oesapa", "bubububu")
	maria := o.follower(3, "Maria", "Oesapa")
	o.follower(4, "Rosa", "Alak")

	raw := photograph(t)
	o.says(ana, "umumkan", "4")
	ana.Picture(raw, "Posyandu Senin pukul 08.00 di kantor lurah.")
	o.Settle()
	if said := o.last(ana).Text; !strings.Contains(said, "Lampiran: gambar") || !strings.Contains(said, "Isi: Posyandu Senin") {
		t.Fatalf("the summary: %q", said)
	}
	ana.Say("ya")
	o.Settle()
	if said := o.last(ana).Text; !strings.Contains(said, "sedang diambil") {
		t.Fatalf("she reads %q", said)
	}
	o.Restart()
	shown, said := o.shows(ana, "AJUKAN")
	if shown.Kind != "photo" || !strings.HasPrefix(shown.Text, "[UJI COBA]\n\nPosyandu Senin") || bytes.Equal(shown.Bytes, raw) {
		t.Fatalf("the author is shown a %s of %d bytes: %q", shown.Kind, len(shown.Bytes), shown.Text)
	}
	if !strings.Contains(said.Text, "ke 1 penerima") || !strings.Contains(said.Text, "Selesai kira-kira") {
		t.Errorf("it comes to %q", said.Text)
	}
	o.says(ana, "ajukan "+o.code(said))
	second, asked := o.shows(budi, "Ana mengajukannya")
	if second.Kind != "photo" || !bytes.Equal(second.Bytes, shown.Bytes) {
		t.Errorf("the approver is shown a %s of %d bytes", second.Kind, len(second.Bytes))
	}
	o.says(budi, "setujui "+o.code(asked))
	o.says(ana, "kirim "+o.code(said))
	o.Must(o.Bot.Notices.Settled(o.Ctx))
	got := o.last(maria)
	if got.Kind != "photo" || !bytes.Equal(got.Bytes, shown.Bytes) || !strings.Contains(got.Text, "CEK PGM-2026-0001") {
		t.Fatalf("Maria has a %s of %d bytes: %q", got.Kind, len(got.Bytes), got.Text)
	}

	if said := o.says(ana, "ralat PGM-2026-0001"); !strings.Contains(said, "Posyandu Senin pukul 08.00") {
		t.Fatalf("to correct it she reads %q", said)
	}
	o.says(ana, "Posyandu SELASA pukul 08.00 di kantor lurah.")
	_, fix := o.shows(ana, "AJUKAN PGM-2026-0001-R1")
	o.says(ana, "ajukan "+o.code(fix))
	_, asked = o.shows(budi, "SETUJUI PGM-2026-0001-R1")
	o.says(budi, "setujui "+o.code(asked))
	o.says(ana, "kirim "+o.code(fix))
	if _, read := o.shows(maria, "SELASA"); read.Kind != "photo" || !read.Edited || !strings.Contains(read.Text, "RALAT") || !strings.Contains(read.Text, "SELASA") {
		t.Errorf("Maria reads %q", read.Text)
	}
	if n := len(o.Telegram.Person(4, "Rosa").Inbox()); n != 1 {
		t.Errorf("Rosa, who lives elsewhere, has %d messages", n)
	}
	log, err := o.Ledger.AuditLog(o.Ctx, "PGM-2026-0001")
	o.Must(err)
	var did []string
	for _, line := range log {
		did = append(did, line.By+" "+strings.TrimPrefix(line.Action, "announcement "))
	}
	if got := strings.Join(did, ", "); got != "Ana draft, Ana attach, Ana test, Ana submit, Budi approve, Ana start, Ana pause" {
		t.Errorf("audit: %s", got)
	}
}

// What is no picture, and one that is not there any more, is told with the reason, nothing is lost, and she goes on with another file or without. The
// announcement waits for the time that was planned.
func TestAccept13FileThatIsNoneAndATime(t *testing.T) {
	t.Parallel()
	o := &noticeOffice{House: bottest.Start(t)}
	ana := o.staff(1, "Ana", store.Operator, "", "anaanaan")
	budi := o.staff(2, "Budi", store.Approver, "", "bubububu")
	maria := o.follower(3, "Maria", "")
	o.says(ana, "umumkan", "4", "kota", "7", "Pasar murah Jumat pukul 09.00 di lapangan.")
	ana.File("jadwal.txt", []byte("bukan gambar"))
	o.Settle()
	o.says(ana, "6", "besok jam 9", "ya")
	_, told := o.shows(ana, "atau balas 0")
	if !strings.Contains(told.Text, "Jenis berkas ini tidak dapat dikirim") || !strings.Contains(told.Text, "Isinya tersimpan") {
		t.Fatalf("of a file that is no picture she reads %q", told.Text)
	}
	ana.Picture(photograph(t), "")
	o.Settle()
	ana.Say("ya")
	o.Settle()
	o.Telegram.ForgetFiles()
	_, told = o.shows(ana, "atau balas 0")
	if !strings.Contains(told.Text, "tidak dapat diambil") {
		t.Fatalf("of a picture that is gone she reads %q", told.Text)
	}
	if said := o.says(ana, "0"); !strings.Contains(said, "Isi: Pasar murah Jumat") || !strings.Contains(said, "Dikirim: Selasa, 24 Nov 2026 09.00 WITA") {
		t.Fatalf("the summary: %q", said)
	}
	o.says(ana, "ya")
	shown, said := o.shows(ana, "AJUKAN")
	if shown.Kind == "photo" || !strings.Contains(said.Text, "direncanakan Selasa, 24 Nov 2026 09.00 WITA") {
		t.Fatalf("the preview: %s %q", shown.Kind, said.Text)
	}
	o.says(ana, "ajukan "+o.code(said))
	_, asked := o.shows(budi, "SETUJUI")
	o.says(budi, "setujui "+o.code(asked))
	if got := o.says(ana, "kirim "+o.code(said)); !strings.Contains(got, "dikirim Selasa, 24 Nov 2026 09.00 WITA") {
		t.Fatalf("she reads %q", got)
	}
	if n := len(maria.Inbox()); n != 1 {
		t.Fatalf("Maria has %d messages before its time", n)
	}
	o.Later(time.Date(2026, 11, 24, 9, 0, 1, 0, store.WITA).Sub(o.Now()))
	o.Must(o.Bot.Notices.Settled(o.Ctx))
	if got := o.last(maria).Text; !strings.Contains(got, "Pasar murah Jumat") {
		t.Errorf("Maria reads %q", got)
	}
}

// The author sends a PDF on WhatsApp, and the approver reads it on Telegram: the same bytes, under the number of the announcement.
func TestAccept13PaperFromWhatsApp(t *testing.T) {
	t.Parallel()
	p, srv := openPierWithTelegram(t)
	for name, role := range map[string]store.Role{"Ana": store.Operator, "Budi": store.Approver} {
		code := map[string]string{"Ana": "anaanaan", "Budi": "bubububu"}[name]
		p.must(p.ledger.PutStaff(p.ctx, store.Staff{Name: name, Role: role}, name, p.now))
		p.must(p.ledger.PutStaffCode(p.ctx, name, code, name, p.now))
	}
	budi := srv.Person(7, "Budi")
	budi.Say("petugas-" + store.CodeShown("bubububu"))
	_, err := budi.Wait(p.ctx, 1)
	p.must(err)
	paper := []byte("%PDF-1.4\n" + strings.Repeat("surat edaran\n", 50) + "startxref\n0\n%%EOF\n")
	for _, text := range []string{"petugas-" + store.CodeShown("anaanaan"), "umumkan", "4", "seluruh kota", "Surat edaran tentang pasar murah."} {
		p.say("A", text)
	}
	chat := p.person("A").With(p.own)
	before := p.count()
	_, err = chat.Document(p.ctx, paper, "Surat Edaran.pdf", "application/pdf")
	p.must(err)
	p.until("the paper is heard", func() bool { return p.count() > before })
	p.settle()
	p.must(p.ledger.Do(p.ctx, func(tx *sqlite.Tx) error { // she follows such news herself, so somebody gets it
		return tx.Apply(p.Of("A"), []store.Effect{store.RecordConsent{Consent: store.Consent{Purpose: store.Broadcast, Version: "1", At: p.now, Given: true}},
			store.Follow{Topics: []string{store.TopicGeneral}, Band: store.Grown}}, p.now)
	}))
	p.say("A", "ya")
	p.until("it is shown", func() bool {
		p.bot.Schedule.Tick(p.ctx)
		return strings.Contains(p.shownLast(chat), "AJUKAN")
	})
	found, err := chat.WaitFor(p.ctx, "[UJI COBA]")
	p.must(err)
	if got, err := chat.File(p.ctx, found); err != nil || !bytes.Equal(got, paper) || found.Kind != "document" {
		t.Errorf("the author is shown a %s of %d bytes, want %d; %v", found.Kind, len(got), len(paper), err)
	}
	p.say("A", "ajukan "+noticeCode.FindString(p.shownLast(chat)))
	p.until("the approver is shown it", func() bool {
		p.bot.Schedule.Tick(p.ctx)
		in := budi.Inbox()
		return strings.Contains(in[len(in)-1].Text, "SETUJUI")
	})
	in := budi.Inbox()
	if paperSeen := in[len(in)-2]; paperSeen.Kind != "document" || paperSeen.File != "PGM-2026-0001.pdf" || !bytes.Equal(paperSeen.Bytes, paper) {
		t.Errorf("the approver is shown a %s called %q of %d bytes", paperSeen.Kind, paperSeen.File, len(paperSeen.Bytes))
	}
}

// shownLast is the last message in a chat.
func (p *pier) shownLast(chat *whatsapptest.Chat) string {
	inbox := chat.Inbox()
	return inbox[len(inbox)-1].Text
}
