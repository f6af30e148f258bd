package whatsapp_test

import (
	"bytes"
	"context"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
	"lopo/store/seal"
)

// number is the bot's.
const number = "628110000001"

// rig is the channel on a local WhatsApp, with its inbox and the clock in the test's hand.
type rig struct {
	*testing.T
	ctx   context.Context
	srv   *whatsapptest.Server
	bot   *whatsapptest.Account
	path  string
	box   *seal.Box
	ch    *whatsapp.Channel
	notes *notes
	set   func(*whatsapp.Options)

	mu      sync.Mutex
	now     time.Time
	waits   map[int]*pause
	serial  int
	inbox   []store.Message
	moves   []store.Message // what became of us in groups
	refuse  int             // how many deliveries still fail
	explode int             // how many end in a panic
	poison  string          // a text that always does
	changed chan struct{}
	stop    func()
}

type pause struct {
	until time.Time
	wake  chan struct{}
}

func start(t *testing.T, set ...func(*whatsapp.Options)) *rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	box, err := seal.New(bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, ctx: ctx, srv: whatsapptest.New(t), path: filepath.Join(t.TempDir(), "whatsapp.db"), box: box, notes: &notes{},
		now: time.Now(), waits: map[int]*pause{}, changed: make(chan struct{}), stop: func() {}}
	r.set = func(o *whatsapp.Options) {
		for _, f := range set {
			f(o)
		}
	}
	r.bot = r.srv.Account(number)
	r.open()
	t.Cleanup(func() {
		r.close()
		r.leaks()
	})
	return r
}

// leaks are what the log must not hold, at any level: R7.
func (r *rig) leaks() {
	r.Helper()
	log := r.notes.String()
	for _, secret := range []string{"62811", "628123", r.bot.LID, "10000000", "Maria", "halo", "daftar", "jawaban", "linked_devices", "@lid", "@s.whatsapp", "@g.us"} {
		if i := strings.Index(log, secret); i >= 0 {
			r.Errorf("%q is in the log: …%s", secret, log[max(0, i-200):min(len(log), i+100)])
		}
	}
}

// linked is a rig whose device is linked and which receives.
func linked(t *testing.T, set ...func(*whatsapp.Options)) *rig {
	t.Helper()
	r := start(t, set...)
	r.link()
	r.run()
	r.up()
	return r
}

func (r *rig) open() {
	r.Helper()
	o := whatsapp.Options{Path: r.path, Seal: r.box, Log: r.notes.log(), Now: r.clock, Wait: r.wait, Typing: -1, HTTP: r.srv.Client()}
	r.set(&o)
	ch, err := whatsapp.Open(r.ctx, o)
	if err != nil {
		r.Fatal(err)
	}
	r.ch = ch
}

func (r *rig) close() {
	r.stop()
	if r.ch != nil {
		r.ok(r.ch.Close())
		r.ch = nil
	}
}

// restart is a new program over the same file.
func (r *rig) restart() {
	r.Helper()
	r.close()
	r.open()
	r.run()
}

// run receives until stop.
func (r *rig) run() {
	ctx, cancel := context.WithCancel(r.ctx)
	done := make(chan error, 1)
	ch := r.ch
	go func() { done <- ch.Receive(ctx, r.deliver) }()
	r.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			r.Errorf("Receive: %v", err)
		}
	})
}

// link links by the code that a phone scans.
func (r *rig) link() {
	r.Helper()
	steps, err := r.ch.Link(r.ctx, "")
	r.ok(err)
	for s := range steps {
		switch s.Stage {
		case channel.LinkScan:
			r.ok(r.bot.Scan(s.Secret))
		case channel.LinkDone:
		default:
			r.Fatalf("linking: %+v", s)
		}
	}
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// health waits for a state of the account.
func (r *rig) health(want channel.State) channel.Health {
	r.Helper()
	r.until("health "+string(want), func() bool { return r.ch.Health().State == want })
	return r.ch.Health()
}

func (r *rig) up() { r.Helper(); r.health(channel.Up) }

// until waits for a condition. It looks when something happens, and now and then besides, since not all that changes tells.
func (r *rig) until(what string, holds func() bool) {
	r.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-r.ctx.Done():
			r.Fatalf("%s: did not happen\n%s", what, r.notes)
		}
	}
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// wait is a wait on the clock in the test's hand.
func (r *rig) wait(ctx context.Context, d time.Duration) error {
	r.mu.Lock()
	r.serial++
	n := r.serial
	p := &pause{until: r.now.Add(d), wake: make(chan struct{})}
	r.waits[n] = p
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.waits, n)
		r.mu.Unlock()
	}()
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-p.wake:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// move sets the clock forward.
func (r *rig) move(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
	for n, p := range r.waits {
		if !p.until.After(r.now) {
			close(p.wake)
			delete(r.waits, n)
		}
	}
}

