package store

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// What a turn writes is encoded here by hand, since every message pays for it several times. The bytes are those of json.Marshal, which also
// reads them; a test holds both together.

// Append writes the stored form of a session.
func (s Session) Append(b []byte) []byte {
	f := append(form(b), '{').key("rev").number(s.Rev)
	f = f.text("flow", s.Flow).count("v", s.Version).text("step", s.Step).texts("slots", s.Slots).choices("shown", s.Shown)
	f = f.text("ask", s.Ask).text("under", s.Under).count("page", s.Page).list("path", s.Path).text("editing", s.Editing).count("strikes", s.Strikes).count("missed", s.Missed)
	if s.Last != (Answered{}) {
		f = append(append(f.key("last"), '{').text("m", s.Last.Message).text("s", s.Last.Step), '}')
	}
	if e := s.Echo; e != (Echo{}) {
		f = append(append(f.key("echo"), '{').count("h", int(e.Hash)).count("n", e.Count).moment("t", e.Since).moment("mute", e.Mute), '}')
	}
	f = f.yes("pushed", s.Pushed)
	if w := s.Waited; !w.Since.IsZero() || w.Said != nil || w.Unseen || w.Left {
		f = append(append(f.key("waited"), '{').moment("t", w.Since).list("s", w.Said).yes("u", w.Unseen).yes("l", w.Left), '}')
	}
	f = f.moment("garbled", s.Garbled).moment("rang", s.Rang).moment("hand", s.Hand)
	return append(f.moment("started", s.Started).moment("touched", s.Touched), '}')
}

// Append writes the stored form of a draft.
func (d Draft) Append(b []byte) []byte {
	f := append(form(b), '{').key("flow").quote(d.Flow).key("v").number(int64(d.Version)).key("slots")
	if d.Slots == nil {
		f = append(f, "null"...)
	} else {
		f = f.object(d.Slots)
	}
	f = f.list("path", d.Path).key("started").time(d.Started).key("touched").time(d.Touched)
	return append(f.yes("expired", d.Expired), '}')
}

// Append writes the stored form of a message.
func (m Message) Append(b []byte) []byte {
	f := append(form(b), '{').key("id").quote(m.ID).key("from").address(m.From).key("kind").quote(string(m.Kind))
	f = f.text("text", m.Text).text("ask", m.Ask).text("of", m.Of).text("start", m.Start).text("phone", m.Phone).text("was", m.Was)
	f = f.yes("queued", m.Queued).yes("more", m.More).text("name", m.Name).text("sender", m.Sender).yes("group", m.Group).yes("called", m.Called)
	f = f.float("lat", m.Lat).float("lon", m.Lon).text("file", m.File)
	return append(f.key("at").time(m.At), '}')
}

// Append writes the stored form of a message to be sent.
func (o Outgoing) Append(b []byte) []byte {
	f := append(form(b), '{').key("key").quote(o.Key).key("to").address(o.To).key("text").quote(o.Text)
	f = f.choices("choices", o.Choices).text("ask", o.Ask).yes("want_tel", o.WantTel).yes("private", o.Private).yes("last", o.Last)
	if m := o.Media; m != nil {
		f = f.key("media").media(m)
	}
	f = f.text("topic", o.Topic).count("priority", int(o.Priority))
	return append(f.key("due").time(o.Due).count("tries", o.Tries), '}')
}

// AppendQuoted writes text as JSON writes it.
func AppendQuoted(b []byte, text string) []byte { return form(b).quote(text) }

// form is JSON in the making. The methods that take a name leave the field out when it is empty.
type form []byte

func (f form) key(name string) form {
	if f[len(f)-1] != '{' {
		f = append(f, ',')
	}
	return append(append(append(f, '"'), name...), '"', ':')
}

func (f form) number(n int64) form { return strconv.AppendInt(f, n, 10) }

func (f form) time(t time.Time) form {
	return append(t.AppendFormat(append(f, '"'), time.RFC3339Nano), '"')
}

func (f form) address(a Address) form {
	return append(append(f, '{').key("channel").quote(a.Channel).key("chat").quote(a.Chat), '}')
}

func (f form) media(m *Media) form {
	f = append(f, '{').key("kind").quote(string(m.Kind)).key("sum").quote(m.Sum).key("mime").quote(m.Mime)
	return append(f.text("name", m.Name).count("size", m.Size).count("width", m.Width).count("height", m.Height), '}')
}

func (f form) text(name, text string) form {
	if text == "" {
		return f
	}
	return f.key(name).quote(text)
}

func (f form) count(name string, n int) form {
	if n == 0 {
		return f
	}
	return f.key(name).number(int64(n))
}

func (f form) float(name string, n float64) form {
	if n == 0 {
		return f
	}
	written, _ := json.Marshal(n) // a place on earth is finite
	return append(f.key(name), written...)
}

func (f form) yes(name string, is bool) form {
	if !is {
		return f
	}
	return append(f.key(name), "true"...)
}

func (f form) moment(name string, t time.Time) form {
	if t.IsZero() {
		return f
	}
	return f.key(name).time(t)
}

func (f form) list(name string, list []string) form {
	if len(list) == 0 {
		return f
	}
	f = append(f.key(name), '[')
	for i, text := range list {
		if i > 0 {
			f = append(f, ',')
		}
		f = f.quote(text)
	}
	return append(f, ']')
}

func (f form) choices(name string, list []Choice) form {
	if len(list) == 0 {
		return f
	}
	f = append(f.key(name), '[')
	for i, c := range list {
		if i > 0 {
			f = append(f, ',')
		}
		f = append(append(f, '{').key("value").quote(c.Value).key("label").quote(c.Label), '}')
	}
	return append(f, ']')
}

func (f form) texts(name string, m map[string]string) form {
	if len(m) == 0 {
		return f
	}
	return f.key(name).object(m)
}

// object writes the keys in order, so that the same map is the same bytes.
func (f form) object(m map[string]string) form {
	keys := make([]string, 0, 24)
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	f = append(f, '{')
	for _, k := range keys {
		if f[len(f)-1] != '{' {
			f = append(f, ',')
		}
		f = append(f.quote(k), ':').quote(m[k])
	}
	return append(f, '}')
}

// quote writes a string. What json.Marshal escapes is escaped as there.
func (f form) quote(text string) form {
	f = append(f, '"')
	done := 0
	for i := 0; i < len(text); {
		c := text[i]
		if plain[c] {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			f = append(f, text[done:i]...).escape(c)
			i++
			done = i
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			f = append(append(f, text[done:i]...), `\ufffd`...)
			done = i + size
		case r == '\u2028', r == '\u2029':
			f = append(append(f, text[done:i]...), `\u202`...)
			f = append(f, hex[r&15])
			done = i + size
		}
		i += size
	}
	return append(append(f, text[done:]...), '"')
}

const hex = "0123456789abcdef"

func (f form) escape(c byte) form {
	switch c {
	case '"', '\\':
		return append(f, '\\', c)
	case '\n':
		return append(f, '\\', 'n')
	case '\r':
		return append(f, '\\', 'r')
	case '\t':
		return append(f, '\\', 't')
	case '\b':
		return append(f, '\\', 'b')
	case '\f':
		return append(f, '\\', 'f')
	}
	return append(f, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// plain are the bytes that stand for themselves.
var plain = func() (is [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		is[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return is
}()
