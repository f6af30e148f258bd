package telegramtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// webhook brings updates to an address: in order within a lane, again and again until the answer is 2xx or the update expires.
type webhook struct {
	s      *Server
	url    string
	secret string
	last   string // the last error, as getWebhookInfo shows it
	ctx    context.Context
	cancel context.CancelFunc
	wake   chan struct{}
	wg     sync.WaitGroup
	client *http.Client
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (s *Server) setWebhook(q *request) answer {
	address := q.p.Get("url")
	if address == "" {
		return s.deleteWebhook(q)
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return bad("bad webhook: invalid URL")
	}
	local := u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost" // the one thing the real server refuses and tests need
	if u.Scheme != "https" && !local {
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if p := u.Port(); p != "" && !local && !strings.Contains(" 443 80 88 8443 ", " "+p+" ") {
		return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	}
	if secret := q.p.Get("secret_token"); secret != "" && !secretForm.MatchString(secret) {
		return bad("secret token contains unallowed characters")
	}
	s.endHook()
	select {
	case <-s.stop:
		return fail(500, "Internal Server Error: restart")
	default:
	}
	s.allow(q.p.Get("allowed_updates"))
	if q.p.Get("drop_pending_updates") == "true" {
		s.queue = nil
	}
	if s.poll != nil {
		close(s.poll)
		s.poll = nil
	}
	h := &webhook{s: s, url: address, secret: q.p.Get("secret_token"), wake: make(chan struct{}, 1)}
	h.client = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	s.hook = h
	h.wg.Go(h.run)
	return ok(true)
}

func (s *Server) deleteWebhook(q *request) answer {
	s.endHook()
	if q.p.Get("drop_pending_updates") == "true" {
		s.queue = nil
	}
	return ok(true)
}

// endHook stops the webhook there is, and one that is set meanwhile. The lock is held, and given up while calls end.
func (s *Server) endHook() {
	for s.hook != nil {
		h := s.hook
		s.hook = nil
		s.mu.Unlock()
		h.end()
		s.mu.Lock()
	}
}

func (h *webhook) end() {
	h.cancel()
	h.wg.Wait()
	h.client.CloseIdleConnections()
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	for _, u := range h.s.queue {
		u.busy = false
	}
}

func (s *Server) webhookInfo(*request) answer {
	info := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(s.queue)}
	if h := s.hook; h != nil {
		info["url"] = h.url
		if h.last != "" {
			info["last_error_message"] = h.last
		}
	}
	return ok(info)
}

func (h *webhook) run() {
	for {
		h.s.mu.Lock()
		h.s.expire()
		arrived := h.s.arrived
		lanes := map[string]bool{}
		for _, u := range h.s.queue {
			if !lanes[u.lane] && !u.busy {
				u.busy = true
				h.wg.Go(func() { h.bring(u) })
			}
			lanes[u.lane] = true
		}
		h.s.mu.Unlock()
		select {
		case <-arrived:
		case <-h.wake:
		case <-h.ctx.Done():
			return
		}
	}
}

// bring makes one call. After a refusal it waits as long as the answer asks, or longer each time up to a minute.
func (h *webhook) bring(u *queued) {
	after, problem := h.call(u)
	h.s.mu.Lock()
	h.last = problem
	if problem == "" {
		for i, q := range h.s.queue {
			if q == u {
				h.s.queue = append(h.s.queue[:i], h.s.queue[i+1:]...)
				break
			}
		}
	}
	u.tries++
	if after == 0 {
		after = min(time.Second<<min(u.tries-1, 6), time.Minute)
	}
	h.s.happened()
	h.s.mu.Unlock()
	if problem != "" {
		h.s.o.Wait(h.ctx, after)
		h.s.mu.Lock()
		u.busy = false
		h.s.mu.Unlock()
	}
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *webhook) call(u *queued) (after time.Duration, problem string) {
	req, err := http.NewRequestWithContext(h.ctx, http.MethodPost, h.url, bytes.NewReader(u.raw))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	resp, err := h.client.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode/100 == 2 {
		return 0, ""
	}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s <= 3600 {
		after = time.Duration(s) * time.Second
	}
	return after, "Wrong response from the webhook: " + resp.Status
}
