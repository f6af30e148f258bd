package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"lopo/bot"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/config"
	"lopo/bot/demo"
	"lopo/bot/door"
	"lopo/bot/link"
	"lopo/bot/poster"
	"lopo/bot/telegram"
	"lopo/bot/webchat"
	"lopo/bot/whatsapp"
	"lopo/store"
	"lopo/store/redis"
	"lopo/store/sqlite"
)

type serveCmd struct {
	Demo bool `help:"Fill an empty ledger with example trainings, marked \"contoh\"."`
}

// sessionLife is how long an idle session stays in Redis: as long as a draft stays in the ledger.
const sessionLife = sqlite.KeepDrafts

// heapGrowth is how much the heap may grow between two collections, in percent. The live heap is a few megabytes, so memory is cheap here
// and the collector is not.
const heapGrowth = 400

// Run serves until it is told to stop.
func (s *serveCmd) Run(ctx context.Context) error {
	debug.SetGCPercent(heapGrowth)
	p, err := openAlone(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	log := logger(p.config)
	if s.Demo || p.config.Demo {
		if err := fillDemo(ctx, p); err != nil {
			return err
		}
	}
	sessions, closeSessions, err := sessionsOf(ctx, p, log)
	if err != nil {
		return err
	}
	defer closeSessions()
	shelf, err := shelfOf(p.config)
	if err != nil {
		return err
	}
	web, channels, hook, err := channelsOf(ctx, p, shelf, log)
	defer closeAll(channels)
	if err != nil {
		return err
	}
	b, err := bot.New(bot.Options{Ledger: p.ledger, Sessions: sessions, Channels: channels, Shelf: shelf, Clock: clock.Wall(), Log: log})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", p.config.Addr)
	if err != nil {
		return fmt.Errorf("LOPO_ADDR %s cannot be listened on (%w); free it, or choose another such as 127.0.0.1:8081", p.config.Addr, err)
	}
	front := door.New(door.Options{Web: web.Handler(), Hook: hook, Ledger: p.ledger, Sessions: sessions, Accounts: b.Schedule.Accounts,
		Link: link.Handler{Channels: channels, Token: link.Token(p.box), Log: log}, Log: log})
	if err := p.ledger.NoteListening(ctx, listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close())
	}
	go func() {
		if err := front.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("web server", "err", err)
		}
	}()
	welcome(ctx, p.config, listener.Addr(), channels)
	err = b.Run(ctx)
	stopping, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if shut := front.Shutdown(stopping); shut != nil {
		front.Close()
	}
	log.Info("stopped")
	return err
}

// fillDemo puts example trainings and loans into a ledger that has none.
func fillDemo(ctx context.Context, p *parts) error {
	have, err := p.ledger.Batches(ctx)
	if err == nil && len(have) == 0 {
		err = p.ledger.PutBatches(ctx, demo.Batches(now()), "demo", now())
	}
	if err != nil {
		return err
	}
	if err := fillDemoJobs(ctx, p); err != nil {
		return err
	}
	loans, err := p.ledger.Loans(ctx)
	if err != nil || len(loans) > 0 {
		return err
	}
	return p.ledger.PutLoans(ctx, demo.Loans(p.city, now()), "demo", now())
}

// sessionsOf opens the keeper of sessions: Redis where there is one. A Redis that is only just starting is waited for.
func sessionsOf(ctx context.Context, p *parts, log *slog.Logger) (store.Sessions, func(), error) {
	if p.config.RedisURL == "" {
		return sqlite.Sessions{Ledger: p.ledger}, func() {}, nil
	}
	wall := clock.Wall()
	for tries := 1; ; tries++ {
		r, err := redis.Open(ctx, p.config.RedisURL, p.box, sessionLife)
		if err == nil {
			return r, func() { r.Close() }, nil
		}
		if tries == 30 || ctx.Err() != nil {
			return nil, nil, fmt.Errorf("LOPO_REDIS_URL cannot be reached (%w); start Redis, mend the address, or leave it empty to keep sessions in the ledger", err)
		}
		log.Warn("waiting for Redis", "err", err)
		if err := wall.Until(ctx, wall.Now().Add(time.Second)); err != nil {
			return nil, nil, err
		}
	}
}

