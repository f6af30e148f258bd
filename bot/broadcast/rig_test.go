package broadcast_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/bot/account"
	"lopo/bot/broadcast"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/outbox"
	"lopo/bot/poster"
	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // 12.00 WITA

// post is a platform of one page: it notes who got what and when, and fails as it is told.
type post struct {
	name   string
	own    bool // Capabilities.OwnID
	limits channel.Limits
	now    func() time.Time

	mu      sync.Mutex
	health  channel.Health
	got     []letter
	fails   map[string][]error // by chat: what the next tries end with
	always  error              // what every try ends with
	gates   map[string]chan struct{}
	changed chan struct{}
}

type letter struct {
	key, chat, text string
	at              time.Time
	bulk, failed    bool
	tries           int
}

func newPost(name string) *post {
	return &post{name: name, fails: map[string][]error{}, gates: map[string]chan struct{}{}, changed: make(chan struct{})}
}

func (p *post) Name() string { return p.name }

func (p *post) Capabilities() channel.Capabilities {
	return channel.Capabilities{OwnID: p.own, Notices: p.limits}
}

func (p *post) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }

func (p *post) Health() channel.Health {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.health
}

func (p *post) Send(ctx context.Context, m store.Outgoing) (string, error) {
	p.mu.Lock()
	err := p.always
	if list := p.fails[m.To.Chat]; len(list) > 0 {
		err, p.fails[m.To.Chat] = list[0], list[1:]
	}
	p.got = append(p.got, letter{key: m.Key, chat: m.To.Chat, text: m.Text, at: p.now(), bulk: m.Priority == store.Bulk, failed: err != nil, tries: m.Tries})
	n := len(p.got)
	close(p.changed)
	p.changed = make(chan struct{})
	gate := p.gates[m.To.Chat]
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

// letters are what arrived, or was tried.
func (p *post) letters() []letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.got)
}

func (p *post) set(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

// holds makes sends to a chat wait until the returned function is called.
func (p *post) holds(chat string) (free func()) {
	gate := make(chan struct{})
	p.set(func() { p.gates[chat] = gate })
	return func() {
		p.set(func() { delete(p.gates, chat) })
		close(gate)
	}
}

// rig is the senders over a real ledger, the clock in the test's hand.
type rig struct {
	testing.TB
	ctx      context.Context
	path     string
	ledger   *sqlite.Ledger
	posts    []*post
	clock    *clock.Manual
	accounts *account.Accounts
	outbox   *outbox.Outbox
	room     *broadcast.Broadcast
	rules    broadcast.Rules
	shelf    *poster.Shelf
	fetch    func(file string) ([]byte, error) // what the platform has of what people sent; nil: nothing
}

func start(t testing.TB, posts ...*post) *rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	rules, err := broadcast.NewRules(city.Default())
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{TB: t, ctx: ctx, path: filepath.Join(t.TempDir(), "lopo.db"), clock: clock.NewManual(noon), posts: posts, rules: rules}
	for _, p := range posts {
		p.now = r.clock.Clock().Now
	}
	r.open()
	t.Cleanup(r.stop)
	return r
}

func (r *rig) open() {
	r.Helper()
	r.ledger = sqlitetest.At(r, r.path)
	var channels []channel.Channel
	for _, p := range r.posts {
		if p.health.State != "" {
			channels = append(channels, p)
		} else {
			channels = append(channels, quiet{p, r})
		}
	}
	words, err := locales.Load("id")
	r.must(err)
	log := slog.New(slog.DiscardHandler)
	r.accounts = account.New(account.Options{Ledger: r.ledger, Channels: channels, Clock: r.clock.Clock(), Log: log})
	r.must(r.accounts.Look(r.ctx))
	r.outbox = outbox.New(outbox.Options{Ledger: r.ledger, Channels: channels, Accounts: r.accounts, Clock: r.clock.Clock(), Log: log})
	r.shelf, err = poster.Open(filepath.Join(filepath.Dir(r.path), "media"))
	r.must(err)
	r.room = broadcast.New(broadcast.Options{Ledger: r.ledger, Shelf: r.shelf, Channels: channels, Accounts: r.accounts, Outbox: r.outbox, Words: words, Rules: r.rules,
		Clock: r.clock.Clock(), Log: log, Chance: func() float64 { return 0.5 }})
	r.must(r.room.Start(r.ctx))
}

// quiet is a platform that says nothing of its account.
type quiet struct {
	channel.Channel
	r *rig
}

// Fetch brings what people sent.
func (q quiet) Fetch(_ context.Context, file string, most int) ([]byte, error) {
	if q.r.fetch == nil {
		return nil, &channel.Error{Class: channel.Refused, Why: "not there"}
	}
	return q.r.fetch(file)
}

