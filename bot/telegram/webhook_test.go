package telegram_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

const hookSecret = "rahasia_webhook-1"

// hooked is a rig that receives by webhook.
func hooked(t *testing.T, set ...func(*telegram.Options, *telegramtest.Options)) (*rig, *front) {
	f := newFront()
	t.Cleanup(f.Close)
	// What looks after the registration now and then waits for its turn; everything else waits on the clock that moves by itself.
	r := newRig(t, append([]func(*telegram.Options, *telegramtest.Options){func(o *telegram.Options, _ *telegramtest.Options) {
		o.WebhookURL, o.Secret = f.URL, hookSecret
		wait := o.Wait
		o.Wait = func(ctx context.Context, d time.Duration) error {
			if d >= 5*time.Minute {
				<-ctx.Done()
				return ctx.Err()
			}
			return wait(ctx, d)
		}
	}}, set...)...)
	f.mount(r.ch.Handler())
	return r, f
}

// update is a text as Telegram brings it.
func updateJSON(id int) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"from":{"id":7,"first_name":"M"},"chat":{"id":7,"type":"private"},"date":1700000000,"text":"halo"}}`, id, id)
}

func bring(t *testing.T, f *front, method, secret, body string) *http.Response {
	t.Helper()
	req := httptest.NewRequest(method, "/", strings.NewReader(body))
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	w := httptest.NewRecorder()
	f.mu.Lock()
	h := f.handler
	f.mu.Unlock()
	h.ServeHTTP(w, req)
	return w.Result()
}

func TestW1_Registration(t *testing.T) {
	r, f := hooked(t)
	r.start()
	r.called("setWebhook", 1)
	p := r.srv.Calls("setWebhook")[0].Params
	if p.Get("url") != f.URL || p.Get("secret_token") != hookSecret || p.Get("max_connections") == "" || !strings.Contains(p.Get("allowed_updates"), "my_chat_member") || p.Has("drop_pending_updates") {
		t.Errorf("registered with %v", p)
	}
}

func TestW1_AnImpossibleAddressEndsReceive(t *testing.T) {
	r := newRig(t, func(o *telegram.Options, _ *telegramtest.Options) {
		o.WebhookURL, o.Secret = "http://contoh.id/telegram", hookSecret
	})
	if err := r.ch.Receive(r.ctx, r.deliver); err == nil {
		t.Error("no error")
	}
}

func TestW2_WhoMayCall(t *testing.T) {
	r, f := hooked(t)
	if got := bring(t, f, "POST", hookSecret, updateJSON(1)); got.StatusCode != 503 {
		t.Errorf("before Receive: %d, want 503", got.StatusCode)
	}
	r.start()
	r.called("setWebhook", 1)
	for _, c := range []struct {
		name, method, secret, body string
		want                       int
	}{
		{"no secret", "POST", "", updateJSON(1), 403},
		{"wrong secret", "POST", hookSecret + "x", updateJSON(1), 403},
		{"GET", "GET", hookSecret, updateJSON(1), 405},
		{"too big", "POST", hookSecret, `{"update_id":2,"message":{"text":"` + strings.Repeat("x", 1<<20) + `"}}`, 413},
		{"right", "POST", hookSecret, updateJSON(1), 200},
		{"nobody's business", "POST", hookSecret, `{"update_id":3,"channel_post":{}}`, 200},
	} {
		got := bring(t, f, c.method, c.secret, c.body)
		body, _ := io.ReadAll(got.Body)
		if got.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", c.name, got.StatusCode, c.want)
		}
		if got.StatusCode == 200 && len(body) > 0 {
			t.Errorf("W6 %s: answered inside the call: %q", c.name, body)
		}
	}
	if got := r.next(1); len(got) != 1 || got[0].Text != "halo" {
		t.Errorf("got %v", got)
	}
}

func TestW2_StoredBeforeItIsAnswered(t *testing.T) {
	r, f := hooked(t)
	r.start()
	r.called("setWebhook", 1)
	r.gate = make(chan struct{})
	answered := make(chan int, 1)
	go func() { answered <- bring(t, f, "POST", hookSecret, updateJSON(1)).StatusCode }()
	r.until("deliver", func() bool { return r.tries == 1 })
	select {
	case code := <-answered:
		t.Errorf("answered %d while storing", code)
	default:
	}
	close(r.gate)
	if code := <-answered; code != 200 {
		t.Errorf("answered %d", code)
	}
	r.mu.Lock()
	r.gate, r.fail = nil, 1
	r.mu.Unlock()
	if got := bring(t, f, "POST", hookSecret, updateJSON(2)); got.StatusCode != 503 || got.Header.Get("Retry-After") == "" {
		t.Errorf("store down: %d %v", got.StatusCode, got.Header)
	}
}

func TestW2_WhatCannotBeReadIsParked(t *testing.T) {
	r, f := hooked(t)
	r.start()
	r.called("setWebhook", 1)
	for i, body := range []string{`{"update_id":5,"message":{"date":"x","chat":{"id":7}}}`, "bukan json", ""} {
		if got := bring(t, f, "POST", hookSecret, body); got.StatusCode != 200 {
			t.Errorf("%q: %d", body, got.StatusCode)
		}
		if got := r.next(i + 1)[i]; got.Kind != store.Parked || got.ID == "" || !strings.Contains(got.Text, body) {
			t.Errorf("got %+v", got)
		}
	}
}

func TestW2_ReceiveWaitsForCallsUnderWay(t *testing.T) {
	r, f := hooked(t)
	ctx, stop := context.WithCancel(r.ctx)
	began, ended, done := make(chan struct{}), false, make(chan error, 1)
	go func() {
		done <- r.ch.Receive(ctx, func(ctx context.Context, _ ...store.Message) error {
			close(began)
			<-ctx.Done()
			<-time.After(20 * time.Millisecond) // a store that takes its time to stop
			ended = true
			return ctx.Err()
		})
	}()
	r.called("setWebhook", 1)
	code := make(chan int, 1)
	go func() { code <- bring(t, f, "POST", hookSecret, updateJSON(1)).StatusCode }()
	<-began
	stop()
	if err := <-done; err != nil || !ended {
		t.Errorf("Receive returned %v, delivered to the end: %v", err, ended)
	}
	if c := <-code; c != 503 {
		t.Errorf("answered %d", c)
	}
}

func TestW3_ComesAgainUntilStored(t *testing.T) {
	r, _ := hooked(t)
	r.fail = 3
	r.maria.Say("satu")
	r.maria.Say("dua")
	r.start()
	if got := r.next(2); got[0].Text != "satu" || got[1].Text != "dua" {
		t.Errorf("got %v", got)
	}
	r.on("confirmed", func() bool { return r.srv.Pending() == 0 })
}

func TestW3_AlbumComesAgainWhole(t *testing.T) {
	r, _ := hooked(t)
	r.fail = 2
	r.maria.Album(3, "sertifikat")
	r.maria.Say("selesai")
	r.start()
	if got := r.next(2); got[0].Text != "sertifikat" || got[1].Text != "selesai" {
		t.Errorf("got %v", got)
	}
}

func TestW4_TextAndTapAtOnce(t *testing.T) {
	r, _ := hooked(t)
	r.opened().start()
	r.next(1)
	asked(r, "pick#1")
	r.maria.Say("teks")
	r.maria.Tap("Menjahit")
	r.next(3)
	r.called("answerCallbackQuery", 1)
}

func TestW5_StaysRegistered(t *testing.T) {
	look := make(chan struct{})
	r, f := hooked(t, func(o *telegram.Options, _ *telegramtest.Options) {
		o.Wait = func(ctx context.Context, _ time.Duration) error {
			select {
			case <-look:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	stop := r.start()
	look <- struct{}{}
	resp, err := http.Post(r.srv.URL+"/bot"+telegramtest.Token+"/deleteWebhook", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	look <- struct{}{}
	r.called("setWebhook", 2)
	if err := stop(); err != nil {
		t.Error(err)
	}
	if got := bring(t, f, "POST", hookSecret, updateJSON(1)); got.StatusCode != 503 {
		t.Errorf("after Receive: %d, want 503", got.StatusCode)
	}
	if r.srv.Count("deleteWebhook") != 1 {
		t.Error("stopping took the webhook away: what comes meanwhile would not be tried again")
	}
}
