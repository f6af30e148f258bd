package bot_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"lopo/bot"
	"lopo/bot/broadcast"
	"lopo/bot/channel"
	watch "lopo/bot/clock"
	"lopo/bot/poster"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/flows/transcript"
	"lopo/flows/transcripttest"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// pier is the whole bot on a local WhatsApp, as a stage for transcripts: residents are real clients on phones of their own.
type pier struct {
	testing.TB
	ctx    context.Context
	ledger *sqlite.Ledger
	srv    *whatsapptest.Server
	own    *whatsapptest.Account
	client *http.Client              // reaches WhatsApp
	scan   func(secret string) error // the account's phone scans a code
	path   string
	clock  *watch.Manual
	now    time.Time
	ch     *whatsapp.Channel
	bot    *bot.Bot
	stop   func()
	beside []channel.Channel // other channels of the same bot
	rules  *broadcast.Rules  // how quickly notices go out; nil: as the facts of the city say
	shelf  *poster.Shelf
	files  *channel.Files
	people map[string]*whatsapptest.Resident
	number map[string]string
	last   map[string]string // the id of her last text
	read   map[string]int    // how many messages of a chat were taken
	group  *whatsapptest.Group
	phone  *whatsapptest.Resident // the one that staff hold

	groups func(context.Context) ([]store.Group, error) // see whatsapp.Options
	named  func(_ context.Context, chat, name string) error

	lapse chan struct{} // lets somebody give up what cannot be deciphered

	mu    sync.Mutex
	came  int // messages delivered
	known map[string]bool
	held  []time.Duration // how long each delivery took
}

const ownNumber = "628110000001"

func openPier(t testing.TB, beside ...channel.Channel) *pier {
	t.Helper()
	p := newPier(t, beside...)
	p.start()
	return p
}

// newPier is the pier before the bot has begun.
func newPier(t testing.TB, beside ...channel.Channel) *pier {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	srv, err := whatsapptest.Start(whatsapptest.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	p := &pier{TB: t, ctx: ctx, srv: srv, path: filepath.Join(t.TempDir(), "whatsapp.db"), now: transcripttest.Begin, beside: beside,
		people: map[string]*whatsapptest.Resident{}, number: map[string]string{}, last: map[string]string{}, read: map[string]int{}, known: map[string]bool{}, lapse: make(chan struct{})}
	p.clock = watch.NewManual(p.now)
	p.own = srv.Account(ownNumber)
	p.client, p.scan = srv.Client(), p.own.Scan
	p.ledger = sqlitetest.At(t, transcripttest.World(t))
	t.Cleanup(func() { p.ledger.Close() })
	p.shelf, err = poster.Open(filepath.Join(t.TempDir(), "media"))
	p.must(err)
	p.files = &channel.Files{Read: p.shelf.Read, Recall: p.ledger.Remote, Keep: p.ledger.KeepRemote}
	p.stop = func() {} // until it has begun
	t.Cleanup(func() { p.stop() })
	return p
}

// start opens the account, links it if it must, and begins to receive.
func (p *pier) start() {
	p.Helper()
	var err error
	p.ch, err = whatsapp.Open(p.ctx, whatsapp.Options{Path: p.path, Seal: sqlitetest.Box(p), Now: p.clock.Clock().Now, Wait: p.wait, Typing: -1, HTTP: p.client, Files: p.files,
		Groups: p.groups, Named: p.named})
	p.must(err)
	if linked, err := p.ch.Linked(p.ctx); err != nil || !linked {
		p.must(err)
		p.link()
	}
	p.bot, err = bot.New(bot.Options{Ledger: p.ledger, Channels: append([]channel.Channel{p.ch}, p.beside...), Shelf: p.shelf, Rules: p.rules, Clock: p.clock.Clock()})
	p.must(err)
	ctx, cancel := context.WithCancel(p.ctx)
	p.must(p.bot.Start(ctx))
	done := make(chan error, 1)
	ch := p.ch
	go func() { done <- ch.Receive(ctx, p.deliver) }()
	var others sync.WaitGroup
	for _, c := range p.beside {
		others.Go(func() {
			if err := c.Receive(ctx, p.bot.Desk.Deliver); err != nil {
				p.Error(err)
			}
		})
	}
	p.stop = sync.OnceFunc(func() {
		cancel()
		others.Wait()
		if err := <-done; err != nil {
			p.Error(err)
		}
		if err := p.bot.Stop(); err != nil {
			p.Error(err)
		}
		if err := ch.Close(); err != nil {
			p.Error(err)
		}
	})
	p.until("the account is up", func() bool { return p.ch.Health().State == channel.Up })
}

// asServed starts the account anew with what the program tells it of groups. In transcripts it is told nothing, so that they read as on other channels.
func (p *pier) asServed() {
	p.Helper()
	p.groups = func(ctx context.Context) ([]store.Group, error) { return p.ledger.GroupsOn(ctx, whatsapp.Name) }
	p.named = func(ctx context.Context, chat, name string) error {
		return p.ledger.NameGroup(ctx, store.Address{Channel: whatsapp.Name, Chat: chat}, name)
	}
	p.Restart()
}

func (p *pier) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *pier) link() {
	p.Helper()
	steps, err := p.ch.Link(p.ctx, "")
	p.must(err)
	for s := range steps {
		if s.Stage == channel.LinkScan {
			p.must(p.scan(s.Secret))
		} else if s.Stage != channel.LinkDone {
			p.Fatalf("linking: %s", s.Text)
		}
	}
}

