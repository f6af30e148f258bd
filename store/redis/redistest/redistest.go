// Package redistest runs a Redis server for a test: the real one where the machine has it, miniredis where it has not.
// Every server is the test's own, so that a test can take it away.
package redistest

import (
	"context"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Server is a Redis server that belongs to one test and ends with it. Nothing in it survives Stop.
type Server struct {
	t    testing.TB
	addr string
	host host
}

// host is what differs between the real server and miniredis.
type host interface {
	start(t testing.TB, addr string) // on that very address
	stop(t testing.TB)
	freeze(t testing.TB)
	thaw(t testing.TB, addr string)
}

var missing sync.Once

// Start runs redis-server and returns when it answers.
func Start(t testing.TB) *Server {
	t.Helper()
	path, found := lookPath()
	if !found {
		missing.Do(func() {
			t.Log("redis-server is not installed: using miniredis, which cannot show every behaviour of the real one")
		})
		return StartMini(t)
	}
	p := &process{path: path}
	return serve(t, p, p.startAnywhere(t))
}

// StartMini runs miniredis, in this process, also where redis-server is installed.
func StartMini(t testing.TB) *Server {
	t.Helper()
	m := &mini{}
	return serve(t, m, m.startAnywhere(t))
}

func serve(t testing.TB, h host, addr string) *Server {
	s := &Server{t: t, addr: addr, host: h}
	t.Cleanup(func() { h.stop(t) })
	return s
}

// Real reports whether this is redis-server.
func (s *Server) Real() bool {
	_, real := s.host.(*process)
	return real
}

// URL is what redis.Open wants. It stays the same over a Restart.
func (s *Server) URL() string { return "redis://" + s.addr }

// Stop kills the server, as a power cut does: connections break, the data is gone, new connections are refused. It may be called twice.
func (s *Server) Stop() {
	s.t.Helper()
	s.host.stop(s.t)
}

// Restart starts an empty server at the same address, and returns when it answers. A running one is stopped first.
func (s *Server) Restart() {
	s.t.Helper()
	s.host.stop(s.t)
	s.host.start(s.t, s.addr)
}

// Freeze makes the server silent: connections stand, new ones are taken, nothing is answered. miniredis is stopped instead.
func (s *Server) Freeze() {
	s.t.Helper()
	s.host.freeze(s.t)
}

// Thaw ends Freeze. What was sent meanwhile is answered now.
func (s *Server) Thaw() {
	s.t.Helper()
	s.host.thaw(s.t, s.addr)
}

// FlushAll removes all data and, as a restart would, all scripts.
func (s *Server) FlushAll() {
	s.t.Helper()
	s.Do("FLUSHALL")
	s.Do("SCRIPT", "FLUSH")
}

// Do runs one command, as redis-cli would.
func (s *Server) Do(args ...any) any {
	s.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: s.addr})
	defer client.Close()
	reply, err := client.Do(context.Background(), args...).Result()
	if err != nil {
		s.t.Fatalf("redis %v: %v", args[0], err)
	}
	return reply
}
