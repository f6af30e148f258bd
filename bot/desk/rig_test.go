package desk_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/bot/account"
	"lopo/bot/bottest"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/desk"
	"lopo/bot/outbox"
	"lopo/flows"
	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
	"lopo/store/redis"
	"lopo/store/redis/redistest"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// page is a channel on which everything arrives. It can be told not to forget.
type page struct {
	mu       sync.Mutex
	got      map[string][]store.Outgoing
	order    []string // texts to everybody, as they went out
	forgot   []string
	stubborn error
	gates    map[string]chan struct{} // by chat: sends wait for it
	late     chan struct{}            // closed when all is handed over that was written while we were away; nil: nothing was
}

func (p *page) Name() string { return "page" }

func (p *page) Capabilities() channel.Capabilities { return channel.Capabilities{} }

func (p *page) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }

func (p *page) Send(_ context.Context, m store.Outgoing) (string, error) {
	p.mu.Lock()
	gate := p.gates[m.To.Chat]
	p.mu.Unlock()
	if gate != nil {
		<-gate
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.order = append(p.order, m.Text)
	p.got[m.To.Chat] = append(p.got[m.To.Chat], m)
	return fmt.Sprint(len(p.got[m.To.Chat])), nil
}

func (p *page) CaughtUp(ctx context.Context) error {
	if p.late == nil {
		return nil
	}
	select {
	case <-p.late:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *page) Forget(_ context.Context, chat string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stubborn == nil {
		p.forgot = append(p.forgot, chat)
	}
	return p.stubborn
}

// rig is a desk over a real ledger. Whoever writes "panik" to its menu makes the turn panic.
type rig struct {
	testing.TB
	ctx      context.Context
	path     string
	ledger   *sqlite.Ledger
	redis    *redistest.Server
	sessions store.Sessions
	closing  func() error
	clock    *clock.Manual
	page     *page
	notes    *bottest.Notes
	desk     *desk.Desk
	box      *outbox.Outbox
	words    *locales.Words
	trace    func(point string) // of the desk; nil: nothing
	leaving  chan struct{}      // closed when the outbox knows that a chat moves; nil: nobody waits for it
	n        int
}

func start(t testing.TB, inRedis bool) *rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{TB: t, ctx: ctx, path: filepath.Join(t.TempDir(), "lopo.db"), clock: clock.NewManual(bottest.Noon), notes: &bottest.Notes{}, words: words,
		page: &page{got: map[string][]store.Outgoing{}, gates: map[string]chan struct{}{}}}
	r.notes.Secret("panik", "Maria")
	if inRedis {
		r.redis = redistest.Start(t)
	}
	r.open()
	t.Cleanup(func() {
		r.stop()
		if found := r.notes.Leaks(); found != nil {
			t.Errorf("in the log: %q", found)
		}
	})
	return r
}

func (r *rig) open() {
	r.Helper()
	menu := *flows.Menu
	menu.Steps = slices.Clone(menu.Steps)
	read := menu.Steps[0].Accept
	menu.Steps[0].Accept = func(t *flows.Turn, in nlu.Input) nlu.Reading {
		if in.Text == "panik" {
			panic("Maria wrote: " + in.Text)
		}
		return read(t, in)
	}
	list := flows.All()
	list[slices.Index(list, flows.Menu)] = &menu
	engine, err := flows.New(r.words, list...)
	r.must(err)
	r.ledger = sqlitetest.At(r, r.path)
	r.sessions, r.closing = sqlite.Sessions{Ledger: r.ledger}, func() error { return nil }
	if r.redis != nil {
		s, err := redis.Open(r.ctx, r.redis.URL(), sqlitetest.Box(r), time.Hour)
		r.must(err)
		r.sessions, r.closing = s, s.Close
	}
	channels := []channel.Channel{r.page}
	accounts := account.New(account.Options{Ledger: r.ledger, Channels: channels, Clock: r.clock.Clock(), Log: r.notes.Log()})
	r.box = outbox.New(outbox.Options{Ledger: r.ledger, Channels: channels, Accounts: accounts, Clock: r.clock.Clock(), Log: r.notes.Log(), Trace: r.leaves})
	r.desk = desk.New(desk.Options{Ledger: r.ledger, Sessions: r.sessions, Engine: engine, Outbox: r.box, Channels: channels, Clock: r.clock.Clock(),
		Log: r.notes.Log(), Backoff: time.Second, Trace: r.passes})
	r.must(r.desk.Start(r.ctx))
}

func (r *rig) passes(point string) {
	if r.trace != nil {
		r.trace(point)
	}
}

func (r *rig) leaves(point string) {
	if point == "leaving" && r.leaving != nil {
		close(r.leaving)
	}
}

func (r *rig) stop() {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	_ = r.desk.Stop(over)
	_ = r.box.Stop(over)
	r.must(r.closing())
	r.must(r.ledger.Close())
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func at(chat string) store.Address { return store.Address{Channel: "page", Chat: chat} }

// text makes a message of one chat.
func (r *rig) text(chat, text string) store.Message {
	r.n++
	return store.Message{ID: fmt.Sprint("m", r.n), From: at(chat), Kind: store.Text, Text: text, At: r.clock.Clock().Now()}
}

// deliver hands messages to the desk.
func (r *rig) deliver(list ...store.Message) {
	r.Helper()
	r.must(r.desk.Deliver(r.ctx, list...))
}

// say delivers texts of one chat and waits for all answers.
func (r *rig) say(chat string, texts ...string) {
	r.Helper()
	for _, text := range texts {
		r.deliver(r.text(chat, text))
	}
	r.settled()
}

func (r *rig) settled() {
	r.Helper()
	r.must(r.desk.Settled(r.ctx))
	r.must(r.box.Settled(r.ctx))
}

// next moves the clock to the next thing that is waited for, and returns how far that was.
func (r *rig) next() time.Duration {
	r.Helper()
	t, err := r.clock.Next(r.ctx)
	r.must(err)
	d := t.Sub(r.clock.Clock().Now())
	r.clock.Move(d)
	return d
}

// heard are the texts that reached a chat.
func (r *rig) heard(chat string) (list []string) {
	r.page.mu.Lock()
	defer r.page.mu.Unlock()
	for _, m := range r.page.got[chat] {
		list = append(list, m.Text)
	}
	return list
}

// session is where a chat stands.
func (r *rig) session(chat string) store.Session {
	r.Helper()
	s, err := r.sessions.Load(r.ctx, at(chat))
	r.must(err)
	return s
}

func (r *rig) tally() sqlite.Tally {
	r.Helper()
	t, err := r.ledger.Count(r.ctx)
	r.must(err)
	return t
}

// sql does something to the file that the program never would.
func (r *rig) sql(statements ...string) {
	r.Helper()
	db, err := sql.Open("sqlite", "file:"+r.path+"?_pragma=busy_timeout(5000)")
	r.must(err)
	defer db.Close()
	for _, s := range statements {
		_, err := db.Exec(s)
		r.must(err)
	}
}

// How to make a commit fail: a debt that is only noticed at its end.
var (
	breakCommits = []string{`CREATE TABLE owed (x REFERENCES trainings (id) DEFERRABLE INITIALLY DEFERRED)`,
		`CREATE TRIGGER owe AFTER INSERT ON outbox BEGIN INSERT INTO owed VALUES (-1); END`}
	mendCommits = []string{`DROP TRIGGER owe`, `DROP TABLE owed`}
)
