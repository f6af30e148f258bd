package main

import (
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/store/redis/redistest"
)

// check looks at everything and says so; what is wrong makes it fail.
func TestAccept39Check(t *testing.T) {
	srv := redistest.Start(t)
	o := stocked(t, "LOPO_REDIS_URL="+srv.URL())
	out := o.does("check")
	for _, want := range []string{"settings", "ledger", "0 registrations", "sessions", "Redis", "words", "51 kelurahan in 6 kecamatan", "key"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	if strings.Contains(out, "BAD") || strings.Contains(out, secret) {
		t.Errorf("it says\n%s", out)
	}
	srv.Stop()
	o.refuses("BAD   sessions", "check")
	wrong := *o
	wrong.set = append([]string{"LOPO_DB=" + o.path("lopo.db")}, "LOPO_SECRET_KEY="+strings.Repeat("ab", 32))
	wrong.refuses("not the key", "check")
	wrong.set = append([]string{"LOPO_DB=" + o.path("lopo.db")}, "LOPO_SECRET_KEY=short")
	if out := wrong.refuses("LOPO_SECRET_KEY", "check"); strings.Contains(out, "short;") {
		t.Errorf("it repeats a secret:\n%s", out)
	}
}

// get asks a page of the program, as a proxy would with headers of its own.
func get(t *testing.T, url string, headers ...string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// Health and figures are for this machine alone: not from outside, and not through a proxy on this machine.
func TestAccept39HealthOnLoopback(t *testing.T) {
	o := newOffice(t, "LOPO_ADDR=0.0.0.0:0")
	s := o.serve("--demo")
	_, port, err := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	near := "http://127.0.0.1:" + port
	status, body := get(t, near+"/healthz")
	var health map[string]any
	if err := json.Unmarshal([]byte(body), &health); err != nil || status != http.StatusOK || health["ok"] != true {
		t.Errorf("healthz: %d %s (%v)", status, body, err)
	}
	if status, body := get(t, near+"/metrics"); status != http.StatusOK || !strings.Contains(body, `lopo_rows{what="inbox_waiting"} 0`) {
		t.Errorf("metrics: %d %.300s", status, body)
	}
	for _, page := range []string{"/healthz", "/metrics"} {
		for _, header := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via", "CF-Connecting-IP", "True-Client-IP"} {
			if status, _ := get(t, near+page, header, "203.0.113.7"); status != http.StatusNotFound {
				t.Errorf("%s with %s answers %d", page, header, status)
			}
		}
		if ip := outside(t); ip != "" {
			if status, _ := get(t, "http://"+net.JoinHostPort(ip, port)+page); status != http.StatusNotFound {
				t.Errorf("%s from %s answers %d", page, ip, status)
			}
		}
	}
	s.stop()
}

// outside is an address of this machine that is not loopback, "" when it has none.
func outside(t *testing.T) string {
	t.Helper()
	list, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLoopback() && ip.IP.To4() != nil {
			return ip.IP.String()
		}
	}
	return ""
}

// SIGTERM with a send in hand: the send is finished within the ten seconds, and nothing is lost or said twice.
func TestAccept39GracefulStop(t *testing.T) {
	srv := telegramtest.New(telegramtest.Options{})
	t.Cleanup(srv.Close)
	a := bottest.Maria(0)
	o := stocked(t, onTelegram(srv)...)
	p := srv.Person(7, "Maria Nale")
	s := o.serve()
	lines := a.Lines()
	tells(t, o, p, lines[:12]...)
	srv.Fail(telegramtest.Fault{Method: "sendMessage", Hold: true})
	n, sends := len(p.Inbox()), srv.Count("sendMessage")
	p.Say(lines[12])
	if err := srv.Wait(o.ctx, func() bool { return srv.Count("sendMessage") > sends }); err != nil {
		t.Fatal(err)
	}
	took := make(chan time.Duration, 1)
	go func() { took <- s.stop() }()
	if err := srv.Wait(o.ctx, func() bool { return !srv.Polling() }); err != nil { // it receives no more
		t.Fatal(err)
	}
	p.Say(lines[13]) // for the next start
	srv.Heal()
	if d := <-took; d > 10*time.Second {
		t.Errorf("it took %v to stop", d)
	}
	if got := p.Inbox(); len(got) != n+1 {
		t.Errorf("%d answers to the message in hand", len(got)-n)
	}
	s = o.serve()
	if _, err := p.Wait(o.ctx, n+2); err != nil {
		t.Error(err)
	}
	s.stop()
	if got := p.Inbox(); len(got) != n+2 || !strings.Contains(got[n+1].Text, "KPG-") {
		t.Errorf("%d answers; the last is %q", len(got), got[len(got)-1].Text)
	}
	if rows := o.exported(); len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}

// The drill: a backup taken while the bot serves brings everything back; a wrong key, a damaged file and a ledger in use are refused, and
// leave what is there as it is.
func TestAccept39BackupAndRestore(t *testing.T) {
	a := bottest.Maria(0)
	o := stocked(t)
	s := o.serve()
	b := bottest.NewBrowser(t, s.URL)
	for _, text := range a.Lines() {
		b.Ask(text)
	}
	copyOf := o.path("copy.db")
	o.does("backup", copyOf)
	o.refuses("exists already", "backup", copyOf)
	o.refuses("stop it first", "restore", copyOf)
	b.Ask("hapus data saya")
	b.Ask("1")
	s.stop()
	if rows := o.exported(); len(rows) != 0 {
		t.Fatalf("%d rows after the erasure", len(rows))
	}

	content, err := os.ReadFile(copyOf)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), content...)
	for i := len(damaged) / 4; i < len(damaged)*3/4; i++ {
		damaged[i] ^= 0x5a
	}
	foreign, err := sql.Open("sqlite", o.path("foreign.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := foreign.Exec(`CREATE TABLE meta (name TEXT, value TEXT)`); err != nil {
		t.Fatal(err)
	}
	foreign.Close()
	o.refuses("nothing was changed", "restore", o.path("foreign.db"))
	for name, bytes := range map[string][]byte{"damaged.db": damaged, "short.db": content[:len(content)/2], "text.db": []byte("bukan basis data, hanya tulisan"), "empty.db": nil} {
		if err := os.WriteFile(o.path(name), bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		if out := o.refuses("nothing was changed", "restore", o.path(name)); strings.Contains(out, "goroutine") {
			t.Errorf("%s: it says\n%s", name, out)
		}
		if rows := o.exported(); len(rows) != 0 {
			t.Errorf("%s: something was changed", name)
		}
	}
	other := *o
	other.set = append([]string{"LOPO_DB=" + o.path("other.db")}, "LOPO_SECRET_KEY="+strings.Repeat("ab", 32))
	other.refuses("secret key does not fit", "restore", copyOf)

	if out := o.does("restore", copyOf); !strings.Contains(out, "What was there before is") {
		t.Errorf("it says\n%s", out)
	}
	if rows := o.exported(); len(rows) != 1 || rows[0]["Nama"] != a.Name {
		t.Errorf("restored: %v", rows)
	}
	o.does("check")
	s = o.serve()
	if b := bottest.NewBrowser(t, s.URL); b.Ask("halo") == "" {
		t.Error("the restored bot does not answer")
	}
	s.stop()
}
