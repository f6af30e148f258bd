package telegramtest

import (
	"slices"
	"strings"
	"time"
)

// edit is editMessageText and editMessageCaption.
func (s *Server) edit(q *request) answer {
	box, problem := s.target(q)
	if problem.wrong() {
		return problem
	}
	m, caption := box.find(q.int("message_id")), strings.EqualFold(q.method, "editMessageCaption")
	switch {
	case m == nil:
		return bad("message to edit not found")
	case caption && m.Kind == "":
		return bad("there is no caption in the message to edit")
	case !caption && m.Kind != "":
		return bad("there is no text in the message to edit")
	}
	next := &Seen{}
	if caption {
		next.Text, problem = captionOf(q)
	} else {
		next.Text, problem = text(q.p.Get("text"), q.p.Get("parse_mode"))
	}
	if problem.wrong() {
		return problem
	}
	if _, problem := next.markup(q.p.Get("reply_markup"), m.Chat); problem.wrong() {
		return problem
	}
	if m.Text == next.Text && sameButtons(m.Buttons, next.Buttons) {
		return bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	m.Text, m.Buttons, m.Edited = next.Text, next.Buttons, true
	box.happened()
	out := map[string]any{"message_id": m.ID, "date": m.At.Unix(), "edit_date": s.o.Now().Unix(), "chat": s.chatOf(m.Chat)}
	m.describe(out)
	return ok(out)
}

// deleteMessage takes a message of the bot from everybody's screen.
func (s *Server) deleteMessage(q *request) answer {
	box, problem := s.target(q)
	if problem.wrong() {
		return problem
	}
	m := box.find(q.int("message_id"))
	switch {
	case m == nil:
		return bad("message to delete not found")
	case s.o.Now().Sub(m.At) > 48*time.Hour:
		return bad("message can't be deleted for everyone")
	}
	box.seen = slices.DeleteFunc(box.seen, func(x *Seen) bool { return x == m })
	box.happened()
	return ok(true)
}
