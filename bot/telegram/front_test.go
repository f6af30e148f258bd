package telegram_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
)

// front is the bot's own web server, which stays while the channel behind it is restarted.
type front struct {
	*httptest.Server
	mu      sync.Mutex
	handler http.Handler
}

func newFront() *front {
	f := &front{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		h := f.handler
		f.mu.Unlock()
		h.ServeHTTP(w, r)
	}))
	return f
}

func (f *front) mount(h http.Handler) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.handler = h
}
