package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/bot/whatsapp/whatsapptest/resident"
	"lopo/store/sqlite/sqlitetest"
)

const (
	neighbours = 20 // residents who write on WhatsApp at once
	botNumber  = "628110000001"
)

// line is a WhatsApp, the bot's account on it, and a folder in which that account is linked.
type line struct {
	testing.TB
	ctx context.Context
	srv *whatsapptest.Server
	bot *whatsapptest.Account
	db  string
	set []string // the program's settings
}

func newLine(t testing.TB, set ...string) *line {
	t.Helper()
	l := bareLine(t, set...)
	l.link()
	return l
}

// bareLine is a line whose account is not linked yet.
func bareLine(t testing.TB, set ...string) *line {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	l := &line{TB: t, ctx: ctx, srv: whatsapptest.New(t), db: filepath.Join(t.TempDir(), "lopo.db")}
	l.bot = l.srv.Account(botNumber)
	l.bot.SetName("Lopo")
	root := l.srv.RootKey()
	l.set = append([]string{
		"LOPO_DB=" + l.db, "LOPO_ADDR=127.0.0.1:0", "LOPO_DEMO=1", "LOPO_LOG=warn", "LOPO_SECRET_KEY=" + hex.EncodeToString(sqlitetest.Secret),
		"LOPO_WHATSAPP=on", "LOPO_WHATSAPP_TYPING=0s", "LOPO_TEST_WHATSAPP_ADDR=" + l.srv.Addr, "LOPO_TEST_WHATSAPP_ROOT=" + hex.EncodeToString(root[:]),
	}, set...)
	return l
}

// link links the bot, as an operator does before the first start.
func (l *line) link() {
	l.Helper()
	c, err := whatsapp.Open(l.ctx, whatsapp.Options{Path: filepath.Join(filepath.Dir(l.db), "whatsapp.db"), Seal: sqlitetest.Box(l), HTTP: l.srv.Client()})
	if err != nil {
		l.Fatal(err)
	}
	defer c.Close()
	steps, err := c.Link(l.ctx, "")
	if err != nil {
		l.Fatal(err)
	}
	scanned, last := false, channel.LinkStep{}
	for step := range steps {
		if last = step; step.Stage == channel.LinkScan && !scanned {
			scanned = true
			if err := l.bot.Scan(step.Secret); err != nil {
				l.Fatal(err)
			}
		}
	}
	if last.Stage != channel.LinkDone {
		l.Fatalf("not linked: %s", last.Text)
	}
}

// serve starts the program and returns when the bot is on WhatsApp.
func (l *line) serve() *process {
	l.Helper()
	logins := len(l.bot.Journal("connected"))
	p := run(l, standin.program(l, "."), []string{"serve"}, l.set...)
	if err := l.srv.Until(p.ctx, func() bool { return len(l.bot.Journal("connected")) > logins }); err != nil {
		l.Fatalf("the bot did not come online: %v\n%s", err, p.log())
	}
	return p
}

// forms are the names by which residents appear to the bot.
var forms = []whatsapptest.Form{whatsapptest.ByLID, whatsapptest.ByPhone, whatsapptest.OnlyLID, whatsapptest.OnlyPN}

// people are residents from the n-th on, online.
func (l *line) people(from, count int) []*resident.Resident {
	l.Helper()
	people := make([]*resident.Resident, count)
	for i := range people {
		r, err := resident.New(l.ctx, l.srv, l.bot, from+i)
		if err != nil {
			l.Fatal(err)
		}
		r.Training = trainings[i%len(trainings)]
		r.Person.Show(forms[i%len(forms)])
		people[i] = r
	}
	return people
}

// register lets residents register at once. It returns when all are done, or one failed.
func (l *line) register(ctx context.Context, people []*resident.Resident) {
	l.Helper()
	all, cancel := context.WithCancel(ctx)
	defer cancel()
	var busy sync.WaitGroup
	for _, r := range people {
		busy.Go(func() {
			if err := r.Register(all); err != nil && (all.Err() == nil || ctx.Err() != nil) { // not for another's failure
				l.Error(err)
				cancel()
			}
		})
	}
	busy.Wait()
}

// confirmed waits until the bot has said all it had to say and confirmed all it got, and stops it. Who is stopped before that says the rest
// after the next start: the connection ends with the receiving.
func (l *line) confirmed(p *process) {
	l.Helper()
	if err := l.srv.Until(l.ctx, func() bool { return l.bot.Queued(1, "") == 0 }); err != nil {
		l.Errorf("%d messages were never confirmed", l.bot.Queued(1, "message"))
	}
	for l.unsent() > 0 {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-l.ctx.Done():
			l.Fatalf("%d answers were never sent\n%s", l.unsent(), p.log())
		}
	}
	ctx, cancel := context.WithTimeout(l.ctx, time.Minute)
	defer cancel()
	p.stop(ctx)
	p.healthy()
}

