package webchat

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

// The whole round without scripts: look, write, see the answer, tap, see the answer.
func TestWithoutScripts(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	b.sees()
	if !strings.Contains(b.page, `value="halo">Mulai</button>`) {
		t.Error("an empty conversation offers no start")
	}
	b.write("  halo\r\n")
	b.sees("> halo", "< Pilih pelatihan:")
	if strings.Contains(b.page, "<fieldset disabled") || !strings.Contains(b.page, `<button name="tap" value="2"><b>2</b><span>Las &lt;listrik&gt;</span>`) {
		t.Errorf("the question cannot be tapped:\n%s", b.page)
	}
	b.post(url.Values{"tap": {"2"}, "ask": {b.field("ask")}, "id": {b.field("id")}})
	b.sees("> halo", "< Pilih pelatihan:", "> Las <listrik>", "< Jawaban untuk 2")
	if !strings.Contains(b.page, "<fieldset disabled") {
		t.Error("an answered question can still be tapped")
	}
	got := r.all()
	if len(got) != 2 {
		t.Fatalf("delivered %+v", got)
	}
	at := store.Address{Channel: "webchat", Chat: b.chat()}
	if m := got[0]; m.Kind != store.Text || m.Text != "halo" || m.From != at || !m.At.Equal(r.clock.Now()) || m.ID == "" {
		t.Errorf("text = %+v", m)
	}
	if m := got[1]; m.Kind != store.Tap || m.Text != "2" || m.Ask != "training.pick#1" || m.From != at {
		t.Errorf("tap = %+v", m)
	}
}

// An answer that takes long is announced, and the page reloads itself a few times only.
func TestLateAnswer(t *testing.T) {
	r := start(t, nil)
	r.core.answer = nil
	r.Channel.answers.first = time.Millisecond
	b := r.visit()
	b.write("halo")
	if !strings.Contains(b.page, `content="5;url=./?tunggu=2"`) || !strings.Contains(b.page, "Muat ulang") || strings.Contains(b.page, `<div id="wait" hidden>`) {
		t.Errorf("nothing says that an answer is awaited:\n%s", b.page)
	}
	if b.get("/?tunggu=9"); strings.Contains(b.page, "http-equiv") {
		t.Error("reloads never end")
	}
	r.say(b.chat(), "k", "Selamat pagi")
	if b.get("/?tunggu=2"); strings.Contains(b.page, "http-equiv") || !strings.Contains(b.page, `<div id="wait" hidden>`) {
		t.Error("still waiting after the answer")
	}
	b.sees("> halo", "< Selamat pagi")
	b.write("lagi")
	r.clock.add(time.Hour)
	if b.get("/"); !strings.Contains(b.page, `<div id="wait" hidden>`) {
		t.Error("waiting for ever")
	}
}

func TestSameMessageAgain(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	form := url.Values{"text": {"satu\ndua"}, "id": {"abcdefgh-1"}}
	b.post(form)
	form.Set("text", "satu\r\ndua")
	b.post(form)
	b.sees("> satu\ndua", "< Jawaban untuk satu\ndua")
	form.Set("text", "satu, diubah")
	b.post(form)
	if got := r.all(); len(got) != 2 || got[0].ID == got[1].ID {
		t.Errorf("delivered %+v", got)
	}
}

func TestJSON(t *testing.T) {
	r := start(t, nil)
	r.core.answer = nil
	b := r.visit()
	var e event
	page := b.post(url.Values{"text": {"halo"}, "id": {"abcdefgh"}}, "Origin", r.server.URL, "Accept", "application/json")
	if err := json.Unmarshal([]byte(page), &e); err != nil || e.N == 0 || e.ID != "abcdefgh" || strings.Join(seen(e.HTML), "") != "> halo" {
		t.Errorf("%s: %v", page, err)
	}
	var refusal struct{ Error string }
	page = b.post(url.Values{"text": {" "}}, "Origin", r.server.URL, "Accept", "application/json")
	if err := json.Unmarshal([]byte(page), &refusal); err != nil || refusal.Error == "" || b.status != http.StatusBadRequest {
		t.Errorf("%d %s: %v", b.status, page, err)
	}
}

func TestNotDelivered(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	r.failing(true)
	b.write("nama saya Maria")
	if b.status != http.StatusServiceUnavailable || !strings.Contains(b.page, "belum dapat kami terima") || !strings.Contains(b.page, ">nama saya Maria</textarea>") {
		t.Errorf("%d:\n%s", b.status, b.page)
	}
	b.sees()
	r.failing(false)
	b.write("nama saya Maria") // the page kept its id too
	b.sees("> nama saya Maria", "< Jawaban untuk nama saya Maria")
	if got := r.all(); len(got) != 1 {
		t.Errorf("delivered %+v", got)
	}
}

