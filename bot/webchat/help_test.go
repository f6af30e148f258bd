package webchat

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/bot/channel/channeltest"
	"lopo/store"
	"lopo/store/seal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// room is the real channel behind a real server, with a core of the test's own.
type room struct {
	t    testing.TB
	path string
	box  *seal.Box
	*Channel
	*core
	server *httptest.Server
	end    func() // ends Receive and waits for it
	clock  *clock
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// core is the world behind deliver. It keeps what it hears, knows repetitions, and answers as the test says.
type core struct {
	mu     sync.Mutex
	heard  []store.Message
	calls  int
	fail   bool
	answer func(store.Message) []store.Outgoing
	send   func(store.Outgoing)
	busy   sync.WaitGroup

	sending sync.Mutex
}

func (k *core) Deliver(_ context.Context, messages ...store.Message) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.calls++
	if k.fail {
		return errors.New("disk full")
	}
next:
	for _, m := range messages {
		for _, old := range k.heard {
			if old.ID == m.ID && old.From == m.From {
				continue next
			}
		}
		k.heard = append(k.heard, m)
		if k.answer == nil {
			continue
		}
		k.busy.Add(1)
		go func() {
			defer k.busy.Done()
			k.sending.Lock() // one at a time for one chat, as the contract has it
			defer k.sending.Unlock()
			for n, o := range k.answer(m) {
				o.Key, o.To = fmt.Sprintf("%s/%s/%d", m.From.Chat, m.ID, n), m.From
				k.send(o)
			}
		}()
	}
	return nil
}

func (k *core) all() []store.Message {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]store.Message(nil), k.heard...)
}

func (k *core) failing(yes bool) { k.mu.Lock(); defer k.mu.Unlock(); k.fail = yes }

var question = store.Outgoing{Text: "Pilih pelatihan:", Ask: "training.pick#1", Choices: []store.Choice{{Value: "1", Label: "Menjahit"}, {Value: "2", Label: "Las <listrik>"}}}

func answers(m store.Message) []store.Outgoing {
	if m.Text == "halo" {
		return []store.Outgoing{question}
	}
	return []store.Outgoing{{Text: "Jawaban untuk " + m.Text}}
}

// open starts a room; files and seal of a room before make it a restart.
func open(t testing.TB, before *room) *room {
	t.Helper()
	r := &room{t: t, core: &core{answer: answers}, clock: &clock{now: time.Date(2026, 3, 2, 1, 12, 0, 0, time.UTC)}}
	if before != nil {
		r.path, r.box, r.clock = before.path, before.box, before.clock
	} else {
		r.path = filepath.Join(t.TempDir(), "web chat#1.db")
		r.box = must(seal.New(seal.NewSecret()))
	}
	c, err := Open(Options{Path: r.path, Now: r.clock.Now, Seal: r.box, Log: slog.New(slog.DiscardHandler), Files: channeltest.Files()})
	if err != nil {
		t.Fatal(err)
	}
	r.Channel = c
	r.core.send = func(o store.Outgoing) {
		if _, err := c.Send(context.Background(), o); err != nil {
			t.Errorf("Send: %v", err)
		}
	}
	r.server = httptest.NewServer(c.Handler())
	t.Cleanup(r.close)
	return r
}

// start opens a room and runs Receive.
func start(t testing.TB, before *room) *room {
	r := open(t, before)
	r.receive()
	return r
}

func (r *room) receive() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- r.Receive(ctx, r.Deliver) }()
	for running := false; !running; {
		r.Channel.live.mu.Lock()
		running = r.Channel.live.stop != nil
		r.Channel.live.mu.Unlock()
	}
	r.end = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			r.t.Errorf("Receive: %v", err)
		}
	})
}

func (r *room) close() {
	if r.Channel == nil {
		return
	}
	if r.end != nil {
		r.end()
	}
	r.busy.Wait()
	r.server.Close()
	if err := r.Close(); err != nil {
		r.t.Error(err)
	}
	r.Channel = nil
}

// say is what the core sends by itself.
func (r *room) say(chat, key, text string) {
	r.t.Helper()
	if _, err := r.Send(r.t.Context(), store.Outgoing{Key: key, To: store.Address{Channel: Name, Chat: chat}, Text: text}); err != nil {
		r.t.Fatal(err)
	}
}

// browser is one visitor without scripts.
type browser struct {
	t      testing.TB
	room   *room
	client *http.Client
	page   string // the last page seen
	status int
}

func (r *room) visit() *browser {
	jar := must(cookiejar.New(nil))
	b := &browser{t: r.t, room: r, client: &http.Client{Jar: jar, Transport: r.server.Client().Transport}}
	b.get("/")
	return b
}

