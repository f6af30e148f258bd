package whatsapp_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/channel/channeltest"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// filed is a linked rig that has files.
func filed(t *testing.T) *rig {
	t.Helper()
	files := channeltest.Files()
	return linked(t, func(o *whatsapp.Options) { o.Files = files })
}

func notice(to store.Address, key, text string, m *store.Media) store.Outgoing {
	return store.Outgoing{Key: "whatsapp:" + to.Chat + "/" + key, To: to, Text: text, Media: m, Priority: store.Bulk}
}

// has waits until somebody has a file with these words, and opens it.
func (r *rig) has(chat *whatsapptest.Chat, words, kind string, size int) whatsapptest.Seen {
	r.Helper()
	m, err := chat.WaitFor(r.ctx, words)
	r.ok(err)
	data, err := chat.File(r.ctx, m)
	if err != nil || m.Kind != kind || len(data) != size {
		r.Errorf("%s of %d bytes, %v; want %s of %d", m.Kind, len(data), err, kind, size)
	}
	return m
}

// R40: a file is brought once, however many get it at the same moment and however often the program starts, and anew after a day. All of them
// decipher the same bytes.
func TestR40_AFileIsBroughtOnce(t *testing.T) {
	r := filed(t)
	var chats []*whatsapptest.Chat
	var busy sync.WaitGroup
	for _, phone := range []string{"6281230000001", "6281230000002", "6281230000003"} {
		p, chat := r.resident(phone, "Maria Nale")
		chats = append(chats, chat)
		to := store.Address{Channel: "whatsapp", Chat: p.LIDJID().String()}
		busy.Go(func() {
			if _, err := r.ch.Send(r.ctx, notice(to, "p/0", "Pelatihan dibuka", &channeltest.Picture)); err != nil {
				t.Error(err)
			}
		})
	}
	busy.Wait()
	for _, chat := range chats {
		m := r.has(chat, "Pelatihan dibuka", "image", channeltest.Picture.Size)
		image := m.Body.GetImageMessage()
		if image.GetMimetype() != "image/jpeg" || image.GetWidth() != 120 || image.GetHeight() != 80 || len(image.GetJPEGThumbnail()) == 0 {
			t.Errorf("%v", image)
		}
	}
	if n := r.srv.Files(); n != 1 {
		t.Errorf("brought %d times", n)
	}
	_, chat, from := r.maria()
	again := func(key string, want int) {
		t.Helper()
		_, err := r.ch.Send(r.ctx, notice(from, key, "Lagi "+key, &channeltest.Picture))
		r.ok(err)
		r.has(chat, "Lagi "+key, "image", channeltest.Picture.Size)
		if n := r.srv.Files(); n != want {
			t.Errorf("%s: brought %d times, want %d", key, n, want)
		}
	}
	r.restart()
	r.up()
	again("1", 1)
	r.move(23 * time.Hour)
	again("2", 1)
	r.move(2 * time.Hour)
	again("3", 2)
}

// A PDF has its name and the text under it; a long text comes behind a picture and not under it.
func TestR40_TextAndFile(t *testing.T) {
	r := filed(t)
	_, chat, from := r.maria()
	_, err := r.ch.Send(r.ctx, notice(from, "1/0", "Surat *edaran* BKK", &channeltest.Letter))
	r.ok(err)
	m := r.has(chat, "edaran", "document", channeltest.Letter.Size)
	if d := m.Body.GetDocumentMessage(); d.GetFileName() != "edaran.pdf" || d.GetMimetype() != "application/pdf" || whatsapptest.Shown(d.GetCaption()) != "Surat *edaran* BKK" {
		t.Errorf("%v", d)
	}
	long := strings.Repeat("Pendaftaran dibuka. ", 60)
	id, err := r.ch.Send(r.ctx, notice(from, "2/0", long, &channeltest.Picture))
	r.ok(err)
	inbox, err := chat.Wait(r.ctx, 3)
	r.ok(err)
	if inbox[1].Kind != "image" || inbox[1].Text != "" || inbox[1].ID() != id || inbox[2].Kind != "text" || inbox[2].Text != long {
		t.Errorf("%s %q, %s %q", inbox[1].Kind, inbox[1].Text, inbox[2].Kind, inbox[2].Text)
	}
}