// stop gives what is in hand no time at all.
func (r *rig) stop() {
	if r.room == nil {
		return
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	_ = r.room.Stop(over)
	_ = r.outbox.Stop(over)
	r.room = nil
	if err := r.ledger.Close(); err != nil {
		r.Error(err)
	}
}

func (r *rig) restart() {
	r.Helper()
	r.stop()
	r.open()
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) now() time.Time { return r.clock.Clock().Now() }

// resident is somebody who wrote and asked for general news.
type resident struct {
	channel, chat   string
	optout, topics  string
	consents        string
	kelurahan, band string
	blocked, quiet  bool
	person          int64
}

// meet puts residents into the ledger.
func (r *rig) meet(list ...resident) {
	r.Helper()
	meet(r, r.ctx, r.ledger, list...)
}

func (r *rig) crowd(channel string, n int) {
	r.Helper()
	list := make([]resident, n)
	for i := range list {
		list[i] = resident{channel: channel, chat: fmt.Sprintf("%05d", i)}
	}
	r.meet(list...)
}

// announce writes an announcement and brings it to its start.
func (r *rig) announce(edit func(*store.Announcement)) store.Announcement {
	r.Helper()
	a := r.approved(edit)
	return r.step(a.Ref, store.Step{Act: store.ActStart, By: "Ana"})
}

func (r *rig) approved(edit func(*store.Announcement)) store.Announcement {
	r.Helper()
	a := store.Announcement{Topic: store.TopicGeneral, Title: "Posyandu", Body: "Posyandu Senin pukul 08.00.", Office: "Kelurahan", To: store.Audience{People: true}}
	if edit != nil {
		edit(&a)
	}
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) (err error) {
		a, err = tx.NewAnnouncement(a, "Ana", r.now())
		return err
	}))
	for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}} {
		a = r.step(a.Ref, s)
	}
	return a
}

// step takes a step in the life of an announcement, as a command of staff does, and lets the room see it.
func (r *rig) step(ref string, s store.Step) store.Announcement {
	r.Helper()
	a, err := r.ledger.TakeStep(r.ctx, ref, s, nil, r.now())
	r.must(err)
	r.room.Look()
	return a
}

func (r *rig) settled() {
	r.Helper()
	r.must(r.room.Settled(r.ctx))
}

// run moves the clock to whatever the room waits for, until it waits for nobody or limit has passed.
func (r *rig) run(limit time.Duration) {
	r.Helper()
	end := r.now().Add(limit)
	for {
		r.settled()
		next := r.room.Next()
		if next.IsZero() || next.After(end) {
			if d := end.Sub(r.now()); d > 0 && !next.IsZero() {
				r.clock.Move(d)
			}
			r.room.Look() // what is over is ended
			r.settled()
			return
		}
		r.clock.Move(next.Sub(r.now()))
		r.room.Look()
	}
}

func (r *rig) progress(a store.Announcement) store.Progress {
	r.Helper()
	return store.Sum(r.counts(a))
}

// counts are the tallies, proved by counting.
func (r *rig) counts(a store.Announcement) []store.Count {
	r.Helper()
	counts, err := r.ledger.Counts(r.ctx, a.ID)
	r.must(err)
	return counts
}

func (r *rig) stage(ref string) store.Stage {
	r.Helper()
	a, err := r.ledger.Announcement(r.ctx, ref)
	r.must(err)
	return a.Stage
}

// wait waits until so many letters were sent or tried.
func (p *post) wait(ctx context.Context, n int) {
	for {
		p.mu.Lock()
		got, changed := len(p.got), p.changed
		p.mu.Unlock()
		if got >= n {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// answer is an answer to somebody who wrote.
func (r *rig) answer(channel, chat, text string) {
	r.Helper()
	m := store.Outgoing{Key: channel + ":" + chat + "/m1/0", To: store.Address{Channel: channel, Chat: chat}, Text: text, Due: r.now()}
	var row int64
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) (err error) {
		row, err = tx.Post(m, r.now())
		return err
	}))
	r.outbox.Offer(sqlite.Queueing{Row: row, Message: m})
}

// optOut is what BERHENTI does.
func (r *rig) optOut(chat, topic string) {
	r.Helper()
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		return tx.Apply(store.Address{Channel: "post", Chat: chat}, []store.Effect{store.SetOptOut{Topic: topic, Out: true}}, r.now())
	}))
}

// staff makes a chat that of a member of staff.
func (r *rig) staff(name, chat string) {
	r.Helper()
	r.must(r.ledger.PutStaff(r.ctx, store.Staff{Name: name, Role: store.Admin}, name, r.now()))
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		return tx.Apply(store.Address{Channel: "post", Chat: chat}, []store.Effect{store.LinkStaff{Name: name}}, r.now())
	}))
}

// news is what staff are told: what waits in the inbox, since no desk is there to say it.
func (r *rig) news() (list []string) {
	r.Helper()
	waiting, err := r.ledger.Waiting(r.ctx, r.now(), 0, 100)
	r.must(err)
	for _, w := range waiting {
		if w.Message.Text == "announcement" && !strings.HasPrefix(w.Message.Start, "decided#") { // that is another member of staff, not the program
			list = append(list, w.Message.Start)
		}
	}
	return list
}
