package main

import (
	"database/sql"
	"encoding/csv"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/bot/whatsapp"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// over waits until an announcement stands somewhere.
func (o *office) over(ref string, want store.Stage) store.Progress {
	o.Helper()
	for {
		p, stage := progress(o, o.path("lopo.db"), ref)
		if stage == want {
			return p
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-o.ctx.Done():
			o.Fatalf("%s is %s: %+v", ref, stage, p)
		}
	}
}

// chatsOf are the chats of a crowd.
func chatsOf(people []*telegramtest.Person) (list []string) {
	for _, p := range people {
		list = append(list, p.Chat())
	}
	return list
}

// From the draft to the last recipient by command: nothing leaves without a test, a second person and the code of what was shown; the same words to
// the same people need one word more.
func TestAccept13NothingLeavesByItself(t *testing.T) {
	srv := telegramtest.New(telegramtest.Options{})
	t.Cleanup(srv.Close)
	o := staffed(t, append(onTelegram(srv), "LOPO_WHATSAPP=off", "LOPO_CITY="+cityWith(t, always))...)
	people := srv.Crowd(100, 4)
	subscribe(t, o.path("lopo.db"), "telegram", chatsOf(people[:3])...)
	s := o.serve()
	out := o.does("announce", "draft", "--by", "Ibu Ana", "--title", "Posyandu", "--text", "Senin pukul 08.00.", "--office", "Kelurahan Oesapa")
	ref := refForm.FindString(out)
	for _, want := range []string{"Senin pukul 08.00.", "Dari: Kelurahan Oesapa", "CEK " + ref, "BERHENTI", "Penerima: 3", "telegram", "selesai kira-kira"} {
		if !strings.Contains(out, want) {
			t.Errorf("the preview does not say %q:\n%s", want, out)
		}
	}
	o.refuses("tidak bisa start", "announce", "start", ref, "--by", "Ibu Ana")
	o.refuses("tidak bisa submit", "announce", "submit", ref, "--by", "Ibu Ana")
	o.does("announce", "test", ref, "--here", "--by", "Ibu Ana")
	o.does("announce", "submit", ref, "--by", "Ibu Ana")
	o.refuses("penulis tidak boleh", "announce", "approve", ref, "--by", "Ibu Ana")
	o.refuses("kode tidak cocok", "announce", "approve", ref, "--by", "Pak Budi", "--code", "AAAA")
	o.confirms("announce", "approve", ref, "--by", "Pak Budi")
	o.does("announce", "edit", ref, "--by", "Ibu Ana", "--text", "Senin pukul 09.00.") // what was approved is void
	o.refuses("tidak bisa start", "announce", "start", ref, "--by", "Ibu Ana")
	o.refuses("kode tidak cocok", "announce", "start", o.ready(ref), "--by", "Ibu Ana", "--code", "AAAA")
	for _, p := range people {
		if n := len(p.Inbox()); n != 0 {
			t.Fatalf("%s has %d messages before anybody let it go", p.Name, n)
		}
	}
	o.confirms("announce", "start", ref, "--by", "Ibu Ana")
	p := o.over(ref, store.StageDone)
	if p.Planned != 3 || p.Sent != 3 {
		t.Errorf("%+v", p)
	}
	for i, p := range people {
		inbox := p.Inbox()
		if i == 3 {
			if len(inbox) != 0 {
				t.Error("who never wrote got it")
			}
		} else if len(inbox) != 1 || !strings.Contains(inbox[0].Text, "09.00") {
			t.Errorf("%s has %v", p.Name, inbox)
		}
	}
	again := refForm.FindString(o.does("announce", "draft", "--by", "Ibu Ana", "--title", "Posyandu", "--text", "SENIN, pukul 09.00", "--office", "Kelurahan Oesapa"))
	o.refuses("48 jam", "announce", "start", o.ready(again), "--by", "Ibu Ana")
	o.confirms("announce", "start", again, "--by", "Ibu Ana", "--again")
	o.over(again, store.StageDone)
	if show := o.does("announce", "show", ref); !strings.Contains(show, "approve") || !strings.Contains(show, "Pak Budi") {
		t.Errorf("the history:\n%s", show)
	}
	s.stop()
}

// ready brings an announcement to where it may start.
func (o *office) ready(ref string) string {
	o.Helper()
	o.does("announce", "test", ref, "--here", "--by", "Ibu Ana")
	o.does("announce", "submit", ref, "--by", "Ibu Ana")
	o.confirms("announce", "approve", ref, "--by", "Pak Budi")
	return ref
}

// A list of numbers that never wrote is no audience: it becomes an invitation.
func TestAccept16ColdNumbersAreInvited(t *testing.T) {
	o := staffed(t, "LOPO_CITY="+cityWith(t, always))
	o.refuses("link_whatsapp", "announce", "invite", o.file("cold.csv", "0812 3456 7890\n"), "--by", "Ibu Ana")
	o.set = append(o.set, "LOPO_CITY="+cityWith(t, "link_whatsapp,628111222333"))
	subscribe(t, o.path("lopo.db"), "whatsapp", "6281234567891@s.whatsapp.net")
	out := o.does("announce", "invite", o.file("cold.csv", "nama;hp\nMaria;0812 3456 7890\nBudi;+6281234567891\nBudi lagi;081234567891\n"), "--qr", o.path("qr.png"), "--by", "Ibu Ana")
	for _, want := range []string{"2 nomor dibaca", "1 sudah pernah menulis, 1 belum", "https://wa.me/628111222333?text=halo", "BERHENTI"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "812345678") {
		t.Errorf("a number is shown:\n%s", out)
	}
	if png, err := os.ReadFile(o.path("qr.png")); err != nil || !strings.HasPrefix(string(png), "\x89PNG") {
		t.Errorf("the QR: %v", err)
	}
	ref := refForm.FindString(o.does("announce", "draft", "--by", "Ibu Ana", "--text", "Halo", "--channel", "whatsapp"))
	if show := o.does("announce", "show", ref); !strings.Contains(show, "Penerima: 1") {
		t.Errorf("the cold number counts:\n%s", show)
	}
}

// Who wrote appears by an id of her own. She is no cold number where the account has learned hers, or where she gave it; of whom it is not known, the
// output says so.
func TestAccept16WhoWroteIsNotCold(t *testing.T) {
	o := staffed(t, "LOPO_CITY="+cityWith(t, "link_whatsapp,628111222333"), "LOPO_SECRET_KEY="+hex.EncodeToString(sqlitetest.Secret))
	account, err := whatsapp.Open(t.Context(), whatsapp.Options{Path: o.path("whatsapp.db"), Seal: sqlitetest.Box(t)})
	if err != nil {
		t.Fatal(err)
	}
	if err := account.Close(); err != nil {
		t.Fatal(err)
	}
	subscribe(t, o.path("lopo.db"), "whatsapp", "101@lid", "102@lid", "103@lid", "104@lid")
	file, err := sql.Open("sqlite", "file:"+o.path("whatsapp.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, learned := range []string{
		`INSERT INTO lopo_alias (jid, chat) VALUES ('6281234567801@s.whatsapp.net', '101@lid'), ('101@lid', '101@lid'), ('103@lid', '103@lid')`,
		`INSERT INTO whatsmeow_lid_map (lid, pn) VALUES ('102', '6281234567802'), ('199', '6281234567809')`,
	} {
		if _, err := file.Exec(learned); err != nil {
			t.Fatal(err)
		}
	}
	list := o.file("list.csv", "0812 3456 7801\n081234567802\n081234567803\n081234567804\n081234567809\n")
	out := o.does("announce", "invite", list, "--by", "Ibu Ana")
	if !strings.Contains(out, "2 sudah pernah menulis, 3 belum") || !strings.Contains(out, "2 orang sudah menulis di WhatsApp tetapi nomornya tidak diberitahukan") {
		t.Errorf("of five, two by what the account has learned:\n%s", out)
	}
	gaveNumber(t, o.path("lopo.db"), store.Address{Channel: "whatsapp", Chat: "104@lid"}, "+6281234567804")
	out = o.does("announce", "invite", list, "--by", "Ibu Ana")
	if !strings.Contains(out, "3 sudah pernah menulis, 2 belum") || !strings.Contains(out, "1 orang sudah menulis") {
		t.Errorf("one more by the number that she gave:\n%s", out)
	}
}

// gaveNumber is an application that somebody sent, with the number that she gave.
func gaveNumber(t *testing.T, path string, of store.Address, phone string) {
	t.Helper()
	l := sqlitetest.At(t, path)
	defer l.Close()
	at := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	err := l.PutBatches(t.Context(), []store.Batch{bottest.Sewing()}, "test", at)
	if err == nil {
		err = l.Do(t.Context(), func(tx *sqlite.Tx) error {
			f, err := tx.Facts(of, at, store.Need{})
			if err != nil {
				return err
			}
			a := store.Applicant{Name: "Maria Nale", Born: "1998-06-12", Gender: "P", Kelurahan: "Oesapa", Education: "sma", Work: "belum_bekerja", Phone: phone}
			return tx.Apply(of, []store.Effect{store.Register{Registration: store.Registration{Number: f.NextNumber, Of: of, Applicant: a, Batch: 1}}}, at)
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The report: who got it and who did not and why, never a nought where the channel does not tell, contacts masked.
func TestAccept33Report(t *testing.T) {
	srv := telegramtest.New(telegramtest.Options{})
	t.Cleanup(srv.Close)
	o := staffed(t, append(onTelegram(srv), "LOPO_WHATSAPP=off", "LOPO_CITY="+cityWith(t, always))...)
	people := srv.Crowd(123456100, 5)
	subscribe(t, o.path("lopo.db"), "telegram", chatsOf(people)...)
	srv.Fail(telegramtest.Fault{Method: "sendMessage", Chat: people[1].ID, Times: -1, Code: 403, Desc: "Forbidden: bot was blocked by the user"})
	srv.Fail(telegramtest.Fault{Method: "sendMessage", Chat: people[2].ID, Reset: telegramtest.After})
	s := o.serve()
	ref := o.announces("Posyandu Senin.")
	p := o.over(ref, store.StageDone)
	if p.Planned != 5 || p.Sent != 3 || p.Failed != 1 || p.Unsure != 1 {
		t.Errorf("%+v", p)
	}
	out := o.does("announce", "report", ref, "--out", o.path("report.csv"), "--by", "Ibu Ana")
	for _, want := range []string{"?", "tidak memberi tahu", "1 tidak dapat dihubungi", "1 terputus"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	f, err := os.Open(o.path("report.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if strings.Contains(strings.Join(row, " "), "1234561") {
			t.Errorf("a contact is shown: %v", row)
		}
		if row[4] == "terkirim" && row[8] != "tidak diketahui" {
			t.Errorf("delivered: %v", row)
		}
	}
	before := srv.Count("sendMessage")
	o.refuses("tidak ada kiriman gagal", "announce", "resend", ref, "--by", "Ibu Ana") // who is gone is not tried again
	o.does("announce", "resend", ref, "--unknown", "--by", "Ibu Ana")
	if p := o.over(ref, store.StageDone); p.Sent != 4 || srv.Count("sendMessage") != before+1 {
		t.Errorf("after the resend: %+v, %d sends more", p, srv.Count("sendMessage")-before)
	}
	s.stop()
}

// A correction changes the message of who has it already; who was still to get it gets the new text, and the report says who saw the old one.
func TestAccept35CorrectionByCommand(t *testing.T) {
	srv := telegramtest.New(telegramtest.Options{})
	t.Cleanup(srv.Close)
	o := staffed(t, append(onTelegram(srv), "LOPO_WHATSAPP=off", "LOPO_CITY="+cityWith(t, always, "siaran_telegram_per_detik,5"))...)
	people := srv.Crowd(100, 40)
	subscribe(t, o.path("lopo.db"), "telegram", chatsOf(people)...)
	s := o.serve()
	ref := o.announces("Posyandu Senin.")
	if err := srv.Wait(o.ctx, func() bool { return srv.Count("sendMessage") >= 5 }); err != nil {
		t.Fatal(err)
	}
	out := o.does("announce", "fix", ref, "--text", "Posyandu SELASA.", "--by", "Ibu Ana")
	o.over(ref, store.StagePaused)
	fix := ref + "-R1"
	if !strings.Contains(out, fix) || !strings.Contains(out, "lewat telegram") {
		t.Errorf("the correction:\n%s", out)
	}
	o.refuses("penulis tidak boleh", "announce", "approve", o.submitted(fix), "--by", "Ibu Ana")
	o.confirms("announce", "approve", fix, "--by", "Pak Budi")
	o.confirms("announce", "start", fix, "--by", "Ibu Ana")
	all, corrected := o.over(ref, store.StageDone), o.over(fix, store.StageDone)
	if all.Sent != 40 || corrected.Sent < 5 || corrected.Sent > 30 {
		t.Errorf("announced to %+v, corrected for %+v", all, corrected)
	}
	edited := 0
	for _, p := range people {
		inbox := p.Inbox()
		if len(inbox) != 1 || !strings.Contains(inbox[0].Text, "SELASA") || strings.Contains(inbox[0].Text, "Senin") {
			t.Errorf("%s has %v", p.Name, inbox)
			continue
		}
		if inbox[0].Edited {
			edited++
			if !strings.Contains(inbox[0].Text, "RALAT") {
				t.Errorf("an edit that does not say so: %q", inbox[0].Text)
			}
		}
	}
	if edited != corrected.Sent {
		t.Errorf("%d edited, %d corrected", edited, corrected.Sent)
	}
	if out := o.does("announce", "report", ref); !strings.Contains(out, "Melihat teks yang diralat") {
		t.Errorf("the report does not say who saw it:\n%s", out)
	}
	s.stop()
}

func (o *office) submitted(ref string) string {
	o.Helper()
	o.does("announce", "test", ref, "--here", "--by", "Ibu Ana")
	o.does("announce", "submit", ref, "--by", "Ibu Ana")
	return ref
}
