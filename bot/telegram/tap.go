package telegram

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/store"
)

// A button carries "1:<ask>:<value>": the version of this form, the question it belongs to, and what typing it would send. A tap on an
// old keyboard so names the old question and cannot answer a newer one. Nothing in it is secret or trusted.
const dataVersion = "1"

// ":" divides; in the ask it is written as "%3A".
var escapeAsk, plainAsk = strings.NewReplacer("%", "%25", ":", "%3A"), strings.NewReplacer("%3A", ":", "%25", "%")

// tapData is what the button of a choice carries, of an ask that is escaped; false when it does not fit, and the choice can only be typed.
func tapData(ask, value string) (string, bool) {
	data := dataVersion + ":" + ask + ":" + value
	return data, len(data) <= maxData && value != ""
}

// readTap is the reverse. Data of another form (another version, a modified client) gives a tap that says nothing, so that the resident
// still gets an answer.
func readTap(data string) (ask, value string) {
	version, rest, _ := strings.Cut(data, ":")
	ask, value, found := strings.Cut(rest, ":")
	if version != dataVersion || !found || len(data) > maxData {
		return "", ""
	}
	return plainAsk.Replace(ask), value
}

// tapped: the message that carried the button may be missing or too old to be shown; a person's chat is then the person.
func (c *Channel) tapped(q *callback) (store.Message, bool) {
	if q.From == nil || q.From.ID == 0 || q.From.Bot || q.ID == "" {
		return store.Message{}, false
	}
	p := spot{chat: q.From.ID}
	if m := q.Message; m != nil && m.Chat != nil && m.Chat.ID != 0 {
		p.chat = m.Chat.ID
		if m.InTopic {
			p.thread = m.Thread
		}
	}
	out := store.Message{ID: "cb:" + q.ID, From: p.address(), Kind: store.Tap, Name: q.From.name(), At: c.now()}
	out.Ask, out.Text = readTap(q.Data)
	if p.group() {
		out.Group, out.Called, out.Sender = true, true, fmt.Sprint(q.From.ID)
	}
	return out, true
}

// answers tells Telegram that taps were seen, which stops the spinner on the button. It runs beside everything else: neither the next
// poll nor the reply waits for it. Beyond its room a spinner is left to end by itself.
type answers struct {
	room chan struct{}
	mu   sync.Mutex
	ctx  context.Context // nil: not receiving
	wg   sync.WaitGroup
}

func (a *answers) open(ctx context.Context) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ctx = ctx
}

// close waits for those under way; their context has ended.
func (a *answers) close() {
	a.mu.Lock()
	a.ctx = nil
	a.mu.Unlock()
	a.wg.Wait()
}

func (c *Channel) answerTap(id string) {
	a := &c.answers
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ctx == nil {
		return
	}
	select {
	case a.room <- struct{}{}:
	default:
		return
	}
	ctx := a.ctx
	a.wg.Go(func() {
		defer func() { <-a.room }()
		ctx, stop := context.WithTimeout(ctx, min(c.timeout, 15*time.Second))
		defer stop()
		// Too late ("query is too old") is as usual as in time; nothing hangs on it.
		if _, bad := c.api.call(ctx, "answerCallbackQuery", tgbotapi.Params{"callback_query_id": id}); bad != nil && !bad.says("query is too old") {
			c.log.Debug("a tap was not acknowledged", "why", bad.why())
		}
	})
}
