// Package telegram lets residents talk to the bot on Telegram. It keeps the contract of package channel.
//
// The library telegram-bot-api/v5 gives types and uploads only (api.go); calls, polling, webhook, retries, classes of error and pace are ours,
// because the library's own loop confirms updates before anybody has read them and cannot be stopped.
package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// Limits of the Bot API.
const (
	maxText     = 4096 // UTF-16 units of one message
	maxCaption  = 1024 // UTF-16 units under a picture or a document
	maxData     = 64   // bytes that a button carries back
	pollTimeout = 50   // seconds; the server caps a longer wait
	pollLimit   = 100  // updates in one poll
)

// Options say which bot this is. Only Token is needed.
type Options struct {
	Token      string
	API        string           // base address of the Bot API; "" is Telegram's own
	WebhookURL string           // public https address of Handler; "": long polling, which needs no address
	Secret     string           // what Telegram shows with every webhook call: 1-256 of A-Z a-z 0-9 _ -; needed with WebhookURL
	Log        *slog.Logger     // nil: no log
	Now        func() time.Time // nil: time.Now
	Files      *channel.Files   // what goes with messages; nil: texts go alone

	// Named is told what the members of a group that a message has arrived in call it. nil: nobody wants to know.
	Named func(ctx context.Context, chat, name string) error

	// The rest is for tests; zero means the value used in service.
	Wait    func(ctx context.Context, d time.Duration) error // sleeps; nil: a timer
	Backoff time.Duration                                    // first pause after trouble (1 s); the longest is sixty times that
	Timeout time.Duration                                    // for one send (30 s: near its limits Telegram holds a send for 15 s)
	Burst   int                                              // messages to one person before the pace of one a second begins (30)
}

// Channel is the bot on Telegram. It is safe for many goroutines; only one Receive may run at a time.
type Channel struct {
	api     *api
	log     *slog.Logger
	now     func() time.Time
	wait    func(context.Context, time.Duration) error
	files   *channel.Files
	named   func(ctx context.Context, chat, name string) error
	account string // the bot's number
	base    time.Duration
	timeout time.Duration
	hookURL string
	secret  string

	me       atomic.Pointer[self] // nil until the first getMe worked
	hook     hook
	late     backlog
	answers  answers
	pace     pacer
	squeeze  squeeze
	albums   *recent[string, int64]    // media_group_id -> the message that stands for the album
	moved    *recent[int64, int64]     // groups that became supergroups: old id -> new id
	parts    *recent[string, []string] // Outgoing.Key -> ids of the parts of it that were sent; "" is one that was left out
	keyboard *recent[string, bool]     // chats that still show a reply keyboard of ours
}

// self is who the bot is on Telegram.
type self struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
}

var (
	_ channel.Channel = (*Channel)(nil)
	_ channel.Typer   = (*Channel)(nil)
	_ channel.CatchUp = (*Channel)(nil)
	_ channel.Editor  = (*Channel)(nil)
	_ channel.Revoker = (*Channel)(nil)
	_ channel.Fetcher = (*Channel)(nil)
)

var (
	tokenForm  = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

// New makes the channel. It talks to nobody: an unreachable Telegram must not keep the other channels from starting.
func New(o Options) (*Channel, error) {
	if !tokenForm.MatchString(o.Token) {
		return nil, errors.New("telegram: the token does not look like one from BotFather (digits, a colon, letters)")
	}
	if o.API == "" {
		o.API = "https://api.telegram.org"
	}
	base, err := url.Parse(strings.TrimRight(o.API, "/"))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") || strings.Contains(o.API, "%") {
		return nil, errors.New("telegram: the address of the Bot API is not an http address")
	}
	if o.WebhookURL != "" && !secretForm.MatchString(o.Secret) {
		return nil, errors.New("telegram: a webhook needs a secret of 1 to 256 letters, digits, _ or -")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = sleep
	}
	if o.Backoff == 0 {
		o.Backoff = time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Burst == 0 {
		o.Burst = 30
	}
	c := &Channel{
		api:      newAPI(o.Token, base),
		log:      o.Log.With("channel", "telegram"),
		now:      o.Now,
		wait:     o.Wait,
		files:    o.Files,
		named:    o.Named,
		base:     o.Backoff,
		timeout:  o.Timeout,
		hookURL:  o.WebhookURL,
		secret:   o.Secret,
		answers:  answers{room: make(chan struct{}, 128)},
		pace:     pacer{burst: o.Burst, chats: map[int64]time.Time{}},
		albums:   newRecent[string, int64](4096),
		moved:    newRecent[int64, int64](1024),
		parts:    newRecent[string, []string](1024),
		keyboard: newRecent[string, bool](8192),
	}
	c.account, _, _ = strings.Cut(o.Token, ":")
	if c.hookURL == "" {
		c.late.expect(c.now()) // not only from Receive on: what a crash left of a backlog is taken up before
	}
	return c, nil
}

// Name is the Address.Channel of chats on Telegram.
const Name = "telegram"

// Name is "telegram".
func (c *Channel) Name() string { return Name }

// Capabilities of Telegram. Taps wait only 150 s on the server, messages 24 h. There is no key that would make a repeated send harmless, and bots
// are not told whether a message was delivered or read.
func (c *Channel) Capabilities() channel.Capabilities {
	return channel.Capabilities{Buttons: true, TapsExpire: true, Media: true, MaxText: maxText, Notices: Notices}
}

// Typing shows "typing…" for about five seconds.
func (c *Channel) Typing(ctx context.Context, chat string) {
	p, err := place(chat)
	if err != nil {
		return
	}
	ctx, stop := context.WithTimeout(ctx, min(c.timeout, 5*time.Second))
	defer stop()
	params := c.params(p)
	params["action"] = "typing"
	c.api.call(ctx, "sendChatAction", params)
}

// spot is a place to send to: a chat, and a topic in it when the chat is a forum.
type spot struct{ chat, thread int64 }

// place reads Address.Chat: "<chat id>" or "<chat id>/<topic id>".
func place(chat string) (p spot, err error) {
	id, topic, forum := strings.Cut(chat, "/")
	if p.chat, err = strconv.ParseInt(id, 10, 64); err == nil && forum {
		p.thread, err = strconv.ParseInt(topic, 10, 64)
	}
	if err != nil || p.chat == 0 {
		return spot{}, errors.New("not a Telegram chat")
	}
	return p, nil
}

// address is the reverse of place.
func (p spot) address() store.Address {
	chat := strconv.FormatInt(p.chat, 10)
	if p.thread != 0 {
		chat = fmt.Sprintf("%d/%d", p.chat, p.thread)
	}
	return store.Address{Channel: Name, Chat: chat}
}

// group tells a group from a person: ids of groups are negative.
func (p spot) group() bool { return p.chat < 0 }

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
