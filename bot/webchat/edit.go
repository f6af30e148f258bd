package webchat

import (
	"context"
	"strconv"

	"lopo/bot/channel"
	"lopo/store"
)

// A line is changed where it stands. Pages that are open show it at once; one that is cut off in that moment shows it when it is loaded anew.

// Edit changes the text of a line, for as long as the line is kept. Its choices go.
func (c *Channel) Edit(ctx context.Context, id string, m store.Outgoing) error {
	if m.Text == "" {
		return &channel.Error{Class: channel.Refused, Why: "no text"}
	}
	return c.amend(ctx, m.To, id, func(x *line) error {
		if x.sealed.Revoked {
			return &channel.Error{Class: channel.Refused, Why: "the line was taken back"}
		}
		x.sealed.Text, x.sealed.Choices, x.ask, x.sealed.Edited = m.Plain(), nil, "", true
		return nil
	})
}

// Revoke leaves of a line only that it was there.
func (c *Channel) Revoke(ctx context.Context, to store.Address, id string) error {
	return c.amend(ctx, to, id, func(x *line) error {
		x.sealed, x.ask = sealed{Revoked: true}, ""
		return nil
	})
}

func (c *Channel) amend(ctx context.Context, to store.Address, id string, change func(*line) error) error {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || to.Channel != Name {
		return &channel.Error{Class: channel.Refused, Why: "not a line of this channel"}
	}
	x, ok, err := c.lines.ours(ctx, to.Chat, n)
	if err == nil && !ok {
		return &channel.Error{Class: channel.Refused, Why: "the line is not there any more"}
	}
	if err == nil {
		if err = change(&x); err != nil {
			return err
		}
		err = c.lines.rewrite(ctx, x)
	}
	if err != nil {
		return &channel.Error{Class: channel.Retry, Why: "change the line: " + err.Error()}
	}
	c.live.change(to.Chat, n)
	return nil
}
