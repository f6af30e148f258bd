package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// answer is what a method gives back.
type answer struct {
	result any // nil with an error
	code   int
	desc   string
	retry  int
	moved  int64
	html   bool
	broken string // a body as it is, with status code
}

func ok(result any) answer              { return answer{result: result} }
func fail(code int, desc string) answer { return answer{code: code, desc: desc} }
func bad(desc string, args ...any) answer {
	return fail(400, "Bad Request: "+fmt.Sprintf(desc, args...))
}
func forbid(desc string) answer   { return fail(403, "Forbidden: "+desc) }
func conflict(desc string) answer { return fail(409, "Conflict: "+desc) }
func (a answer) wrong() bool      { return a.code != 0 }

// request is one call with its parameters, however they came.
type request struct {
	method string
	p      url.Values
	files  map[string]brought // by field, without a kind yet
	r      *http.Request
}

func (q *request) int(name string) int64 {
	n, _ := strconv.ParseInt(q.p.Get(name), 10, 64)
	return n
}

// methods of the API. Each runs with the server locked, except getUpdates, which waits.
var methods = map[string]func(*Server, *request) answer{
	"getme":               (*Server).getMe,
	"deletewebhook":       (*Server).deleteWebhook,
	"setwebhook":          (*Server).setWebhook,
	"getwebhookinfo":      (*Server).webhookInfo,
	"setmycommands":       (*Server).setCommands,
	"getmycommands":       (*Server).getCommands,
	"sendmessage":         (*Server).sendMessage,
	"senddocument":        (*Server).sendFile,
	"sendphoto":           (*Server).sendFile,
	"sendchataction":      (*Server).chatAction,
	"editmessagetext":     (*Server).edit,
	"editmessagecaption":  (*Server).edit,
	"deletemessage":       (*Server).deleteMessage,
	"getfile":             (*Server).getFile,
	"answercallbackquery": (*Server).answerTap,
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/file/") {
		s.download(w, r)
		return
	}
	token, method, found := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !found || !strings.HasPrefix(r.URL.Path, "/bot") || !strings.Contains(token, ":") {
		write(w, fail(404, "Not Found"))
		return
	}
	if token != s.o.Token {
		write(w, fail(401, "Unauthorized"))
		return
	}
	if s.breaks(method) {
		reset(w)
		return
	}
	q, err := read(r, method)
	if err != nil {
		write(w, bad("cannot parse the request"))
		return
	}
	s.mu.Lock()
	f, delay := s.fault(q), s.o.Delay
	s.counts[method]++
	entry := -1
	if !s.o.Quiet {
		entry = len(s.journal)
		s.journal = append(s.journal, Call{Method: method, Params: q.p, At: s.o.Now()})
	}
	s.happened()
	s.mu.Unlock()

	if delay > 0 && !strings.EqualFold(method, "getUpdates") {
		timer(r.Context(), delay)
	}
	if f != nil && f.before(s, w, r) {
		return
	}
	var a answer
	if f != nil && f.answers() {
		a = f.answer()
	} else {
		a = s.do(q)
	}
	if f != nil && f.after(s, w, r) {
		return
	}
	s.mu.Lock()
	if entry >= 0 {
		s.journal[entry].Status = max(a.code, 0)
		if a.code == 0 {
			s.journal[entry].Status = 200
		}
	}
	s.happened()
	s.mu.Unlock()
	write(w, a)
}

func (s *Server) do(q *request) answer {
	name := strings.ToLower(q.method)
	if name == "getupdates" {
		return s.getUpdates(q)
	}
	m, known := methods[name]
	if !known {
		return fail(404, "Not Found")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return m(s, q)
}

// read takes parameters from the address, a form, a multipart form or JSON, as the real server does.
func read(r *http.Request, method string) (*request, error) {
	q := &request{method: method, r: r, p: r.URL.Query()}
	kind := r.Header.Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		if err := r.ParseMultipartForm(50 << 20); err != nil {
			return nil, err
		}
		defer r.MultipartForm.RemoveAll()
		q.files = map[string]brought{}
		for k, v := range r.MultipartForm.Value {
			q.p[k] = v
		}
		for k, v := range r.MultipartForm.File {
			part, err := v[0].Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(part)
			if err = errors.Join(err, part.Close()); err != nil {
				return nil, err
			}
			q.files[k] = brought{name: v[0].Filename, bytes: data}
		}
		return q, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(kind, "application/json") {
		var fields map[string]json.RawMessage
		if len(body) > 0 {
			err = json.Unmarshal(body, &fields)
		}
		for k, v := range fields {
			var text string
			if json.Unmarshal(v, &text) != nil {
				text = string(v)
			}
			q.p.Set(k, text)
		}
		return q, err
	}
	form, err := url.ParseQuery(string(body))
	if len(q.p) == 0 {
		q.p = form
	} else {
		for k, v := range form {
			q.p[k] = v
		}
	}
	return q, err
}

func write(w http.ResponseWriter, a answer) {
	switch {
	case a.html || a.broken != "":
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(a.code)
		if a.broken == "" {
			a.broken = fmt.Sprintf("<html><head><title>%d %s</title></head><body>nginx</body></html>", a.code, http.StatusText(a.code))
		}
		io.WriteString(w, a.broken)
		return
	case a.code == 0:
		raw, isRaw := a.result.(json.RawMessage)
		if !isRaw {
			raw, _ = json.Marshal(a.result)
		}
		w.Header().Set("Content-Type", "application/json")
		body := make([]byte, 0, len(raw)+24)
		body = append(append(append(body, `{"ok":true,"result":`...), raw...), '}')
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body)
		return
	}
	out := map[string]any{"ok": false, "error_code": a.code, "description": a.desc}
	params := map[string]any{}
	if a.retry > 0 {
		params["retry_after"] = a.retry
		w.Header().Set("Retry-After", strconv.Itoa(a.retry))
	}
	if a.moved != 0 {
		params["migrate_to_chat_id"] = a.moved
	}
	if len(params) > 0 {
		out["parameters"] = params
	}
	body, _ := json.Marshal(out)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.code)
	w.Write(body)
}

// reset cuts the connection as a broken network does.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if tcp, isTCP := conn.(*net.TCPConn); isTCP {
		tcp.SetLinger(0)
	}
	conn.Close()
}