// deliver counts what is new on its way to the desk. The local WhatsApp writes real times on what it passes on; here it is the transcript's.
func (p *pier) deliver(ctx context.Context, messages ...store.Message) error {
	for i := range messages {
		messages[i].At = p.clock.Clock().Now()
	}
	begun := time.Now()
	if err := p.bot.Desk.Deliver(ctx, messages...); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = append(p.held, time.Since(begun))
	for _, m := range messages {
		if key := m.From.Chat + " " + m.ID; !p.known[key] {
			p.known[key] = true
			p.came++
		}
	}
	return nil
}

func (p *pier) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.came
}

// until waits for a condition. It looks now and then, since not all that changes tells.
func (p *pier) until(what string, holds func() bool) {
	p.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-p.ctx.Done():
			p.Fatalf("%s: did not happen", what)
		}
	}
}

// wait lets short waits pass at once, such as those before connecting again. The life of a code to scan does not pass, and what cannot be
// deciphered is given up when the test says so: it may come a moment later.
func (p *pier) wait(ctx context.Context, d time.Duration) error {
	switch {
	case d == 10*time.Second:
		select {
		case p.lapse <- struct{}{}:
			return nil
		case <-ctx.Done():
		}
	case d < 10*time.Second:
		return ctx.Err()
	}
	<-ctx.Done()
	return ctx.Err()
}

// account is that of a resident by her letter. Her number is told only where the transcript has one.
func (p *pier) account(who string) *whatsapptest.Account {
	number, form := fmt.Sprintf("62812300000%02d", who[0]), whatsapptest.OnlyLID
	if p.number[who] != "" {
		number, form = strings.TrimPrefix(p.number[who], "+"), whatsapptest.ByLID
	}
	a := p.srv.Account(number)
	a.Show(form)
	return a
}

func (p *pier) person(who string) *whatsapptest.Resident {
	p.Helper()
	if p.people[who] == nil {
		r, err := p.srv.Resident(p.ctx, p.account(who).Phone, "Maria Nale")
		p.must(err)
		p.people[who] = r
	}
	return p.people[who]
}

// Of is the chat of a resident.
func (p *pier) Of(who string) store.Address {
	return store.Address{Channel: whatsapp.Name, Chat: p.account(who).LIDJID().String()}
}

// Ledger is where everything is.
func (p *pier) Ledger() *sqlite.Ledger { return p.ledger }

// At moves the clock.
func (p *pier) At(now time.Time) {
	p.clock.Move(now.Sub(p.now))
	p.now = now
}

// gather is the group, with her in it.
func (p *pier) gather(r *whatsapptest.Resident) *whatsapptest.Group {
	if p.group == nil {
		p.group = p.srv.Group("Karang Taruna", whatsapptest.LIDMode, r.Account, p.own)
	}
	p.group.Add(r.Account)
	return p.group
}

