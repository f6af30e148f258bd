package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/bot/account"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/outbox"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // 12.00 WITA

// post is a platform of one page: it notes what it is asked to send and fails as it is told.
type post struct {
	own bool // Capabilities.OwnID

	mu      sync.Mutex
	health  channel.Health
	tried   []string           // texts, one for each try
	fails   map[string][]error // by text: what the next tries end with
	gates   map[string]chan struct{}
	changed chan struct{}
}

func (p *post) Name() string { return "post" }

func (p *post) Capabilities() channel.Capabilities { return channel.Capabilities{OwnID: p.own} }

// reporting is a platform that limits accounts, and says so.
type reporting struct{ *post }

func (p reporting) Health() channel.Health {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.health
}

func (p *post) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }

func (p *post) Send(ctx context.Context, m store.Outgoing) (string, error) {
	p.mu.Lock()
	p.tried = append(p.tried, m.Text)
	n := len(p.tried)
	close(p.changed)
	p.changed = make(chan struct{})
	var err error
	if list := p.fails[m.Text]; len(list) > 0 {
		err, p.fails[m.Text] = list[0], list[1:]
	}
	gate := p.gates[m.Text]
	p.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return "", &channel.Error{Class: channel.Uncertain, Why: "cut off"}
		}
	}
	return fmt.Sprint("id", n), err
}

// rig is an outbox over a real ledger, the clock in the test's hand.
type rig struct {
	testing.TB
	ctx      context.Context
	path     string
	ledger   *sqlite.Ledger
	post     *post
	clock    *clock.Manual
	accounts *account.Accounts
	box      *outbox.Outbox
	n        int
}

func start(t testing.TB) *rig { return begin(t, channel.Health{}) }

// begin is start on a platform that limits accounts, when health is not zero.
func begin(t testing.TB, health channel.Health) *rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	r := &rig{TB: t, ctx: ctx, path: filepath.Join(t.TempDir(), "lopo.db"), clock: clock.NewManual(noon),
		post: &post{health: health, fails: map[string][]error{}, gates: map[string]chan struct{}{}, changed: make(chan struct{})}}
	r.open()
	t.Cleanup(r.stop)
	return r
}

func (r *rig) open() {
	r.ledger = sqlitetest.At(r, r.path)
	var page channel.Channel = r.post
	if r.post.health.State != "" {
		page = reporting{r.post}
	}
	channels, log := []channel.Channel{page}, slog.New(slog.DiscardHandler)
	r.accounts = account.New(account.Options{Ledger: r.ledger, Channels: channels, Clock: r.clock.Clock(), Log: log})
	r.must(r.accounts.Look(r.ctx))
	r.box = outbox.New(outbox.Options{Ledger: r.ledger, Channels: channels, Accounts: r.accounts, Clock: r.clock.Clock(), Log: log})
}

// stop gives what is in hand no time at all.
func (r *rig) stop() {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	_ = r.box.Stop(over)
	if err := r.ledger.Close(); err != nil {
		r.Error(err)
	}
}

// restart ends the program and starts it again over the same file.
func (r *rig) restart() {
	r.Helper()
	r.stop()
	r.open()
	r.must(r.box.Due(r.ctx))
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func to(chat string) store.Address { return store.Address{Channel: "post", Chat: chat} }

// put writes messages into the ledger in one transaction and returns their rows.
func (r *rig) put(list ...store.Outgoing) (rows []sqlite.Queueing) {
	r.Helper()
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		rows = nil
		for _, m := range list {
			r.n++
			m.Key, m.Due = fmt.Sprintf("post:%s/%d", m.To.Chat, r.n), r.clock.Clock().Now()
			row, err := tx.Post(m, m.Due)
			if err != nil {
				return err
			}
			rows = append(rows, sqlite.Queueing{Row: row, Message: m})
		}
		return nil
	}))
	return rows
}

// say sends answers to one chat.
func (r *rig) say(chat string, texts ...string) {
	r.Helper()
	for _, text := range texts {
		r.box.Offer(r.put(store.Outgoing{To: to(chat), Text: text})...)
	}
}

func (r *rig) notice(chat, text string) {
	r.Helper()
	r.box.Offer(r.put(store.Outgoing{To: to(chat), Text: text, Priority: store.Bulk})...)
}

func (r *rig) settled() {
	r.Helper()
	r.must(r.box.Settled(r.ctx))
}

// waits is how long from now the next thing is due; all before it is done then.
func (r *rig) waits() time.Duration {
	r.Helper()
	next, err := r.clock.Next(r.ctx)
	r.must(err)
	return next.Sub(r.clock.Clock().Now())
}

// tried waits until so many tries were made, and returns them.
func (r *rig) tried(n int) []string {
	r.Helper()
	for {
		r.post.mu.Lock()
		tried, changed := append([]string(nil), r.post.tried...), r.post.changed
		r.post.mu.Unlock()
		if len(tried) >= n {
			return tried
		}
		select {
		case <-changed:
		case <-r.ctx.Done():
			r.Fatalf("tried %v, want %d", tried, n)
		}
	}
}

// fails sets how the next tries of a text end.
func (r *rig) fails(text string, errs ...error) {
	r.post.mu.Lock()
	defer r.post.mu.Unlock()
	r.post.fails[text] = errs
}

// holds makes sends of a text wait until the returned function is called.
func (r *rig) holds(text string) (free func()) {
	r.post.mu.Lock()
	defer r.post.mu.Unlock()
	gate := make(chan struct{})
	r.post.gates[text] = gate
	return func() {
		r.post.mu.Lock()
		defer r.post.mu.Unlock()
		delete(r.post.gates, text)
		close(gate)
	}
}

func (r *rig) tally() sqlite.Tally {
	r.Helper()
	t, err := r.ledger.Count(r.ctx)
	r.must(err)
	return t
}

// flags lists why something was shown to staff.
func (r *rig) flags() (list []string) {
	r.Helper()
	flags, err := r.ledger.Flags(r.ctx, 100)
	r.must(err)
	for _, f := range flags {
		list = append(list, f.Why+": "+f.Details)
	}
	return list
}

func bad(class channel.Class) error { return &channel.Error{Class: class, Why: "trouble"} }

var errStrange = errors.New("from outside the family")
