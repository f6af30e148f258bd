package bot_test

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot"
	"lopo/bot/channel"
	watch "lopo/bot/clock"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/flows/transcript"
	"lopo/flows/transcripttest"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// bridge is the whole bot on Telegram's stand-in, as a stage for transcripts: residents write, tap and read as they do there.
type bridge struct {
	testing.TB
	ledger *sqlite.Ledger
	srv    *telegramtest.Server
	clock  *watch.Manual
	now    time.Time
	ch     *telegram.Channel
	bot    *bot.Bot
	stop   func()
	read   map[int64]int // how many messages of a chat were taken
	people map[string]*telegramtest.Person
	group  *telegramtest.Group
}

const groupID = -100

func openBridge(t testing.TB) *bridge {
	t.Helper()
	b := &bridge{TB: t, now: transcripttest.Begin, read: map[int64]int{}, people: map[string]*telegramtest.Person{}}
	b.clock = watch.NewManual(b.now)
	b.srv = telegramtest.New(telegramtest.Options{Now: b.clock.Clock().Now, Quiet: true})
	t.Cleanup(b.srv.Close)
	b.ledger = sqlitetest.At(t, transcripttest.World(t))
	t.Cleanup(func() { b.ledger.Close() })
	b.group = b.srv.Group(groupID, "Karang Taruna")
	b.start()
	t.Cleanup(func() { b.stop() })
	return b
}

// start begins to receive.
func (b *bridge) start() {
	b.Helper()
	var err error
	b.ch, err = telegram.New(telegram.Options{Token: telegramtest.Token, API: b.srv.URL, Now: b.clock.Clock().Now, Wait: b.wait})
	if err != nil {
		b.Fatal(err)
	}
	b.bot, err = bot.New(bot.Options{Ledger: b.ledger, Channels: []channel.Channel{b.ch}, Clock: b.clock.Clock()})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if err := b.bot.Start(ctx); err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- b.ch.Receive(ctx, b.bot.Desk.Deliver) }()
	b.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
		if err := b.bot.Stop(); err != nil {
			b.Error(err)
		}
	})
}

// wait lets short waits pass at once; what looks after something every few minutes waits for its end.
func (b *bridge) wait(ctx context.Context, d time.Duration) error {
	if d < 2*time.Minute {
		return ctx.Err()
	}
	<-ctx.Done()
	return ctx.Err()
}

// person is a resident by her letter.
func (b *bridge) person(who string) *telegramtest.Person {
	if b.people[who] == nil {
		b.people[who] = b.srv.Person(7000+int64(who[0]), "Maria Nale")
	}
	return b.people[who]
}

// Of is the chat of a resident.
func (b *bridge) Of(who string) store.Address {
	return store.Address{Channel: "telegram", Chat: b.person(who).Chat()}
}

// Ledger is where everything is.
func (b *bridge) Ledger() *sqlite.Ledger { return b.ledger }

// At moves the clock.
func (b *bridge) At(now time.Time) {
	b.clock.Move(now.Sub(b.now))
	b.now = now
}

// Hear lets a resident do something in her app. What Telegram has no form for does not happen.
func (b *bridge) Hear(who, _ string, a transcript.Act) {
	b.Helper()
	p := b.person(who)
	if a.Mark == '>' {
		p.Say(a.Text)
		b.received()
		return
	}
	verb, rest, _ := strings.Cut(a.Text, " ")
	var err error
	switch verb {
	case "tap":
		err = b.tap(p, rest)
	case "edit":
		err = p.Edit(rest)
	case "location":
		lat, lon, _ := strings.Cut(rest, " ")
		p.Location(degrees(lat), degrees(lon))
	case "contact":
		if p.Phone = strings.TrimPrefix(rest, "+"); rest == "" {
			p.ShareContactOf(b.srv.Person(99, "Ina"))
		} else {
			p.ShareContact()
		}
	case "group":
		b.group.Say(p, 0, "@"+telegramtest.Username+" "+rest)
	case "murmur":
		b.group.Say(p, 0, rest)
	case "voice":
		p.Voice()
	case "sticker":
		p.Sticker()
	case "photo":
		p.Photo(rest)
	case "video":
		p.Video()
	case "document":
		p.Document("ktp.pdf", "")
	case "poll":
		p.Poll()
	case "unknown":
		p.Dice()
	case "blocked":
		p.Block()
	case "returned":
		p.Unblock()
	case "reaction", "deleted": // a bot is not told
	default:
		b.Fatalf("line %d: nobody can do %q on Telegram", a.Line, a.Text)
	}
	if err != nil {
		b.Fatalf("line %d: %v", a.Line, err)
	}
	b.received()
}

