package webchat

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
)

// file is an asset, plain and compressed once at the start.
type file struct {
	kind        string
	plain, gzip []byte
}

// The system's own table of types differs from machine to machine.
var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// load reads an embedded file and returns its name with the hash of its content: a new release is a new name, so it can be kept for ever.
func (p *page) load(name string) (string, error) {
	content, err := files.ReadFile("page/" + name)
	if err != nil {
		return "", err
	}
	var small bytes.Buffer
	z, err := gzip.NewWriterLevel(&small, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := z.Write(content); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	kind := path.Ext(name)
	hashed := strings.TrimSuffix(name, kind) + "." + hex.EncodeToString(sum[:6]) + kind
	p.assets[hashed] = file{kind: types[kind], plain: content, gzip: small.Bytes()}
	return hashed, nil
}

// asset is GET /assets/{name}.
func (p *page) asset(w http.ResponseWriter, r *http.Request) {
	f, ok := p.assets[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(f.gzip)
		return
	}
	w.Write(f.plain)
}