// waiting waits until somebody waits for d on the clock.
func (r *rig) waiting(d time.Duration) {
	r.Helper()
	r.until("a wait of "+d.String(), func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, p := range r.waits {
			if p.until.Equal(r.now.Add(d)) {
				return true
			}
		}
		return false
	})
}

// deliver is the inbox.
func (r *rig) deliver(_ context.Context, messages ...store.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.explode > 0:
		r.explode--
		panic("the ledger broke")
	case r.refuse > 0:
		r.refuse--
		return context.DeadlineExceeded
	}
next:
	for _, m := range messages {
		if r.poison != "" && m.Text == r.poison {
			panic("what is this?")
		}
		for _, old := range r.inbox {
			if old.From == m.From && old.ID == m.ID {
				continue next
			}
		}
		if m.Group && (m.Kind == store.Returned || m.Kind == store.Muted || m.Kind == store.Blocked) { // nobody's words
			r.moves = append(r.moves, m)
			continue
		}
		r.inbox = append(r.inbox, m)
	}
	return nil
}

// became waits for what has become of us in a group, the last of it.
func (r *rig) became(n int) []store.Message {
	r.Helper()
	var all []store.Message
	r.until("news of a group", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		all = append(all[:0], r.moves...)
		return len(all) >= n
	})
	return all
}

// got waits for n messages and returns all.
func (r *rig) got(n int) []store.Message {
	r.Helper()
	var all []store.Message
	r.until("messages", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		all = append(all[:0], r.inbox...)
		return len(all) >= n
	})
	return all
}

// resident is somebody with a phone.
func (r *rig) resident(phone, name string) (*whatsapptest.Resident, *whatsapptest.Chat) {
	r.Helper()
	p, err := r.srv.Resident(r.ctx, phone, name)
	r.ok(err)
	return p, p.With(r.bot)
}

// maria is a resident who has written.
func (r *rig) maria() (*whatsapptest.Resident, *whatsapptest.Chat, store.Address) {
	r.Helper()
	p, chat := r.resident("6281230000001", "Maria Nale")
	before := len(r.got(0))
	r.say(chat, "halo")
	return p, chat, r.got(before + 1)[before].From
}

func (r *rig) say(chat *whatsapptest.Chat, text string) string {
	r.Helper()
	id, err := chat.Say(r.ctx, text)
	r.ok(err)
	return id
}

func (r *rig) send(to store.Address, key, text string) (string, error) {
	return r.ch.Send(r.ctx, store.Outgoing{Key: "whatsapp:" + to.Chat + "/" + key, To: to, Text: text})
}

// acquainted waits until the library has noted a sender's name under both of her addresses. It does so beside the message and without a lock, from
// the same fields that it empties when the device is removed: nothing of ours is in it, and a test that removes the device at once shows a race there.
func (r *rig) acquainted(name string) {
	r.Helper()
	db := r.database()
	defer db.Close()
	r.until("her name is noted", func() bool {
		var n int
		r.ok(db.QueryRow(`SELECT count(*) FROM whatsmeow_contacts WHERE push_name = ?`, name).Scan(&n))
		return n == 2
	})
}

// database is the file itself.
func (r *rig) database() *sql.DB {
	r.Helper()
	db, err := sql.Open("sqlite", "file:"+r.path)
	r.ok(err)
	return db
}

// inFile reports whether a text can be read in the files of the account.
func (r *rig) inFile(text string) bool {
	r.Helper()
	for _, suffix := range []string{"", "-wal"} {
		body, err := os.ReadFile(r.path + suffix)
		if err == nil && bytes.Contains(body, []byte(text)) {
			return true
		}
	}
	return false
}

// notes collects a log.
type notes struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

func (n *notes) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(n, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
