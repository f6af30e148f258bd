package webchat

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

func TestHeadersAndCookie(t *testing.T) {
	r := start(t, nil)
	for _, https := range []bool{false, true} {
		request := must(http.NewRequest("GET", r.server.URL+"/", nil))
		if https {
			request.Header.Set("X-Forwarded-Proto", "https")
		}
		response, err := r.server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		c := response.Cookies()[0]
		if len(response.Cookies()) != 1 || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != https || strings.HasPrefix(c.Name, "__Host-") != https || len(c.Value) != 32 {
			t.Errorf("https %v: cookie %+v", https, c)
		}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Permissions-Policy"} {
			if response.Header.Get(name) == "" {
				t.Errorf("no %s", name)
			}
		}
		if got := response.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control %q", got)
		}
	}
}

// The policy forbids inline code, so there is none; and the first load fits a slow line.
func TestFirstLoad(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	for _, bad := range []string{"<style", " style=", " onclick=", "javascript:", "<script>"} {
		if strings.Contains(b.page, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	size := len(b.page)
	found := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:src|href)="(assets/[^"]+)"`).FindAllStringSubmatch(b.page, -1) {
		found[m[1]] = true
	}
	if len(found) != 3 {
		t.Errorf("assets %v", found)
	}
	for name := range found {
		request := must(http.NewRequest("GET", r.server.URL+"/"+name, nil))
		request.Header.Set("Accept-Encoding", "gzip")
		response, err := b.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		body.ReadFrom(response.Body)
		response.Body.Close()
		size += body.Len()
		if !strings.Contains(response.Header.Get("Cache-Control"), "immutable") || response.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %v", name, response.Header)
		}
		z := must(gzip.NewReader(&body))
		var plain bytes.Buffer
		plain.ReadFrom(z)
		if b.get("/" + name); b.page != plain.String() || plain.Len() == 0 {
			t.Errorf("%s differs when compressed", name)
		}
		if strings.Contains(name, ".css") && plain.Len() > 15<<10 {
			t.Errorf("the style has %d bytes", plain.Len())
		}
	}
	if size > 60<<10 {
		t.Errorf("first load %d bytes", size)
	}
	t.Logf("first load: %d bytes", size)
	if b.get("/assets/none.css"); b.status != http.StatusNotFound {
		t.Errorf("no such asset: %d", b.status)
	}
}

func TestTextIsText(t *testing.T) {
	r := start(t, nil)
	r.core.answer = nil // it would repeat the visitor's words as ours
	r.Channel.answers.first = time.Nanosecond
	b := r.visit()
	b.write(`<script>alert(1)</script> https://jahat.example`)
	r.say(b.chat(), "k1", "Lihat https://karirhub.kemnaker.go.id/x?a=1&b=2. Lalu <b>javascript:alert(1)</b>")
	b.get("/")
	if strings.Contains(b.page, "<script>") || strings.Contains(b.page, "<b>javascript") || strings.Contains(b.page, `href="https://jahat`) {
		t.Errorf("markup of a message is alive:\n%s", b.page)
	}
	if !strings.Contains(b.page, `<a href="https://karirhub.kemnaker.go.id/x?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">https://karirhub.kemnaker.go.id/x?a=1&amp;b=2</a>. Lalu`) {
		t.Errorf("the address is no link:\n%s", b.page)
	}
	if !strings.Contains(b.page, ">09.12<") || !strings.Contains(b.page, "Senin, 2 Mar 2026</li>") {
		t.Error("no time in WITA")
	}
}

func TestOlderLines(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	for i := range linesPerPage + 5 {
		r.say(b.chat(), fmt.Sprint("k", i), fmt.Sprint("kabar ", i))
	}
	b.get("/")
	if got := seen(b.page); len(got) != linesPerPage || got[0] != "< kabar 5" {
		t.Fatalf("%d lines from %q", len(got), got[0])
	}
	link := regexp.MustCompile(`href="\.(/\?before=\d+)"`).FindStringSubmatch(b.page)
	if link == nil {
		t.Fatal("no way to the older lines")
	}
	b.get(link[1])
	b.sees("< kabar 0", "< kabar 1", "< kabar 2", "< kabar 3", "< kabar 4")
	if strings.Contains(b.page, "<textarea") || strings.Contains(b.page, "before=") {
		t.Error("the older part is not read only, or leads on")
	}
}

// Only the newest question can be tapped, and news below it do not close it.
func TestOpenQuestion(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	for i := range 2 {
		m := question
		m.Key, m.To = fmt.Sprint("q", i), store.Address{Channel: Name, Chat: b.chat()}
		if _, err := r.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	r.say(b.chat(), "news", "Pengumuman")
	b.get("/")
	if strings.Count(b.page, "<fieldset disabled>") != 1 || strings.Count(b.page, "<fieldset>") != 1 || strings.Index(b.page, "<fieldset>") < strings.Index(b.page, "<fieldset disabled>") {
		t.Errorf("wrong question is open:\n%s", b.page)
	}
}

// The prefix of a mounted handler stays in every answer.
func TestBelowAPrefix(t *testing.T) {
	r := start(t, nil)
	mux := http.NewServeMux()
	mux.Handle("/obrolan/", http.StripPrefix("/obrolan", r.Handler()))
	r.server.Config.Handler = mux
	b := r.visit()
	b.get("/obrolan/")
	request := b.request(map[string][]string{"text": {"halo"}})
	request.URL.Path = "/obrolan/"
	b.read(b.client.Do(request))
	b.sees("> halo", "< Pilih pelatihan:")
}
