// Package telegramtest is a Bot API server in this process, with residents who write, tap and read. It keeps the rules of the real one
// that decide whether a bot is right: what is confirmed when, what is refused, what is lost, what expires.
//
//	srv := telegramtest.New(telegramtest.Options{})
//	defer srv.Close()
//	maria := srv.Person(7, "Maria Nale")
//	maria.Say("halo")
//	seen, err := maria.Wait(ctx, 1)
package telegramtest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"time"
)

// Defaults of Options.
const (
	Token    = "123456:telegramtest-AAbbCCddEEffGGhhII"
	Username = "LopoUjiBot"
	BotID    = 123456
)

// Options of a server. The zero value is a good one.
type Options struct {
	Token    string
	Username string
	Now      func() time.Time                                 // nil: time.Now
	Wait     func(ctx context.Context, d time.Duration) error // between tries of a webhook; nil: a timer
	Delay    time.Duration                                    // every call but getUpdates takes this long
	LongPoll time.Duration                                    // the longest a poll waits; 0: as long as it asks, at most 50 s
	Quiet    bool                                             // keeps no journal: for load
}

// Server is the Bot API of one bot. All methods are safe for many goroutines.
type Server struct {
	URL string // the API's base address

	o    Options
	http *httptest.Server
	stop chan struct{}

	mu       sync.Mutex
	people   map[int64]*Person
	groups   map[int64]*Group
	taps     map[string]time.Time // callback queries that can still be answered
	queue    []*queued
	updateID int64
	message  int64
	allowed  map[string]bool // nil: all
	poll     chan struct{}   // closed when a second poller comes
	arrived  chan struct{}   // closed when an update arrives
	hook     *webhook
	files    map[string]brought // by the names that they were given
	commands map[string]string  // scope and language -> JSON
	faults   []*Fault
	journal  []Call
	counts   map[string]int
	changed  chan struct{}
}

// Call is one request that reached the server.
type Call struct {
	Method string
	Params url.Values
	Status int // of the answer; 0: none was given
	At     time.Time
}

// New starts a server.
func New(o Options) *Server {
	if o.Token == "" {
		o.Token = Token
	}
	if o.Username == "" {
		o.Username = Username
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = timer
	}
	s := &Server{
		o: o, stop: make(chan struct{}), people: map[int64]*Person{}, groups: map[int64]*Group{}, taps: map[string]time.Time{},
		updateID: 1000, message: 100, arrived: make(chan struct{}), commands: map[string]string{}, files: map[string]brought{}, counts: map[string]int{},
	}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL
	return s
}

// Close ends everything that hangs and stops the server.
func (s *Server) Close() {
	s.mu.Lock()
	select {
	case <-s.stop:
		s.mu.Unlock()
		return
	default:
	}
	close(s.stop)
	h := s.hook
	s.hook = nil
	s.mu.Unlock()
	if h != nil {
		h.end()
	}
	s.http.CloseClientConnections()
	s.http.Close()
}

// SetDelay changes how long calls take.
func (s *Server) SetDelay(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.o.Delay = d
}

// Calls lists what was asked so far, of one method or ("") of all.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.journal {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// Count says how often a method was asked for. It works on a quiet server too.
func (s *Server) Count(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[method]
}

// Pending is the number of updates that are not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return len(s.queue)
}

// Wait returns when the condition holds. It is looked at again after everything that happens on the server.
func (s *Server) Wait(ctx context.Context, holds func() bool) error {
	for {
		s.mu.Lock()
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// happened wakes those who wait. The lock is held.
func (s *Server) happened() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

func timer(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
