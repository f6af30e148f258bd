package telegram_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/channel/channeltest"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// filed is a rig whose bot has files.
func filed(t *testing.T, files *channel.Files) *rig {
	r := newRig(t, func(o *telegram.Options, _ *telegramtest.Options) { o.Files = files })
	return r.opened()
}

func (r *rig) with(m store.Media, text string) store.Outgoing {
	o := r.toMaria()
	o.Key, o.Text, o.Media, o.Priority = o.Key+text[:min(len(text), 9)], text, &m, store.Bulk
	return o
}

// brought counts the calls that carried a file, and those that named one.
func (r *rig) brought() (carried, named int) {
	for _, c := range append(r.srv.Calls("sendPhoto"), r.srv.Calls("sendDocument")...) {
		if c.Params.Get("photo")+c.Params.Get("document") == "" {
			carried++
		} else {
			named++
		}
	}
	return carried, named
}

// A file is brought once, however many want it at the same moment and however often the program starts; then it is named.
func TestS7_AFileIsBroughtOnce(t *testing.T) {
	files := channeltest.Files()
	r := filed(t, files)
	var busy sync.WaitGroup
	for i := range 12 {
		p := r.srv.Person(int64(100+i), "Maria Nale")
		p.Say("halo")
		busy.Go(func() {
			o := r.to(p.Chat())
			o.Media, o.Priority = &channeltest.Picture, store.Bulk
			if _, err := r.ch.Send(r.ctx, o); err != nil {
				t.Error(err)
			}
		})
	}
	busy.Wait()
	if carried, named := r.brought(); carried != 1 || named != 11 {
		t.Errorf("brought %d times, named %d times", carried, named)
	}
	again, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: r.srv.URL, Now: r.clock.Now, Wait: r.clock.Wait, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Send(r.ctx, r.with(channeltest.Picture, "Setelah mulai ulang")); err != nil {
		t.Error(err)
	}
	other := telegramtest.New(telegramtest.Options{Token: "99:lain", Now: r.clock.Now})
	defer other.Close()
	other.Person(7, "Maria Nale").Say("halo")
	another, err := telegram.New(telegram.Options{Token: "99:lain", API: other.URL, Now: r.clock.Now, Wait: r.clock.Wait, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := another.Send(r.ctx, r.with(channeltest.Picture, "Bot lain")); err != nil || other.Person(7, "").Inbox()[0].Bytes == nil {
		t.Error("another bot needs the file itself:", err)
	}
	if carried, named := r.brought(); carried != 1 || named != 12 {
		t.Errorf("brought %d times, named %d times", carried, named)
	}
}

// A name that Telegram no longer knows is forgotten, and the file brought anew, in the same send.
func TestS7_AnUnknownNameIsMended(t *testing.T) {
	r := filed(t, channeltest.Files())
	for i := range 3 {
		if i == 1 {
			r.srv.ForgetFiles()
		}
		if err := r.send(r.with(channeltest.Letter, strings.Repeat("x", i+1))); err != nil {
			t.Fatal(err)
		}
	}
	if carried, named := r.brought(); carried != 2 || named != 2 {
		t.Errorf("brought %d times, named %d times", carried, named)
	}
	for _, m := range r.maria.Inbox() {
		if m.File != "edaran.pdf" || len(m.Bytes) != channeltest.Letter.Size {
			t.Errorf("%+v", m.File)
		}
	}
}

// 1,024 units fit under a picture, also when their escapes do not; what is longer comes behind it, buttons on the last part, and is sent whole when
// it is sent again after a part of it arrived.
func TestT2_TheTextUnderAPicture(t *testing.T) {
	r := filed(t, channeltest.Files())
	for _, c := range []struct {
		text     string
		messages int
	}{{strings.Repeat("<", 1024), 1}, {strings.Repeat("😀", 512), 1}, {strings.Repeat("a", 1025), 2}, {strings.Repeat("kata ", 1000), 3}} {
		before := len(r.maria.Inbox())
		o := r.with(channeltest.Picture, c.text)
		o.Priority = store.Reply
		id, err := r.ch.Send(r.ctx, o)
		got := r.maria.Inbox()[before:]
		if err != nil || len(got) != c.messages || len(strings.Split(id, "+")) != c.messages || got[0].Kind != "photo" {
			t.Fatalf("%d units: %d messages, id %q, %v", len(c.text), len(got), id, err)
		}
		if (c.messages == 1) != (got[0].Text == c.text) {
			t.Errorf("under the picture: %q", got[0].Text)
		}
	}
	before := len(r.maria.Inbox())
	o := r.with(channeltest.Picture, strings.Repeat("kata ", 300))
	o.Choices, o.Ask = []store.Choice{{Value: "1", Label: "Daftar"}}, "x#1"
	r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Code: 500, Desc: "Internal Server Error: restart"})
	if err := r.send(o); err == nil || err.Class != channel.Retry {
		t.Fatalf("%v", err)
	}
	if err := r.send(o); err != nil {
		t.Fatal(err)
	}
	if got := r.maria.Inbox()[before:]; len(got) != 2 || got[0].Kind != "photo" || len(got[0].Buttons) != 0 || len(got[1].Buttons) != 1 {
		t.Errorf("%+v", got)
	}
}

