package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"lopo/flows"
	"lopo/locales"
	"lopo/store/city"
	"lopo/store/redis"
)

type checkCmd struct{}

// findings collects what the check says, and whether all of it is well.
type findings struct{ bad int }

func (f *findings) ok(what, detail string) { fmt.Printf("ok    %-12s %s\n", what, detail) }

func (f *findings) note(what, detail string) { fmt.Printf("note  %-12s %s\n", what, detail) }

func (f *findings) fail(what string, err error) {
	f.bad++
	fmt.Printf("BAD   %-12s %v\n", what, err)
}

// Run looks at everything the bot needs, says what it found, and fails when something is wrong.
func (*checkCmd) Run(ctx context.Context) error {
	f := &findings{}
	p, err := open(ctx)
	if err != nil {
		f.fail("settings", err)
		return coded{fmt.Errorf("1 problem"), 1}
	}
	defer p.ledger.Close()
	f.ok("settings", p.config.String())
	f.pragmas(ctx, p)
	f.counts(ctx, p)
	f.files(ctx, p)
	f.sessions(ctx, p)
	f.vacancies(ctx, p)
	f.channels(ctx, p)
	f.words()
	f.place(p)
	f.loans(ctx, p)
	f.people(ctx, p)
	f.key(p)
	if f.bad > 0 {
		return coded{fmt.Errorf("%d problems", f.bad), 1}
	}
	return nil
}

// pragmas asks back what is really in force: the driver ignores a misspelt one in silence.
func (f *findings) pragmas(ctx context.Context, p *parts) {
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}
	for _, name := range []string{"journal_mode", "synchronous", "foreign_keys", "secure_delete"} {
		got, err := p.ledger.Pragma(ctx, name)
		switch {
		case err != nil:
			f.fail("ledger", err)
		case got != want[name]:
			f.fail("ledger", fmt.Errorf("PRAGMA %s is %s, %s expected", name, got, want[name]))
		}
	}
	f.ok("ledger", p.ledger.Path())
}

func (f *findings) counts(ctx context.Context, p *parts) {
	t, err := p.ledger.Count(ctx)
	if err != nil {
		f.fail("ledger", err)
		return
	}
	f.ok("ledger", fmt.Sprintf("%d contacts, %d registrations, %d drafts, %d open tickets, %d messages waiting, %d to send", t.Contacts, t.Registrations,
		t.Drafts, t.Tickets, t.Waiting, t.Queued))
	if t.Dead+t.Failed+t.Unsure > 0 {
		f.note("ledger", fmt.Sprintf("%d dead letters, %d sends failed, %d sends unknown:", t.Dead, t.Failed, t.Unsure))
	}
	flags, err := p.ledger.Flags(ctx, 5)
	if err != nil {
		f.fail("ledger", err)
	}
	for _, g := range flags {
		f.note("flag", fmt.Sprintf("%s %s chat %.8s: %s %s", locales.DateTime(g.At), g.Channel, g.Chat, g.Why, g.Details))
	}
}

func (f *findings) sessions(ctx context.Context, p *parts) {
	if p.config.RedisURL == "" {
		f.ok("sessions", "in the ledger")
		return
	}
	r, err := redis.Open(ctx, p.config.RedisURL, p.box, sessionLife)
	if err != nil {
		f.fail("sessions", err)
		return
	}
	defer r.Close()
	s, err := r.Stats(ctx)
	if err != nil {
		f.fail("sessions", err)
		return
	}
	f.ok("sessions", fmt.Sprintf("Redis %s, %d keys", s.Version, s.Keys))
	if s.Policy != "noeviction" && s.Policy != "" {
		f.note("sessions", "Redis may evict keys ("+s.Policy+"); set maxmemory-policy noeviction")
	}
}

func (f *findings) words() {
	texts := 0
	for i, lang := range locales.Languages {
		words, err := locales.Load(lang)
		if err == nil {
			_, err = flows.New(words, flows.All()...)
		}
		if err != nil {
			f.fail("words", err)
			return
		}
		switch n := len(words.Keys()); {
		case i == 0:
			texts = n
		case n != texts:
			f.fail("words", fmt.Errorf("%d texts in %s, %d in %s", n, lang, texts, locales.Languages[0]))
			return
		}
	}
	f.ok("words", fmt.Sprintf("%d texts in each of %d languages", texts, len(locales.Languages)))
}

func (f *findings) place(p *parts) {
	f.ok("city", fmt.Sprintf("%s: %d kelurahan in %d kecamatan", p.city.Name, len(p.city.Kelurahan), len(p.city.Kecamatan())))
	if _, err := p.rules(); err != nil { // a limit that cannot be read stops the bot: it must not be no limit
		f.fail("city", err)
	}
	if unknown := city.Unknown(p.city); len(unknown) > 0 {
		f.note("city", "not filled in, so the bot says it does not know: "+strings.Join(unknown, ", "))
	}
}

func (f *findings) key(p *parts) {
	if p.config.SecretKey != "" {
		f.ok("key", "from LOPO_SECRET_KEY")
		return
	}
	if _, err := os.Stat(p.config.KeyFile()); err != nil {
		f.fail("key", err)
		return
	}
	f.ok("key", p.config.KeyFile()+" (keep a copy elsewhere)")
}
