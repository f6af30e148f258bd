package whatsapp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/whatsapp"
)

// steps reads the steps of a link until the first of a stage.
func (r *rig) steps(from <-chan channel.LinkStep, want channel.LinkStage) channel.LinkStep {
	r.Helper()
	for {
		select {
		case s, open := <-from:
			if s.Stage == want {
				return s
			}
			if !open {
				r.Fatalf("the link ended before %q", want)
			}
		case <-r.ctx.Done():
			r.Fatalf("no step %q\n%s", want, r.notes)
		}
	}
}

// R9: six codes, the first for a minute and the others for twenty seconds; then it says how to begin again. Nothing is linked.
func TestR9_CodesRunOut(t *testing.T) {
	r := start(t)
	steps, err := r.ch.Link(r.ctx, "")
	r.ok(err)
	seen := map[string]bool{}
	for n := range 6 {
		s := r.steps(steps, channel.LinkScan)
		if s.Secret == "" || seen[s.Secret] || !strings.Contains(s.Text, "Perangkat tertaut") {
			t.Errorf("code %d: %q", n, s.Text)
		}
		seen[s.Secret] = true
		d := 20 * time.Second
		if n == 0 {
			d = time.Minute
		}
		r.waiting(d)
		r.move(d)
	}
	if s := r.steps(steps, channel.LinkFailed); !strings.Contains(s.Text, "lopo link") {
		t.Errorf("%+v", s)
	}
	if _, open := <-steps; open {
		t.Error("a step after the last")
	}
	if on, err := r.ch.Linked(r.ctx); on || err != nil {
		t.Errorf("linked: %v %v", on, err)
	}
	r.link() // and again
	if on, _ := r.ch.Linked(r.ctx); !on {
		t.Error("not linked")
	}
	if _, err := r.ch.Link(r.ctx, ""); err != whatsapp.ErrLinked {
		t.Errorf("a second device: %v", err)
	}
}

// R11, R12: by a code that is typed on the phone, for a number as people write it.
func TestR11_ByCode(t *testing.T) {
	r := start(t)
	r.run()
	r.health(channel.Unlinked)
	steps, err := r.ch.Link(r.ctx, "0811-0000-001")
	r.ok(err)
	s := r.steps(steps, channel.LinkType)
	if len(s.Secret) != 9 || !strings.Contains(s.Text, "ketik kode ini") {
		t.Errorf("%+v", s)
	}
	if _, err := r.ch.Link(r.ctx, ""); err == nil {
		t.Error("two links at once")
	}
	r.ok(r.bot.TypeCode(r.ctx, s.Secret))
	r.steps(steps, channel.LinkDone)
	r.up()
	_, chat, from := r.maria()
	r.works(chat, from, "1/0")
}

func TestR11_Numbers(t *testing.T) {
	r := start(t)
	for _, phone := range []string{"abc", "123", "0", "081234567890123456"} {
		if _, err := r.ch.Link(r.ctx, phone); err == nil {
			t.Errorf("%q was taken for a number", phone)
		}
	}
	for phone, want := range map[string]string{"0811 0000 001": number, "+62 811-0000-001": number, "628110000001": number, "8110000001": number, "00628110000001": number} {
		if got := whatsapp.International(phone); got != want {
			t.Errorf("%q became %q", phone, got)
		}
	}
}

// A link that is given up leaves nothing behind, and the next one works.
func TestLink_GivenUp(t *testing.T) {
	r := start(t)
	ctx, cancel := context.WithCancel(r.ctx)
	steps, err := r.ch.Link(ctx, "")
	r.ok(err)
	r.steps(steps, channel.LinkScan)
	cancel()
	for range steps {
	}
	r.link()
}

// WhatsApp out of reach, or not willing: a sentence, and what to do.
func TestLink_Refused(t *testing.T) {
	r := start(t)
	r.srv.Down(true)
	steps, err := r.ch.Link(r.ctx, "")
	r.ok(err)
	if s := r.steps(steps, channel.LinkFailed); !strings.Contains(s.Text, "internet") {
		t.Errorf("%+v", s)
	}
	for range steps {
	}
	r.srv.Down(false)
	steps, err = r.ch.Link(r.ctx, "")
	r.ok(err)
	r.steps(steps, channel.LinkScan)
	r.srv.Down(true)
	if s := r.steps(steps, channel.LinkFailed); !strings.Contains(s.Text, "lopo link") {
		t.Errorf("%+v", s)
	}
}

