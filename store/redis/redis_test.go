package redis_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lopo/store"
	"lopo/store/redis"
	"lopo/store/redis/redistest"
	"lopo/store/seal"
	"lopo/store/sessionstest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t testing.TB, srv *redistest.Server) *redis.Sessions {
	t.Helper()
	box, err := seal.New(seal.NewSecret())
	if err != nil {
		t.Fatal(err)
	}
	s, err := redis.Open(t.Context(), srv.URL(), box, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// exposed shows what the server holds, as the suite asks.
type exposed struct {
	*redis.Sessions
	srv *redistest.Server
}

func (e exposed) Raw(t testing.TB) []byte {
	var all strings.Builder
	for _, key := range e.srv.Do("KEYS", "*").([]any) {
		fmt.Fprintln(&all, key, e.srv.Do("GET", key))
	}
	return []byte(all.String())
}

func TestSessions(t *testing.T) {
	for name, start := range map[string]func(testing.TB) *redistest.Server{"server": redistest.Start, "mini": redistest.StartMini} {
		t.Run(name, func(t *testing.T) {
			sessionstest.Run(t, func(t *testing.T) store.Sessions {
				srv := start(t)
				return exposed{open(t, srv), srv}
			})
		})
	}
}

// A session in the middle of a form is loaded and saved with every message; what it weighs is paid each time.
func TestSizeOfASession(t *testing.T) {
	content, err := json.Marshal(sessionstest.MidForm())
	if err != nil {
		t.Fatal(err)
	}
	if len(content) >= 500 {
		t.Errorf("a session in mid-form has %d bytes, under 500 wanted:\n%s", len(content), content)
	}
	srv := redistest.Start(t)
	s := open(t, srv)
	if err := s.Save(t.Context(), sessionstest.MidForm()); err != nil {
		t.Fatal(err)
	}
	key := srv.Do("KEYS", "*").([]any)[0]
	value := srv.Do("GET", key).(string)
	if over := len(value) - len(content); over > 64 {
		t.Errorf("revision and seal add %d bytes", over)
	}
	if ttl := srv.Do("PTTL", key).(int64); ttl < 59*60*1000 || ttl > 60*60*1000 {
		t.Errorf("the key lives for %d ms, want an hour", ttl)
	}
	t.Logf("JSON %d bytes, stored %d", len(content), len(value))
}

// An outage: an error at once, no panic, no personal data in the error; and all is well with the first call after it.
func TestOutage(t *testing.T) {
	srv := redistest.Start(t)
	s := open(t, srv)
	session := sessionstest.MidForm()
	if err := s.Save(t.Context(), session); err != nil {
		t.Fatal(err)
	}

	srv.Stop()
	began := time.Now()
	_, loading := s.Load(t.Context(), session.Of)
	for name, err := range map[string]error{"load": loading, "save": s.Save(t.Context(), session), "drop": s.Drop(t.Context(), session.Of), "ping": s.Ping(t.Context())} {
		if err == nil {
			t.Errorf("%s without a server succeeded", name)
		} else if strings.Contains(err.Error(), session.Of.Chat) || errors.Is(err, store.ErrStale) {
			t.Errorf("%s without a server: %v", name, err)
		}
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("four refused calls took %v", took)
	}

	srv.Restart()
	session.Rev++
	if err := s.Save(t.Context(), session); err != nil { // the server knows neither the session nor the script
		t.Errorf("first save after the outage: %v", err)
	}
	srv.FlushAll()
	session.Rev++
	if err := s.Save(t.Context(), session); err != nil {
		t.Errorf("first save after FLUSHALL: %v", err)
	}
	if got, err := s.Load(t.Context(), session.Of); err != nil || got.Rev != session.Rev {
		t.Errorf("load after the outage: revision %d, %v", got.Rev, err)
	}
}

// A server that takes connections and never answers is an outage too, and all who wait are told at the same time.
func TestSilence(t *testing.T) {
	t.Parallel()
	srv := redistest.Start(t)
	s := open(t, srv)
	srv.Freeze()
	began := time.Now()
	var wait sync.WaitGroup
	for i := range 200 {
		wait.Go(func() {
			of := store.Address{Channel: "webchat", Chat: fmt.Sprint(i)}
			for range 3 { // several pipelines, one behind the other
				if _, err := s.Load(t.Context(), of); err == nil {
					t.Error("a silent server was taken for an empty one")
				}
			}
		})
	}
	wait.Wait()
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("silence was told after %v", took)
	}

	srv.Thaw()
	began = time.Now()
	for range time.Tick(10 * time.Millisecond) {
		_, err := s.Load(t.Context(), store.Address{Channel: "webchat", Chat: "1"})
		if err == nil {
			break
		}
		if time.Since(began) > 5*time.Second {
			t.Fatalf("the server answers again, and still: %v", err)
		}
	}
}

func TestOpenSilentServer(t *testing.T) {
	t.Parallel()
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	box, _ := seal.New(seal.NewSecret())
	began := time.Now()
	if _, err := redis.Open(t.Context(), "redis://"+door.Addr().String(), box, time.Hour); err == nil {
		t.Error("a silent server was taken for Redis")
	}
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("silence was told after %v", took)
	}
}

func TestOpenRefuses(t *testing.T) {
	box, _ := seal.New(seal.NewSecret())
	for _, url := range []string{"", "localhost", "http://localhost", "redis://me:geheim@host:port", "redis://me:geheim@host/x"} {
		_, err := redis.Open(t.Context(), url, box, time.Hour)
		if err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("Open(%q): %v", url, err)
		}
	}
	srv := redistest.StartMini(t)
	if _, err := redis.Open(t.Context(), srv.URL(), box, 0); err == nil {
		t.Error("sessions that live for no time were accepted")
	}
}

// A value that was damaged, or written by somebody else, is not taken for a session, and can be replaced.
func TestDamaged(t *testing.T) {
	srv := redistest.Start(t)
	s := open(t, srv)
	session := sessionstest.MidForm()
	if err := s.Save(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	key := srv.Do("KEYS", "*").([]any)[0]
	for _, value := range []string{"", "x", "11 ", "11 0123456789abcdef ", "11 0123456789abcdef " + strings.Repeat("?", 99)} {
		srv.Do("SET", key, value)
		if _, err := s.Load(t.Context(), session.Of); !errors.Is(err, seal.ErrSealed) {
			t.Errorf("load of %q: %v", value, err)
		}
	}
	if err := s.Drop(t.Context(), session.Of); err != nil {
		t.Error(err)
	}
	if got, err := s.Load(t.Context(), session.Of); err != nil || got.Rev != 0 {
		t.Errorf("after Drop: %+v, %v", got, err)
	}
}

func TestStats(t *testing.T) {
	srv := redistest.Start(t)
	if !srv.Real() {
		return // miniredis knows nothing of its version
	}
	s := open(t, srv)
	if err := s.Save(t.Context(), sessionstest.MidForm()); err != nil {
		t.Fatal(err)
	}
	stats, err := s.Stats(t.Context())
	if err != nil || stats.Keys != 1 || stats.Memory == 0 || stats.Version == "" || stats.Policy != "noeviction" {
		t.Errorf("Stats = %+v, %v", stats, err)
	}
}
