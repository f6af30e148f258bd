package telegram

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/bot/channel"
)

// hook is where webhook calls meet Receive.
type hook struct {
	mu      sync.Mutex
	ctx     context.Context // nil: not receiving
	deliver channel.Deliver
	wg      sync.WaitGroup
}

// enter gives a call what it needs to deliver, and keeps Receive from returning until leave.
func (h *hook) enter() (context.Context, channel.Deliver, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ctx == nil || h.ctx.Err() != nil {
		return nil, nil, false
	}
	h.wg.Add(1)
	return h.ctx, h.deliver, true
}

func (h *hook) set(ctx context.Context, deliver channel.Deliver) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ctx, h.deliver = ctx, deliver
}

const (
	bodyLimit   = 1 << 20
	lookAgain   = 5 * time.Minute // how often the registration is checked
	connections = 100             // parallel webhook calls: residents do not wait for each other
)

// listen registers the webhook and keeps it registered until ctx ends. It stays registered afterwards: Telegram keeps what arrives
// meanwhile and tries again.
func (c *Channel) listen(ctx context.Context, deliver channel.Deliver) error {
	c.hook.set(ctx, deliver)
	defer c.hook.wg.Wait()
	defer c.hook.set(nil, nil)
	params := tgbotapi.Params{"url": c.hookURL, "secret_token": c.secret, "max_connections": fmt.Sprint(connections), "allowed_updates": allowed}
	for {
		if _, err := c.insist(ctx, "setWebhook", params); err != nil || ctx.Err() != nil {
			return err
		}
		for {
			if c.wait(ctx, lookAgain) != nil {
				return nil
			}
			raw, bad := c.ask(ctx, "getWebhookInfo", nil)
			var info struct {
				URL string `json:"url"`
			}
			if bad == nil && json.Unmarshal(raw, &info) == nil && info.URL != c.hookURL {
				c.log.Warn("the webhook was changed by another program; it is set again")
				break
			}
		}
	}
}

// Handler takes the webhook's calls; bot mounts it at the path of Options.WebhookURL. It answers 200 only when the update is stored, 503
// when it cannot be: Telegram then brings it again. It never replies inside its answer, since such a reply has no result.
func (c *Channel) Handler() http.Handler { return http.HandlerFunc(c.serveHook) }

func (c *Channel) serveHook(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	secret := r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
	if c.secret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(c.secret)) != 1 {
		http.Error(w, "forbidden", http.StatusForbidden)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		http.Error(w, "cannot read", http.StatusRequestEntityTooLarge)
		return
	}
	ctx, deliver, ok := c.hook.enter()
	if !ok {
		later(w)
		return
	}
	defer c.hook.wg.Done()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(r.Context(), stop)()

	var b batch
	if !json.Valid(raw) {
		raw, _ = json.Marshal(string(raw)) // parked as it came
	}
	c.readOne(&b, raw)
	if len(b.messages) > 0 {
		if err := deliver(ctx, b.messages...); err != nil {
			if ctx.Err() == nil { // a stop is no error
				c.log.Error("a message cannot be stored; it waits at Telegram")
			}
			later(w)
			return
		}
	}
	w.WriteHeader(http.StatusOK)
	for _, id := range b.taps {
		c.answerTap(id)
	}
}

// later asks Telegram to come again soon instead of after its own growing pauses.
func later(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "2")
	http.Error(w, "later", http.StatusServiceUnavailable)
}
