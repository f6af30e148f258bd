package bot_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"lopo/bot"
	"lopo/bot/channel"
	watch "lopo/bot/clock"
	"lopo/flows/transcript"
	"lopo/flows/transcripttest"
	"lopo/store"
	"lopo/store/redis"
	"lopo/store/redis/redistest"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// house is the whole bot as a stage for transcripts: real rooms over a real ledger file and, when redis is set, a real Redis. Only the world
// outside is a stand-in: what residents see is kept on a screen. The bot can be thrown away in the middle of a turn and built anew.
type house struct {
	testing.TB
	path  string
	redis *redistest.Server // nil: the ledger keeps the sessions
	ownID bool              // the channel drops a repeat, see channel.Capabilities
	twice bool              // every message is delivered twice, and once more later

	// A crash happens at a point of the turn, in the acts that strike says; lose keeps the message from being delivered again.
	point  string
	strike func(act int) bool
	lose   bool

	clock  *watch.Manual
	now    time.Time
	phones map[string]*transcripttest.Phone
	screen screen
	life   *life
	act    int
	past   []store.Message
	deaths int
}

// screen is what residents saw, in order. It outlives the bot.
type screen struct {
	mu      sync.Mutex
	said    []transcripttest.Said
	seen    map[string]bool
	repeats []string // keys that were seen again
}

func open(t testing.TB, h *house) *house {
	t.Helper()
	h.TB = t
	if h.path == "" {
		h.path = transcripttest.World(t)
	}
	h.now = transcripttest.Begin
	h.clock, h.phones, h.screen.seen = watch.NewManual(h.now), map[string]*transcripttest.Phone{}, map[string]bool{}
	h.build()
	t.Cleanup(func() { h.life.end(true) })
	return h
}

// build makes a bot over what is on disk.
func (h *house) build() {
	h.Helper()
	l := &life{house: h, ledger: sqlitetest.At(h, h.path), dead: make(chan struct{})}
	h.life = l
	ctx := context.Background()
	l.sessions = sqlite.Sessions{Ledger: l.ledger}
	if h.redis != nil {
		kept, err := redis.Open(ctx, h.redis.URL(), sqlitetest.Box(h), 30*24*time.Hour)
		if err != nil {
			h.Fatal(err)
		}
		l.redis, l.sessions = kept, kept
	}
	var err error
	l.bot, err = bot.New(bot.Options{Ledger: l.ledger, Sessions: l.sessions, Channels: []channel.Channel{recorder{l}}, Clock: h.clock.Clock(), Trace: l.trace})
	if err != nil {
		h.Fatal(err)
	}
	if err := l.bot.Start(ctx); err != nil {
		h.Fatal(err)
	}
}

// Of is the chat of a resident.
func (h *house) Of(who string) store.Address { return h.phone(who).Of }

func (h *house) phone(who string) *transcripttest.Phone {
	if h.phones[who] == nil {
		h.phones[who] = &transcripttest.Phone{Of: store.Address{Channel: transcripttest.Channel, Chat: who}}
	}
	return h.phones[who]
}

// Ledger is the ledger of the bot that lives now.
func (h *house) Ledger() *sqlite.Ledger { return h.life.ledger }

// At moves the clock.
func (h *house) At(now time.Time) {
	h.clock.Move(now.Sub(h.now))
	h.now = now
}

// Hear lets a resident do something.
func (h *house) Hear(who, number string, a transcript.Act) {
	h.Helper()
	phone := h.phone(who)
	phone.Number = number
	m, err := phone.Write(a, h.now)
	if err != nil {
		h.Fatalf("line %d: %v", a.Line, err)
	}
	list := []store.Message{m}
	if h.twice {
		if n := len(h.past); n > 0 && h.now.Sub(h.past[n-1].At) < sqlite.KeepMessages { // no platform delivers again after that
			list = append(list, h.past[n-1])
		}
		list = append(list, m)
		h.past = append(h.past, m)
	}
	h.arm()
	if h.deliver(list) && h.settle() {
		return
	}
	h.rebuild()
	if !h.lose {
		h.deliver(list[:1])
	}
}