// What cannot be brought is tried some times more, and then its text goes alone; one that WhatsApp refuses at once too.
func TestR40_AFileThatIsRefused(t *testing.T) {
	r := filed(t)
	_, chat, from := r.maria()
	r.srv.RefuseMedia(4)
	o := notice(from, "1/0", "Tanpa gambar", &channeltest.Picture)
	for range 3 {
		_, err := r.ch.Send(r.ctx, o)
		if e := r.class(err, channel.Retry); !strings.Contains(e.Why, "403") || strings.Contains(e.Why, "http") {
			t.Errorf("%+v", e)
		}
		o.Tries++
	}
	_, err := r.ch.Send(r.ctx, o)
	r.ok(err)
	if m, err := chat.WaitFor(r.ctx, "Tanpa gambar"); err != nil || m.Kind != "text" {
		t.Errorf("%s %v", m.Kind, err)
	}
	r.bot.Refuse(499)
	if _, err := r.ch.Send(r.ctx, notice(from, "2/0", "Ditolak dengan gambar", &channeltest.Picture)); err != nil {
		t.Error(err)
	}
	if m, err := chat.WaitFor(r.ctx, "Ditolak"); err != nil || m.Kind != "text" {
		t.Errorf("%s %v", m.Kind, err)
	}
	if log := r.notes.String(); strings.Count(log, "goes alone") != 2 || strings.Contains(log, "mmg.") {
		t.Error(log)
	}
}

// R47, R48, in a group of either mode: a poster reaches every member, once, in one post. Where nobody bound the group, where only administrators
// write and where we are not, nothing is posted, and it is said why.
func TestR48_APosterInAGroup(t *testing.T) {
	bound := map[string]bool{}
	files := channeltest.Files()
	r := linked(t, func(o *whatsapp.Options) {
		o.Files = files
		o.Bound = func(_ context.Context, chat string) (bool, error) { return bound[chat], nil }
	})
	maria, _, _ := r.maria()
	yosef, err := r.srv.Resident(r.ctx, "6281230000002", "Yosef")
	r.ok(err)
	for i, mode := range []whatsapptest.Mode{whatsapptest.LIDMode, whatsapptest.PNMode} {
		g := r.srv.Group("Karang Taruna", mode, maria.Account, yosef.Account, r.bot)
		to := store.Address{Channel: "whatsapp", Chat: g.JID().String()}
		o := notice(to, "1/0", "Untuk grup "+string(mode), &channeltest.Picture)
		before := len(r.bot.Journal("sent"))
		_, err := r.ch.Send(r.ctx, o)
		if e := r.class(err, channel.Refused); !strings.Contains(e.Why, "bound") || len(r.bot.Journal("sent")) != before {
			t.Errorf("%s: %+v", mode, e)
		}
		bound[to.Chat] = true
		_, err = r.ch.Send(r.ctx, o)
		r.ok(err)
		for _, who := range []*whatsapptest.Resident{maria, yosef} {
			r.has(who.In(g), "Untuk grup "+string(mode), "image", channeltest.Picture.Size)
			if n := len(who.In(g).Inbox()); n != 1 {
				t.Errorf("%s: %d posts", mode, n)
			}
		}
		g.Announce(true)
		before = len(r.bot.Journal("sent")) + len(r.bot.Journal("refused"))
		_, err = r.ch.Send(r.ctx, notice(to, "2/0", "Tidak boleh", nil))
		if e := r.class(err, channel.Gone); !strings.Contains(e.Why, "administrators") || !e.Muted || len(r.bot.Journal("sent"))+len(r.bot.Journal("refused")) != before {
			t.Errorf("%s: %+v", mode, e)
		}
		g.Promote(r.bot)
		_, err = r.ch.Send(r.ctx, notice(to, "3/0", "Sebagai pengurus", nil))
		r.ok(err)
		if _, err := yosef.In(g).WaitFor(r.ctx, "Sebagai pengurus"); err != nil {
			t.Error(err)
		}
		g.Remove(r.bot)
		_, err = r.ch.Send(r.ctx, notice(to, "4/0", "Sudah keluar", nil))
		if e := r.class(err, channel.Gone); !strings.Contains(e.Why, "not in this group") || e.Muted {
			t.Errorf("%s: %+v", mode, e)
		}
		if n := r.srv.Files(); n != 1 {
			t.Errorf("%d: brought %d times", i, n)
		}
	}
}

