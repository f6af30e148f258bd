package webchat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"lopo/store"
)

const (
	maxText = 4000 // characters
	maxTap  = 200  // bytes; longer values come from no page of ours
	maxAsk  = 24   // bytes, see store.Outgoing
)

// draft is what a form brings.
type draft struct {
	id   string // chosen by the page for this message, the same when it is sent again
	text string
	tap  bool
	ask  string
}

// problem is why a POST was not taken, in words for the visitor.
type problem struct {
	status int
	say    string
}

func readDraft(r *http.Request) draft {
	f := r.PostForm
	d := draft{id: f.Get("id"), text: f.Get("text")}
	if f.Has("tap") {
		d.tap, d.text, d.ask = true, f.Get("tap"), f.Get("ask")
	}
	// Forms end lines with CRLF, scripts with LF: one text must stay one text when it is sent again by the other.
	d.text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(d.text, "\uFFFD"), "\r\n", "\n"))
	if !goodID(d.id) {
		d.id = randomID(12)
	}
	return d
}

func goodID(id string) bool {
	return len(id) >= 8 && len(id) <= 40 && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == ""
}

// key is the message's id. The content takes part: a text that was edited in a page after a failed send is another message, while the same
// one sent again is not.
func (d draft) key() string {
	kind := "text"
	if d.tap {
		kind = "tap"
	}
	sum := sha256.Sum256([]byte(kind + "\x00" + d.ask + "\x00" + d.text))
	return d.id + "." + hex.EncodeToString(sum[:4])
}

// post takes one message. The order is: its place among the lines, delivery, confirmation, answer. See lines.add.
func (c *Channel) post(w http.ResponseWriter, r *http.Request, v visitor) {
	d := readDraft(r)
	switch {
	case !c.pace.allow(v.chat(), c.o.Now()):
		w.Header().Set("Retry-After", "2")
		c.refuse(w, r, v, d, problem{http.StatusTooManyRequests, "Pesan datang terlalu cepat. Mohon tunggu sebentar, lalu kirim lagi."})
		return
	case utf8.RuneCountInString(d.text) > maxText:
		c.refuse(w, r, v, d, problem{http.StatusRequestEntityTooLarge, tooLong})
		return
	case d.tap && (d.text == "" || len(d.text) > maxTap || len(d.ask) > maxAsk):
		c.refuse(w, r, v, draft{}, problem{http.StatusBadRequest, "Pilihan itu tidak dikenal. Silakan pilih lagi."})
		return
	case d.text == "":
		c.refuse(w, r, v, d, problem{http.StatusBadRequest, "Pesan masih kosong. Silakan tulis dahulu."})
		return
	}
	// The visitor may be gone before the answer; what she sent still counts.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), 2*deliverTime)
	defer cancel()
	l, err := c.accept(ctx, v, d)
	if errors.Is(err, errCrowded) {
		c.crowded.Do(func() { c.o.Log.Warn("webchat: more newcomers than are let in; they are asked to wait") })
		w.Header().Set("Retry-After", "30")
		c.refuse(w, r, v, d, problem{http.StatusTooManyRequests, "Saat ini banyak sekali yang baru mulai menulis. Mohon tunggu sekitar satu menit, lalu kirim lagi."})
		return
	}
	if err != nil {
		c.o.Log.Warn("webchat: take a message", "chat", c.o.Seal.Hash("chat", v.chat()), "err", err)
		w.Header().Set("Retry-After", "5")
		c.refuse(w, r, v, d, problem{http.StatusServiceUnavailable, "Maaf, pesan belum dapat kami terima. Mohon kirim lagi sebentar lagi."})
		return
	}
	if wantsJSON(r) {
		reply(w, http.StatusOK, c.page.event(l, v))
		return
	}
	if c.answered(r.Context(), l) {
		redirect(w, "./")
		return
	}
	redirect(w, "./?tunggu=1")
}

var errCrowded = errors.New("too many newcomers")

// accept writes and delivers one message, if there is room for it. After an error the line is gone again, and the page keeps it for another try.
func (c *Channel) accept(ctx context.Context, v visitor, d draft) (line, error) {
	c.lines.purgeSometimes(ctx)
	begun, err := c.lines.begun(ctx, v.chat())
	if err != nil {
		return line{}, err
	}
	if !c.pace.admit(v.chat(), begun, c.o.Now()) {
		return line{}, errCrowded
	}
	l := line{chat: v.chat(), mine: true, key: d.key(), kind: store.Text, ask: d.ask, at: c.o.Now().UTC().Truncate(time.Millisecond), sealed: sealed{Text: d.text}}
	if d.tap {
		l.kind = store.Tap
		l.sealed.Label = c.label(ctx, l)
	}
	n, known, err := c.lines.add(ctx, l, false)
	l.n = n
	if err != nil || known {
		return l, err
	}
	if err := c.take(l.message()); err != nil {
		if dropErr := c.lines.drop(ctx, n); dropErr != nil {
			c.o.Log.Warn("webchat: drop a message", "err", dropErr)
		}
		c.live.wake(l.chat)
		return l, err
	}
	there, err := c.lines.confirm(ctx, n)
	if err == nil && !there { // another POST of the same message failed meanwhile, and dropped it
		l.n, _, err = c.lines.add(ctx, l, true)
	}
	if err != nil {
		// It is delivered, so it is taken; the next Receive confirms it.
		c.o.Log.Warn("webchat: confirm a message", "err", err)
	}
	c.live.wake(l.chat)
	return l, nil
}

// label finds what the tapped button said.
func (c *Channel) label(ctx context.Context, l line) string {
	questions, err := c.lines.asked(ctx, l.chat, l.ask)
	if err != nil || len(questions) == 0 {
		return ""
	}
	for _, choice := range questions[0].sealed.Choices {
		if choice.Value == l.sealed.Text {
			return choice.Label
		}
	}
	return ""
}

// answered waits until an answer stands below the message and no more of it follows, and reports whether one came.
func (c *Channel) answered(ctx context.Context, l line) bool {
	s := c.live.join(l.chat, false)
	if s == nil {
		return false
	}
	defer c.live.leave(l.chat, s)
	late := time.NewTimer(c.answers.first)
	defer late.Stop()
	for seen := 0; ; {
		below, err := c.lines.after(ctx, l.chat, l.n, 100)
		if err != nil {
			return seen > 0
		}
		ours := 0
		for _, b := range below {
			if !b.mine {
				ours++
			}
		}
		if ours > seen {
			seen = ours
			late.Reset(c.answers.more)
		}
		select {
		case <-s.wake:
		case <-late.C:
			return seen > 0
		case <-s.stop:
			return seen > 0
		case <-ctx.Done():
			return seen > 0
		}
	}
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// refuse says why, and gives a typed text back in the box.
func (c *Channel) refuse(w http.ResponseWriter, r *http.Request, v visitor, d draft, p problem) {
	if wantsJSON(r) {
		reply(w, p.status, map[string]string{"error": p.say})
		return
	}
	if d.tap {
		d = draft{}
	}
	c.render(w, r, v, d, p)
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // a broken connection is the page's to notice
}