// deliver hands messages to the bot; false when it died of it.
func (h *house) deliver(list []store.Message) bool {
	h.Helper()
	l, done := h.life, make(chan error, 1)
	go func() {
		for _, m := range list {
			if err := l.bot.Desk.Deliver(context.Background(), m); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	select {
	case err := <-done:
		if err != nil {
			h.Fatal(err)
		}
		return true
	case <-l.dead:
		return false
	}
}

// patience bounds what a test waits for.
const patience = time.Minute

// settle waits until all is handled and said; false when the bot died.
func (h *house) settle() bool {
	h.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	l, done := h.life, make(chan error, 1)
	go func() { done <- l.bot.Settled(ctx) }()
	select {
	case err := <-done:
		if err != nil {
			h.Fatal(err)
		}
		return l.alive()
	case <-l.dead:
		return false
	}
}

// Tend lets the schedule look until nothing is due.
func (h *house) Tend() {
	h.Helper()
	h.arm()
	for {
		h.life.bot.Schedule.Tick(context.Background())
		if !h.settle() {
			h.rebuild()
			continue
		}
		waiting, err := h.life.ledger.Waiting(context.Background(), h.now, 0, 1)
		if err != nil {
			h.Fatal(err)
		}
		if len(waiting) == 0 {
			return
		}
	}
}

// arm prepares the crash of this act, if it is to have one and has not had it.
func (h *house) arm() {
	if h.strike != nil && h.strike(h.act) {
		h.life.arm(h.point)
		h.strike = once(h.strike, h.act)
	}
}

// once is strike, apart from one act.
func once(strike func(int) bool, apart int) func(int) bool {
	return func(act int) bool { return act != apart && strike(act) }
}

// rebuild makes a new bot in place of the dead one. Only what was sent and not recorded may be seen again.
func (h *house) rebuild() {
	h.Helper()
	h.deaths++
	h.life.end(false)
	may := h.unsent()
	before := len(h.screen.repeats)
	h.build()
	h.settle()
	for _, key := range h.screen.repeats[before:] {
		if !may[key] {
			h.Errorf("%s was recorded as sent, and seen again", key)
		}
	}
}

// unsent are the keys of the messages that the ledger believes to be unsent.
func (h *house) unsent() map[string]bool {
	h.Helper()
	db, err := sql.Open("sqlite", "file:"+h.path+"?mode=ro")
	if err != nil {
		h.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT key FROM outbox WHERE state = 0`)
	if err != nil {
		h.Fatal(err)
	}
	defer rows.Close()
	keys := map[string]bool{}
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			h.Fatal(err)
		}
		keys[key] = true
	}
	return keys
}

// Took returns what was said since the last call.
func (h *house) Took() ([]transcripttest.Said, []transcripttest.Did) {
	h.act++
	h.life.arm("")
	h.screen.mu.Lock()
	defer h.screen.mu.Unlock()
	said := h.screen.said
	h.screen.said = nil
	for _, s := range said {
		h.phone(s.Who).See(s.Message)
	}
	return said, nil
}

// Restart stops the bot as a service manager does, and starts it.
func (h *house) Restart() {
	h.Helper()
	h.life.end(true)
	h.build()
	h.settle()
}

// Lose forgets where the chats stand: with the keeper, in the ledger and in the memory of the bot.
func (h *house) Lose() {
	h.Helper()
	if h.redis != nil {
		h.redis.FlushAll()
	}
	for _, p := range h.phones {
		if err := (sqlite.Sessions{Ledger: h.life.ledger}).Drop(context.Background(), p.Of); err != nil {
			h.Fatal(err)
		}
	}
	h.life.end(true)
	h.build()
	h.settle()
}

// places are where the chats stand, as who keeps the sessions gives them back.
func (h *house) places() []string {
	h.Helper()
	var list []string
	for _, who := range slices.Sorted(maps.Keys(h.phones)) {
		s, err := h.life.sessions.Load(context.Background(), h.Of(who))
		if err != nil {
			h.Fatal(err)
		}
		body, err := json.Marshal(s)
		if err != nil {
			h.Fatal(err)
		}
		list = append(list, who+" "+string(body))
	}
	return list
}