// moved gives the visitor's cookies to the server of a restarted room.
func (b *browser) moved(r *room) *browser {
	jar := must(cookiejar.New(nil))
	old, new := must(url.Parse(b.room.server.URL)), must(url.Parse(r.server.URL))
	jar.SetCookies(new, b.client.Jar.Cookies(old))
	return &browser{t: b.t, room: r, client: &http.Client{Jar: jar, Transport: r.server.Client().Transport}}
}

func (b *browser) get(path string) string {
	b.t.Helper()
	return b.read(b.client.Get(b.room.server.URL + path))
}

func (b *browser) read(response *http.Response, err error) string {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.page, b.status = string(body), response.StatusCode
	return b.page
}

func (b *browser) request(form url.Values, headers ...string) *http.Request {
	request := must(http.NewRequest("POST", b.room.server.URL+"/", strings.NewReader(form.Encode())))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if len(headers) == 0 {
		headers = []string{"Sec-Fetch-Site", "same-origin"}
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return request
}

// post sends a form and follows the redirect.
func (b *browser) post(form url.Values, headers ...string) string {
	b.t.Helper()
	return b.read(b.client.Do(b.request(form, headers...)))
}

// write fills in the form of the page that is open.
func (b *browser) write(text string) string {
	b.t.Helper()
	return b.post(url.Values{"text": {text}, "id": {b.field("id")}, "token": {b.field("token")}})
}

// field reads a hidden field of the form to write in, the last on the page.
func (b *browser) field(name string) string {
	found := regexp.MustCompile(`name="`+name+`" value="([^"]*)"`).FindAllStringSubmatch(b.page, -1)
	if len(found) == 0 {
		b.t.Fatalf("no field %q on the page:\n%s", name, b.page)
	}
	return found[len(found)-1][1]
}

var bubbles = regexp.MustCompile(`(?s)<li class="line (mine|ours)".*?<p class="text">(.*?)</p>`)

// seen lists the bubbles, "> " the visitor's.
func seen(page string) []string {
	var all []string
	for _, m := range bubbles.FindAllStringSubmatch(page, -1) {
		mark := map[string]string{"mine": "> ", "ours": "< "}[m[1]]
		all = append(all, mark+html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[2], "")))
	}
	return all
}

func (b *browser) sees(want ...string) {
	b.t.Helper()
	if got := seen(b.page); strings.Join(got, "\n") != strings.Join(want, "\n") {
		b.t.Fatalf("page shows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (b *browser) visitor() visitor {
	for _, c := range b.client.Jar.Cookies(must(url.Parse(b.room.server.URL))) {
		if c.Name == "lopo" {
			return visitor{secret: c.Value}
		}
	}
	b.t.Fatal("no cookie")
	return visitor{}
}

func (b *browser) chat() string { return b.visitor().chat() }

// listener is an open stream.
type listener struct {
	t    testing.TB
	body io.ReadCloser
	scan *bufio.Scanner
}

type heard struct {
	id, name string
	line     event
}

func (b *browser) listen(after string) *listener {
	b.t.Helper()
	request := must(http.NewRequest("GET", b.room.server.URL+"/events?after=0", nil))
	if after != "" {
		request.Header.Set("Last-Event-ID", after)
	}
	response, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		b.t.Fatalf("stream: %s", response.Status)
	}
	l := &listener{t: b.t, body: response.Body, scan: bufio.NewScanner(response.Body)}
	l.scan.Buffer(nil, 1<<20)
	b.t.Cleanup(l.close)
	return l
}

func (l *listener) close() { l.body.Close() }

// next waits for an event; false at the end of the stream.
func (l *listener) next() (heard, bool) {
	var h heard
	for l.scan.Scan() {
		field, value, _ := strings.Cut(l.scan.Text(), ": ")
		switch field {
		case "retry":
			h.name = "retry " + value
		case "id":
			h.id = value
		case "event":
			h.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &h.line); err != nil {
				l.t.Fatalf("event data: %v", err)
			}
		case "":
			if h.name != "" {
				return h, true
			}
		}
	}
	return h, false
}

// reads waits for one line event after another and compares the bubbles.
func (l *listener) reads(want ...string) (last string) {
	l.t.Helper()
	for _, w := range want {
		h, ok := l.next()
		for ok && strings.HasPrefix(h.name, "retry") {
			h, ok = l.next()
		}
		if got := strings.Join(seen(h.line.HTML), "|"); !ok || got != w {
			l.t.Fatalf("stream gave %q %q (open: %v), want %q", h.name, got, ok, w)
		}
		last = h.id
	}
	return last
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
