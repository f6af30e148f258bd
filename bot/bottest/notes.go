package bottest

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// Notes is a log that is read again.
type Notes struct {
	mu      sync.Mutex
	text    bytes.Buffer
	secrets []string
}

// Write takes what is logged.
func (n *Notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *Notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// Log writes everything into n.
func (n *Notes) Log() *slog.Logger {
	return slog.New(slog.NewTextHandler(n, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// Secret names what must never be logged.
func (n *Notes) Secret(words ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.secrets = append(n.secrets, words...)
}

// Leaks lists the secrets that were logged.
func (n *Notes) Leaks() (found []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	text := strings.ToLower(n.text.String())
	for _, s := range n.secrets {
		if strings.Contains(text, strings.ToLower(s)) {
			found = append(found, s)
		}
	}
	return found
}
