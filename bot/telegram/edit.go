package telegram

import (
	"context"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/bot/channel"
	"lopo/store"
)

// Edit changes the text of a message, or what stands under its picture. A bot may change its messages for as long as they are there. A text that
// went out in several parts can only be changed to one of as many.
func (c *Channel) Edit(ctx context.Context, id string, o store.Outgoing) error {
	to, err := place(o.To.Chat)
	if err != nil || id == "" || strings.TrimSpace(o.Text) == "" {
		return &channel.Error{Class: channel.Refused, Why: "no chat, no message or no text"}
	}
	to = c.where(to)
	ids, texts := splitIDs(id), channel.Split(o.Plain(), maxText)
	if o.Media != nil && len(ids) == len(texts)+1 { // the picture is a message of its own
		ids = ids[1:]
	}
	if len(ids) != len(texts) {
		return &channel.Error{Class: channel.Refused, Why: "the new text needs another number of messages than the old one"}
	}
	under := o.Media != nil && len(channel.Parts(o.Plain(), o.Media, maxText, maxCaption)) == 1
	limit := time.Now().Add(sendLimit)
	for i, id := range ids {
		if bad := c.turn(ctx, limit, to, o.Priority); bad != nil {
			return bad
		}
		if bad := c.editOne(ctx, limit, to, id, texts[i], under); bad != nil {
			return c.sendError(to, bad)
		}
	}
	return nil
}

// editOne changes one message. Where a picture was refused its text went out alone, so what is no caption is a text.
func (c *Channel) editOne(ctx context.Context, limit time.Time, to spot, id, text string, caption bool) *apiError {
	r, words := request{method: "editMessageText", params: c.params(to)}, "text"
	if caption {
		r.method, words = "editMessageCaption", "caption"
	} else {
		r.params["disable_web_page_preview"] = "true"
	}
	delete(r.params, "message_thread_id")
	r.params["message_id"], r.params[words], r.params["parse_mode"] = id, escape.Replace(text), tgbotapi.ModeHTML
	_, bad := c.post(ctx, limit, r)
	switch {
	case bad == nil, bad.says("message is not modified"):
		return nil
	case caption && bad.says("no caption in the message"):
		return c.editOne(ctx, limit, to, id, text, false)
	}
	return bad
}

// Revoke deletes a message from everybody's screen. Telegram lets bots do so for 48 hours.
func (c *Channel) Revoke(ctx context.Context, at store.Address, id string) error {
	to, err := place(at.Chat)
	if err != nil || id == "" {
		return &channel.Error{Class: channel.Refused, Why: "no chat or no message"}
	}
	to = c.where(to)
	limit := time.Now().Add(sendLimit)
	for _, id := range splitIDs(id) {
		if bad := c.turn(ctx, limit, to, store.Bulk); bad != nil {
			return bad
		}
		r := request{method: "deleteMessage", params: tgbotapi.Params{"chat_id": c.params(to)["chat_id"], "message_id": id}}
		if _, bad := c.post(ctx, limit, r); bad != nil && !bad.says("message to delete not found") {
			return c.sendError(to, bad)
		}
	}
	return nil
}
