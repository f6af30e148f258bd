package webchat

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/channel/channeltest"
	"lopo/store/seal"
)

func TestPageWithScriptKeepsTheContract(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.World { return newWorld(t, true) })
}

func TestPageWithoutScriptKeepsTheContract(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.World { return newWorld(t, false) })
}

// world is the web as the conformance suite sees it: a server at one address, the file of lines behind it, and a browser for each resident.
// It has no Holder: no send waits for a visitor.
type world struct {
	t      *testing.T
	script bool // the browsers run chat.js
	path   string
	box    *seal.Box
	server *httptest.Server
	files  *channel.Files

	serving sync.RWMutex // read: by requests; write: to change what answers them
	ch      *Channel
	handler http.Handler

	ctx     context.Context // ends with the world
	stop    context.CancelFunc
	running sync.WaitGroup // goroutines of the browsers
	mu      sync.Mutex
	windows map[int]*window
}

func newWorld(t *testing.T, script bool) *world {
	w := &world{t: t, script: script, path: filepath.Join(t.TempDir(), "webchat.db"), box: must(seal.New(seal.NewSecret())), files: channeltest.Files(), windows: map[int]*window{}}
	w.ctx, w.stop = context.WithCancel(context.Background())
	w.Restart()
	w.server = httptest.NewServer(w)
	return w
}

// Restart is a new program over the same file, at the same address and for the same browsers. The old one must have let go of all requests
// soon after its Receive returned.
func (w *world) Restart() channel.Channel {
	late := time.After(5 * time.Second)
	for !w.serving.TryLock() {
		select {
		case <-soon(100 * time.Millisecond):
		case <-late:
			w.t.Fatal("requests of the ended program go on")
		}
	}
	defer w.serving.Unlock()
	if w.ch != nil {
		if err := w.ch.Close(); err != nil {
			w.t.Error(err)
		}
	}
	ch, err := Open(Options{Path: w.path, Seal: w.box, Log: slog.New(slog.DiscardHandler), Files: w.files})
	if err != nil {
		w.t.Fatal(err)
	}
	ch.answers = wait{first: time.Millisecond, more: time.Millisecond} // the suite answers when it likes
	w.ch, w.handler = ch, ch.Handler()
	return ch
}

func (w *world) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.serving.RLock()
	defer w.serving.RUnlock()
	w.handler.ServeHTTP(out, r)
}

func (w *world) Channel() channel.Channel { return w.ch }
func (w *world) Residents() int           { return 1000 }
func (w *world) Say(n int, text string)   { w.window(n).queue <- draft{text: text} }

func (w *world) Tap(n int, label string) error { return w.window(n).tap(label) }

func (w *world) Seen(ctx context.Context, n, count int) ([]channeltest.Seen, error) {
	b := w.window(n)
	for {
		if !w.script {
			b.load()
		}
		ours, changed := b.seen()
		if len(ours) >= count {
			return ours, nil
		}
		var again <-chan time.Time
		if !w.script { // nothing comes by itself: the page loads itself anew
			again = soon(5 * time.Second)
		}
		select {
		case <-changed:
		case <-again:
		case <-ctx.Done():
			return ours, ctx.Err()
		}
	}
}

// soon is a hundredth of d: the browsers keep every pause that the page asks for, only shorter.
func soon(d time.Duration) <-chan time.Time { return time.After(d / 100) }

// Break makes the file refuse new lines of one chat, as a full disk would; nothing else can fail here.
func (w *world) Break(n int, class channel.Class) bool {
	if class != channel.Retry {
		return false
	}
	w.alter(`CREATE TRIGGER full BEFORE INSERT ON line WHEN new.chat = '` + w.window(n).visitor().chat() + `' BEGIN SELECT raise(ABORT, 'disk full'); END`)
	return true
}

func (w *world) Heal() { w.alter(`DROP TRIGGER IF EXISTS full`) }

// alter changes the file behind the channel's back.
func (w *world) alter(statement string) {
	db, err := sql.Open("sqlite", "file:"+w.path+"?"+pragmas)
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) Close() {
	w.stop()
	w.running.Wait()
	for _, b := range w.windows {
		b.client.CloseIdleConnections()
	}
	w.server.Close()
	if err := w.ch.Close(); err != nil {
		w.t.Error(err)
	}
}

// window is the page of one resident, opened at the first need.
func (w *world) window(n int) *window {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.windows[n] == nil {
		w.windows[n] = newWindow(w)
	}
	return w.windows[n]
}