// unsent is how many answers the ledger holds that are not known to be sent, and messages that are not answered.
func (l *line) unsent() (n int) {
	l.Helper()
	raw, err := sql.Open("sqlite", "file:"+l.db+"?_pragma=busy_timeout(5000)")
	if err != nil {
		l.Fatal(err)
	}
	defer raw.Close()
	const waiting = `SELECT (SELECT count(*) FROM outbox WHERE state = 0) + (SELECT count(*) FROM inbox WHERE state = 0 AND channel = 'whatsapp')`
	if err := raw.QueryRowContext(context.WithoutCancel(l.ctx), waiting).Scan(&n); err != nil {
		l.Fatal(err)
	}
	return n
}

// looked is what became of residents on WhatsApp. Nothing may have come twice: a repeated send carries the same id, and phones hide it.
func (l *line) looked(people []*resident.Resident, copies bool) (list []applied) {
	l.Helper()
	for _, r := range people {
		list = append(list, applied{r.Name, r.Number, r.Sent, len(r.Repeated)})
		for _, text := range r.Repeated {
			l.Logf("%s had again: %q, of", r.Name, text)
			for _, m := range r.Chat.Inbox() {
				l.Logf("\t%s %s, retry %d, %d copies: %.60q", m.Info.Timestamp.Format(time.TimeOnly), m.ID(), m.Retry, m.Copies, m.Text)
			}
		}
		for _, m := range r.Chat.Inbox() {
			if m.Copies > 1 && !copies {
				l.Errorf("%s had a message %d times: %q", r.Name, m.Copies, m.Text)
			}
		}
	}
	return list
}

// Twenty residents register on WhatsApp at the same time.
func TestAccept01TwentyOnWhatsApp(t *testing.T) {
	l := newLine(t)
	p := l.serve()
	people := l.people(0, neighbours)
	l.register(l.ctx, people)
	if t.Failed() {
		t.Fatal(p.log())
	}
	l.confirmed(p)
	audit(t, l.db, "whatsapp", l.looked(people, false), 0)
}

// Residents write while the bot is away. Each gets one answer when it is back, not one for every line.
func TestAccept39TwoHundredWaitOnWhatsApp(t *testing.T) {
	l := newLine(t)
	p := l.serve()
	people := l.people(0, neighbours)
	for i, r := range people {
		// Whoever shows no LID gets a second session with the first answer, and each of her texts has to be asked for again. They arrive one by
		// one then, as if written now.
		r.Person.Show(forms[i%3])
	}
	for _, r := range people {
		if _, err := r.Chat.Say(l.ctx, "halo"); err != nil {
			t.Fatal(err)
		}
	}
	before := make([]int, len(people))
	for i, r := range people {
		inbox, err := r.Chat.Wait(l.ctx, 1)
		if err != nil {
			t.Fatalf("%v\n%s", err, p.log())
		}
		before[i] = len(inbox)
	}
	l.confirmed(p)
	for i, r := range people {
		for n := range 10 {
			if _, err := r.Chat.Say(l.ctx, fmt.Sprintf("pesan %d dari %d", n, i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := l.bot.Queued(1, "message"); n != 10*neighbours {
		t.Fatalf("%d messages wait", n)
	}
	p = l.serve()
	for i, r := range people {
		if _, err := r.Chat.Wait(l.ctx, before[i]+1); err != nil {
			t.Fatalf("%s: %v\n%s", r.Name, err, p.log())
		}
	}
	l.confirmed(p) // what else it had to say is said when it stops
	for i, r := range people {
		if got := r.Chat.Inbox()[before[i]:]; len(got) != 1 {
			t.Errorf("%s got %d answers: %q", r.Name, len(got), texts(got))
		}
	}
	handled(t, l.db, "whatsapp", 11*neighbours)
}

func texts(list []whatsapptest.Seen) (out []string) {
	for _, m := range list {
		out = append(out, m.Text)
	}
	return out
}

// BenchmarkTwentyOnWhatsApp repeats the run of twenty residents, for example thirty times: go test -run '^$' -bench TwentyOnWhatsApp
// -benchtime 30x ./cmd/lopo. It fails when a message was lost or came twice.
func BenchmarkTwentyOnWhatsApp(b *testing.B) {
	l := newLine(b)
	ctx, cancel := context.WithTimeout(b.Context(), time.Hour)
	defer cancel()
	l.ctx = ctx
	p := l.serve()
	var all []applied
	var waits []time.Duration
	for next := 0; b.Loop(); next += neighbours {
		people := l.people(next, neighbours)
		l.register(l.ctx, people)
		if b.Failed() {
			b.Fatal(p.log())
		}
		all = append(all, l.looked(people, false)...)
		for _, r := range people {
			waits = append(waits, r.Waits...)
			r.Person.Close()
		}
	}
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)/2].Milliseconds()), "p50-ms")
	b.ReportMetric(float64(waits[len(waits)*99/100].Milliseconds()), "p99-ms")
	l.confirmed(p)
	audit(b, l.db, "whatsapp", all, 0)
}