func (p *pier) staffPhone() *whatsapptest.Resident {
	if p.phone == nil {
		r, err := p.srv.Resident(p.ctx, ownNumber, "Lopo")
		p.must(err)
		p.phone = r
	}
	return p.phone
}

// settle waits until the bot has decided and sent all, and every phone has it.
func (p *pier) settle() {
	p.Helper()
	p.until("the bot has taken everything in", func() bool {
		ids := p.own.Devices()
		return p.own.Queued(ids[len(ids)-1], "message") == 0
	})
	p.must(p.bot.Settled(p.ctx))
	for _, r := range p.people {
		p.until("she has all", func() bool { return r.Queued(r.Device, "message") == 0 })
	}
}

// Tend lets the schedule look until nothing is due.
func (p *pier) Tend() {
	p.Helper()
	for {
		p.bot.Schedule.Tick(p.ctx)
		p.settle()
		waiting, err := p.ledger.Waiting(p.ctx, p.now, 0, 1)
		p.must(err)
		if len(waiting) == 0 {
			return
		}
	}
}

// Took returns what is new on the phones.
func (p *pier) Took() (said []transcripttest.Said, _ []transcripttest.Did) {
	fresh := func(who string, inbox []whatsapptest.Seen) {
		for _, m := range inbox[p.read[who]:] {
			if m.Text == byHand || who == transcripttest.Group && m.Info.Sender.User != p.own.LID { // in a group she sees what others write too
				continue
			}
			text := strings.TrimSuffix(whatsapptest.Shown(m.Text), "\n\nhttps://wa.me/"+ownNumber) // on Telegram it is a button
			said = append(said, transcripttest.Said{Who: who, Message: store.Outgoing{Text: transcripttest.Unnamed(text, "WhatsApp")}})
		}
		p.read[who] = len(inbox)
	}
	for _, who := range slices.Sorted(maps.Keys(p.people)) {
		fresh(who, p.people[who].With(p.own).Inbox())
	}
	if p.group != nil {
		who := slices.Sorted(maps.Keys(p.people))[0]
		fresh(transcripttest.Group, p.people[who].In(p.group).Inbox())
	}
	return said, nil
}

// Restart stops the bot and starts it.
func (p *pier) Restart() {
	p.stop()
	p.start()
}

// Lose forgets where the chats stand.
func (p *pier) Lose() {
	for who := range p.people {
		p.must((sqlite.Sessions{Ledger: p.ledger}).Drop(p.ctx, p.Of(who)))
	}
	p.Restart() // and with it what the bot remembers
}

// notHere reports whether an act cannot happen on WhatsApp: there are no buttons and no word of being blocked, and a card proves no number.
// What waited has a test of its own.
func notHere(a transcript.Act) bool {
	verb, rest, _ := strings.Cut(a.Text, " ")
	return a.Mark == '!' && (slices.Contains([]string{"tap", "blocked", "returned", "waits", "waited"}, verb) || verb == "contact" && rest != "")
}

// The same transcripts pass unchanged on WhatsApp: what stands on the phones is what the files say, with the choices as text.
func TestTranscriptsOnWhatsApp(t *testing.T) {
	for _, s := range few(transcripttest.Files(t)) {
		if slices.ContainsFunc(s.Acts, notHere) {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			p := newPier(t)
			p.rules = pace(t, map[string]string{"siaran_whatsapp_per_menit": "60"}) // months of news within one minute
			p.start()
			answers := transcripttest.Play(t, s, p, nil)
			for i, a := range s.Acts {
				if want, got := transcript.Plain(a.Answer), transcript.Said(answers[i]); !slices.Equal(want, got) {
					t.Errorf("%s:%d: %c %s\n--- the file says\n%s\n--- WhatsApp shows\n%s", s.Name, a.Line, a.Mark, a.Text, strings.Join(want, "\n"), strings.Join(got, "\n"))
				}
			}
		})
	}
}

// Things that residents send and chats of the local WhatsApp have no method for.
var (
	video      = &waE2E.Message{VideoMessage: &waE2E.VideoMessage{}}
	invitation = &waE2E.Message{GroupInviteMessage: &waE2E.GroupInviteMessage{GroupName: proto.String("Karang Taruna")}}
)
