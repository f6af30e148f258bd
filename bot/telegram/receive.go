package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/bot/channel"
	"lopo/store"
)

// allowed are the kinds of update we read. It is sent every time: Telegram keeps the last list, and one of another program hides updates.
const allowed = `["message","edited_message","callback_query","my_chat_member"]`

// Receive takes messages in until ctx ends. Its only error is a token, or a webhook address, that Telegram refuses for good.
func (c *Channel) Receive(ctx context.Context, deliver channel.Deliver) error {
	defer c.api.http.CloseIdleConnections()
	var beside sync.WaitGroup
	defer beside.Wait()
	defer c.answers.close()
	if c.hookURL == "" {
		c.late.expect(c.now())
		defer c.late.over()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	if err := c.meet(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	beside.Go(func() { c.offerCommands(ctx) })
	c.answers.open(ctx)
	if c.hookURL != "" {
		return c.listen(ctx, deliver)
	}
	return c.poll(ctx, deliver)
}

// meet learns who we are. Without the bot's name no command in a group can be told from another bot's.
func (c *Channel) meet(ctx context.Context) error {
	raw, err := c.insist(ctx, "getMe", nil)
	if err != nil || raw == nil {
		return err
	}
	var me self
	if err := json.Unmarshal(raw, &me); err != nil || me.ID == 0 {
		return errors.New("telegram: getMe answered something that is not a bot")
	}
	c.me.Store(&me)
	return nil
}

// insist repeats a call with growing pauses until it works. It returns nil, nil when ctx ends first, and an error when it never can work.
func (c *Channel) insist(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, error) {
	pause := c.pauses()
	for ctx.Err() == nil {
		raw, bad := c.ask(ctx, method, params)
		switch {
		case bad == nil:
			return raw, nil
		case bad.badToken(), bad.Code == http.StatusBadRequest && bad.Desc != "":
			return nil, fmt.Errorf("telegram: %s: %s", method, bad.why())
		}
		c.rest(ctx, &pause, method, bad)
	}
	return nil, nil
}

// ask is one call that is not a send, ended after a while.
func (c *Channel) ask(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, *apiError) {
	ctx, stop := context.WithTimeout(ctx, c.timeout)
	defer stop()
	return c.api.call(ctx, method, params)
}

// poll is long polling. Asking for the next offset deletes everything before it on the server, so it happens only after deliver returned.
func (c *Channel) poll(ctx context.Context, deliver channel.Deliver) error {
	// Polling is refused while a webhook is set. What waits is kept: nothing is dropped.
	if _, err := c.insist(ctx, "deleteWebhook", nil); err != nil {
		return err
	}
	params := tgbotapi.Params{"limit": strconv.Itoa(pollLimit), "allowed_updates": allowed}
	pause := c.pauses()
	var offset int64
	for ctx.Err() == nil {
		stay := pollTimeout
		if c.late.next() {
			stay = 0
		}
		if params["offset"] = strconv.FormatInt(offset, 10); offset == 0 {
			delete(params, "offset")
		}
		asked := c.now()
		raw, bad := c.pollOnce(ctx, params, stay)
		if ctx.Err() != nil {
			return nil
		}
		if bad != nil {
			if bad.badToken() {
				return fmt.Errorf("telegram: getUpdates: %s", bad.why())
			}
			c.rest(ctx, &pause, "getUpdates", bad)
			if bad.Code == http.StatusConflict && bad.says("webhook") {
				c.ask(ctx, "deleteWebhook", nil)
			}
			continue
		}
		got, err := c.read(raw, offset)
		if err != nil {
			c.rest(ctx, &pause, "getUpdates", &apiError{Cause: "an answer that is not a list of updates"})
			continue
		}
		pause.reset()
		if c.late.heard(c.now()) {
			mark(got.messages, asked)
		}
		if !c.keep(ctx, deliver, got.messages) {
			return nil
		}
		c.late.stored(got.count >= pollLimit)
		offset = got.next
		if got.count == 0 {
			// Everything before offset is confirmed by now. Without one, updates are found even if Telegram began to count from a lower
			// number, as it does after a silent week.
			offset = 0
		}
		for _, id := range got.taps {
			c.answerTap(id)
		}
	}
	return nil
}

// pollOnce asks once. Telegram answers at once when it has something, and else after so many seconds.
func (c *Channel) pollOnce(ctx context.Context, params tgbotapi.Params, stay int) (json.RawMessage, *apiError) {
	ctx, stop := context.WithTimeout(ctx, time.Duration(stay+15)*time.Second)
	defer stop()
	params["timeout"] = strconv.Itoa(stay)
	return c.api.call(ctx, "getUpdates", params)
}

// keep delivers until it works, and reports whether it did before ctx ended. The messages stay here meanwhile: asking Telegram for them
// again would lose the taps, which it forgets after 150 s.
func (c *Channel) keep(ctx context.Context, deliver channel.Deliver, messages []store.Message) bool {
	if len(messages) == 0 {
		return true
	}
	pause := c.pauses()
	for {
		err := deliver(ctx, messages...)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		d := min(pause.next(nil)/4, 15*c.base)
		c.log.Error("messages cannot be stored; they wait at Telegram", "count", len(messages), "again_in", d)
		if c.wait(ctx, d) != nil {
			return false
		}
	}
}

// batch is what one poll brought.
type batch struct {
	messages []store.Message
	taps     []string // callback queries to be answered once the messages are stored
	next     int64    // the offset that confirms all of it
	count    int      // how many updates it was
}

// read decodes a poll. One update that cannot be read is parked and never keeps the others.
func (c *Channel) read(raw json.RawMessage, offset int64) (batch, error) {
	b := batch{next: offset}
	var all []update
	if err := json.Unmarshal(raw, &all); err == nil && c.readAll(&b, all) {
		b.count = len(all)
		return b, nil
	}
	b = batch{next: offset}
	var each []json.RawMessage
	if err := json.Unmarshal(raw, &each); err != nil {
		return b, err
	}
	b.count = len(each)
	for _, one := range each {
		id := c.readOne(&b, one)
		if id == 0 {
			id = b.next // without a number: Telegram counts up by one
		}
		b.next = max(b.next, id+1)
	}
	return b, nil
}

// readAll is the quick way, for a poll in which everything is as it should be.
func (c *Channel) readAll(b *batch, all []update) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	for i := range all {
		c.take(b, &all[i])
		b.next = max(b.next, all[i].ID+1)
	}
	return true
}

// readOne decodes one update alone, parks it if it must, and returns its number.
func (c *Channel) readOne(b *batch, raw json.RawMessage) (id int64) {
	var u update
	defer func() {
		if p := recover(); p != nil {
			c.log.Error("an update could not be understood and was parked", "update", u.ID)
			b.messages = append(b.messages, c.park(raw))
			id = number(raw)
		}
	}()
	if err := json.Unmarshal(raw, &u); err != nil {
		c.log.Error("an update could not be decoded and was parked", "update", number(raw))
		b.messages = append(b.messages, c.park(raw))
		return number(raw)
	}
	c.take(b, &u)
	return u.ID
}

// take adds what one update means.
func (c *Channel) take(b *batch, u *update) {
	if m, ok := c.message(u); ok {
		b.messages = append(b.messages, m)
	}
	if u.Callback != nil && u.Callback.ID != "" {
		b.taps = append(b.taps, u.Callback.ID)
	}
}
