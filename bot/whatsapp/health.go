package whatsapp

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lopo/bot/channel"
)

// health is how the account is doing. It is kept on disk, since a ban outlives a restart and staff may look only then.
type health struct {
	file *file
	now  func() time.Time

	writing sync.Mutex // held by who writes it down; taken before mu, which is never held for so long: Health is asked under the locks of others
	written record

	mu    sync.Mutex
	r     record
	since time.Time // of Line.State
}

type record struct {
	Line  channel.Health // the connection and the account
	Limit channel.Health // Limited, while WhatsApp frowns on messages to those who did not write; else zero
	Phone time.Time      // when the phone was last seen; zero: not since it was linked
}

// silent is for how long the phone may be unused before staff are warned. After fourteen days WhatsApp removes all linked devices.
const silent = 10 * 24 * time.Hour

func loadHealth(ctx context.Context, f *file, now func() time.Time) (*health, error) {
	h := &health{file: f, now: now, since: now()}
	body, err := f.get(ctx, "health")
	if err != nil {
		return nil, err
	}
	if body != nil {
		if err := json.Unmarshal(body, &h.r); err != nil {
			return nil, fmt.Errorf("read health: %w", err)
		}
	}
	if d, err := f.device(ctx); err != nil {
		return nil, err
	} else if d == nil && h.r.Line.State != channel.Unlinked {
		h.r.Line = unlinked()
	} else if d != nil && (h.r.Line.State == channel.Up || h.r.Line.State == channel.Unlinked || h.r.Line.State == "") {
		h.r.Line = channel.Health{State: channel.Connecting, Why: "baru dimulai, sedang menyambung ke WhatsApp"}
	}
	return h, nil
}

// Health is how the account is doing.
func (c *Channel) Health() channel.Health { return c.health.read() }

func (h *health) read() channel.Health {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	switch {
	case h.r.Line.State != channel.Up:
		return h.r.Line
	case h.r.Limit.State != "" && (h.r.Limit.Until.IsZero() || h.r.Limit.Until.After(now)):
		return h.r.Limit
	}
	up := h.r.Line
	if !h.r.Phone.IsZero() && now.Sub(h.r.Phone) >= silent {
		up.Why = fmt.Sprintf("HP utama sudah %d hari tidak terlihat. Buka WhatsApp di HP itu: setelah 14 hari semua perangkat tertaut dikeluarkan.",
			int(now.Sub(h.r.Phone)/(24*time.Hour)))
	}
	return up
}

// line is the state of the connection alone.
func (h *health) line() channel.Health {
	line, _ := h.lineSince()
	return line
}

func (h *health) lineSince() (channel.Health, time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.r.Line, h.since
}

// change writes down what f changes, when it changes anything.
func (h *health) change(ctx context.Context, log *slog.Logger, f func(*record)) {
	if h.edit(log, f) {
		h.keep(context.WithoutCancel(ctx), log)
	}
}

func (h *health) edit(log *slog.Logger, f func(*record)) (changed bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.r
	f(&h.r)
	if h.r.Line.State != before.Line.State {
		h.since = h.now()
		log.Warn("state of the account", "state", h.r.Line.State, "why", h.r.Line.Why, "until", h.r.Line.Until)
	}
	return h.r != before
}

// keep writes down how it is by now. Of several changes the last to be written is the newest.
func (h *health) keep(ctx context.Context, log *slog.Logger) {
	h.writing.Lock()
	defer h.writing.Unlock()
	h.mu.Lock()
	r := h.r
	h.mu.Unlock()
	if r == h.written {
		return
	}
	body, err := json.Marshal(r)
	if err == nil {
		err = h.file.put(ctx, "health", body)
	}
	if err != nil {
		log.Error("keep the state of the account", "err", err)
		return
	}
	h.written = r
}

func (c *Channel) setLine(ctx context.Context, to channel.Health) {
	c.health.change(ctx, c.log, func(r *record) { r.Line = to })
}

// aDay is how long a limit is taken to last when WhatsApp does not say.
const aDay = 24 * time.Hour

// limit notes that messages to people who did not write first are frowned on. A limit with a known end is never shortened to a guess.
func (c *Channel) limit(ctx context.Context, until time.Time) channel.Health {
	now := c.o.Now()
	guess := until.IsZero()
	if guess {
		until = now.Add(aDay)
	}
	c.health.change(ctx, c.log, func(r *record) {
		if guess && r.Limit.Until.After(now) {
			return
		}
		r.Limit = channel.Health{State: channel.Limited, Until: until.UTC(),
			Why: "WhatsApp membatasi pesan kepada orang yang belum menulis lebih dulu. Yang menulis tetap dijawab; pengumuman berhenti."}
	})
	c.health.mu.Lock()
	defer c.health.mu.Unlock()
	return c.health.r.Limit
}

func (c *Channel) unlimit(ctx context.Context) {
	c.health.change(ctx, c.log, func(r *record) { r.Limit = channel.Health{} })
}

// sawPhone notes that the phone is in use, at most once in six hours.
func (c *Channel) sawPhone(ctx context.Context, at time.Time) {
	if now := c.o.Now(); at.After(now) || at.IsZero() {
		at = now
	}
	c.health.change(ctx, c.log, func(r *record) {
		if at.Sub(r.Phone) >= 6*time.Hour {
			r.Phone = at.UTC()
		}
	})
}