// channelsOf makes the channels that the settings ask for. A new channel is one line here. Those it has made are returned with an error too.
func channelsOf(ctx context.Context, p *parts, shelf *poster.Shelf, log *slog.Logger) (web *webchat.Channel, channels []channel.Channel, hook http.Handler, err error) {
	name, _ := p.city.Fact("nama_layanan")
	place, _ := p.city.Fact("nama_kota")
	files := filesOf(p, shelf)
	web, err = webchat.Open(webchat.Options{Path: filepath.Join(filepath.Dir(p.config.DB), "webchat.db"), Title: name + " " + place, Log: log, Seal: p.box, Files: files})
	if err != nil {
		return nil, nil, nil, err
	}
	channels = append(channels, web)
	if p.config.WhatsApp == "on" {
		wa, err := whatsappOf(ctx, p, files, log)
		if err != nil {
			return nil, channels, nil, err
		}
		channels = append(channels, wa)
	}
	if p.config.TelegramToken == "" {
		return web, channels, nil, nil
	}
	hookURL := p.config.TelegramWebhook
	if hookURL != "" {
		hookURL = strings.TrimSuffix(hookURL, "/") + door.HookPath
	}
	tg, err := telegram.New(telegram.Options{Token: p.config.TelegramToken, API: p.config.TelegramAPI, WebhookURL: hookURL, Secret: p.config.TelegramSecret, Files: files,
		Named: groupNamed(p, telegram.Name), Log: log})
	if err != nil {
		return nil, channels, nil, err
	}
	if hookURL != "" {
		hook = tg.Handler()
	}
	return web, append(channels, tg), hook, nil
}

// shelfOf is the folder beside the ledger in which the pictures and documents that go with messages lie.
func shelfOf(c config.Config) (*poster.Shelf, error) {
	return poster.Open(filepath.Join(filepath.Dir(c.DB), "media"))
}

// filesOf is where channels find them; the ledger remembers what each platform calls them.
func filesOf(p *parts, shelf *poster.Shelf) *channel.Files {
	return &channel.Files{Read: shelf.Read, Recall: p.ledger.Remote, Keep: p.ledger.KeepRemote}
}

// groupNamed keeps what a channel tells of the names of groups.
func groupNamed(p *parts, channel string) func(ctx context.Context, chat, name string) error {
	return func(ctx context.Context, chat, name string) error {
		return p.ledger.NameGroup(ctx, store.Address{Channel: channel, Chat: chat}, name)
	}
}

// whatsappFile is where the WhatsApp account is kept: beside the ledger.
func whatsappFile(p *parts) string { return filepath.Join(filepath.Dir(p.config.DB), "whatsapp.db") }

// whatsappOf opens the WhatsApp account beside the ledger. It need not be linked yet.
func whatsappOf(ctx context.Context, p *parts, files *channel.Files, log *slog.Logger) (*whatsapp.Channel, error) {
	name, _ := p.city.Fact("nama_layanan")
	typing := p.config.WhatsAppTyping
	if typing == 0 {
		typing = -1 // not at all
	}
	bound := func(ctx context.Context, chat string) (bool, error) {
		return p.ledger.Bound(ctx, store.Address{Channel: whatsapp.Name, Chat: chat})
	}
	groups := func(ctx context.Context) ([]store.Group, error) { return p.ledger.GroupsOn(ctx, whatsapp.Name) }
	return whatsapp.Open(ctx, whatsapp.Options{Path: whatsappFile(p), Seal: p.box, Name: name,
		Version: p.config.WhatsAppVersion, Typing: typing, Files: files, Bound: bound, Groups: groups,
		Named: groupNamed(p, whatsapp.Name), Log: log})
}

// closeAll closes the files that channels keep.
func closeAll(channels []channel.Channel) {
	for _, c := range channels {
		if file, ok := c.(io.Closer); ok {
			_ = file.Close() // nothing is written any more
		}
	}
}

// welcome says where to go next.
func welcome(ctx context.Context, c config.Config, at net.Addr, channels []channel.Channel) {
	fmt.Fprintf(os.Stdout, "Lopo runs.\n  web chat   http://%s/\n  ledger     %s\n  sessions   %s\n", at, c.DB, map[bool]string{true: "in the ledger", false: "in Redis"}[c.RedisURL == ""])
	if c.TelegramToken == "" {
		fmt.Fprint(os.Stdout, "  Telegram   off: get a token from @BotFather, set LOPO_TELEGRAM_TOKEN to it and start again\n")
	} else {
		fmt.Fprint(os.Stdout, "  Telegram   on\n")
	}
	fmt.Fprintf(os.Stdout, "  WhatsApp   %s\n", linkedAs(ctx, channels))
	fmt.Fprint(os.Stdout, "Next: open the web chat and write \"halo\". Staff: lopo panduan. Stop with Ctrl-C.\n")
}

// linkedAs says whether WhatsApp has a number.
func linkedAs(ctx context.Context, channels []channel.Channel) string {
	for _, c := range channels {
		wa, ok := c.(*whatsapp.Channel)
		if !ok {
			continue
		}
		if linked, err := wa.Linked(ctx); err == nil && linked {
			return "on"
		}
		return "waits for a number: lopo link"
	}
	return "off: set LOPO_WHATSAPP to on and start again"
}
