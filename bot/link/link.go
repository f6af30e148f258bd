// Package link lets a command on this machine link the account of a channel inside the program that runs it: a device must never run in two
// programs, so the one that serves makes the link, and the command only shows it. The way between them is one request over the loopback
// address, answered with one JSON object a line for each step. It carries codes that give the account away, so it asks for a token that
// only those can make who have the secret key of the ledger, and a page never sees it.
package link

import (
	"crypto/subtle"
	"encoding/json"
	"log/slog"
	"net/http"

	"lopo/bot/channel"
	"lopo/store/seal"
)

// Path is where the handler stands.
const Path = "/link"

// Token proves to a running program that a command has its secret key.
func Token(box *seal.Box) string { return box.Hash("loopback", "link") }

// Handler makes links. The caller lets only this machine reach it.
type Handler struct {
	Channels []channel.Channel
	Token    string
	Log      *slog.Logger
}

// ServeHTTP begins a link, of the only channel that has any, and tells its steps until it has ended or the caller has gone, which ends it.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "POST begins a link", http.StatusMethodNotAllowed)
		return
	}
	if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+h.Token)) != 1 {
		http.NotFound(w, r)
		return
	}
	c := Of(h.Channels)
	if c == nil {
		http.Error(w, "no channel has an account to link", http.StatusNotImplemented)
		return
	}
	steps, err := c.Link(r.Context(), r.PostFormValue("phone"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.Header().Set("Content-Type", "application/jsonl")
	w.Header().Set("Cache-Control", "no-store")
	flush := http.NewResponseController(w)
	if err := flush.Flush(); err != nil { // it has begun
		h.Log.Debug("begin a link", "err", err)
	}
	lines := json.NewEncoder(w)
	for step := range steps { // to its end, also when nobody reads any more
		if r.Context().Err() != nil {
			continue
		}
		if err := lines.Encode(line{step.Stage, step.Secret, step.Text}); err == nil {
			err = flush.Flush()
		}
		if err != nil {
			h.Log.Debug("tell a step of linking", "err", err)
		}
	}
}

// Of is the channel whose account is linked by hand; nil when there is none.
func Of(channels []channel.Channel) channel.Linker {
	for _, c := range channels {
		if l, ok := c.(channel.Linker); ok {
			return l
		}
	}
	return nil
}

// line is a step on its way.
type line struct {
	Stage  channel.LinkStage `json:"stage"`
	Secret string            `json:"secret,omitempty"`
	Text   string            `json:"text,omitempty"`
}
