package webchat

import (
	"bytes"
	"fmt"
	"net/http"

	"lopo/store"
)

// there is the file of a message if it can be shown; nil: the text goes alone.
func (c *Channel) there(m *store.Media) *store.Media {
	if m == nil || c.o.Files == nil {
		return nil
	}
	if _, _, err := c.o.Files.Read(m.Sum); err != nil {
		c.o.Log.Error("webchat: a file is not there; its text goes alone", "err", err)
		return nil
	}
	return m
}

// media is GET /media/SUM. Whoever has the sum has seen the file, or was sent it: it cannot be guessed. A document is saved and not opened here, under
// the name that stands in the link.
func (c *Channel) media(w http.ResponseWriter, r *http.Request) {
	if c.o.Files == nil {
		http.NotFound(w, r)
		return
	}
	data, _, err := c.o.Files.Read(r.PathValue("sum"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Disposition", "attachment")
	}
	h.Set("Content-Length", fmt.Sprint(len(data)))
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	w.Write(data)
}

// attached is a file as a line shows it: a picture, or a document to be saved.
type attached struct {
	URL           string
	Picture       bool
	Name, Weight  string
	Width, Height int
}

func attach(m *store.Media) *attached {
	if m == nil {
		return nil
	}
	return &attached{URL: "media/" + m.Sum, Picture: m.Kind == store.Image, Name: m.Name, Width: m.Width, Height: m.Height, Weight: fmt.Sprintf("%d KB", (m.Size+1023)/1024)}
}
