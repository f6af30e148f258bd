package webchat

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"lopo/bot/channel/channeltest"
)

// window is a page that is open in a browser with cookies of its own.
type window struct {
	w      *world
	client *http.Client
	queue  chan draft // what she wrote and tapped, sent in order, one at a time, each until it is taken

	mu      sync.Mutex
	lines   []shown
	page    string // with the form to write in
	changed chan struct{}
}

// shown is one bubble as it stands on the page.
type shown struct {
	n       string
	mine    bool
	file    string     // where its picture or document is; "": none
	text    string     // all that is visible of it, its choices too
	form    url.Values // of its choices; nil: none, or no longer open
	choices map[string]string
}

func newWindow(w *world) *window {
	jar := must(cookiejar.New(nil))
	b := &window{w: w, client: &http.Client{Jar: jar, Transport: &http.Transport{}}, queue: make(chan draft, 100), changed: make(chan struct{})}
	for !b.load() && b.pause(time.Second) {
	}
	w.running.Go(b.send)
	if w.script {
		w.running.Go(b.listen)
	}
	return b
}

// pause is false when the browser was closed.
func (b *window) pause(d time.Duration) bool {
	select {
	case <-soon(d):
		return true
	case <-b.w.ctx.Done():
		return false
	}
}

// load is a look at the page anew.
func (b *window) load() bool {
	response, err := b.client.Do(must(http.NewRequestWithContext(b.w.ctx, "GET", b.w.server.URL, nil)))
	if err != nil {
		return false
	}
	return b.read(response) == http.StatusOK
}

// read takes an answer as the page that is open now.
func (b *window) read(response *http.Response) int {
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.page, b.lines = string(body), nil
	b.add(b.page)
	return response.StatusCode
}

var (
	lineForm   = regexp.MustCompile(`(?s)<li class="line (mine|ours)".*?</li>`)
	textForm   = regexp.MustCompile(`(?s)<p class="text">(.*?)</p>`)
	choiceForm = regexp.MustCompile(`(?s)<button name="tap" value="([^"]*)">(.*?)<span>(.*?)</span></button>`)
	hiddenForm = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)
	numberForm = regexp.MustCompile(`data-n="(\d+)"`)
	fileForm   = regexp.MustCompile(`<(?:img src|a class="paper" href)="(media/[0-9a-f]+)"`)
	tagForm    = regexp.MustCompile(`<[^>]*>`)
)

func visible(markup string) string { return html.UnescapeString(tagForm.ReplaceAllString(markup, "")) }

// add shows the lines in some markup below those there are. It needs b.mu.
func (b *window) add(markup string) {
	for _, m := range lineForm.FindAllStringSubmatch(markup, -1) {
		s := shown{n: numberForm.FindStringSubmatch(m[0])[1], mine: m[1] == "mine", choices: map[string]string{}}
		text := textForm.FindStringSubmatch(m[0])
		if text == nil { // taken back
			b.lines = slices.DeleteFunc(b.lines, func(old shown) bool { return old.n == s.n })
			continue
		}
		s.text = visible(text[1])
		if file := fileForm.FindStringSubmatch(m[0]); file != nil {
			s.file = file[1]
		}
		for _, c := range choiceForm.FindAllStringSubmatch(m[0], -1) {
			s.text += "\n" + visible(c[2]) + " " + visible(c[3])
			s.choices[visible(c[3])] = html.UnescapeString(c[1])
		}
		if strings.Contains(m[0], "<fieldset>") {
			s.form = hidden(m[0])
		}
		if s.mine && b.w.script { // the server knows no better of what is on a page with script
			for i := range b.lines {
				b.lines[i].form = nil
			}
		}
		if i := slices.IndexFunc(b.lines, func(old shown) bool { return old.n == s.n }); i >= 0 { // changed
			b.lines[i] = s
			continue
		}
		b.lines = append(b.lines, s)
	}
	close(b.changed)
	b.changed = make(chan struct{})
}

// hidden are the fields of the last form in some markup.
func hidden(markup string) url.Values {
	form := url.Values{}
	for _, f := range hiddenForm.FindAllStringSubmatch(markup, -1) {
		form.Set(f[1], html.UnescapeString(f[2]))
	}
	return form
}

