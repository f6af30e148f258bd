package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot"
	"lopo/bot/account"
	"lopo/bot/bottest"
	"lopo/bot/channel"
	manual "lopo/bot/clock"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// wire is a platform of one account, which can be limited and lost. It notes what goes out.
type wire struct {
	name string

	mu     sync.Mutex
	health channel.Health
	limits channel.Limits
	fails  func(store.Outgoing) error
	before func(store.Outgoing) // nil: nothing
	out    []store.Outgoing
}

func (l *wire) Name() string { return l.name }

func (l *wire) Capabilities() channel.Capabilities {
	return channel.Capabilities{OwnID: true, Notices: l.limits}
}

func (l *wire) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }

func (l *wire) Health() channel.Health {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.health
}

func (l *wire) is(h channel.Health) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.health = h
}

func (l *wire) Send(_ context.Context, m store.Outgoing) (string, error) {
	l.mu.Lock()
	before := l.before
	l.mu.Unlock()
	if before != nil {
		before(m)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails != nil {
		if err := l.fails(m); err != nil {
			return "", err
		}
	}
	l.out = append(l.out, m)
	return m.Key, nil
}

// said are the texts that reached a chat; of all chats when it is "".
func (l *wire) said(chat string, p store.Priority) (list []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range l.out {
		if m.Priority == p && (chat == "" || m.To.Chat == chat) {
			list = append(list, m.Text)
		}
	}
	return list
}

// city is a bot with two lines, of which the second is where staff are.
type city struct {
	testing.TB
	path      string
	clock     *manual.Manual
	wa, staff *wire
	ledger    *sqlite.Ledger
	bot       *bot.Bot
	n         int
}

func openCity(t testing.TB) *city {
	up := channel.Health{State: channel.Up}
	c := &city{TB: t, path: t.TempDir() + "/lopo.db", clock: manual.NewManual(bottest.Noon), wa: &wire{name: "line", health: up}, staff: &wire{name: "post", health: up}}
	c.start()
	t.Cleanup(c.stop)
	return c
}

func (c *city) start() {
	c.Helper()
	c.ledger = sqlitetest.At(c, c.path)
	var err error
	c.bot, err = bot.New(bot.Options{Ledger: c.ledger, Channels: []channel.Channel{c.wa, c.staff}, Clock: c.clock.Clock()})
	c.must(err)
	c.must(c.bot.Start(c.Context()))
}

func (c *city) stop() {
	c.must(c.bot.Stop())
	c.must(c.ledger.Close())
}

func (c *city) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

func (c *city) now() time.Time { return c.clock.Clock().Now() }

// tick lets the schedule look, until nothing more comes of it.
func (c *city) tick() {
	c.Helper()
	for range 3 {
		c.bot.Schedule.Tick(c.Context())
		c.must(c.bot.Settled(c.Context()))
	}
}

func (c *city) write(on *wire, chat, text string) {
	c.Helper()
	c.n++
	c.must(c.bot.Desk.Deliver(c.Context(), store.Message{ID: fmt.Sprint("m", c.n), From: store.Address{Channel: on.name, Chat: chat}, Kind: store.Text, Text: text, At: c.now()}))
	c.must(c.bot.Settled(c.Context()))
}

// join makes a chat that of a member of staff, as she does it.
func (c *city) join(name string, role store.Role, on *wire, chat string) {
	c.Helper()
	c.must(c.ledger.PutStaff(c.Context(), store.Staff{Name: name, Role: role}, "Ibu Ana", c.now()))
	code := strings.Repeat(string(store.CodeLetters[c.n%20]), 4) + "9d2m"
	c.must(c.ledger.PutStaffCode(c.Context(), name, code, "Ibu Ana", c.now()))
	c.write(on, chat, "Petugas-"+store.CodeShown(code))
}

// Every way in which an account can be limited or lost: the notices stop within one message, the cause and its end are kept, staff are told once and
// elsewhere, who writes is answered where it is allowed and later where it is not, and afterwards the notices wait for a member of staff.
func TestAccept17RestrictionSignals(t *testing.T) {
	until := bottest.Noon.Add(6 * time.Hour)
	for name, signal := range map[string]struct {
		health  channel.Health
		err     *channel.Error // of a send instead, which the channel takes notice of
		answers bool
		tells   string
	}{
		"time lock":       {channel.Health{State: channel.Limited, Why: "reach-out time lock", Until: until}, nil, true, "dibatasi sampai Senin, 23 Nov 2026 18.00 WITA"},
		"463":             {channel.Health{State: channel.Limited, Why: "error 463", Until: until}, &channel.Error{Class: channel.Restricted, Until: until, Why: "error 463"}, true, "error 463"},
		"temporary ban":   {channel.Health{State: channel.Banned, Why: "code 101: too many strangers", Until: until}, nil, false, "diblokir sementara sampai Senin, 23 Nov 2026 18.00 WITA"},
		"logged out":      {channel.Health{State: channel.Unlinked, Why: "device removed"}, nil, false, "lopo link"},
		"outdated":        {channel.Health{State: channel.Outdated, Why: "405"}, nil, false, "terlalu lama"},
		"replaced":        {channel.Health{State: channel.Replaced, Why: "conflict"}, nil, false, "di tempat lain"},
		"does not let in": {channel.Health{State: channel.Shut, Why: "400"}, nil, false, "tidak menerima"},
	} {
		t.Run(name, func(t *testing.T) {
			c := openCity(t)
			c.join("Ibu Ana", store.Admin, c.staff, "ana")
			c.join("Pak Budi", store.Operator, c.staff, "budi")
			c.join("Ibu Citra", store.Reader, c.staff, "citra")
			c.join("Pak Dedi", store.Operator, c.staff, "dedi")
			c.join("Ibu Eka", store.Operator, c.wa, "eka")
			c.must(c.ledger.PutStaff(t.Context(), store.Staff{Name: "Pak Dedi", Role: store.Operator, Revoked: true}, "Ibu Ana", c.now()))
			told := func(chat string) []string { // apart from that the chat is hers
				return c.staff.said(chat, store.Reply)[1:]
			}

			const many = 12
			c.must(c.ledger.Do(t.Context(), func(tx *sqlite.Tx) error {
				for i := range many {
					to := store.Address{Channel: c.wa.name, Chat: fmt.Sprint("warga", i)}
					if _, err := tx.Post(store.Outgoing{Key: "line:" + to.Chat + "/n/0", To: to, Text: fmt.Sprint("n", i), Priority: store.Bulk, Due: c.now()}, c.now()); err != nil {
						return err
					}
				}
				return nil
			}))
			for range 4 {
				c.must(c.bot.Outbox.Due(t.Context()))
				c.must(c.bot.Settled(t.Context()))
			}
			if signal.err != nil {
				c.wa.fails = func(m store.Outgoing) error {
					if m.Priority == store.Bulk {
						c.wa.health = signal.health
						return signal.err
					}
					return nil
				}
			} else {
				c.wa.is(signal.health)
			}
			c.tick()
			c.wa.fails = nil
			c.write(c.wa, "maria", "halo")
			c.write(c.wa, "eka", "halo")
			c.clock.Move(time.Hour)
			c.tick()
			c.stop()
			c.start() // it knows after a restart
			c.tick()

			if got := c.wa.said("", store.Bulk); len(got) != 4 {
				t.Errorf("%d notices went out: %v", len(got), got)
			}
			if got := len(c.wa.said("maria", store.Reply)) > 0; got != signal.answers {
				t.Errorf("who writes is answered: %t", got)
			}
			accounts, err := c.ledger.Accounts(t.Context())
			c.must(err)
			i := slices.IndexFunc(accounts, func(a store.Account) bool { return a.Channel == "line" })
			if a := accounts[i]; a.State != string(signal.health.State) || a.Why != signal.health.Why || !a.Until.Equal(signal.health.Until) || a.Held.IsZero() {
				t.Errorf("kept: %+v", a)
			}
			for _, chat := range []string{"ana", "budi"} {
				if got := told(chat); len(got) != 1 || !strings.Contains(got[0], signal.tells) || !strings.Contains(got[0], "line") {
					t.Errorf("%s was told %q", chat, got)
				}
			}
			if got := slices.Concat(told("citra"), told("dedi")); got != nil {
				t.Errorf("a reader and somebody revoked were told %q", got)
			}
			for _, text := range c.wa.said("eka", store.Reply) {
				if strings.Contains(text, "Peringatan: ") {
					t.Errorf("told on the channel in trouble: %q", text)
				}
			}
			release := func() error {
				_, err := c.ledger.Release(t.Context(), "line", "Ibu Ana", func(a store.Account) error { return account.MayRelease(a, c.now()) }, c.now())
				return err
			}
			if release() == nil {
				t.Error("released in the middle of it")
			}

			c.clock.Move(5 * time.Hour)
			c.wa.is(channel.Health{State: channel.Up})
			c.tick()
			c.clock.Move(time.Hour)
			c.tick()
			if got := c.wa.said("maria", store.Reply); len(got) != 1 {
				t.Errorf("back again, maria heard %q", got)
			}
			if got := c.wa.said("", store.Bulk); len(got) != 4 {
				t.Errorf("%d notices went out without staff", len(got))
			}
			if got := told("ana"); len(got) != 2 || !strings.Contains(got[1], "berjalan lagi") || !strings.Contains(got[1], "lopo channels resume line") {
				t.Errorf("back again, ana was told %q", got)
			}
			c.must(release())
			for range many {
				c.tick()
			}
			got := c.wa.said("", store.Bulk)
			slices.Sort(got)
			if len(slices.Compact(got)) != many || len(c.wa.said("", store.Bulk)) != many {
				t.Errorf("at the end: %v", got)
			}
		})
	}
}

// An account that is not in for a while is told too, once, and that it is back.
func TestAccept17LongSilence(t *testing.T) {
	c := openCity(t)
	c.join("Ibu Ana", store.Admin, c.staff, "ana")
	told := func() []string { return c.staff.said("ana", store.Reply)[1:] }
	c.tick()
	c.wa.is(channel.Health{State: channel.Connecting})
	c.tick()
	c.clock.Move(14 * time.Minute)
	c.tick()
	if got := told(); len(got) != 0 {
		t.Errorf("too early: %q", got)
	}
	c.clock.Move(time.Minute)
	c.tick()
	c.clock.Move(time.Hour)
	c.tick()
	c.wa.is(channel.Health{State: channel.Up})
	c.tick()
	if got := told(); len(got) != 2 || !strings.Contains(got[0], "tidak tersambung") || !strings.Contains(got[1], "berjalan lagi") || strings.Contains(got[1], "ditahan") {
		t.Errorf("told %q", got)
	}
}

// A one-time code makes one chat that of one member of staff. Wrong ones lock it, old ones are worth nothing, and nobody else learns what it is.
func TestAccept17StaffCode(t *testing.T) {
	const code, word = "k7qf9d2m", "petugas-k7qf-9d2m"
	fresh := func(t *testing.T) *city {
		c := openCity(t)
		c.must(c.ledger.PutStaff(t.Context(), store.Staff{Name: "Ibu Ana", Role: store.Admin}, "Ibu Ana", c.now()))
		c.must(c.ledger.PutStaffCode(t.Context(), "Ibu Ana", code, "Ibu Ana", c.now()))
		return c
	}
	chats := func(c *city) (list []string) {
		got, err := c.ledger.StaffChats(c.Context(), c.now())
		c.must(err)
		for _, s := range got {
			list = append(list, s.Of.Channel+":"+s.Of.Chat+"="+s.Name)
		}
		return list
	}
	want := func(t *testing.T, c *city, list ...string) {
		t.Helper()
		if got := chats(c); !slices.Equal(got, list) {
			t.Errorf("staff are in %q, want %q", got, list)
		}
	}
	t.Run("written", func(t *testing.T) {
		for _, text := range []string{word, "PETUGAS-K7QF-9D2M", " petugas - k7qf 9d2m ", "Petugas-k7qf9d2m"} {
			c := fresh(t)
			c.write(c.staff, "ana", text)
			want(t, c, "post:ana=Ibu Ana")
			c.write(c.staff, "other", text) // used up
			want(t, c, "post:ana=Ibu Ana")
		}
	})
	t.Run("deep link", func(t *testing.T) {
		c := fresh(t)
		c.must(c.bot.Desk.Deliver(t.Context(), store.Message{ID: "s", From: store.Address{Channel: "post", Chat: "ana"}, Kind: store.Text, Text: "/start", Start: word, At: c.now()}))
		c.must(c.bot.Settled(t.Context()))
		want(t, c, "post:ana=Ibu Ana")
	})
	t.Run("group", func(t *testing.T) {
		c := fresh(t)
		c.must(c.bot.Desk.Deliver(t.Context(), store.Message{ID: "g", From: store.Address{Channel: "post", Chat: "group"}, Kind: store.Text, Text: word, Group: true, Called: true, At: c.now()}))
		c.must(c.bot.Settled(t.Context()))
		want(t, c)
	})
	t.Run("question", func(t *testing.T) {
		c := fresh(t)
		c.write(c.staff, "maria", "petugas kapankah")
		if got := c.staff.said("maria", store.Reply); strings.Contains(strings.Join(got, ""), "Kode") {
			t.Errorf("a question is taken for a code: %q", got)
		}
	})
	t.Run("wrong", func(t *testing.T) {
		c := fresh(t)
		for i := range 4 {
			c.write(c.staff, fmt.Sprint("thief", i), "petugas-k7qf-2222")
			c.write(c.staff, "thief", "petugas-zzzz-2222") // nobody's, which counts for nobody
		}
		c.write(c.staff, "ana", word)
		want(t, c, "post:ana=Ibu Ana")
	})
	t.Run("locked", func(t *testing.T) {
		c := fresh(t)
		for i := range 5 {
			c.write(c.staff, fmt.Sprint("thief", i), "petugas-k7qf-2222")
		}
		c.write(c.staff, "ana", word)
		want(t, c)
		if got := c.staff.said("ana", store.Reply); !strings.Contains(got[0], "dikunci") {
			t.Errorf("she hears %q", got)
		}
	})
	t.Run("old", func(t *testing.T) {
		c := fresh(t)
		c.clock.Move(24 * time.Hour)
		c.write(c.staff, "ana", word)
		want(t, c)
	})
	t.Run("revoked", func(t *testing.T) {
		c := fresh(t)
		c.must(c.ledger.PutStaff(t.Context(), store.Staff{Name: "Ibu Ana", Role: store.Admin, Revoked: true}, "Ibu Ana", c.now()))
		c.write(c.staff, "ana", word)
		want(t, c)
	})
	t.Run("unlinked", func(t *testing.T) {
		c := fresh(t)
		c.write(c.staff, "ana", word)
		n, err := c.ledger.UnlinkStaff(t.Context(), "Ibu Ana", "Ibu Ana", c.now())
		if n != 1 || err != nil {
			t.Error(n, err)
		}
		want(t, c)
	})
	t.Run("erased", func(t *testing.T) {
		c := fresh(t)
		c.write(c.staff, "ana", word)
		c.write(c.staff, "ana", "hapus data saya")
		c.write(c.staff, "ana", "1")
		want(t, c)
	})
	t.Run("form", func(t *testing.T) { // what is open stays open
		c := fresh(t)
		c.must(c.ledger.PutBatches(t.Context(), []store.Batch{bottest.Sewing()}, "test", c.now()))
		for _, text := range bottest.Maria(0).Form()[:7] {
			c.write(c.staff, "ana", text)
		}
		before := c.staff.said("ana", store.Reply)
		c.write(c.staff, "ana", word)
		got := c.staff.said("ana", store.Reply)[len(before):]
		if len(got) != 1 || !strings.Contains(got[0], "Ibu Ana") || !strings.Contains(got[0], "laki") && !strings.Contains(got[0], "Laki") && !strings.Contains(got[0], "kelamin") {
			t.Errorf("after the code: %q", got)
		}
	})
}
