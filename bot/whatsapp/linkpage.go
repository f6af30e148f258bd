package whatsapp

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	qr "github.com/skip2/go-qrcode"

	"lopo/bot/channel"
)

// LinkPage lets a page link a device. It asks for no password: whoever reaches it can take the account over, so it belongs behind a staff login.
//
//	GET  …          the state of the account and of the link, as JSON; read every second or two
//	GET  …/qr.png   the code to scan now; 404 when there is none
//	POST …          begins a link; with the field phone, by a code to type
//
// A link ends by itself after some minutes, or with ctx.
func (c *Channel) LinkPage(ctx context.Context) http.Handler {
	p := &linkPage{c: c, ctx: ctx, mux: http.NewServeMux()}
	p.mux.HandleFunc("GET /{$}", p.state)
	p.mux.HandleFunc("GET /qr.png", p.picture)
	p.mux.HandleFunc("POST /{$}", p.begin)
	return p
}

type linkPage struct {
	c   *Channel
	ctx context.Context
	mux *http.ServeMux

	mu   sync.Mutex
	step channel.LinkStep // the last
}

func (p *linkPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	p.mux.ServeHTTP(w, r)
}

// linkState is the JSON of the page.
type linkState struct {
	State  channel.State     `json:"state"`
	Why    string            `json:"why,omitempty"`
	Until  *time.Time        `json:"until,omitempty"`
	Linked bool              `json:"linked"`
	Stage  channel.LinkStage `json:"stage,omitempty"` // of the link that is being made, or was made last
	Text   string            `json:"text,omitempty"`
	Code   string            `json:"code,omitempty"` // to type or to compare; the one to scan is a picture
}

func (p *linkPage) last() channel.LinkStep {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.step
}

func (p *linkPage) state(w http.ResponseWriter, r *http.Request) {
	h, step := p.c.Health(), p.last()
	linked, err := p.c.Linked(r.Context())
	if err != nil {
		http.Error(w, "the account cannot be read", http.StatusInternalServerError)
		return
	}
	s := linkState{State: h.State, Why: h.Why, Linked: linked, Stage: step.Stage, Text: step.Text}
	if !h.Until.IsZero() {
		s.Until = &h.Until
	}
	if step.Stage == channel.LinkType || step.Stage == channel.LinkConfirm {
		s.Code = step.Secret
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(s); err != nil {
		p.c.log.Debug("answer the page of linking", "err", err)
	}
}

func (p *linkPage) picture(w http.ResponseWriter, r *http.Request) {
	step := p.last()
	if step.Stage != channel.LinkScan {
		http.NotFound(w, r)
		return
	}
	png, err := qr.Encode(step.Secret, qr.Medium, 512)
	if err != nil {
		http.Error(w, "the code cannot be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	if _, err := w.Write(png); err != nil {
		p.c.log.Debug("answer the page of linking", "err", err)
	}
}

func (p *linkPage) begin(w http.ResponseWriter, r *http.Request) {
	steps, err := p.c.Link(p.ctx, r.PostFormValue("phone"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	go func() {
		for step := range steps {
			p.mu.Lock()
			p.step = step
			p.mu.Unlock()
		}
	}()
	w.WriteHeader(http.StatusAccepted)
}
