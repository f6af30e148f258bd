package terminal

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/bot/channel"
	"lopo/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func clock() time.Time { return start }

// core stands for the world behind deliver: it answers from another goroutine, and settle waits for that.
type core struct {
	t       *testing.T
	c       *Channel
	answers map[string]store.Outgoing // by the text that was heard

	mu    sync.Mutex
	heard []store.Message
	fails int // deliveries still to be refused
	busy  sync.WaitGroup
}

func (k *core) deliver(_ context.Context, messages ...store.Message) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fails > 0 {
		k.fails--
		return errors.New("disk full")
	}
	k.heard = append(k.heard, messages...)
	for _, m := range messages {
		answer, ok := k.answers[m.Text]
		if !ok {
			continue
		}
		answer.Key = m.From.Chat + "/" + m.ID + "/1"
		if answer.To.Chat == "" {
			answer.To = m.From
		}
		k.busy.Add(1)
		go func() {
			defer k.busy.Done()
			if _, err := k.c.Send(context.Background(), answer); err != nil {
				k.t.Errorf("Send: %v", err)
			}
		}()
	}
	return nil
}

func (k *core) settle(context.Context) error { k.busy.Wait(); return nil }

var menu = map[string]store.Outgoing{
	"halo": {Text: "Selamat pagi.\nPilih pelatihan:", Ask: "training.pick#1", Choices: []store.Choice{{Value: "1", Label: "Menjahit"}, {Value: "2", Label: "Las <listrik>"}}},
	"2":    {Text: "Siapa nama Bapak/Ibu?"},
}

// talk plays lines and returns what was heard.
func talk(t *testing.T, o Options, k *core) []store.Message {
	t.Helper()
	o.Settle, o.Now = k.settle, clock
	k.t, k.c = t, New(o)
	if err := k.c.Receive(t.Context(), k.deliver); err != nil {
		t.Fatalf("Receive: %v", err)
	}
	return k.heard
}

func TestPlain(t *testing.T) {
	var out, record strings.Builder
	heard := talk(t, Options{In: strings.NewReader("halo\n\n   \n/tap 2\n/menu\n"), Out: &out, Record: &record, As: "maria"}, &core{answers: menu})
	if len(heard) != 3 {
		t.Fatalf("heard %d messages: %+v", len(heard), heard)
	}
	if m := heard[1]; m.Kind != store.Tap || m.Text != "2" || m.Ask != "training.pick#1" || m.From != (store.Address{Channel: "terminal", Chat: "maria"}) || !m.At.Equal(start) {
		t.Errorf("tap = %+v", m)
	}
	if m := heard[2]; m.Kind != store.Text || m.Text != "/menu" {
		t.Errorf("/menu = %+v", m)
	}
	want := "  ┃ Selamat pagi.\n  ┃ Pilih pelatihan:\n  ┃\n  ┃  1. Menjahit\n  ┃  2. Las <listrik>\n\n  ┃ Siapa nama Bapak/Ibu?\n\n"
	if out.String() != want {
		t.Errorf("screen:\n%s\nwant:\n%s", out.String(), want)
	}
	want = "> halo\n< Selamat pagi.\n< Pilih pelatihan:\n< [1] Menjahit\n< [2] Las <listrik>\n\n> /tap 2\n< Siapa nama Bapak/Ibu?\n\n> /menu\n"
	if record.String() != want {
		t.Errorf("transcript:\n%s\nwant:\n%s", record.String(), want)
	}
}

