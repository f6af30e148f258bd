package telegramtest

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // the pictures that bots bring
	_ "image/png"
	"net/http"
	"strings"
	"unicode/utf16"
)

// brought is what somebody brought: a bot may send it again by the name that it was given here, as the kind that it was, and never another bot.
type brought struct {
	kind, name string
	bytes      []byte
}

// Limits of files and what stands under them.
const (
	maxCaption = 1024
	maxPhoto   = 10 << 20
	maxFile    = 50 << 20
)

// sendFile is sendPhoto and sendDocument: with the bytes in a multipart form, or with the name that they were given when they came the first time.
func (s *Server) sendFile(q *request) answer {
	box, problem := s.target(q)
	if problem.wrong() {
		return problem
	}
	kind := strings.TrimPrefix(strings.ToLower(q.method), "send")
	if g := s.groups[q.int("chat_id")]; g != nil && g.textOnly {
		return bad("not enough rights to send %ss to the chat", kind)
	}
	caption, problem := captionOf(q)
	if problem.wrong() {
		return problem
	}
	m := &Seen{Text: caption, Kind: kind}
	part, came := q.files[kind]
	switch id := q.p.Get(kind); {
	case came:
		if problem := fits(kind, part.bytes); problem.wrong() {
			return problem
		}
		s.message++
		m.FileID = fmt.Sprintf("AgAC%s%06d", kind, s.message)
		s.files[m.FileID] = brought{kind, part.name, part.bytes}
	case id == "":
		return bad("there is no %s in the request", kind)
	case s.files[id].kind == "":
		return bad("wrong file identifier/HTTP URL specified")
	case s.files[id].kind != kind:
		return bad("type of file mismatch")
	default:
		m.FileID = id
	}
	m.File, m.Bytes = s.files[m.FileID].name, s.files[m.FileID].bytes
	return s.put(q, box, m)
}

// captionOf checks and reads the text under a file; there need not be one.
func captionOf(q *request) (string, answer) {
	raw := q.p.Get("caption")
	if strings.TrimSpace(raw) == "" {
		return "", answer{}
	}
	plain, problem := text(raw, q.p.Get("parse_mode"))
	if problem.wrong() {
		return "", problem
	}
	if len(utf16.Encode([]rune(plain))) > maxCaption {
		return "", bad("message caption is too long")
	}
	return plain, answer{}
}

func fits(kind string, data []byte) answer {
	most := maxFile
	if kind == "photo" {
		most = maxPhoto
	}
	if len(data) > most {
		return fail(413, "Request Entity Too Large")
	}
	if kind != "photo" {
		return answer{}
	}
	switch head, _, err := image.DecodeConfig(bytes.NewReader(data)); {
	case err != nil:
		return bad("IMAGE_PROCESS_FAILED")
	case head.Width+head.Height > 10_000, max(head.Width, head.Height) > 20*min(head.Width, head.Height):
		return bad("PHOTO_INVALID_DIMENSIONS")
	}
	return answer{}
}

// describe writes what is in a message. A picture comes in several forms, the largest last.
func (m *Seen) describe(out map[string]any) {
	switch m.Kind {
	case "photo":
		out["photo"] = []map[string]any{{"file_id": m.FileID + "s", "width": 90}, {"file_id": m.FileID, "width": 1280}}
		out["caption"] = m.Text
	case "document":
		out["document"] = map[string]any{"file_id": m.FileID, "file_name": m.File}
		out["caption"] = m.Text
	default:
		out["text"] = m.Text
	}
}

// getFile tells where a file is, for an hour on the real server. Bots do not get what is larger than 20 MB.
func (s *Server) getFile(q *request) answer {
	id := q.p.Get("file_id")
	f, known := s.files[id]
	switch {
	case !known:
		return bad("wrong file_id or the file is temporarily unavailable")
	case len(f.bytes) > 20<<20:
		return bad("file is too big")
	}
	return ok(map[string]any{"file_id": id, "file_size": len(f.bytes), "file_path": f.kind + "s/" + id})
}

// download is GET /file/bot<token>/<file_path>.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	_, id, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/file/bot"+s.o.Token+"/"), "/")
	s.mu.Lock()
	f, known := s.files[id]
	s.mu.Unlock()
	if !known || !strings.HasPrefix(r.URL.Path, "/file/bot"+s.o.Token+"/") {
		http.NotFound(w, r)
		return
	}
	w.Write(f.bytes)
}

// Picture sends a picture, and File a document, with bytes that can be fetched.
func (p *Person) Picture(data []byte, caption string) int64 {
	id := p.s.keep(brought{"photo", "", data})
	return p.send(func(m *wireMsg) {
		m.Photo, m.Caption = []object{{"file_id": id + "s", "file_size": 90}, {"file_id": id, "file_size": len(data)}}, caption
	})
}

func (p *Person) File(name string, data []byte) int64 {
	id := p.s.keep(brought{"document", name, data})
	return p.send(func(m *wireMsg) { m.Document = object{"file_id": id, "file_name": name, "file_size": len(data)} })
}

// keep keeps a file and names it.
func (s *Server) keep(f brought) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.message++
	id := fmt.Sprintf("AgAC%s%06d", f.kind, s.message)
	s.files[id] = f
	return id
}

// ForgetFiles lets every name of a file be unknown from now on.
func (s *Server) ForgetFiles() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = map[string]brought{}
}

// TextOnly lets only texts be sent to the group, or files again.
func (g *Group) TextOnly(on bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.textOnly = on
}
