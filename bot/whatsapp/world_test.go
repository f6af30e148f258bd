package whatsapp_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"

	"lopo/bot/channel"
	"lopo/bot/channel/channeltest"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
	"lopo/store/seal"
)

// world is WhatsApp as the conformance suite sees it.
type world struct {
	t    *testing.T
	ctx  context.Context
	end  context.CancelFunc
	srv  *whatsapptest.Server
	bot  *whatsapptest.Account
	path string
	ch   *whatsapp.Channel
	file *channel.Files

	mu     sync.Mutex
	people map[int]*talker
	busy   sync.WaitGroup
}

// talker is a resident whose phone sends what she writes one after the other.
type talker struct {
	account *whatsapptest.Account
	ready   chan struct{}
	chat    *whatsapptest.Chat
	say     chan string
}

func TestWhatsAppKeepsTheContract(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.World { return newWorld(t) })
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, srv: whatsapptest.New(t), path: filepath.Join(t.TempDir(), "whatsapp.db"), file: channeltest.Files(), people: map[int]*talker{}}
	w.ctx, w.end = context.WithCancel(context.Background())
	w.bot = w.srv.Account(number)
	w.Restart()
	steps, err := w.ch.Link(w.ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	for s := range steps {
		if s.Stage == channel.LinkScan {
			err = w.bot.Scan(s.Secret)
		}
		if s.Stage == channel.LinkFailed || err != nil {
			t.Fatal(s.Text, err)
		}
	}
	return w
}

func (w *world) Restart() channel.Channel {
	if w.ch != nil {
		if err := w.ch.Close(); err != nil {
			w.t.Fatal(err)
		}
	}
	box, err := seal.New(bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		w.t.Fatal(err)
	}
	w.ch, err = whatsapp.Open(context.Background(), whatsapp.Options{Path: w.path, Seal: box, Typing: -1, HTTP: w.srv.Client(), Wait: hasten, Timeout: 2 * time.Second, Files: w.file})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.ch
}

// hasten shortens every pause a hundredfold.
func hasten(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d / 100)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *world) Channel() channel.Channel { return w.ch }
func (w *world) Residents() int           { return 4 } // each is a client in this process

func (w *world) person(n int) *talker {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p := w.people[n]; p != nil {
		return p
	}
	phone := fmt.Sprintf("62812300000%02d", n)
	p := &talker{account: w.srv.Account(phone), ready: make(chan struct{}), say: make(chan string, 100)}
	w.people[n] = p
	w.busy.Go(func() {
		r, err := w.srv.Resident(context.WithoutCancel(w.ctx), phone, "Maria Nale") // her connection ends by itself, not with w.ctx
		if err != nil {
			if w.ctx.Err() == nil {
				w.t.Error(err)
			}
			return
		}
		p.chat = r.With(w.bot)
		close(p.ready)
		for {
			select {
			case text := <-p.say:
				id := r.Client.GenerateMessageID() // a phone tries again under the same
				for w.ctx.Err() == nil && p.chat.SendAs(w.ctx, id, &waE2E.Message{Conversation: &text}) != nil {
				}
			case <-w.ctx.Done():
				return
			}
		}
	})
	return p
}

func (w *world) Say(n int, text string) { w.person(n).say <- text }

func (w *world) Seen(ctx context.Context, resident, n int) ([]channeltest.Seen, error) {
	p := w.person(resident)
	select {
	case <-p.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var out []channeltest.Seen
	err := w.srv.Until(ctx, func() bool { return len(p.chat.Screen()) >= n })
	for _, m := range p.chat.Screen() {
		seen := channeltest.Seen{Text: whatsapptest.Shown(m.Text)}
		if m.Kind == "image" || m.Kind == "document" {
			var bad error
			if seen.File, bad = p.chat.File(ctx, m); bad != nil {
				return nil, bad
			}
		}
		out = append(out, seen)
	}
	return out, err
}

func (w *world) Show(resident int, kind store.Kind, data []byte) {
	p := w.person(resident)
	w.busy.Go(func() {
		<-p.ready
		var err error
		if kind == store.Image {
			_, err = p.chat.Image(w.ctx, data, "")
		} else {
			_, err = p.chat.Document(w.ctx, data, "surat.pdf", "application/pdf")
		}
		if err != nil && w.ctx.Err() == nil {
			w.t.Error(err)
		}
	})
}

func (w *world) Read(resident int) error {
	chat := w.person(resident).chat
	return chat.Read(w.ctx, chat.Inbox()...)
}

func (w *world) Break(_ int, class channel.Class) bool {
	switch class {
	case channel.Throttled:
		w.bot.Refuse(429)
	case channel.Uncertain:
		w.bot.LoseAcks(1)
	case channel.Refused:
		w.bot.Refuse(499)
	case channel.Restricted:
		w.bot.Refuse(463)
	default:
		return false
	}
	return true
}

func (w *world) Heal() {}

func (w *world) Close() {
	w.end()
	w.busy.Wait()
	w.srv.Close()
	if err := w.ch.Close(); err != nil {
		w.t.Error(err)
	}
	for _, p := range []string{w.path, w.path + "-wal", w.path + "-shm"} {
		os.Remove(p)
	}
}
