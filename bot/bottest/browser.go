package bottest

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"crypto/sha256"
	"encoding/hex"
)

// Browser is one visitor of a web chat, without scripts.
type Browser struct {
	testing.TB
	url    string
	client *http.Client
	n      int
	page   string
	ours   []string // the bot's lines so far
	last   int      // number of the last line seen
}

// NewBrowser opens the page.
func NewBrowser(t testing.TB, url string) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &Browser{TB: t, url: strings.TrimSuffix(url, "/"), client: &http.Client{Jar: jar}}
	b.Lines()
	return b
}

// Chat is the chat of the visitor's cookie.
func (b *Browser) Chat() string {
	b.Helper()
	u, err := url.Parse(b.url)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == "lopo" {
			sum := sha256.Sum256([]byte("lopo webchat chat\x00" + c.Value))
			return hex.EncodeToString(sum[:16])
		}
	}
	b.Fatal("no cookie")
	return ""
}

// Write sends a text as the page's script does, and does not wait for the answer.
func (b *Browser) Write(text string) int {
	b.Helper()
	b.n++
	return b.WriteAs(fmt.Sprintf("message-%08d", b.n), text)
}

// WriteAs sends a text under an id: the same twice is one message.
func (b *Browser) WriteAs(id, text string) int {
	b.Helper()
	return b.post(url.Values{"id": {id}, "text": {text}}, "application/json")
}

// Ask sends a text as the form does: the answer, if it comes soon, stands on the page.
func (b *Browser) Ask(text string) string {
	b.Helper()
	b.n++
	before := len(b.ours)
	form := url.Values{"id": {fmt.Sprintf("message-%08d", b.n)}, "text": {text}}
	for try := 0; b.post(form, "text/html") == http.StatusServiceUnavailable && try < 1000; try++ { // a program that has only just begun
	}
	b.read()
	return strings.Join(b.ours[min(before, len(b.ours)):], "\n---\n")
}

func (b *Browser) post(form url.Values, accept string) int {
	b.Helper()
	request, err := http.NewRequest(http.MethodPost, b.url+"/", strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", accept)
	request.Header.Set("Origin", b.url)
	return b.do(request)
}

func (b *Browser) do(request *http.Request) int {
	response, err := b.client.Do(request)
	if err != nil {
		return 0 // the server is gone
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	b.page = string(body)
	return response.StatusCode
}

// Lines loads the page and returns all that the bot has said on it. An emptied page begins anew.
func (b *Browser) Lines() []string {
	b.Helper()
	request, err := http.NewRequest(http.MethodGet, b.url+"/", nil)
	if err != nil {
		b.Fatal(err)
	}
	if status := b.do(request); status != http.StatusOK {
		b.Fatalf("the page answers %d", status)
	}
	b.read()
	return b.ours
}

var (
	bubble = regexp.MustCompile(`(?s)<li class="line (mine|ours)" data-n="(\d+)".*?<p class="text">(.*?)</p>(.*?)</li>`)
	button = regexp.MustCompile(`(?s)<button name="tap" value="([^"]*)">.*?<span>(.*?)</span>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
)

// read takes the new lines from the page. Choices stand below their question as in Outgoing.Plain.
func (b *Browser) read() {
	found := bubble.FindAllStringSubmatch(b.page, -1)
	if len(found) == 0 {
		b.ours, b.last = nil, 0
	}
	for _, m := range found {
		n, _ := strconv.Atoi(m[2])
		if n <= b.last {
			continue
		}
		b.last = n
		if m[1] == "mine" {
			continue
		}
		text := html.UnescapeString(tag.ReplaceAllString(m[3], ""))
		for _, c := range button.FindAllStringSubmatch(m[4], -1) {
			text += "\n" + html.UnescapeString(c[1]+". "+c[2])
		}
		b.ours = append(b.ours, text)
	}
}
