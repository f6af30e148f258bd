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

// Send sends one message and returns Telegram's id of it, of all its parts when it was more than one. Parts that arrived are not sent again when
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
	to = c.where(to)
	media := o.Media
	if c.files == nil {
		media = nil
	}
	parts := channel.Parts(text, media, maxText, maxCaption)
	done, _ := c.parts.get(o.Key)
	ids := append(make([]string, 0, len(parts)), done[:min(len(done), len(parts)-1)]...)
	for i := len(ids); i < len(parts); i++ {
		part := outgoing{to: &to, text: parts[i].Text, media: parts[i].Media}
		if i == len(parts)-1 {
			part.markup = c.markup(o, to)
		}
		id, err := c.sendPart(ctx, limit, part, pacedBy(o))
		if err != nil {
			return "", err
		}
		ids = append(ids, id)
		if len(parts) > 1 && o.Key != "" {
			c.parts.put(o.Key, ids[:len(ids):len(ids)])
		}
	}
	if len(parts) > 1 {
		c.parts.drop(o.Key)
	}
	return joinIDs(ids), nil
}

// where is a place under its id of today.
func (c *Channel) where(to spot) spot {
	if id, ok := c.moved.get(to.chat); ok {
		to.chat = id
	}
	return to
}

// joinIDs makes one id of those of all parts that were sent; splitIDs is the reverse.
func joinIDs(ids []string) string {
	if len(ids) == 1 {
		return ids[0]
	}
	var sent []string
	for _, id := range ids {
		if id != "" {
			sent = append(sent, id)
		}
	}
	return strings.Join(sent, "+")
}

func splitIDs(id string) []string { return strings.Split(id, "+") }

// outgoing is one message as Telegram takes it.
type outgoing struct {
	to     *spot
	text   string
	markup string
	media  *store.Media // text is its caption, and may be empty
}

// pacedBy is the priority that a message has before our own pacer: what its sender paces goes like an answer.
func pacedBy(o store.Outgoing) store.Priority {
	if o.Paced {
		return store.Reply
	}
	return o.Priority
}

// sendPart waits for its turn and sends. The id is "" of a file without a text that Telegram would not have.
func (c *Channel) sendPart(ctx context.Context, limit time.Time, part outgoing, priority store.Priority) (string, error) {
	if bad := c.turn(ctx, limit, *part.to, priority); bad != nil {
		return "", bad
	}
	if part.media != nil {
		id, alone, bad := c.sendFile(ctx, limit, part)
		switch {
		case bad != nil:
			return "", bad
		case !alone:
			return id, nil
		case part.text == "":
			return "", nil
		}
		part.media = nil
	}
	raw, bad := c.persist(ctx, limit, part, request{method: "sendMessage", params: c.encode(part)})
	if bad != nil {
		return "", c.sendError(*part.to, bad)
	}
	return c.arrived(ctx, *part.to, raw), nil
}

// arrived is the id of a message that Telegram has taken. What it says of a group with it is what that is called today.
func (c *Channel) arrived(ctx context.Context, to spot, raw json.RawMessage) string {
	if to.group() && c.named != nil {
		var m struct {
			Chat struct {
				Title string `json:"title"`
			} `json:"chat"`
		}
		if json.Unmarshal(raw, &m) == nil && m.Chat.Title != "" {
			if err := c.named(context.WithoutCancel(ctx), to.address().Chat, m.Chat.Title); err != nil {
				c.log.Warn("keep what a group is called", "err", err)
			}
		}
	}
	return messageID(raw)
}

// turn waits for the turn of a message.
func (c *Channel) turn(ctx context.Context, limit time.Time, to spot, priority store.Priority) *channel.Error {
	wait, ok := c.pace.take(c.now(), to, priority)
	if !ok {
		return &channel.Error{Class: channel.Throttled, Until: c.now().Add(wait), Why: "our own pace"}
	}
	if wait > 0 && (time.Now().Add(wait).After(limit) || c.wait(ctx, wait) != nil) {
		return &channel.Error{Class: channel.Retry, Why: "stopped before sending"}
	}
	return nil
}

// request is one call that sends.
type request struct {
	method string
	params tgbotapi.Params
	files  []tgbotapi.RequestFile
}

// persist sends. What the API refuses for a reason that we can remove is sent once more without it.
func (c *Channel) persist(ctx context.Context, limit time.Time, part outgoing, r request) (json.RawMessage, *apiError) {
	for try := 0; ; try++ {
		raw, bad := c.post(ctx, limit, r)
		if bad == nil || bad.says("message is not modified") {
			c.rememberKeys(*part.to, r.params, true)
			return raw, nil
		}
		if try == 3 || !c.mend(part, r.params, bad) {
			if bad.class() == channel.Uncertain {
				c.rememberKeys(*part.to, r.params, false)
			}
			return nil, bad
		}
	}
}

// post makes one try, which ends after the time for one or at limit. A file may take all the time there is.
func (c *Channel) post(ctx context.Context, limit time.Time, r request) (json.RawMessage, *apiError) {
	if one := time.Now().Add(c.timeout); one.Before(limit) && len(r.files) == 0 {
		limit = one
	}
	ctx, stop := context.WithDeadline(ctx, limit)
	defer stop()
	return c.api.call(ctx, r.method, r.params, r.files...)
}

// params names the chat, and the topic in it.
func (c *Channel) params(to spot) tgbotapi.Params {
	p := tgbotapi.Params{"chat_id": strconv.FormatInt(to.chat, 10)}
	p.AddNonZero64("message_thread_id", to.thread)
	return p
}

// words is the parameter that holds the text.
func (part outgoing) words() string {
	if part.media != nil {
		return "caption"
	}
	return "text"
}

// encode writes the parameters of a message. A reply keyboard of ours that is still open is removed by the first message that has no keyboard of
// its own.
func (c *Channel) encode(part outgoing) tgbotapi.Params {
	params := c.params(*part.to)
	if part.text != "" {
		params[part.words()] = escape.Replace(part.text)
		params["parse_mode"] = tgbotapi.ModeHTML
	}
	if part.media == nil {
		params["disable_web_page_preview"] = "true"
	}
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
	case bad.says("can't parse entities") && params["parse_mode"] != "":
		c.log.Error("our own escaping was refused; the message went out as plain text")
		delete(params, "parse_mode")
		params[part.words()] = part.text
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
