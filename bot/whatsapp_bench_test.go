package bot_test

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"

	"lopo/bot/whatsapp/whatsapptest"
)

// BenchmarkWhatsApp lets residents write to the whole bot at once, each as soon as she has her answer, and prints answered messages a second,
// how long an arriving message holds the account's queue until it is on disk, and how much memory the bot takes for its linked device (the first
// run: with all that it knows) and for each of them. Residents have phones of their own: theirs and the local WhatsApp are another process,
// which takes what the bot leaves of the processors.
func BenchmarkWhatsApp(b *testing.B) {
	for _, residents := range []int{1, 20, 200} {
		b.Run(fmt.Sprintf("residents=%d", residents), func(b *testing.B) { chatter(b, residents) })
	}
}

func chatter(b *testing.B, residents int) {
	p := newPier(b)
	ask := outside(b, p)
	bare := heap()
	p.start()
	linked := heap()
	crowd := url.Values{"phone": {"6281240000000"}, "n": {strconv.Itoa(residents)}, "to": {ownNumber}, "text": {"menu", "1", "0", "status", "bantuan"}}
	var answers, seconds float64
	for b.Loop() {
		p.At(p.now.Add(time.Hour)) // else who always says the same is taken for a machine
		var got struct{ Answers, Seconds float64 }
		p.must(json.Unmarshal(ask("/crowd", crowd), &got))
		answers, seconds = answers+got.Answers, seconds+got.Seconds
	}
	p.mu.Lock()
	held := slices.Clone(p.held)
	p.mu.Unlock()
	slices.Sort(held)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(answers/seconds, "msg/s")
	b.ReportMetric(float64(held[len(held)/2].Microseconds())/1000, "inbox-p50-ms")
	b.ReportMetric(float64(held[len(held)*99/100].Microseconds())/1000, "inbox-p99-ms")
	b.ReportMetric((linked-bare)/1e6, "heap-MB/device")
	b.ReportMetric((heap()-linked)/1e6/float64(residents), "heap-MB/resident")
}

// outside starts a local WhatsApp of its own process and lets the pier use that. What it returns asks it for something.
func outside(b *testing.B, p *pier) (ask func(path string, form url.Values) []byte) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "whatsapptest")
	if out, err := exec.Command("go", "build", "-o", path, "./whatsapp/whatsapptest/cmd").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	c := exec.CommandContext(p.ctx, "nice", "-n", "19", path)
	out, err := c.StdoutPipe()
	p.must(err)
	p.must(c.Start())
	before := whatsmeow.WACertPubKey
	b.Cleanup(func() {
		p.stop() // before its world goes, and before another key is trusted
		whatsmeow.WACertPubKey = before
		c.Process.Signal(syscall.SIGTERM)
		if err := c.Wait(); err != nil {
			b.Error(err)
		}
	})
	is := map[string]string{}
	for lines := bufio.NewScanner(out); len(is) < 3 && lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		is[name] = value
	}
	ask = func(path string, form url.Values) []byte {
		b.Helper()
		res, err := http.PostForm(is["admin"]+path, form)
		p.must(err)
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		p.must(err)
		if res.StatusCode != http.StatusOK {
			b.Fatalf("%s: %s", path, body)
		}
		return body
	}
	key, err := hex.DecodeString(is["root"])
	p.must(err)
	copy(whatsmeow.WACertPubKey[:], key)
	p.client = &http.Client{Transport: whatsapptest.Transport(is["server"])}
	p.scan = func(secret string) error {
		ask("/scan", url.Values{"phone": {ownNumber}, "qr": {secret}})
		return nil
	}
	return ask
}
