package webchat

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lopo/bot/channel/channeltest"
	"lopo/store"
)

// A picture is shown with its size, a document is saved under its name and never opened on the page; what is not on the shelf is not there.
func TestFilesOnThePage(t *testing.T) {
	c, err := Open(Options{Files: channeltest.Files()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v := newVisitor()
	letter := channeltest.Letter
	letter.Name = `edaran "1" <b>.pdf`
	gone := channeltest.Picture
	gone.Sum = strings.Repeat("f", 64)
	for i, m := range []store.Media{channeltest.Picture, letter, gone} {
		o := store.Outgoing{Key: fmt.Sprint("n/", i), To: store.Address{Channel: Name, Chat: v.chat()}, Text: fmt.Sprint("teks ", i), Media: &m}
		if _, err := c.Send(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	get := func(path string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", path, nil)
		w := httptest.NewRecorder()
		v.remember(w, r)
		for _, cookie := range w.Result().Cookies() {
			r.AddCookie(cookie)
		}
		w = httptest.NewRecorder()
		c.Handler().ServeHTTP(w, r)
		return w
	}
	page := get("/").Body.String()
	for _, want := range []string{`<img src="media/` + channeltest.Picture.Sum + `" width="120" height="80" alt="`, `download="edaran &#34;1&#34; &lt;b&gt;.pdf"`, "teks 2"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
	if strings.Contains(page, gone.Sum) {
		t.Error("a file that is not there is shown")
	}
	picture := get("/media/" + channeltest.Picture.Sum)
	if h := picture.Header(); picture.Code != 200 || h.Get("Content-Type") != "image/jpeg" || h.Get("Content-Disposition") != "" || !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("picture: %d %v", picture.Code, h)
	}
	paper := get("/media/" + letter.Sum)
	if h := paper.Header(); paper.Code != 200 || h.Get("Content-Type") != "application/pdf" || h.Get("Content-Disposition") != "attachment" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("document: %d %v", paper.Code, h)
	}
	for _, path := range []string{"/media/" + gone.Sum, "/media/", "/media/..%2f..%2fetc", "/media/x"} {
		if w := get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// A line that was changed says so; one that was taken back says only that, and neither is shown anew under its key.
func TestChangedLines(t *testing.T) {
	c, err := Open(Options{Files: channeltest.Files()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v := newVisitor()
	o := store.Outgoing{Key: "n/1", To: store.Address{Channel: Name, Chat: v.chat()}, Text: "Mulai Senin", Choices: []store.Choice{{Value: "1", Label: "Daftar"}}, Ask: "x#1"}
	id, err := c.Send(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	line := func() string {
		t.Helper()
		all, err := c.lines.after(t.Context(), v.chat(), 0, 10)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d lines, %v", len(all), err)
		}
		return c.page.event(all[0], v).HTML
	}
	next := o
	next.Text, next.Choices = "Mulai <Selasa>", nil
	if err := c.Edit(t.Context(), id, next); err != nil {
		t.Fatal(err)
	}
	if html := line(); !strings.Contains(html, "Mulai &lt;Selasa&gt;") || !strings.Contains(html, "diperbaiki") || strings.Contains(html, "fieldset") || strings.Contains(html, "Senin") {
		t.Error(html)
	}
	if c.Edit(t.Context(), id, store.Outgoing{To: store.Address{Channel: Name, Chat: "lain"}, Text: "x"}) == nil {
		t.Error("a line is changed from another chat")
	}
	if err := c.Revoke(t.Context(), o.To, id); err != nil {
		t.Fatal(err)
	}
	if html := line(); !strings.Contains(html, "ditarik kembali") || strings.Contains(html, "Selasa") {
		t.Error(html)
	}
	if again, err := c.Send(t.Context(), o); err != nil || again != id || strings.Contains(line(), "Senin") {
		t.Errorf("sent again it is shown again: %v", err)
	}
	if c.Edit(t.Context(), id, next) == nil {
		t.Error("what was taken back is changed")
	}
}