// A group post is changed and taken back for every member.
func TestEditInAGroup(t *testing.T) {
	r := filed(t)
	maria, _, _ := r.maria()
	g := r.srv.Group("Karang Taruna", whatsapptest.LIDMode, maria.Account, r.bot)
	to := store.Address{Channel: "whatsapp", Chat: g.JID().String()}
	o := notice(to, "1/0", "Mulai Senin", &channeltest.Picture)
	id, err := r.ch.Send(r.ctx, o)
	r.ok(err)
	chat := maria.In(g)
	r.has(chat, "Mulai Senin", "image", channeltest.Picture.Size)
	o.Text = "RALAT: mulai Selasa"
	r.ok(r.ch.Edit(r.ctx, id, o))
	r.until("the new text", func() bool { s := chat.Screen(); return len(s) == 1 && s[0].Text == o.Text && s[0].Kind == "image" })
	r.ok(r.ch.Revoke(r.ctx, to, id))
	r.until("nothing", func() bool { return len(chat.Screen()) == 0 })
}

// What was wrong does not come back: a phone that could not decipher a message and asks for it after it was changed gets it as it reads now, and one
// that was taken back not at all.
func TestEditedWhileTheyWereOff(t *testing.T) {
	r := filed(t)
	maria, chat, from := r.maria()
	r.ok(maria.Offline(r.ctx))
	maria.Corrupt(1)
	o := notice(from, "1/0", "Mulai Senin", nil)
	first, err := r.ch.Send(r.ctx, o)
	r.ok(err)
	o.Text = "RALAT mulai Selasa"
	r.ok(r.ch.Edit(r.ctx, first, o))
	maria.Corrupt(1)
	gone, err := r.ch.Send(r.ctx, notice(from, "2/0", "Nomor yang salah", nil))
	r.ok(err)
	r.ok(r.ch.Revoke(r.ctx, from, gone))
	r.ok(maria.Online(r.ctx))
	r.until("she was told what was asked for", func() bool { return strings.Contains(r.notes.String(), "no longer here") })
	r.until("she has it as it reads now", func() bool {
		return slices.ContainsFunc(chat.Screen(), func(m whatsapptest.Seen) bool { return strings.Contains(m.Text, "RALAT") })
	})
	r.works(chat, from, "3/0")
	for _, m := range chat.Inbox() {
		if strings.Contains(m.Text, "Senin") || strings.Contains(m.Text, "salah") {
			t.Errorf("%s: %q", m.Kind, m.Text)
		}
	}
}

// WhatsApp lets messages be changed for a quarter of an hour, and taken back for two days, also those of an earlier run.
func TestEditWindows(t *testing.T) {
	r := filed(t)
	_, chat, from := r.maria()
	o := notice(from, "1/0", strings.Repeat("kata ", 1000), nil) // of two parts
	id, err := r.ch.Send(r.ctx, o)
	r.ok(err)
	r.restart()
	r.up()
	r.move(14 * time.Minute)
	o.Text = strings.Repeat("lain ", 1000)
	r.ok(r.ch.Edit(r.ctx, id, o))
	r.until("both parts", func() bool {
		s := chat.Screen()
		return len(s) == 2 && strings.HasPrefix(s[0].Text, "lain") && strings.HasPrefix(s[1].Text, "lain")
	})
	short := o
	short.Text = "pendek"
	r.class(r.ch.Edit(r.ctx, id, short), channel.Refused)
	r.move(2 * time.Minute)
	if e := r.class(r.ch.Edit(r.ctx, id, o), channel.Refused); !strings.Contains(e.Why, "older") {
		t.Errorf("%+v", e)
	}
	r.move(46 * time.Hour)
	r.up()
	r.ok(r.ch.Revoke(r.ctx, from, id))
	r.until("both are gone", func() bool { return len(chat.Screen()) == 0 })
	r.move(2 * time.Hour)
	r.class(r.ch.Revoke(r.ctx, from, id), channel.Refused)
}

