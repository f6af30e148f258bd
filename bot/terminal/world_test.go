package terminal

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/channel/channeltest"
	"lopo/store"
)

func TestScreenKeepsTheContract(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.World { return newWorld(t, false) })
}

func TestJSONKeepsTheContract(t *testing.T) {
	channeltest.Run(t, func(t *testing.T) channeltest.World { return newWorld(t, true) })
}

// world is one resident at the far ends of two pipes. It has no Restarter: a pipe ends with the program that reads it. Nor a Holder: there is
// nobody else whom she could hold up.
type world struct {
	t               *testing.T
	json            bool
	in, keys        *os.File // what she writes on keys, the channel reads from in
	out, screen     *os.File // what the channel writes to out, she reads on screen
	ch              *Channel
	mu              sync.Mutex
	seen            []shown
	changed, closed chan struct{}
}

// shown is one message on her screen.
type shown struct {
	text   string
	labels []string // of its choices
}

func newWorld(t *testing.T, json bool) *world {
	w := &world{t: t, json: json, changed: make(chan struct{}), closed: make(chan struct{})}
	w.in, w.keys = pipe(t)
	w.screen, w.out = pipe(t)
	w.ch = New(Options{In: w.in, Out: w.out, JSON: json})
	go w.watch()
	return w
}

func pipe(t *testing.T) (r, w *os.File) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return r, w
}

func (w *world) Channel() channel.Channel { return w.ch }
func (w *world) Residents() int           { return 1 }

func (w *world) Say(_ int, text string) {
	if _, err := io.WriteString(w.keys, text+"\n"); err != nil {
		w.t.Error(err)
	}
}

// watch reads the screen until it is closed.
func (w *world) watch() {
	defer close(w.closed)
	lines := bufio.NewScanner(w.screen)
	lines.Buffer(nil, maxLine)
	next := w.bubble
	if w.json {
		next = w.object
	}
	for s, more := next(lines); more; s, more = next(lines) {
		w.mu.Lock()
		w.seen = append(w.seen, s)
		close(w.changed)
		w.changed = make(chan struct{})
		w.mu.Unlock()
	}
}

// choiceForm is how a choice is shown, see store.Choice.Typed.
var choiceForm = regexp.MustCompile(`^ (?:[0-9]+\.|[A-Z]+ =) (.+)$`)

// bubble reads up to the end of the next framed message. The frame is not part of the text.
func (w *world) bubble(lines *bufio.Scanner) (s shown, more bool) {
	var text []string
	for lines.Scan() {
		line, framed := strings.CutPrefix(lines.Text(), "  ┃")
		if !framed {
			if len(text) > 0 {
				s.text = strings.Join(text, "\n")
				return s, true
			}
			continue // a note, or the blank line below one
		}
		line = strings.TrimPrefix(line, " ")
		text = append(text, line)
		if m := choiceForm.FindStringSubmatch(line); m != nil {
			s.labels = append(s.labels, m[1])
		}
	}
	return s, false
}

// object reads up to the next line that is a message.
func (w *world) object(lines *bufio.Scanner) (s shown, more bool) {
	for lines.Scan() {
		var o struct {
			To, Text string
			Choices  []store.Choice
		}
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			w.t.Errorf("%q: %v", lines.Text(), err)
		}
		if o.To == "" {
			continue // the end of a turn, or a note
		}
		s.text = o.Text
		for _, c := range o.Choices {
			s.text += "\n" + c.Value + " " + c.Label
			s.labels = append(s.labels, c.Label)
		}
		return s, true
	}
	return s, false
}

func (w *world) Seen(ctx context.Context, _, n int) ([]channeltest.Seen, error) {
	for {
		w.mu.Lock()
		var all []channeltest.Seen
		for _, s := range w.seen {
			all = append(all, channeltest.Seen{Text: s.text})
		}
		changed := w.changed
		w.mu.Unlock()
		if len(all) >= n {
			return all, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return all, ctx.Err()
		}
	}
}

// Tap types the place of the choice.
func (w *world) Tap(_ int, label string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, l := range w.seen[len(w.seen)-1].labels {
		if l == label {
			w.Say(0, fmt.Sprint("/tap ", i+1))
			return nil
		}
	}
	return fmt.Errorf("no choice %q on the screen", label)
}

// Break lets every write come too late, as to a program that no longer reads. Nobody can tell how much of it was seen.
func (w *world) Break(_ int, class channel.Class) bool {
	return class == channel.Uncertain && w.out.SetWriteDeadline(time.Unix(1, 0)) == nil
}

func (w *world) Heal() {
	if err := w.out.SetWriteDeadline(time.Time{}); err != nil {
		w.t.Error(err)
	}
}

func (w *world) Close() {
	for _, f := range []*os.File{w.keys, w.in, w.out} {
		f.Close()
	}
	<-w.closed
	w.screen.Close()
}
