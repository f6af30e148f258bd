package transcripttest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lopo/flows/transcript"
	"lopo/store"
)

// Channel and Group are the address of what stages other than a real channel speak through: the chat of a resident is her letter.
const (
	Channel = "panggung"
	Group   = "grup"
)

// Phone is what a resident holds: it shows what the bot said, and writes messages.
type Phone struct {
	Of     store.Address
	Number string // vouched for by the channel; "" when it does not
	ids    int
	last   string           // her last message that can be edited
	asked  []store.Outgoing // questions with choices, as they came
}

// See shows a message on the phone.
func (p *Phone) See(m store.Outgoing) {
	if len(m.Choices) > 0 {
		p.asked = append(p.asked, m)
	}
}

// kinds are what is sent without any words.
var kinds = map[string]store.Kind{"voice": store.Voice, "sticker": store.Sticker, "photo": store.Image, "video": store.Video, "document": store.Document,
	"poll": store.Poll, "unknown": store.Unknown, "reaction": store.Reaction, "deleted": store.Deleted, "blocked": store.Blocked, "returned": store.Returned,
	"garbled": store.Garbled, "call": store.Call, "muted": store.Muted, "hand": store.Hand}

// Write makes the message of an act.
func (p *Phone) Write(a transcript.Act, now time.Time) (store.Message, error) {
	p.ids++
	m := store.Message{ID: strconv.Itoa(p.ids), From: p.Of, Kind: store.Text, Text: a.Text, Phone: p.Number, At: now}
	if a.Mark == '>' {
		p.last = m.ID
		return m, nil
	}
	verb, rest, _ := strings.Cut(a.Text, " ")
	m.Text = ""
	switch verb {
	case "tap":
		return p.tap(m, rest)
	case "edit":
		m.Kind, m.Of, m.Text = store.Edited, p.last, rest
	case "location":
		m.Kind = store.Location
		if _, err := fmt.Sscan(rest, &m.Lat, &m.Lon); err != nil {
			return m, err
		}
	case "waits", "waited":
		return p.queue(m, rest, verb == "waits")
	case "contact":
		m.Kind, m.Phone = store.Card, rest
	case "group", "murmur":
		m.From.Chat, m.Sender, m.Group, m.Called, m.Text = Group, p.Of.Chat, true, verb == "group", rest
		m.ID = p.Of.Chat + m.ID
	default:
		kind, known := kinds[verb]
		if !known {
			return m, fmt.Errorf("nobody can do %q", a.Text)
		}
		m.Kind = kind
		switch kind {
		case store.Deleted:
			m.Of = p.last
		case store.Image, store.Document:
			m.Text, m.File = rest, "file-"+m.ID
		}
	}
	return m, nil
}

// queue makes a message that waited at the platform for so many minutes, with more behind it or not: "20 Maria Nale". A word that is a kind
// stands for it: "20 (voice)".
func (p *Phone) queue(m store.Message, what string, more bool) (store.Message, error) {
	ago, text, _ := strings.Cut(what, " ")
	minutes, err := strconv.Atoi(ago)
	if err != nil {
		return m, err
	}
	m.Text, m.Queued, m.More, m.At = text, true, more, m.At.Add(-time.Duration(minutes)*time.Minute)
	if kind, known := kinds[strings.Trim(text, "()")]; known && strings.HasPrefix(text, "(") {
		m.Kind, m.Text = kind, ""
	}
	return m, nil
}

func (p *Phone) tap(m store.Message, what string) (store.Message, error) {
	back := 1
	if rest, old := strings.CutPrefix(what, "old "); old {
		back, what = 2, rest
	}
	if len(p.asked) < back {
		return m, fmt.Errorf("there is nothing to tap")
	}
	on := p.asked[len(p.asked)-back]
	for _, c := range on.Choices {
		if c.Value == what {
			m.Kind, m.Text, m.Ask = store.Tap, what, on.Ask
			return m, nil
		}
	}
	return m, fmt.Errorf("the question has no choice %q", what)
}