// seen are the bot's lines, and what is closed when there may be more.
func (b *window) seen() (ours []channeltest.Seen, changed <-chan struct{}) {
	b.mu.Lock()
	lines := slices.Clone(b.lines)
	changed = b.changed
	b.mu.Unlock()
	for _, s := range lines {
		if !s.mine {
			ours = append(ours, channeltest.Seen{Text: s.text, File: b.fetch(s.file)})
		}
	}
	return ours, changed
}

// fetch gets a picture as a browser does; nil where there is none.
func (b *window) fetch(file string) []byte {
	if file == "" {
		return nil
	}
	response, err := b.client.Do(must(http.NewRequestWithContext(b.w.ctx, "GET", b.w.server.URL+"/"+file, nil)))
	if err != nil || response.StatusCode != http.StatusOK {
		return nil
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return body
}

func (b *window) tap(label string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range slices.Backward(b.lines) {
		if value, there := s.choices[label]; there && s.form != nil {
			b.queue <- draft{tap: true, text: value, ask: s.form.Get("ask"), id: s.form.Get("id")}
			return nil
		}
	}
	return fmt.Errorf("no open choice %q", label)
}

func (b *window) visitor() visitor {
	cookies := b.client.Jar.Cookies(must(url.Parse(b.w.server.URL)))
	return visitor{secret: cookies[0].Value}
}

// send posts what is in the queue: the form of the page, again and again until it is taken. Without script it keeps its id because the page that
// refuses it gives it back, with script because the script remembers it.
func (b *window) send() {
	for {
		select {
		case d := <-b.queue:
			b.mu.Lock()
			form := hidden(b.page[strings.LastIndex(b.page, "<footer>"):])
			b.mu.Unlock()
			if d.tap {
				form.Set("tap", d.text)
				form.Set("ask", d.ask)
			} else {
				form.Set("text", d.text)
			}
			if b.w.script {
				form.Set("id", randomID(12))
			} else if d.id != "" {
				form.Set("id", d.id)
			}
			for again := b.post(form); again > 0 && b.pause(again); again = b.post(form) {
			}
		case <-b.w.ctx.Done():
			return
		}
	}
}

// post returns after how long to try again; 0: it was taken.
func (b *window) post(form url.Values) time.Duration {
	request := must(http.NewRequestWithContext(b.w.ctx, "POST", b.w.server.URL+"/", strings.NewReader(form.Encode())))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if b.w.script {
		request.Header.Set("Accept", "application/json")
		request.Header.Set("Sec-Fetch-Site", "same-origin") // without: an old browser, which has only the token to show
	}
	response, err := b.client.Do(request)
	if err != nil {
		return time.Second
	}
	status, again := response.StatusCode, response.Header.Get("Retry-After")
	if b.w.script {
		response.Body.Close()
	} else {
		b.read(response)
	}
	seconds, err := strconv.Atoi(again)
	switch {
	case status == http.StatusOK:
		return 0
	case err != nil:
		b.w.t.Errorf("%q was answered with status %d, and no time to try again", form, status)
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// listen keeps the stream open as EventSource does: it comes back after the time that it was told, from the last event that it had.
func (b *window) listen() {
	b.mu.Lock()
	last := regexp.MustCompile(`data-last="(\d+)"`).FindStringSubmatch(b.page)[1]
	b.mu.Unlock()
	for retry := time.Second; b.pause(retry); {
		request := must(http.NewRequestWithContext(b.w.ctx, "GET", b.w.server.URL+"/events?after="+last, nil))
		response, err := b.client.Do(request)
		if err != nil {
			continue
		}
		l := &listener{t: b.w.t, body: response.Body, scan: bufio.NewScanner(response.Body)}
		l.scan.Buffer(nil, 1<<20)
		for h, open := l.next(); open; h, open = l.next() {
			switch {
			case h.name == "line":
				b.mu.Lock()
				last = h.id
				b.add(h.line.HTML)
				b.mu.Unlock()
			case h.name == "change":
				b.mu.Lock()
				b.add(h.line.HTML)
				b.mu.Unlock()
			case h.name == "reset":
				b.load()
			case strings.HasPrefix(h.name, "retry "):
				retry = time.Duration(must(strconv.Atoi(h.name[6:]))) * time.Millisecond
			}
		}
		l.close()
	}
}
