package webchat

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/seal"
)

func TestRestart(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	b.write("halo")
	want := seen(b.page)
	r.close()
	content := must(os.ReadFile(r.path))
	if wal, err := os.ReadFile(r.path + "-wal"); err == nil {
		content = append(content, wal...)
	}
	for _, secret := range []string{"halo", "Menjahit", b.visitor().secret} {
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("the file holds %q", secret)
		}
	}
	r = start(t, r)
	b = b.moved(r)
	b.get("/")
	b.sees(want...)
	b.write("lagi")
	b.sees(append(want, "> lagi", "< Jawaban untuk lagi")...)
}

func TestRepeatedKeyShowsOnce(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	m := question
	m.Key, m.To = "k", store.Address{Channel: Name, Chat: b.chat()}
	one, err := r.Send(t.Context(), m)
	two, err2 := r.Send(t.Context(), m)
	if err != nil || err2 != nil || one != two || one == "" {
		t.Errorf("Send = %q, %v then %q, %v", one, err, two, err2)
	}
	b.get("/")
	b.sees("< Pilih pelatihan:")
}

func TestVisitorsApart(t *testing.T) {
	r := start(t, nil)
	maria, yanto := r.visit(), r.visit()
	if maria.chat() == yanto.chat() || strings.Contains(maria.chat(), maria.visitor().secret) {
		t.Fatal("chats are not their own")
	}
	maria.write("halo")
	yanto.get("/")
	yanto.sees()
	yanto.write("hai")
	yanto.sees("> hai", "< Jawaban untuk hai")
	l := yanto.listen("")
	l.reads("> hai", "< Jawaban untuk hai")
	r.say(maria.chat(), "k1", "rahasia Maria")
	r.say(yanto.chat(), "k2", "kabar Yanto")
	l.reads("< kabar Yanto")
	if yanto.get("/?before=999"); strings.Contains(yanto.page, "rahasia") {
		t.Error("Yanto reads what is Maria's")
	}
}

func TestForget(t *testing.T) {
	r := start(t, nil)
	b, other := r.visit(), r.visit()
	b.write("halo")
	other.write("halo")
	l := b.listen("")
	last := l.reads("> halo", "< Pilih pelatihan:")
	for range 2 {
		if err := r.Forget(t.Context(), b.chat()); err != nil {
			t.Fatal(err)
		}
	}
	if h, _ := l.next(); h.name != "reset" {
		t.Errorf("an open page hears %+v", h)
	}
	b.get("/")
	b.sees()
	other.get("/")
	other.sees("> halo", "< Pilih pelatihan:")
	// Numbers do not come back: the page that was open misses nothing.
	r.say(b.chat(), "k1", "baru")
	b.listen(last).reads("< baru")
}

func TestLeave(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	b.write("halo")
	chat := b.chat()
	request := b.request(nil)
	request.URL.Path = "/leave"
	b.read(b.client.Do(request))
	b.sees()
	if b.chat() == chat {
		t.Error("the browser is still in the conversation")
	}
}

func TestOldLinesGo(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	b.write("halo")
	r.clock.add(retention - time.Hour)
	r.say(b.chat(), "k1", "muda")
	b.get("/")
	b.sees("> halo", "< Pilih pelatihan:", "< muda")
	r.clock.add(2 * time.Hour)
	r.say(b.chat(), "k2", "baru") // use purges
	b.get("/")
	b.sees("< muda", "< baru")
	r.close()
	r.clock.add(retention + time.Second)
	r = start(t, r) // so does a start
	b = b.moved(r)
	b.get("/")
	b.sees()
}

// A crash between writing a message and learning that it was delivered: the next Receive delivers it again, under the same id.
func TestInDoubtAfterACrash(t *testing.T) {
	r := open(t, nil)
	b := r.visit()
	x := line{chat: b.chat(), mine: true, key: "abcdefgh.1", kind: store.Tap, ask: "training.pick#1", at: r.clock.Now(), sealed: sealed{Text: "1", Label: "Menjahit"}}
	if _, _, err := r.lines.add(t.Context(), x, false); err != nil {
		t.Fatal(err)
	}
	r.close()
	r = start(t, r)
	b = b.moved(r)
	l := b.listen("")
	l.reads("> Menjahit", "< Jawaban untuk 1")
	if got := r.all(); len(got) != 1 || got[0] != x.message() {
		t.Errorf("delivered %+v", got)
	}
}

func TestSendErrors(t *testing.T) {
	r := open(t, nil)
	to := store.Address{Channel: Name, Chat: "x"}
	for name, m := range map[string]store.Outgoing{
		"no text": {Key: "k", To: to}, "no key": {To: to, Text: "x"}, "other channel": {Key: "k", To: store.Address{Channel: "telegram", Chat: "1"}, Text: "x"},
	} {
		if _, err := r.Send(t.Context(), m); err == nil || channel.Classify(err).Class != channel.Refused {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.lines.close()
	if _, err := r.Send(t.Context(), store.Outgoing{Key: "k", To: to, Text: "x"}); err == nil || channel.Classify(err).Class != channel.Retry {
		t.Errorf("file gone: %v", err)
	}
}

func TestOpen(t *testing.T) {
	if _, err := Open(Options{Path: t.TempDir() + "/x.db"}); err == nil {
		t.Error("lines would lie on disk unsealed")
	}
	if _, err := Open(Options{Path: t.TempDir() + "/none/x.db", Seal: must(seal.New(seal.NewSecret()))}); err == nil {
		t.Error("a folder that is not there")
	}
	c, err := Open(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if id, err := c.Send(t.Context(), store.Outgoing{Key: "k", To: store.Address{Channel: Name, Chat: "x"}, Text: "x"}); err != nil || id != "1" {
		t.Errorf("in memory: %q, %v", id, err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// The driver ignores a pragma that it cannot read, in silence.
func TestPragmas(t *testing.T) {
	r := open(t, nil)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "secure_delete": "1"} {
		var got string
		if err := r.lines.db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %q, want %q (%v)", pragma, got, want, err)
		}
	}
}

// In memory there is one connection, and with it the lines would go.
func TestMemoryOutlivesCancelledCalls(t *testing.T) {
	c, err := Open(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	to := store.Address{Channel: Name, Chat: "x"}
	if _, err := c.Send(t.Context(), store.Outgoing{Key: "k", To: to, Text: "x"}); err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*5*time.Microsecond)
		c.Send(ctx, store.Outgoing{Key: fmt.Sprint("k", i), To: to, Text: "x"})
		c.lines.after(ctx, "x", 0, 100)
		cancel()
	}
	if all, err := c.lines.after(t.Context(), "x", 0, 1); err != nil || len(all) != 1 || all[0].key != "k" {
		t.Errorf("lines %+v, %v", all, err)
	}
}
