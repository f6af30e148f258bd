package whatsapptest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// The admin requests do from another process what the methods do in this one.
func TestAdmin(t *testing.T) {
	w := newWorld(t)
	srv := httptest.NewServer(w.srv.Admin())
	defer srv.Close()
	ask := func(path string, form url.Values, answer any) (status int) {
		t.Helper()
		res, err := http.PostForm(srv.URL+path, form)
		w.ok(err)
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		w.ok(err)
		if answer != nil {
			if err := json.Unmarshal(body, answer); err != nil {
				t.Fatalf("%s: %s", path, body)
			}
		}
		return res.StatusCode
	}
	var about struct{ Addr, Root string }
	ask("/", nil, &about)
	if about.Addr != w.srv.Addr || len(about.Root) != 64 {
		t.Errorf("%+v", about)
	}
	if status := ask("/scan", url.Values{"phone": {w.bot.Phone}, "qr": {"halo"}}, nil); status != http.StatusConflict {
		t.Errorf("a wrong code: %d", status)
	}
	if status := ask("/resident", url.Values{"phone": {"6281230000005"}, "name": {"Adriana Lado"}}, nil); status != http.StatusOK {
		t.Fatalf("no resident: %d", status)
	}
	ask("/corrupt", url.Values{"phone": {w.bot.Phone}, "n": {"1"}}, nil)
	var said struct{ ID string }
	ask("/say", url.Values{"from": {"6281230000005"}, "to": {w.bot.Phone}, "text": {"halo"}}, &said)
	chat := w.bot.With(w.srv.Account("6281230000005"))
	if got := must[[]seen](w)(chat.Wait(w.ctx, 1)); got[0].ID() != said.ID || got[0].Retry != 1 {
		t.Errorf("the bot got %+v", got[0])
	}
	must[string](w)(chat.Say(w.ctx, "Selamat pagi"))
	var inbox []struct{ Text string }
	ask("/inbox", url.Values{"who": {"6281230000005"}, "with": {w.bot.Phone}, "n": {"1"}, "wait": {"10"}}, &inbox)
	if len(inbox) != 1 || inbox[0].Text != "Selamat pagi" {
		t.Errorf("inbox is %+v", inbox)
	}
	ask("/bar", url.Values{"phone": {w.bot.Phone}, "reason": {"503"}}, nil)
	ask("/cut", url.Values{"phone": {w.bot.Phone}}, nil)
	w.until("barred", func() bool { return len(w.bot.Journal("refused")) > 0 })
	ask("/say", url.Values{"from": {"6281230000005"}, "to": {w.bot.Phone}, "text": {"masih?"}}, nil)
	var queue struct{ N int }
	ask("/queue", url.Values{"phone": {w.bot.Phone}, "device": {"1"}, "kind": {"message"}}, &queue)
	if queue.N != 1 {
		t.Errorf("%d wait", queue.N)
	}
	var journal []struct{ Kind, Detail string }
	ask("/journal", url.Values{"phone": {w.bot.Phone}, "kind": {"refused"}}, &journal)
	if len(journal) == 0 || !strings.Contains(journal[0].Detail, "503") {
		t.Errorf("journal is %+v", journal)
	}
}
