package telegramtest

import (
	"net/http"
	"strconv"
	"strings"
)

// Fault makes calls go wrong. Method "" is any but getUpdates and getMe; Chat 0 is any; Times 0 is once, -1 until Heal.
type Fault struct {
	Method string
	Chat   int64
	Times  int

	Code       int    // answer with this error …
	Desc       string // … in the API's words,
	RetryAfter int    // … in seconds, also as a header,
	HTML       bool   // … or as a page of whatever stands in between
	Body       string // … or as exactly this, under status Code

	Hang  Moment // keep the connection and never answer
	Reset Moment // cut the connection
	Hold  bool   // wait for Heal, then go on as if nothing had been
	Break bool   // cut the connection before what the call carries has come; only to be met by a large file

	release chan struct{}
}

// Moment is when a fault strikes.
type Moment int

const (
	Never  Moment = iota
	Before        // nothing was done
	After         // it was done, and nobody is told
)

// Fail adds a fault.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	f.release = make(chan struct{})
	s.faults = append(s.faults, &f)
}

// Heal ends all faults and lets go what they hold.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		close(f.release)
	}
	s.faults = nil
}

// TooMany is 429 with a time to wait.
func TooMany(seconds int) Fault {
	return Fault{Code: 429, Desc: "Too Many Requests: retry after " + strconv.Itoa(seconds), RetryAfter: seconds}
}

// fault finds what is to go wrong with a call. The lock is held. A fault that was used up stays in the list, so that Heal releases it.
func (s *Server) fault(q *request) *Fault {
	for _, f := range s.faults {
		base := strings.EqualFold(q.method, "getUpdates") || strings.EqualFold(q.method, "getMe")
		if f.Times == 0 || f.Break || f.Method == "" && base || f.Method != "" && !strings.EqualFold(f.Method, q.method) || f.Chat != 0 && f.Chat != q.int("chat_id") {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		return f
	}
	return nil
}

// breaks reports whether a call is to break off before it is read.
func (s *Server) breaks(method string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Break && f.Times != 0 && strings.EqualFold(f.Method, method) {
			f.Times--
			return true
		}
	}
	return false
}

func (f *Fault) answers() bool { return f.Code != 0 }

func (f *Fault) answer() answer {
	return answer{code: f.Code, desc: f.Desc, retry: f.RetryAfter, html: f.HTML, broken: f.Body}
}

// before strikes before anything is done; it reports true when the call ends here.
func (f *Fault) before(s *Server, w http.ResponseWriter, r *http.Request) bool {
	switch {
	case f.Hold:
		select {
		case <-f.release:
		case <-r.Context().Done():
			return true
		case <-s.stop:
			return true
		}
	case f.Hang == Before:
		f.hang(s, r)
		return true
	case f.Reset == Before:
		reset(w)
		return true
	}
	return false
}

func (f *Fault) after(s *Server, w http.ResponseWriter, r *http.Request) bool {
	switch {
	case f.Hang == After:
		f.hang(s, r)
		return true
	case f.Reset == After:
		reset(w)
		return true
	}
	return false
}

func (f *Fault) hang(s *Server, r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.stop:
	}
}
