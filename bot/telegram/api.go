package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// api speaks HTTP with the Bot API. Nothing else in this package does.
type api struct {
	base string          // address of a method, but for its name; it holds the token
	bot  tgbotapi.BotAPI // for uploads; never used as it is: each call copies it and binds its own context
	http *http.Client
}

func newAPI(token, base string) *api {
	a := &api{
		base: base + "/bot" + token + "/",
		bot:  tgbotapi.BotAPI{Token: token}, // not by its constructor: that one calls getMe
		http: &http.Client{
			Transport: &http.Transport{
				Proxy:               http.ProxyFromEnvironment,
				DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
				TLSHandshakeTimeout: 10 * time.Second,
				MaxIdleConns:        512,
				MaxIdleConnsPerHost: 512, // the default of two closes a connection after nearly every answer
				IdleConnTimeout:     50 * time.Second,
				DisableCompression:  true,
				Protocols:           http1(),
			},
			// A redirect is a portal or a block page, never Telegram: following it would carry the token there.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	a.bot.SetAPIEndpoint(base + "/bot%s/%s")
	return a
}

// http1 keeps one request to a connection, so that "was it written" has an answer.
func http1() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	return p
}

// call asks for one method. The context ends it at any moment. The result is raw: only who needs it decodes it.
func (a *api) call(ctx context.Context, method string, params tgbotapi.Params, files ...tgbotapi.RequestFile) (json.RawMessage, *apiError) {
	t := &trip{ctx: ctx, client: a.http}
	var resp *tgbotapi.APIResponse
	var err error
	if len(files) > 0 {
		bot := a.bot
		bot.Client = t
		resp, err = bot.UploadFiles(method, params, files)
	} else {
		resp, err = t.ask(a.base+method, params)
	}
	if err == nil && resp.Ok {
		return resp.Result, nil
	}
	return nil, t.failure(resp, err)
}

// ask is what the library's MakeRequest does, for a third of the allocations: nearly every call comes this way.
func (t *trip) ask(address string, params tgbotapi.Params) (*tgbotapi.APIResponse, error) {
	var form strings.Builder
	for name, value := range params {
		if form.Len() > 0 {
			form.WriteByte('&')
		}
		form.WriteString(name)
		form.WriteByte('=')
		form.WriteString(url.QueryEscape(value))
	}
	req, err := http.NewRequestWithContext(t.traced(), http.MethodPost, address, strings.NewReader(form.String()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := t.send(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	body.Grow(int(min(max(resp.ContentLength, 0), 64<<10)) + bytes.MinRead)
	if _, err := body.ReadFrom(io.LimitReader(resp.Body, 16<<20)); err != nil {
		return nil, err
	}
	out := &tgbotapi.APIResponse{}
	return out, json.Unmarshal(body.Bytes(), out)
}

// trip is one request on its way. It gives the library's transport a context and keeps what the library drops.
type trip struct {
	ctx        context.Context
	client     *http.Client
	wrote      atomic.Bool // some of the request may have left
	status     int
	retryAfter string
}

// Do is the library's HTTPClient.
func (t *trip) Do(req *http.Request) (*http.Response, error) {
	resp, err := t.send(req.WithContext(t.traced()))
	if err == nil {
		resp.Body = drained{resp.Body}
	}
	return resp, err
}

func (t *trip) traced() context.Context {
	return httptrace.WithClientTrace(t.ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { t.wrote.Store(false) }, // again, when a stale connection took nothing
		WroteHeaders: func() { t.wrote.Store(true) },        // into the buffer: the careful reading
	})
}

func (t *trip) send(req *http.Request) (*http.Response, error) {
	resp, err := t.client.Do(req)
	if err != nil {
		return nil, err
	}
	t.status, t.retryAfter = resp.StatusCode, resp.Header.Get("Retry-After")
	return resp, nil
}

// drained reads the rest of a body before closing it: the library stops at the end of the JSON, and a connection with a byte left in it
// cannot be used again.
type drained struct{ io.ReadCloser }

func (d drained) Close() error {
	io.Copy(io.Discard, io.LimitReader(d.ReadCloser, 64<<10))
	return d.ReadCloser.Close()
}

// apiError is a call that did not work. It never holds the token: transport errors are reduced to a few words before they get here, since
// the address in them contains it.
type apiError struct {
	Code       int    // the API's error code, or the HTTP status of an answer that was not from the API; 0: no answer
	Desc       string // the API's own words; "" when the answer was not an error object of the API
	RetryAfter time.Duration
	MigrateTo  int64
	Sent       bool   // the request may have reached the platform
	Cause      string // without an answer: why
}

func (t *trip) failure(resp *tgbotapi.APIResponse, err error) *apiError {
	e := &apiError{Code: t.status, Sent: t.wrote.Load()}
	if t.status == 0 {
		e.Cause = cause(err)
		return e
	}
	e.Sent = true
	if s, err := strconv.Atoi(t.retryAfter); err == nil && s > 0 {
		e.RetryAfter = time.Duration(s) * time.Second
	}
	// The code is taken from the answer, not from the error: the library leaves it out for uploads.
	if resp == nil || resp.Ok || resp.ErrorCode == 0 || resp.Description == "" {
		return e
	}
	e.Code, e.Desc = resp.ErrorCode, resp.Description
	if p := resp.Parameters; p != nil {
		e.MigrateTo = p.MigrateToChatID
		if p.RetryAfter > 0 {
			e.RetryAfter = time.Duration(p.RetryAfter) * time.Second
		}
	}
	return e
}

// cause says in fixed words why there was no answer.
func cause(err error) string {
	var dns *net.DNSError
	var op *net.OpError
	var slow net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "stopped"
	case errors.As(err, &dns):
		return "name of the server not found"
	case errors.As(err, &op) && op.Op == "dial":
		return "no connection"
	case errors.As(err, &slow) && slow.Timeout():
		return "no answer in time"
	}
	return "connection lost"
}
