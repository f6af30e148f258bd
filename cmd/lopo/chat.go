package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/mattn/go-isatty"

	"lopo/bot"
	"lopo/bot/channel"
	"lopo/bot/clock"
	"lopo/bot/terminal"
)

type chatCmd struct {
	As     string    `help:"Which resident to be." default:"warga"`
	JSON   bool      `name:"json" help:"One JSON object per reply, and {\"turn\":n} after each input."`
	Now    time.Time `help:"Set the clock and hold it there (RFC 3339)." format:"2006-01-02T15:04:05Z07:00"`
	Record string    `help:"Write a transcript to this file." type:"path"`
	Demo   bool      `help:"Fill an empty ledger with example trainings."`
}

// Run talks until the input ends.
func (c *chatCmd) Run(ctx context.Context) (err error) {
	p, err := openAlone(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	time := clock.Wall()
	if !c.Now.IsZero() {
		time = clock.NewManual(c.Now).Clock()
	}
	if c.Demo || p.config.Demo {
		if err := fillDemo(ctx, p); err != nil {
			return err
		}
	}
	var record io.Writer
	if c.Record != "" {
		f, err := os.Create(c.Record)
		if err != nil {
			return fmt.Errorf("--record: %w", err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		record = f
	}
	var b *bot.Bot
	term := terminal.New(terminal.Options{In: os.Stdin, Out: os.Stdout, As: c.As, JSON: c.JSON, Prompt: isatty.IsTerminal(os.Stdin.Fd()), Record: record,
		Now: time.Now, Stamp: strconv.FormatInt(now().UnixNano(), 36), Settle: func(ctx context.Context) error {
			b.Schedule.Tick(ctx)
			return b.Settled(ctx)
		}})
	sessions, closeSessions, err := sessionsOf(ctx, p, logger(p.config))
	if err != nil {
		return err
	}
	defer closeSessions()
	if b, err = bot.New(bot.Options{Ledger: p.ledger, Sessions: sessions, Channels: []channel.Channel{term}, Clock: time, Log: logger(p.config)}); err != nil {
		return err
	}
	return b.Run(ctx)
}
