package whatsapptest

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	signallog "go.mau.fi/libsignal/logger"
	"go.mau.fi/whatsmeow"
)

// Options of a server. The zero value is a good one.
type Options struct {
	Addr string       // where to listen; "": a free port of 127.0.0.1
	Dir  string       // where residents keep their stores; "": the system's temporary folder
	Log  *slog.Logger // the server's own notes, never a text; nil: none
}

// Server is WhatsApp for those who connect to it. All methods are safe for many goroutines.
type Server struct {
	URL  string // http://127.0.0.1:port
	Addr string // 127.0.0.1:port

	o        Options
	log      *slog.Logger
	identity identity
	http     *httptest.Server

	mu          sync.Mutex
	closed      bool
	down        bool
	conns       map[*conn]bool
	accounts    map[string]*Account // by phone number and by LID
	groups      map[string]*Group
	holdGroups  bool // see HoldGroups
	newsletters map[string]*Newsletter
	links       map[string]*link // by reference
	media       map[string][]byte

	refuseMedia int // so many files still are not taken

	serial  int // of ids and LIDs
	changed chan struct{}
	closers []func()
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := Start(Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Start starts a server. From here on every whatsmeow client of this process trusts the servers of this package, and no others.
func Start(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	trust() // before anything is signed: the library would set its log up by itself, in a race with others
	id, err := newIdentity()
	if err != nil {
		return nil, err
	}
	s := &Server{
		o: o, log: o.Log, identity: id, conns: map[*conn]bool{}, accounts: map[string]*Account{}, groups: map[string]*Group{}, newsletters: map[string]*Newsletter{},
		links: map[string]*link{}, media: map[string][]byte{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/chat", s.serveSocket)
	mux.HandleFunc("/mms/", s.serveMedia)
	mux.HandleFunc("/newsletter/", s.serveMedia)
	s.http = httptest.NewUnstartedServer(mux)
	if o.Addr != "" {
		l, err := net.Listen("tcp", o.Addr)
		if err != nil {
			return nil, err
		}
		s.http.Listener.Close()
		s.http.Listener = l
	}
	s.http.Start()
	s.URL, s.Addr = s.http.URL, s.http.Listener.Addr().String()
	return s, nil
}

// trust happens once: both are variables of the process.
var trust = sync.OnceFunc(func() {
	whatsmeow.WACertPubKey = *root().Pub
	var log signallog.Loggable = quiet{}
	signallog.Setup(&log)
})

// RootKey is what a client has to trust instead of WhatsApp's own key.
func (s *Server) RootKey() [32]byte { return *root().Pub }

// Transport reaches the server whatever host is asked for. To net/http the plain connection is the TLS connection.
func (s *Server) Transport() *http.Transport { return Transport(s.Addr) }

// Client is an HTTP client on Transport, for the three that a whatsmeow client wants.
func (s *Server) Client() *http.Client { return &http.Client{Transport: s.Transport()} }

// Use makes a whatsmeow client talk to this server. Before Connect.
func (s *Server) Use(cli *whatsmeow.Client) {
	cli.SetWebsocketHTTPClient(s.Client())
	cli.SetPreLoginHTTPClient(s.Client())
	cli.SetMediaHTTPClient(s.Client())
}

// Transport reaches the server at an address, from any process.
func Transport(addr string) *http.Transport {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}
	return &http.Transport{DialContext: dial, DialTLSContext: dial, IdleConnTimeout: 5 * time.Second}
}

// Close ends the residents of this process, cuts everybody else off and stops listening.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	closers := s.closers
	s.mu.Unlock()
	for _, f := range closers {
		f()
	}
	s.mu.Lock()
	for c := range s.conns {
		c.cut()
	}
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
}

// Down makes the server unreachable, or reachable again: who is connected is cut off, who knocks is turned away.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
	if down {
		for c := range s.conns {
			c.cut()
		}
	}
}

func (s *Server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

// open and shut keep the list of connections.
func (s *Server) open(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down || s.closed {
		return false
	}
	s.conns[c] = true
	return true
}

func (s *Server) shut(c *conn) {
	c.cut()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if c.link != nil {
		delete(s.links, c.link.ref)
	}
	if c.device != nil && c.device.conn == c {
		c.device.conn = nil
		c.device.account.note(Entry{Kind: "disconnected", Device: c.device.id})
	}
}

// touch wakes everybody who waits for a condition. The lock is held.
func (s *Server) touch() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// Until returns when the condition holds. It is asked whenever something happened on the server or reached a resident of this process, and
// never while the server is locked, so it may use every method.
func (s *Server) Until(ctx context.Context, condition func() bool) error {
	for {
		s.mu.Lock()
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// id is another one each time. The lock is held.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%08X", prefix, s.serial)
}

// now is the time as the wire has it.
func now() int64 { return time.Now().Unix() }

// quiet is where the Signal library's own log goes: it would print counters to the standard output.
type quiet struct{}

func (quiet) Debug(_, _ string)   {}
func (quiet) Info(_, _ string)    {}
func (quiet) Warning(_, _ string) {}
func (quiet) Error(_, _ string)   {}
func (quiet) Configure(_ string)  {}
