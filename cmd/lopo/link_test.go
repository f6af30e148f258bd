package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"lopo/bot/channel"
)

var shownCode = regexp.MustCompile(`(?m)^  ([0-9A-Z]{4})-([0-9A-Z]{4})$`)

// links runs "lopo link" with a code to type, types it on the phone, and returns what it printed.
func (l *line) links(args ...string) (string, error) {
	l.Helper()
	c := exec.CommandContext(l.ctx, standin.program(l, "."), append([]string{"link", "--phone", "0" + strings.TrimPrefix(botNumber, "62")}, args...)...)
	c.Env = append(basics(l.TempDir()), l.set...)
	var said, log bytes.Buffer
	out, err := c.StdoutPipe()
	if err != nil {
		l.Fatal(err)
	}
	c.Stderr = &log
	if err := c.Start(); err != nil {
		l.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if code := shownCode.FindStringSubmatch(lines.Text()); code != nil {
			if err := l.bot.TypeCode(l.ctx, code[1]+code[2]); err != nil {
				l.Error(err)
			}
		}
	}
	err = c.Wait()
	return said.String() + log.String(), err
}

// With nothing running the command links by itself, and says what to do next; the bot runs with that number afterwards. A second time there is
// nothing to link.
func TestLinkAlone(t *testing.T) {
	l := bareLine(t)
	out, err := l.links()
	if err != nil || !strings.Contains(out, "lopo serve") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := l.links(); err == nil || !strings.Contains(out, "sudah tertaut") {
		t.Errorf("again: %v\n%s", err, out)
	}
	p := l.serve()
	l.register(l.ctx, l.people(0, 1))
	l.confirmed(p)
}

// Beside a running bot the command lets it make the link: one program has the device, and it is on WhatsApp at once.
func TestLinkBesideServe(t *testing.T) {
	l := bareLine(t)
	p := run(t, standin.program(t, "."), []string{"serve"}, l.set...)
	logins := len(l.bot.Journal("connected"))
	for l.listening() == "" {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-p.ctx.Done():
			t.Fatalf("it does not serve:\n%s", p.log())
		}
	}
	if out, err := l.links(); err != nil || !strings.Contains(out, "sedang berjalan memakai nomor ini") {
		t.Fatalf("%v\n%s\n%s", err, out, p.log())
	}
	if err := l.srv.Until(l.ctx, func() bool { return len(l.bot.Journal("connected")) > logins+1 }); err != nil {
		t.Fatal(err)
	}
	l.register(l.ctx, l.people(0, 1))
	if out, err := l.links(); err == nil || !strings.Contains(out, "sudah tertaut") {
		t.Errorf("again: %v\n%s", err, out)
	}
	l.confirmed(p)
}

// listening is where the bot says that it is reached; "" as long as it does not.
func (l *line) listening() (addr string) {
	l.Helper()
	raw, err := sql.Open("sqlite", "file:"+l.db+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		l.Fatal(err)
	}
	defer raw.Close()
	_ = raw.QueryRowContext(l.ctx, `SELECT value FROM meta WHERE name = 'listening'`).Scan(&addr) // it may not be there yet
	return addr
}

// The picture in the terminal is the code, to the last module, with a quiet zone around it.
func TestLinkPicture(t *testing.T) {
	const secret = "https://wa.me/settings/linked_devices#2@abcdefghij,klmnop,qrstuv,wxyz012345,1"
	var out bytes.Buffer
	show(&out, channel.LinkStep{Stage: channel.LinkScan, Secret: secret, Text: "Pindai."}, false)
	var rows [][]bool // true: dark
	for _, text := range strings.Split(out.String(), "\n") {
		if strings.Trim(text, "█▀▄ ") != "" || text == "" {
			break
		}
		var upper, lower []bool
		for _, r := range text { // drawn in light on a dark terminal
			upper, lower = append(upper, r != '█' && r != '▀'), append(lower, r != '█' && r != '▄')
		}
		rows = append(rows, upper, lower)
	}
	code, err := qr.Encode(secret, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	quiet := (len(rows[0]) - code.Size) / 2
	if quiet < 1 {
		t.Fatalf("%d columns for %d modules", len(rows[0]), code.Size)
	}
	for y := range code.Size {
		for x := range code.Size {
			if rows[y+quiet][x+quiet] != code.Black(x, y) {
				t.Fatalf("module %d,%d is wrong:\n%s", x, y, &out)
			}
		}
	}
	if !strings.Contains(out.String(), "Pindai.") {
		t.Errorf("it does not say what to do:\n%s", &out)
	}
}