// R10: the page. State as JSON, the code as a picture, nothing of it kept by anybody on the way.
func TestR10_Page(t *testing.T) {
	r := start(t)
	r.run()
	handler := r.ch.LinkPage(r.ctx)
	page := httptest.NewServer(handler)
	defer page.Close()
	get := func(path string) *http.Response {
		t.Helper()
		res, err := http.Get(page.URL + path)
		r.ok(err)
		t.Cleanup(func() { res.Body.Close() })
		if res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept", path)
		}
		return res
	}
	state := func() (s struct {
		State, Stage, Text, Code string
		Linked                   bool
	}) {
		t.Helper()
		r.ok(json.NewDecoder(get("/").Body).Decode(&s))
		return s
	}
	if res := get("/qr.png"); res.StatusCode != http.StatusNotFound {
		t.Errorf("a code before a link: %s", res.Status)
	}
	post := func(form url.Values) int {
		t.Helper()
		res, err := http.PostForm(page.URL+"/", form)
		r.ok(err)
		res.Body.Close()
		return res.StatusCode
	}
	if code := post(nil); code != http.StatusAccepted {
		t.Fatalf("begin: %d", code)
	}
	r.until("a code", func() bool { return state().Stage == string(channel.LinkScan) })
	if s := state(); s.Code != "" || s.Linked || s.State != string(channel.Unlinked) {
		t.Errorf("%+v", s)
	}
	res := get("/qr.png")
	if picture, err := png.Decode(res.Body); err != nil || picture.Bounds().Dx() < 200 {
		t.Errorf("%v", err)
	}
	if code := post(nil); code != http.StatusConflict {
		t.Errorf("a second link: %d", code)
	}
	r.ok(r.bot.Scan(whatsapp.PageSecret(handler)))
	r.until("linked", func() bool {
		s := state()
		return s.Linked && s.Stage == string(channel.LinkDone) && s.State == string(channel.Up)
	})
}

// R6, finding 3: the version that the login carries is the one demanded; else the one kept; and a refused one is not shown again.
func TestR6_Version(t *testing.T) {
	r := linked(t, func(o *whatsapp.Options) { o.Version = "2.3000.1999999999" })
	connected := r.bot.Journal("connected")
	if got := connected[len(connected)-1].Detail; got != "2.3000.1999999999" {
		t.Errorf("the login carried %s", got)
	}
	if _, err := whatsapp.Open(r.ctx, whatsapp.Options{Path: r.path + "2", Seal: r.box, HTTP: r.srv.Client(), Version: "2.x"}); err == nil || !strings.Contains(err.Error(), "three numbers") {
		t.Errorf("Open: %v", err)
	}
}

// R6: fetched once, kept in the file, shown at the next start without network, and fetched anew when it is refused.
func TestR6_VersionIsKept(t *testing.T) {
	fetched := 0
	r := start(t)
	web := r.srv.Client().Transport
	r.set = func(o *whatsapp.Options) {
		o.HTTP = &http.Client{Transport: tripper(func(q *http.Request) (*http.Response, error) {
			if q.URL.Path != "" && q.URL.Path != "/" {
				return web.RoundTrip(q)
			}
			fetched++
			w := httptest.NewRecorder()
			w.Body = bytes.NewBufferString(`{"client_revision":19999999` + string(rune('0'+fetched)) + `,"x":1}`)
			return w.Result(), nil
		})}
	}
	r.close()
	r.open()
	r.link()
	r.run()
	r.up()
	shown := func(want string) {
		t.Helper()
		connected := r.bot.Journal("connected")
		if got := connected[len(connected)-1].Detail; got != want {
			t.Errorf("the login carried %s, want %s", got, want)
		}
	}
	shown("2.3000.199999991")
	r.restart()
	r.up()
	shown("2.3000.199999991")
	if fetched != 1 {
		t.Errorf("fetched %d times", fetched)
	}
}

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(q *http.Request) (*http.Response, error) { return t(q) }