// What the visitor was told is not sent holds nothing back, and is not sent behind her back after a restart.
func TestNotDeliveredIsTakenBack(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	r.failing(true)
	b.write("batal saja")
	r.say(b.chat(), "k1", "Pengumuman")
	b.get("/")
	b.sees("< Pengumuman")
	r.close()
	r = start(t, r)
	b = b.moved(r)
	b.get("/")
	b.write("halo") // after whatever was in doubt
	if got := r.all(); len(got) != 1 || got[0].Text != "halo" {
		t.Errorf("delivered %+v", got)
	}
}

func TestBeforeAndAfterReceive(t *testing.T) {
	r := open(t, nil)
	b := r.visit()
	if b.write("halo"); b.status != http.StatusServiceUnavailable || !strings.Contains(b.page, ">halo</textarea>") {
		t.Errorf("before: %d", b.status)
	}
	r.receive()
	b.write("halo")
	b.sees("> halo", "< Pilih pelatihan:")
	r.end()
	if b.write("lagi"); b.status != http.StatusServiceUnavailable {
		t.Errorf("after: %d", b.status)
	}
	r.receive()
	if b.write("lagi"); b.status != http.StatusOK {
		t.Errorf("again: %d", b.status)
	}
	if err := r.Receive(t.Context(), r.Deliver); err == nil {
		t.Error("Receive runs twice at the same time")
	}
}

func TestForeignPostsRefused(t *testing.T) {
	r := start(t, nil)
	for _, c := range []struct {
		name, token string
		headers     []string
		status      int
	}{
		{"cross-site", "yes", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"sibling host", "yes", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"foreign origin", "yes", []string{"Origin", "https://lain.example"}, 403},
		{"null origin", "yes", []string{"Origin", "null"}, 403},
		{"silent, no token", "", []string{"X", "y"}, 403},
		{"silent, wrong token", "00000000000000000000000000000000", []string{"X", "y"}, 403},
		{"silent with token", "yes", []string{"X", "y"}, 200},
		{"same origin", "", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"old browser", "", []string{"Origin", r.server.URL}, 200},
	} {
		b := r.visit()
		token, before := c.token, len(r.all())
		if token == "yes" {
			token = b.field("token")
		}
		chat := b.chat()
		b.post(url.Values{"text": {"halo"}, "token": {token}}, c.headers...)
		if b.status != c.status || len(r.all())-before != map[int]int{403: 0, 200: 1}[c.status] {
			t.Errorf("%s: %d, want %d; delivered %d", c.name, b.status, c.status, len(r.all())-before)
		}
		if b.chat() != chat {
			t.Errorf("%s: the visitor lost her cookie", c.name)
		}
	}
	b := r.visit()
	b.client.Jar = nil
	if b.write("halo"); b.status != http.StatusForbidden || !strings.Contains(b.page, "kuki") {
		t.Errorf("without a cookie: %d", b.status)
	}
	b.client.Jar = nil
	if b.post(url.Values{"text": {"halo"}}, "Sec-Fetch-Site", "cross-site"); strings.Contains(b.page, "<textarea") {
		t.Error("a foreign POST is shown a conversation")
	}
}

func TestLimits(t *testing.T) {
	r := start(t, nil)
	r.core.answer = nil
	r.Channel.answers.first = time.Nanosecond
	b := r.visit()
	long := strings.Repeat("é", maxText)
	if b.write(long); b.status != http.StatusOK || len(r.all()) != 1 {
		t.Errorf("a text of the longest length: %d", b.status)
	}
	if b.write(long + "x"); b.status != http.StatusRequestEntityTooLarge || !strings.Contains(b.page, "4.000 karakter") || !strings.Contains(b.page, long+"x</textarea>") {
		t.Errorf("a text too long: %d", b.status)
	}
	if b.write(strings.Repeat("x", maxBody)); b.status != http.StatusRequestEntityTooLarge || !strings.Contains(b.page, "4.000 karakter") {
		t.Errorf("a body too long: %d", b.status)
	}
	for name, form := range map[string]url.Values{
		"value too long": {"tap": {strings.Repeat("x", maxTap+1)}, "ask": {"a"}},
		"ask too long":   {"tap": {"1"}, "ask": {strings.Repeat("x", maxAsk+1)}},
		"empty tap":      {"tap": {""}, "ask": {"a"}},
		"empty text":     {"text": {" \n "}},
		"nothing":        {},
	} {
		if b.post(form); b.status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, b.status)
		}
	}
	r.clock.add(time.Minute)
	for i := range messagesAtOnce + 1 {
		b.post(url.Values{"text": {"halo"}})
		if want := i < messagesAtOnce; want != (b.status == http.StatusOK) {
			t.Fatalf("message %d: %d", i+1, b.status)
		}
	}
	if b.status != http.StatusTooManyRequests || !strings.Contains(b.page, "terlalu cepat") || !strings.Contains(b.page, ">halo</textarea>") {
		t.Errorf("too fast: %d", b.status)
	}
	if other := r.visit(); other.write("halo") == "" || other.status != http.StatusOK {
		t.Errorf("another visitor is held back: %d", other.status)
	}
	r.clock.add(time.Second)
	if b.write("halo"); b.status != http.StatusOK {
		t.Errorf("after a pause: %d", b.status)
	}
}