// How far notices came is told once they are asked for, also after a restart, and never less than before.
func TestR35_NewsOutlivesTheProgram(t *testing.T) {
	r := filed(t)
	maria, chat, from := r.maria()
	id, err := r.ch.Send(r.ctx, notice(from, "1/0", "Pengumuman", nil))
	r.ok(err)
	inbox, err := chat.Wait(r.ctx, 1)
	r.ok(err)
	r.ok(chat.Read(r.ctx, inbox[0]))
	r.until("read", func() bool { got, _, _, err := r.ch.Reached(r.ctx, id); return err == nil && got == whatsapp.Read })
	r.restart() // nobody had asked
	r.up()
	var mu sync.Mutex
	var told []store.Receipt
	listen := func() (stop func()) {
		ctx, cancel := context.WithCancel(r.ctx)
		done := make(chan error, 1)
		go func() {
			done <- r.ch.Receipts(ctx, func(_ context.Context, news ...store.Receipt) error {
				mu.Lock()
				defer mu.Unlock()
				told = append(told, news...)
				return nil
			})
		}()
		return func() { cancel(); r.ok(<-done) }
	}
	count := func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(told)
	}
	stop := listen()
	r.until("told", func() bool { return count() == 1 })
	if told[0].ID != id || !told[0].Read || told[0].To != from {
		t.Errorf("%+v", told)
	}
	r.ok(maria.Client.MarkRead(r.ctx, []string{id}, time.Now(), inbox[0].Info.Chat, inbox[0].Info.Sender, "")) // late news of the delivery
	stop()
	r.restart()
	r.up()
	stop = listen()
	defer stop()
	next, err := r.ch.Send(r.ctx, notice(from, "2/0", "Pengumuman lagi", nil))
	r.ok(err)
	r.until("the next is told", func() bool { r.move(time.Second); return count() > 1 })
	if last := told[len(told)-1]; len(told) != 2 || last.ID != next || last.Read {
		t.Errorf("%+v", told)
	}
	if r.inFile("Pengumuman") {
		t.Error("the text can be read in the file")
	}
}

// One word of WhatsApp that never comes does not keep all others waiting.
func TestALostAckHoldsUpNobodyElse(t *testing.T) {
	r := linked(t)
	_, _, from := r.maria()
	_, chat := r.resident("6281230000002", "Yosef")
	r.say(chat, "pagi")
	other := r.got(2)[1].From
	r.bot.LoseAcks(1)
	maria := make(chan error, 1)
	begun := time.Now()
	go func() { _, err := r.send(from, "1/0", "Pilih pelatihan:"); maria <- err }()
	r.until("it is under way", func() bool { return len(r.bot.Journal("sent")) > 0 })
	_, err := r.send(other, "1/0", "Selamat pagi.")
	r.ok(err)
	if took := time.Since(begun); took > 8*time.Second {
		t.Errorf("the other waited %v", took)
	}
	select {
	case err := <-maria:
		t.Errorf("the send whose word was lost ended before its time: %v", err)
	default:
	}
	r.stop() // the rest of its 25 s are not waited for
	if err := <-maria; channel.Classify(err).Class == channel.Refused {
		t.Error(err)
	}
}

// A word that comes late is taken, also where it is a refusal.
func TestALateAck(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	release := r.bot.HoldAcks()
	done := make(chan error, 1)
	go func() { _, err := r.send(from, "1/0", "terlambat"); done <- err }()
	_, err := chat.WaitFor(r.ctx, "terlambat")
	r.ok(err)
	r.until("the turn is given up", r.ch.Idle)
	release()
	r.ok(<-done)
	r.bot.Refuse(463)
	release = r.bot.HoldAcks()
	go func() { _, err := r.send(from, "2/0", "ditolak"); done <- err }()
	r.until("it is refused", func() bool { return len(r.bot.Journal("refused")) == 1 })
	r.until("the turn is given up", r.ch.Idle)
	release()
	r.class(<-done, channel.Restricted)
}

// How the account is doing can be asked at any moment, also while the file that keeps it is busy.
func TestHealthIsReadWhileItIsWritten(t *testing.T) {
	r := linked(t)
	db := r.database()
	defer db.Close()
	tx, err := db.Conn(r.ctx)
	r.ok(err)
	_, err = tx.ExecContext(r.ctx, "BEGIN IMMEDIATE")
	r.ok(err)
	begun := time.Now()
	r.bot.Cut()
	r.health(channel.Connecting)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v to know", took)
	}
	_, err = tx.ExecContext(r.ctx, "ROLLBACK")
	r.ok(err)
	r.ok(tx.Close())
	r.mend()
	r.restart()
	r.up()
}