// What Telegram will not have goes without its picture, and the send has worked; what is not about the picture is told as ever.
func TestAFileThatIsRefused(t *testing.T) {
	r := filed(t, channeltest.Files())
	r.srv.Fail(telegramtest.Fault{Method: "sendPhoto", Code: 400, Desc: "Bad Request: IMAGE_PROCESS_FAILED"})
	if err := r.send(r.with(channeltest.Picture, "Tanpa gambar")); err != nil {
		t.Error(err)
	}
	r.srv.Fail(telegramtest.Fault{Method: "sendPhoto", Code: 400, Desc: "Bad Request: IMAGE_PROCESS_FAILED"})
	long := strings.Repeat("Tanpa gambar. ", 100)
	if err := r.send(r.with(channeltest.Picture, long)); err != nil {
		t.Error(err)
	}
	if in := r.maria.Inbox(); len(in) != 2 || in[0].Text != "Tanpa gambar" || in[1].Text != strings.TrimSpace(long) || in[1].Kind != "" {
		t.Errorf("%+v", in)
	}
	g := r.srv.Group(-1001, "Karang Taruna")
	g.TextOnly(true)
	o := r.to("-1001")
	o.Media = &channeltest.Picture
	if err := r.send(o); err != nil || len(g.Inbox()) != 1 || g.Inbox()[0].Kind != "" {
		t.Errorf("a group in which only texts are allowed: %v %+v", err, g.Inbox())
	}
	r.maria.Block()
	if err := r.send(r.with(channeltest.Picture, "Apakah sampai")); err == nil || err.Class != channel.Gone {
		t.Errorf("blocked: %v", err)
	}
	r.maria.Unblock()
	r.srv.Fail(telegramtest.TooMany(9))
	if err := r.send(r.with(channeltest.Picture, "Terlalu cepat")); err == nil || err.Class != channel.Throttled {
		t.Errorf("throttled: %v", err)
	}
	if err := r.send(r.with(channeltest.Picture, "Dengan gambar")); err != nil {
		t.Fatal(err)
	}
	if in := r.maria.Inbox(); in[len(in)-1].Kind != "photo" {
		t.Errorf("after all the trouble: %+v", in[len(in)-1])
	}
}

// A file whose bytes broke off on the way has not arrived: it is no doubt that would end a notice.
func TestS3_AFileThatBreaksOff(t *testing.T) {
	big := store.Media{Kind: store.Document, Sum: strings.Repeat("b", 64), Mime: "application/pdf", Name: "besar.pdf"}
	files := channeltest.Files()
	files.Read = func(string) ([]byte, []byte, error) { return make([]byte, 8<<20), nil, nil }
	r := filed(t, files)
	r.srv.Fail(telegramtest.Fault{Method: "sendDocument", Break: true})
	if err := r.send(r.with(big, "Edaran")); err == nil || err.Class != channel.Retry {
		t.Fatalf("%v", err)
	}
	r.srv.Fail(telegramtest.Fault{Method: "sendDocument", Reset: telegramtest.After})
	if err := r.send(r.with(big, "Edaran")); err == nil || err.Class != channel.Uncertain {
		t.Fatalf("it came whole, and no answer: %v", err)
	}
	if err := r.send(r.with(big, "Edaran")); err != nil {
		t.Fatal(err)
	}
}

// A message is changed for as long as it is there, also under a picture and where the picture had been refused; deleted within 48 hours.
func TestEditAndRevoke(t *testing.T) {
	r := filed(t, channeltest.Files())
	send := func(o store.Outgoing) string {
		t.Helper()
		id, err := r.ch.Send(r.ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	class := func(err error, want channel.Class) {
		t.Helper()
		if e := channel.Classify(err); err == nil || e.Class != want || e.Why == "" {
			t.Errorf("%v, want %s", err, want)
		}
	}
	r.srv.Fail(telegramtest.Fault{Method: "sendPhoto", Code: 400, Desc: "Bad Request: IMAGE_PROCESS_FAILED"})
	bare := r.with(channeltest.Picture, "Tanpa gambar")
	long := r.with(channeltest.Picture, strings.Repeat("Mulai Senin. ", 200))
	asked := r.toMaria()
	asked.Choices, asked.Ask = []store.Choice{{Value: "1", Label: "Ya"}}, "x#1"
	ids := []string{send(bare), send(long), send(asked)}
	for i, o := range []store.Outgoing{bare, long, asked} {
		o.Text, o.Choices = strings.ReplaceAll(o.Text, "a", "<A>"), nil
		if err := r.ch.Edit(r.ctx, ids[i], o); err != nil {
			t.Fatal(err)
		}
	}
	in := r.maria.Inbox()
	if len(in) != 4 || in[0].Text != "T<A>np<A> g<A>mb<A>r" || in[1].Kind != "photo" || !strings.HasPrefix(in[2].Text, "Mul<A>i Senin. Mul<A>i") || in[3].Text != "Ap<A> k<A>b<A>r?" || len(in[3].Buttons) != 0 {
		t.Errorf("%+v", in)
	}
	longer := long
	longer.Text = strings.Repeat("Mulai Selasa. ", 400)
	class(r.ch.Edit(r.ctx, ids[1], longer), channel.Refused)
	r.clock.Advance(47 * time.Hour)
	to := r.toMaria().To
	for range 2 {
		if err := r.ch.Revoke(r.ctx, to, ids[1]); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.maria.Inbox()); n != 2 {
		t.Errorf("%d messages are left", n)
	}
	r.clock.Advance(2 * time.Hour)
	class(r.ch.Revoke(r.ctx, to, ids[0]), channel.Refused)
	if err := r.ch.Edit(r.ctx, ids[0], bare); err != nil {
		t.Error("an old message:", err)
	}
	r.srv.Fail(telegramtest.Fault{Method: "editMessageText", Code: 429, Desc: "Too Many Requests: retry after 7", RetryAfter: 7})
	class(r.ch.Edit(r.ctx, ids[2], r.toMaria()), channel.Throttled)
	r.maria.Block()
	class(r.ch.Edit(r.ctx, ids[2], r.toMaria()), channel.Gone)
	class(r.ch.Revoke(r.ctx, to, ids[2]), channel.Gone)
}