func TestJSON(t *testing.T) {
	var out strings.Builder
	talk(t, Options{In: strings.NewReader("halo\n2\n/tap 9\n/menu"), Out: &out, JSON: true, Prompt: true}, &core{answers: menu})
	want := `{"to":"terminal","text":"Selamat pagi.\nPilih pelatihan:","choices":[{"value":"1","label":"Menjahit"},{"value":"2","label":"Las <listrik>"}]}
{"turn":1}
{"to":"terminal","text":"Siapa nama Bapak/Ibu?","choices":[]}
{"turn":2}
{"error":"tidak ada pilihan \"9\"; yang terakhir tampil ada 2"}
{"turn":3}
{"turn":4}
`
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestPrompt(t *testing.T) {
	var out strings.Builder
	talk(t, Options{In: strings.NewReader("2\n"), Out: &out, Prompt: true}, &core{answers: menu})
	if want := ">   ┃ Siapa nama Bapak/Ibu?\n\n> "; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestKinds(t *testing.T) {
	lines := "/edit belum ada\nsatu\n/edit dua\n/edit tiga\n/foto ktp saya\n/suara\n/stiker\n/lokasi -10.178 123.607\n/lokasi NaN 1\n/lokasi 1\n/kontak +6281234567890\n/kontak 0812\n/tap 1\n"
	heard := talk(t, Options{In: strings.NewReader(lines), Out: io.Discard}, &core{})
	var kinds []string
	ids := map[string]bool{}
	for _, m := range heard {
		kinds = append(kinds, string(m.Kind))
		ids[m.ID] = true
	}
	if got, want := strings.Join(kinds, " "), "text edited edited image voice sticker location contact"; got != want {
		t.Fatalf("kinds %q, want %q", got, want)
	}
	if len(ids) != len(heard) {
		t.Errorf("ids repeat: %v", ids)
	}
	if heard[1].Of != heard[0].ID || heard[2].Of != heard[0].ID || heard[2].Text != "tiga" {
		t.Errorf("edits = %+v, %+v", heard[1], heard[2])
	}
	if heard[3].Text != "ktp saya" || heard[6].Lat != -10.178 || heard[6].Lon != 123.607 || heard[7].Phone != "+6281234567890" {
		t.Errorf("kinds carry %+v", heard[3:])
	}
}

func TestIDsDifferBetweenRuns(t *testing.T) {
	one := talk(t, Options{In: strings.NewReader("halo\n"), Out: io.Discard}, &core{})
	start = start.Add(time.Nanosecond)
	two := talk(t, Options{In: strings.NewReader("halo\n"), Out: io.Discard}, &core{})
	if one[0].ID == two[0].ID {
		t.Errorf("both runs used the id %q", one[0].ID)
	}
}

func TestDeliversAgainAfterAnError(t *testing.T) {
	var out strings.Builder
	heard := talk(t, Options{In: strings.NewReader("halo\n"), Out: &out}, &core{fails: 1})
	if len(heard) != 1 || !strings.Contains(out.String(), "dicoba lagi") {
		t.Errorf("heard %+v, screen %q", heard, out.String())
	}
}

func TestOtherChatIsNamed(t *testing.T) {
	var out strings.Builder
	c := New(Options{Out: &out, As: "maria"})
	if _, err := c.Send(t.Context(), store.Outgoing{Key: "k", To: store.Address{Channel: Name, Chat: "grup-oesapa"}, Text: "Pengumuman", Choices: []store.Choice{{Value: "1", Label: "Baik"}}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "kepada grup-oesapa") || len(c.shown) != 0 {
		t.Errorf("screen %q, shown %v", out.String(), c.shown)
	}
}

func TestBrokenOutputIsUncertain(t *testing.T) {
	r, w := io.Pipe()
	r.Close()
	_, err := New(Options{Out: w}).Send(t.Context(), store.Outgoing{Text: "x"})
	if channel.Classify(err).Class != channel.Uncertain || err == nil {
		t.Errorf("err = %v", err)
	}
}

// goleak proves that the reader is gone afterwards.
func TestReceiveEndsWithItsContext(t *testing.T) {
	in, w := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	heard, result := make(chan store.Message), make(chan error)
	c := New(Options{In: in, Out: io.Discard})
	go func() {
		result <- c.Receive(ctx, func(_ context.Context, ms ...store.Message) error { heard <- ms[0]; return nil })
	}()
	if _, err := io.WriteString(w, "halo\n"); err != nil {
		t.Fatal(err)
	}
	<-heard
	cancel()
	if err := <-result; err != nil {
		t.Errorf("Receive: %v", err)
	}
}
