package whatsapptest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// mediaHosts is where clients bring files and fetch them. They ask the host by its name; Transport leads them here.
func mediaHosts() node {
	return node{Tag: "media_conn", Attrs: attrs{"auth": "open", "ttl": 3600, "auth_ttl": 3600, "max_buckets": 12},
		Content: []node{{Tag: "host", Attrs: attrs{"hostname": "mmg.whatsapp.net"}}}}
}

// serveMedia keeps files as clients bring them: encrypted with a key that only the message holds, or in the clear for a newsletter. The path it gives them has a "?":
// they add "&hash=…" to it.
func (s *Server) serveMedia(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down := s.down
	refused := r.Method == http.MethodPost && spend(&s.refuseMedia)
	s.mu.Unlock()
	if refused {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	if down {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	switch r.Method {
	case http.MethodPost:
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 100<<20))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		s.media[r.URL.Path] = body
		s.mu.Unlock()
		path := r.URL.Path + "?ccb=11-4"
		json.NewEncoder(w).Encode(map[string]string{"url": "https://mmg.whatsapp.net" + path, "direct_path": path, "handle": "h" + path})
	case http.MethodGet:
		s.mu.Lock()
		body, ok := s.media[strings.TrimSuffix(r.URL.Path, "/")]
		s.mu.Unlock()
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Write(body)
	}
}

// RefuseMedia refuses the next n files that clients bring.
func (s *Server) RefuseMedia(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuseMedia += n
}

// File fetches the file of a message and decrypts it, as her client does for her.
func (c *Chat) File(ctx context.Context, m Seen) ([]byte, error) {
	return c.r.Client.DownloadAny(ctx, m.Body)
}

// Files is how many files clients have brought.
func (s *Server) Files() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.media)
}
