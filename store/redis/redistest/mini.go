package redistest

import (
	"testing"

	"github.com/alicebob/miniredis/v2"
)

// mini is miniredis, a Redis in Go.
type mini struct{ server *miniredis.Miniredis }

func (m *mini) startAnywhere(t testing.TB) string {
	t.Helper()
	m.start(t, "127.0.0.1:0")
	return m.server.Addr()
}

func (m *mini) start(t testing.TB, addr string) {
	t.Helper()
	m.server = miniredis.NewMiniRedis() // empty, as redis-server without a disk
	if err := m.server.StartAddr(addr); err != nil {
		t.Fatalf("start miniredis: %v", err)
	}
}

func (m *mini) stop(testing.TB) {
	if m.server != nil {
		m.server.Close()
		m.server = nil
	}
}

func (m *mini) freeze(t testing.TB)            { m.stop(t) }
func (m *mini) thaw(t testing.TB, addr string) { m.start(t, addr) }
