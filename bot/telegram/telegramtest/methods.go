package telegramtest

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"
)

func (s *Server) getMe(*request) answer {
	return ok(map[string]any{"id": BotID, "is_bot": true, "first_name": "Lopo", "username": s.o.Username, "can_join_groups": true,
		"can_read_all_group_messages": false, "supports_inline_queries": false})
}

var commandForm = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (s *Server) setCommands(q *request) answer {
	var list []struct {
		Command     string `json:"command"`
		Description string `json:"description"`
	}
	if json.Unmarshal([]byte(q.p.Get("commands")), &list) != nil {
		return bad("can't parse commands JSON object")
	}
	if len(list) > 100 {
		return bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandForm.MatchString(strings.TrimPrefix(c.Command, "/")) {
			return bad("BOT_COMMAND_INVALID")
		}
		if n := len([]rune(c.Description)); n < 1 || n > 256 {
			return bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	raw, _ := json.Marshal(list)
	s.commands[q.p.Get("scope")+"/"+q.p.Get("language_code")] = string(raw)
	return ok(true)
}

func (s *Server) getCommands(q *request) answer {
	raw, set := s.commands[q.p.Get("scope")+"/"+q.p.Get("language_code")]
	if !set {
		raw = "[]"
	}
	return ok(json.RawMessage(raw))
}

// inbox is what a message can be put into: a person or a group.
type inbox struct {
	seen    []*Seen
	keys    *Seen // the message whose reply keyboard is open
	changed chan struct{}
}

func (b *inbox) happened() {
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

// target finds whom a send is for, or why it cannot be. The lock is held.
func (s *Server) target(q *request) (*inbox, answer) {
	id := q.int("chat_id")
	if g := s.groups[id]; g != nil {
		switch {
		case g.moved != 0:
			return nil, answer{code: 400, desc: "Bad Request: group chat was upgraded to a supergroup chat", moved: g.moved}
		case g.kicked:
			return nil, forbid("bot was kicked from the supergroup chat")
		case (g.barred || g.hushed && !g.admin) && sends(q.method):
			return nil, bad("not enough rights to send text messages to the chat")
		case q.int("message_thread_id") != 0 && !g.topics[q.int("message_thread_id")]:
			return nil, bad("message thread not found")
		}
		return &g.inbox, answer{}
	}
	p := s.people[id]
	switch {
	case q.p.Get("chat_id") == "":
		return nil, bad("chat_id is empty")
	case p == nil:
		return nil, bad("chat not found")
	case p.deleted:
		return nil, forbid("user is deactivated")
	case p.blocked:
		return nil, forbid("bot was blocked by the user")
	case !p.started:
		return nil, forbid("bot can't initiate conversation with a user")
	}
	return &p.inbox, answer{}
}

// sends reports whether a method puts something new into a chat.
func sends(method string) bool { return strings.HasPrefix(strings.ToLower(method), "send") }

// Limits of one message.
const (
	maxText = 4096
	maxRaw  = 32768
)

// text checks and reads the text of a message. An empty mode is plain text.
func text(raw, mode string) (string, answer) {
	if len(raw) > maxRaw {
		return "", bad("message is too long")
	}
	plain := raw
	switch strings.ToLower(mode) {
	case "":
	case "html":
		var problem string
		if plain, problem = parseHTML(raw); problem != "" {
			return "", bad("can't parse entities: %s", problem)
		}
	default:
		return "", bad("unsupported parse_mode")
	}
	plain = strings.TrimSpace(plain)
	if plain == "" {
		return "", bad("message text is empty")
	}
	if len(utf16.Encode([]rune(plain))) > maxText {
		return "", bad("message is too long")
	}
	return plain, answer{}
}

func (s *Server) sendMessage(q *request) answer {
	box, problem := s.target(q)
	if problem.wrong() {
		return problem
	}
	plain, problem := text(q.p.Get("text"), q.p.Get("parse_mode"))
	if problem.wrong() {
		return problem
	}
	if reply := q.int("reply_to_message_id"); reply != 0 && q.p.Get("allow_sending_without_reply") != "true" && box.find(reply) == nil {
		return bad("message to be replied not found")
	}
	m := &Seen{Text: plain}
	return s.put(q, box, m)
}

// put shows a message that passed all checks but that of its keyboard.
func (s *Server) put(q *request, box *inbox, m *Seen) answer {
	removes, problem := m.markup(q.p.Get("reply_markup"), q.int("chat_id"))
	if problem.wrong() {
		return problem
	}
	s.message++
	m.ID, m.Chat, m.Thread, m.At = s.message, q.int("chat_id"), q.int("message_thread_id"), s.o.Now()
	box.seen = append(box.seen, m)
	switch {
	case m.Keys != nil:
		box.keys = m
	case removes:
		box.keys = nil
	}
	box.happened()
	out := map[string]any{"message_id": m.ID, "date": m.At.Unix(), "chat": s.chatOf(m.Chat),
		"from": map[string]any{"id": BotID, "is_bot": true, "first_name": "Lopo", "username": s.o.Username}}
	m.describe(out)
	if m.Thread != 0 {
		out["message_thread_id"], out["is_topic_message"] = m.Thread, true
	}
	return ok(out)
}

func (b *inbox) find(id int64) *Seen {
	for _, m := range b.seen {
		if m.ID == id {
			return m
		}
	}
	return nil
}

func (s *Server) chatAction(q *request) answer {
	if _, problem := s.target(q); problem.wrong() {
		return problem
	}
	return ok(true)
}

func (s *Server) answerTap(q *request) answer {
	id := q.p.Get("callback_query_id")
	at, known := s.taps[id]
	delete(s.taps, id)
	if !known || s.o.Now().Sub(at) > tapLife {
		return bad("query is too old and response timeout expired or query ID is invalid")
	}
	if len([]rune(q.p.Get("text"))) > 200 {
		return bad("MESSAGE_TOO_LONG")
	}
	return ok(true)
}

func (s *Server) chatOf(id int64) *wireChat {
	if g := s.groups[id]; g != nil {
		return &wireChat{ID: id, Type: "supergroup", Title: g.title}
	}
	return &wireChat{ID: id, Type: "private"}
}

// Seen is a message of the bot as the resident has it before her.
type Seen struct {
	ID      int64
	Chat    int64
	Thread  int64
	Text    string   // after formatting
	Buttons []Button // under the message
	Keys    []Button // instead of her keyboard; nil: the message brought none
	File    string   // its name, of a file that was brought
	FileID  string   // the name that this server gave it
	Bytes   []byte   // what is in it
	Kind    string   // photo or document; "": a text
	Edited  bool
	At      time.Time
}

// Button is what can be tapped.
type Button struct {
	Text    string
	Data    string
	URL     string
	Contact bool // sends her number
}
