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
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// api speaks HTTP with the Bot API. Nothing else in this package does.
type api struct {
	base    *url.URL        // address of a method, but for its name; it holds the token
	files   *url.URL        // address of a file, but for its path; it holds the token
	request *http.Request   // what all requests share
	bot     tgbotapi.BotAPI // for uploads; never used as it is: each call copies it and binds its own context
	http    *http.Transport // without a client around it: a redirect is a portal or a block page, and following it would carry the token there
}

func newAPI(token string, base *url.URL) *api {
	methods, files := *base, *base
	methods.Path += "/bot" + token + "/"
	files.Path += "/file/bot" + token + "/"
	a := &api{
		base:  &methods,
		files: &files,
		request: &http.Request{
			Method: http.MethodPost,
			Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		},
		bot: tgbotapi.BotAPI{Token: token}, // not by its constructor: that one calls getMe
		http: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout: 10 * time.Second,
			MaxIdleConns:        512,
			MaxIdleConnsPerHost: 512, // the default of two closes a connection after nearly every answer
			IdleConnTimeout:     50 * time.Second,
			WriteBufferSize:     8 << 10, // an answer with its keyboard leaves in one piece
			DisableCompression:  true,
			Protocols:           http1(),
		},
	}
	if user := base.User; user != nil {
		password, _ := user.Password()
		a.request.SetBasicAuth(user.Username(), password)
	}
	a.bot.SetAPIEndpoint(base.String() + "/bot%s/%s")
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
	t := &trip{ctx: ctx, http: a.http}
	var resp *tgbotapi.APIResponse
	var err error
	if len(files) > 0 {
		bot := a.bot
		bot.Client, t.whole = t, true
		resp, err = bot.UploadFiles(method, params, files)
	} else {
		resp, err = t.ask(a, method, params)
	}
	if err == nil && resp.Ok {
		return resp.Result, nil
	}
	return nil, t.failure(resp, err)
}

// ask is what the library's MakeRequest does, for a fraction of the time: nearly every call comes this way.
func (t *trip) ask(a *api, method string, params tgbotapi.Params) (*tgbotapi.APIResponse, error) {
	form := encodeForm(params)
	address := *a.base
	address.Path += method
	req := a.request.WithContext(t.traced())
	req.URL, req.ContentLength = &address, int64(len(form))
	if len(form) > 0 {
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(form)), nil } // of a kind that leaves together with the head
		req.Body, _ = req.GetBody()
	}
	resp, err := t.send(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := readAll(resp)
	if err != nil {
		return nil, err
	}
	return decode(body)
}

// readAll reads a body to its end, so that the connection can be used again.
func readAll(resp *http.Response) ([]byte, error) {
	const most = 16 << 20
	if n := resp.ContentLength; n > 0 && n <= most {
		body := make([]byte, n)
		_, err := io.ReadFull(resp.Body, body)
		return body, err
	}
	return io.ReadAll(io.LimitReader(resp.Body, most))
}

// trip is one request on its way. It gives the library's transport a context and keeps what the library drops.
type trip struct {
	ctx        context.Context
	http       *http.Transport
	whole      bool        // it does nothing before all of it has arrived: a file that broke off on the way is none
	wrote      atomic.Bool // the request may have arrived
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
		WroteHeaders: func() { t.wrote.Store(!t.whole) },    // into the buffer: the careful reading
		WroteRequest: func(w httptrace.WroteRequestInfo) { t.wrote.Store(w.Err == nil || t.wrote.Load()) },
	})
}

func (t *trip) send(req *http.Request) (*http.Response, error) {
	resp, err := t.http.RoundTrip(req)
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