func degrees(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

// tap taps a choice of the last question, or of the one before.
func (b *bridge) tap(p *telegramtest.Person, what string) error {
	number, old := strings.CutPrefix(what, "old ")
	if !old {
		return p.Tap(what)
	}
	var asked []telegramtest.Seen
	for _, m := range p.Inbox() {
		if len(m.Buttons) > 0 {
			asked = append(asked, m)
		}
	}
	return p.TapOn(asked[len(asked)-2].ID, number)
}

// received waits until Telegram knows that the bot has everything.
func (b *bridge) received() {
	b.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if err := b.srv.Wait(ctx, func() bool { return b.srv.Pending() == 0 }); err != nil {
		b.Fatal(err)
	}
	b.settle()
}

func (b *bridge) settle() {
	b.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if err := b.bot.Settled(ctx); err != nil {
		b.Fatal(err)
	}
}

// Tend lets the schedule look until nothing is due.
func (b *bridge) Tend() {
	b.Helper()
	for {
		b.bot.Schedule.Tick(context.Background())
		b.settle()
		waiting, err := b.ledger.Waiting(context.Background(), b.now, 0, 1)
		if err != nil {
			b.Fatal(err)
		}
		if len(waiting) == 0 {
			return
		}
	}
}

// Took returns what is new on the phones.
func (b *bridge) Took() (said []transcripttest.Said, _ []transcripttest.Did) {
	fresh := func(who string, chat int64, inbox []telegramtest.Seen) {
		for _, m := range inbox[b.read[chat]:] {
			said = append(said, transcripttest.Said{Who: who, Message: store.Outgoing{Text: transcripttest.Unnamed(m.Text, "Telegram")}})
		}
		b.read[chat] = len(inbox)
	}
	for _, who := range slices.Sorted(maps.Keys(b.people)) {
		fresh(who, b.people[who].ID, b.people[who].Inbox())
	}
	fresh(transcripttest.Group, groupID, b.group.Inbox())
	return said, nil
}

// Restart stops the bot and starts it.
func (b *bridge) Restart() {
	b.stop()
	b.start()
}

// Lose forgets where the chats stand.
func (b *bridge) Lose() {
	for who := range b.people {
		if err := (sqlite.Sessions{Ledger: b.ledger}).Drop(context.Background(), b.Of(who)); err != nil {
			b.Fatal(err)
		}
	}
	b.stop() // and with it what the bot remembers
	b.start()
}

// elsewhere reports whether an act cannot happen on Telegram: it never vouches for a number that was not shared, tells of no calls, lets nobody
// write in the bot's name, and does not say what waited.
func elsewhere(a transcript.Act) bool {
	verb, _, _ := strings.Cut(a.Text, " ")
	return a.Mark == '@' && strings.Contains(a.Text, " +62") || a.Mark == '!' && slices.Contains([]string{"garbled", "call", "hand", "waits", "waited"}, verb)
}

// The same transcripts pass unchanged on Telegram: what stands on the phones is what the files say, with the choices as text and as buttons.
func TestTranscriptsOnTelegram(t *testing.T) {
	for _, s := range few(transcripttest.Files(t)) {
		if slices.ContainsFunc(s.Acts, elsewhere) {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			answers := transcripttest.Play(t, s, openBridge(t), nil)
			for i, a := range s.Acts {
				if want, got := transcript.Plain(a.Answer), transcript.Said(answers[i]); !slices.Equal(want, got) {
					t.Errorf("%s:%d: %c %s\n--- the file says\n%s\n--- Telegram shows\n%s", s.Name, a.Line, a.Mark, a.Text, strings.Join(want, "\n"), strings.Join(got, "\n"))
				}
			}
		})
	}
}
