package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lopo/bot/channel"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

// advice says what to do about an account that is not well.
var advice = map[string]string{
	string(channel.Connecting): "it mends itself; if it lasts, look at the network of this machine",
	string(channel.Limited):    "send no notices; people who write are answered; wait for the end, then lopo channels resume",
	string(channel.Banned):     "nothing goes out; leave the account alone until the end, do not link it again; answers are kept",
	string(channel.Unlinked):   "look at the phone, then lopo link",
	string(channel.Replaced):   "the same device runs somewhere else: stop the other program, then start this one again",
	string(channel.Outdated):   "install a newer version of this program",
	string(channel.Shut):       "read the log; link the number again only if the phone works by itself",
}

// channels says how the accounts behind the channels are doing, as the running bot wrote it, and who is told when one is in trouble.
func (f *findings) channels(ctx context.Context, p *parts) {
	list, err := p.ledger.Accounts(ctx)
	if err != nil {
		f.fail("channel", err)
		return
	}
	seen := ""
	if last, err := p.ledger.LastAlive(ctx); err == nil && len(list) > 0 && now().Sub(last) > quiet {
		seen = " (the bot does not run; this is what it last saw)"
	}
	for _, a := range list {
		f.account(a, seen)
	}
	f.told(ctx, p, list)
}

func (f *findings) account(a store.Account, seen string) {
	text := fmt.Sprintf("%s: %s since %s", a.Channel, a.State, locales.DateTime(a.Since))
	if !a.Until.IsZero() {
		text += ", until " + locales.DateTime(a.Until)
	}
	if a.Why != "" {
		text += ", because: " + a.Why
	}
	text += seen
	switch s := channel.State(a.State); {
	case s == channel.Up && a.Why != "":
		f.note("channel", text)
	case s == channel.Up:
		f.ok("channel", text)
	case s == channel.Connecting || s == channel.Unlinked && !a.Linked:
		f.note("channel", text+"; "+advice[a.State])
	default:
		f.fail("channel", errors.New(text+"; "+advice[a.State]))
	}
	if !a.Held.IsZero() {
		f.note("channel", fmt.Sprintf("%s: notices wait for staff since %s (%s); when it is well again: lopo channels resume %s --by NAME",
			a.Channel, locales.DateTime(a.Held), a.Cause, a.Channel))
	}
}

// told warns when nobody would hear of trouble with an account.
func (f *findings) told(ctx context.Context, p *parts, list []store.Account) {
	chats, err := p.ledger.StaffChats(ctx, now())
	if err != nil {
		f.fail("staff", err)
		return
	}
	for _, a := range list {
		if a.Linked && !slices.ContainsFunc(chats, func(c sqlite.StaffChat) bool {
			return c.Of.Channel != a.Channel && (c.Role == store.Admin || c.Role == store.Operator)
		}) {
			f.note("staff", "nobody would be told of trouble with "+a.Channel+": lopo staff link NAME")
		}
	}
}
