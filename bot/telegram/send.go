package telegram

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/bot/channel"
	"lopo/store"
)

// sendLimit keeps the contract's 40 s, whatever is slow.
const sendLimit = 38 * time.Second

// Send sends one message and returns Telegram's id of it, of the last part when it was long. Parts that arrived are not sent again when
// the message is sent again under the same key, as long as the process lives.
func (c *Channel) Send(ctx context.Context, o store.Outgoing) (string, error) {
	to, err := place(o.To.Chat)
	if err != nil {
		return "", &channel.Error{Class: channel.Refused, Why: err.Error()}
	}
	text := o.Plain()
	if strings.TrimSpace(text) == "" {
		return "", &channel.Error{Class: channel.Refused, Why: "empty text"}
	}
	limit := time.Now().Add(sendLimit)
	if o.Private && to.group() && c.me.Load() == nil {
		c.meetOnce(ctx)
	}
	if id, ok := c.moved.get(to.chat); ok {
		to.chat = id
	}
	parts := channel.Split(text, maxText)
	done, _ := c.parts.get(o.Key)
	id := ""
	for i := min(done, len(parts)-1); i < len(parts); i++ {
		part := outgoing{to: &to, text: parts[i]}
		if i == len(parts)-1 {
			part.markup = c.markup(o, to)
		}
		if id, err = c.sendPart(ctx, limit, part, o.Priority); err != nil {
			return "", err
		}
		if len(parts) > 1 && o.Key != "" {
			c.parts.put(o.Key, i+1)
		}
	}
	if len(parts) > 1 {
		c.parts.drop(o.Key)
	}
	return id, nil
}

// outgoing is one message as Telegram takes it.
type outgoing struct {
	to     *spot
	text   string
	markup string
}

// sendPart waits for its turn and sends. What the API refuses for a reason we can remove is sent once more without it.
func (c *Channel) sendPart(ctx context.Context, limit time.Time, part outgoing, priority store.Priority) (string, error) {
	wait, ok := c.pace.take(c.now(), *part.to, priority)
	if !ok {
		return "", &channel.Error{Class: channel.Throttled, Until: c.now().Add(wait), Why: "our own pace"}
	}
	if wait > 0 && (time.Now().Add(wait).After(limit) || c.wait(ctx, wait) != nil) {
		return "", &channel.Error{Class: channel.Retry, Why: "stopped before sending"}
	}
	params := c.encode(part)
	for try := 0; ; try++ {
		raw, bad := c.post(ctx, limit, params)
		if bad == nil || bad.says("message is not modified") {
			c.rememberKeys(*part.to, params, true)
			return messageID(raw), nil
		}
		if try == 3 || !c.mend(part, params, bad) {
			if bad.class() == channel.Uncertain {
				c.rememberKeys(*part.to, params, false)
			}
			return "", c.sendError(part.to.chat, bad)
		}
	}
}

// post makes one try, which ends after the time for one or at limit.
func (c *Channel) post(ctx context.Context, limit time.Time, params tgbotapi.Params) (json.RawMessage, *apiError) {
	if one := time.Now().Add(c.timeout); one.Before(limit) {
		limit = one
	}
	ctx, stop := context.WithDeadline(ctx, limit)
	defer stop()
	return c.api.call(ctx, "sendMessage", params)
}

// params names the chat, and the topic in it.
func (c *Channel) params(to spot) tgbotapi.Params {
	p := tgbotapi.Params{"chat_id": strconv.FormatInt(to.chat, 10)}
	p.AddNonZero64("message_thread_id", to.thread)
	return p
}

// encode writes the parameters of sendMessage. A reply keyboard of ours that is still open is removed by the first message that has no keyboard
// of its own.
func (c *Channel) encode(part outgoing) tgbotapi.Params {
	params := c.params(*part.to)
	params["text"] = escape.Replace(part.text)
	params["parse_mode"] = tgbotapi.ModeHTML
	params["disable_web_page_preview"] = "true"
	markup := part.markup
	if _, open := c.keyboard.get(part.to.address().Chat); open && markup == "" {
		markup = removeKeys
	}
	if markup != "" {
		params["reply_markup"] = markup
	}
	return params
}

// rememberKeys notes what keyboard the person has now, or may have when it is not known whether the message arrived.
func (c *Channel) rememberKeys(to spot, params tgbotapi.Params, arrived bool) {
	switch markup := params["reply_markup"]; {
	case strings.HasPrefix(markup, replyHead):
		c.keyboard.put(to.address().Chat, true)
	case markup == removeKeys && arrived:
		c.keyboard.drop(to.address().Chat)
	}
}

// mend removes from params what the API objected to, and reports whether sending again makes sense. Each thing can be removed only once.
func (c *Channel) mend(part outgoing, params tgbotapi.Params, bad *apiError) bool {
	switch {
	case bad.MigrateTo != 0 && bad.MigrateTo != part.to.chat:
		c.moved.put(part.to.chat, bad.MigrateTo)
		part.to.chat = bad.MigrateTo
		params["chat_id"] = strconv.FormatInt(bad.MigrateTo, 10)
		return true
	case bad.says("can't parse entities") && params["parse_mode"] != "":
		c.log.Error("our own escaping was refused; the message went out as plain text")
		delete(params, "parse_mode")
		params["text"] = part.text
		return true
	case bad.says("thread not found"), bad.says("replied not found"), bad.says("reply message not found"):
		if part.to.thread == 0 {
			return false
		}
		part.to.thread = 0 // the topic, or the message it began with, was deleted: the chat itself is still there
		delete(params, "message_thread_id")
		return true
	}
	return false
}

// meetOnce asks for the bot's name when a send needs it before Receive learned it.
func (c *Channel) meetOnce(ctx context.Context) {
	raw, bad := c.ask(ctx, "getMe", nil)
	var me self
	if bad == nil && json.Unmarshal(raw, &me) == nil && me.ID != 0 {
		c.me.CompareAndSwap(nil, &me)
	}
}

// escape writes text for HTML mode. Only these three mean anything there outside of attributes.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
