package telegram

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"go.uber.org/goleak"

	"lopo/bot/telegram/telegramtest"
)

var pdf = tgbotapi.RequestFile{Name: "document", Data: tgbotapi.FileBytes{Name: "cv.pdf", Bytes: []byte("%PDF")}}

func apiAt(t *testing.T, base string) *api {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return newAPI(telegramtest.Token, u)
}

func TestL3_ContextEndsACall(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	srv := telegramtest.New(telegramtest.Options{})
	defer srv.Close()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan *apiError, 1)
	go func() {
		_, bad := apiAt(t, srv.URL).call(ctx, "getUpdates", tgbotapi.Params{"timeout": "50"})
		done <- bad
	}()
	if err := srv.Wait(t.Context(), srv.Polling); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	stop()
	if bad := <-done; bad == nil || bad.Cause != "stopped" || time.Since(begun) > time.Second {
		t.Errorf("%+v after %v", bad, time.Since(begun))
	}
}

func TestL6_NoErrorHoldsTheToken(t *testing.T) {
	for _, base := range []string{"http://127.0.0.1:1", "http://tidak.ada.invalid", "https://127.0.0.1:1"} {
		_, bad := apiAt(t, base).call(t.Context(), "getMe", nil)
		text, _ := json.Marshal(bad)
		if bad == nil || bad.Sent || strings.Contains(string(text), "AAbb") || strings.Contains(bad.why(), "127") {
			t.Errorf("%s: %s", base, text)
		}
	}
}

func TestL7_UploadsHaveACode(t *testing.T) {
	srv := telegramtest.New(telegramtest.Options{})
	defer srv.Close()
	a := apiAt(t, srv.URL)
	p := srv.Person(7, "Maria")
	if _, bad := a.call(t.Context(), "sendDocument", tgbotapi.Params{"chat_id": "7"}, pdf); bad == nil || bad.Code != 403 {
		t.Errorf("%+v", bad)
	}
	srv.Fail(telegramtest.TooMany(9))
	if _, bad := a.call(t.Context(), "sendDocument", tgbotapi.Params{"chat_id": "7"}, pdf); bad == nil || bad.Code != 429 || bad.RetryAfter != 9*time.Second {
		t.Errorf("%+v", bad)
	}
	p.Say("halo")
	raw, bad := a.call(t.Context(), "sendDocument", tgbotapi.Params{"chat_id": "7", "caption": "cv"}, pdf)
	if in := p.Inbox(); bad != nil || messageID(raw) == "0" || len(in) != 1 || in[0].File != "cv.pdf" {
		t.Errorf("%+v %v", bad, in)
	}
}

func TestL16_RefusedUploadsLeaveNothingRunning(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	a := apiAt(t, "http://127.0.0.1:1")
	for range 10 {
		if _, bad := a.call(t.Context(), "sendDocument", nil, pdf); bad == nil || bad.Sent {
			t.Errorf("%+v", bad)
		}
	}
}

// A byte left unread costs the connection, and the library reads no further than the end of the JSON.
func TestConnectionsAreUsedAgain(t *testing.T) {
	seen := map[string]bool{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen[r.RemoteAddr] = true
		io.WriteString(w, `{"ok":true,"result":true}`+strings.Repeat("\n", 32<<10))
	}))
	defer srv.Close()
	a := apiAt(t, srv.URL)
	for range 10 {
		if _, bad := a.call(t.Context(), "getMe", nil); bad != nil {
			t.Fatal(bad)
		}
	}
	if len(seen) != 1 {
		t.Errorf("%d connections for ten calls in a row", len(seen))
	}
	a.http.CloseIdleConnections()
}

// A portal or block page that redirects must not be given the token.
func TestL6_RedirectsAreNotFollowed(t *testing.T) {
	portal := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("followed to %s", r.URL) }))
	defer portal.Close()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, portal.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer srv.Close()
	a := apiAt(t, srv.URL)
	defer a.http.CloseIdleConnections()
	if _, bad := a.call(t.Context(), "sendMessage", tgbotapi.Params{"chat_id": "7"}); bad == nil || bad.Code != 307 || bad.Desc != "" {
		t.Errorf("%+v", bad)
	}
}

func TestCleanKeepsOnlyTheAPIsWords(t *testing.T) {
	for desc, want := range map[string]string{
		"Bad Request: chat not found":                                          "Bad Request: chat not found",
		"Forbidden: bot can't initiate conversation with a user":               "Forbidden: bot cannot initiate conversation with a user",
		`Bad Request: can't parse entities: Unsupported start tag "rahasia"`:   "Bad Request: cannot parse entities",
		`Bad Request: inline keyboard button URL 'rahasia' is invalid`:         "Bad Request: inline keyboard button URL",
		"Too Many Requests: retry after 5":                                     "Too Many Requests: retry after",
		"Bad Request: group -100123 has no member @maria at https://x.id/data": "Bad Request: group has no member at",
	} {
		if got := clean(desc); got != want {
			t.Errorf("%q\ngot  %q\nwant %q", desc, got, want)
		}
	}
}
