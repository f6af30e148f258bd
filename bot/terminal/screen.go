package terminal

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"lopo/store"
)

// screen writes what the resident sees, and the transcript beside it. It is not safe for several goroutines.
type screen struct {
	out    io.Writer
	json   bool
	prompt bool
	record io.Writer
	as     string

	turns  int  // turns begun, for the blank line between them
	waits  bool // a prompt stands on the last line
	unkept bool // the transcript could not be written; said once
}

// ready shows that a line is awaited.
func (s *screen) ready() {
	if s.prompt {
		io.WriteString(s.out, "> ")
		s.waits = true
	}
}

// heard begins a turn.
func (s *screen) heard(line string) {
	s.waits = false // her own line break ended the prompt's line
	if s.turns++; s.turns > 1 {
		s.keep("\n")
	}
	s.keep("> " + line + "\n")
}

type jsonReply struct {
	To      string         `json:"to"`
	Text    string         `json:"text"`
	Choices []store.Choice `json:"choices"` // never null
	Media   *store.Media   `json:"media,omitempty"`
}

// reply shows one answer. A message to another chat (a group, say) is shown with its chat.
func (s *screen) reply(m store.Outgoing) error {
	if s.json {
		if err := s.object(jsonReply{To: m.To.Chat, Text: m.Text, Choices: append([]store.Choice{}, m.Choices...), Media: m.Media}); err != nil {
			return err
		}
	} else if _, err := io.WriteString(s.out, s.bubble(m)); err != nil {
		return err
	} else if s.waits {
		s.ready() // it came while she was being asked: ask again below it
	}
	for _, line := range strings.Split(m.Text, "\n") {
		s.keep(strings.TrimRight("< "+line, " ") + "\n")
	}
	for _, c := range m.Choices {
		s.keep("< [" + c.Value + "] " + c.Label + "\n")
	}
	return nil
}

func (s *screen) bubble(m store.Outgoing) string {
	var b strings.Builder
	if s.waits {
		b.WriteString("\n")
	}
	if m.To.Chat != s.as {
		fmt.Fprintf(&b, "  ┏ kepada %s\n", m.To.Chat)
	}
	if m.Media != nil { // a terminal shows no pictures
		fmt.Fprintf(&b, "  ┃ [%s, %d KB]\n", m.Media.Name, (m.Media.Size+1023)/1024)
	}
	for _, line := range strings.Split(m.Text, "\n") {
		b.WriteString(strings.TrimRight("  ┃ "+line, " ") + "\n")
	}
	for i, c := range m.Choices {
		if i == 0 {
			b.WriteString("  ┃\n")
		}
		fmt.Fprintf(&b, "  ┃  %s\n", c.Typed())
	}
	b.WriteString("\n")
	return b.String()
}

// note tells what went wrong with a line; it is no answer and stays out of the transcript.
func (s *screen) note(text string) {
	if s.json {
		s.object(map[string]string{"error": text})
		return
	}
	fmt.Fprintf(s.out, "  ! %s\n\n", text)
}

// turnDone lets a driving program know that no more answers to line n follow.
func (s *screen) turnDone(n int) {
	if s.json {
		s.object(map[string]int{"turn": n})
	}
}

func (s *screen) object(v any) error {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func (s *screen) keep(text string) {
	if s.record == nil {
		return
	}
	if _, err := io.WriteString(s.record, text); err != nil && !s.unkept {
		s.unkept = true
		s.note("transkrip tidak tersimpan: " + err.Error())
	}
}
