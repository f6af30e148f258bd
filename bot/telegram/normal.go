package telegram

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lopo/store"
)

// message turns an update into what the rest of the program understands. It reports false for what nobody is to hear of: other bots,
// channels, notices of the chat itself, further pictures of an album. Any field of an update may be missing.
func (c *Channel) message(u *update) (store.Message, bool) {
	switch {
	case u.Message != nil:
		return c.written(u.Message)
	case u.Edited != nil:
		return c.edited(u.Edited)
	case u.Callback != nil:
		return c.tapped(u.Callback)
	case u.Member != nil:
		return c.membership(u.ID, u.Member)
	}
	return store.Message{}, false
}

// envelope fills what all messages of people share. An anonymous administrator or a channel has a SenderChat and is nobody to talk with.
func (c *Channel) envelope(m *message) (store.Message, bool) {
	if m.Chat == nil || m.Chat.ID == 0 || m.From == nil || m.From.ID == 0 || m.From.Bot || m.SenderChat != nil || m.Chat.Type == "channel" {
		return store.Message{}, false
	}
	p := spot{chat: m.Chat.ID}
	if m.InTopic {
		p.thread = m.Thread
	}
	out := store.Message{
		ID:   strconv.FormatInt(m.ID, 10),
		From: p.address(),
		Name: m.From.name(),
		At:   time.Unix(m.Date, 0).UTC(),
	}
	if p.group() {
		out.Group, out.Sender = true, strconv.FormatInt(m.From.ID, 10)
	}
	return out, true
}

func (u *user) name() string { return strings.TrimSpace(u.First + " " + u.Last) }

func (c *Channel) written(m *message) (store.Message, bool) {
	if m.Chat != nil && m.MoveTo != 0 {
		c.moved.put(m.Chat.ID, m.MoveTo)
	}
	if m.Chat != nil && m.MoveFrom != 0 {
		c.moved.put(m.MoveFrom, m.Chat.ID)
	}
	if m.Chat != nil && m.Chat.ID != 0 && m.MoveTo != 0 {
		return c.migrated(m), true
	}
	if m.MoveTo != 0 || m.MoveFrom != 0 || m.notice() {
		return store.Message{}, false
	}
	out, ok := c.envelope(m)
	if !ok || m.Album != "" && c.albums.first(out.From.Chat+" "+m.Album, m.ID) != m.ID {
		return store.Message{}, false
	}
	content(&out, m)
	if out.Group {
		out.File = ""
	}
	if out.Kind == store.Text && strings.HasPrefix(out.Text, "/") {
		if !c.command(&out) {
			return store.Message{}, false
		}
	}
	if out.Group && !out.Called {
		out.Called = c.called(m, out.Text)
	}
	return out, true
}

// content finds the kind of a message and what it carries.
func content(out *store.Message, m *message) {
	out.Text = cmp.Or(m.Text, m.Caption)
	switch {
	case m.Contact != nil:
		out.Kind = store.Card
		// Telegram itself sets user_id, so this is the sender's own number; people also pass on cards of others.
		if m.From != nil && m.Contact.User != 0 && m.Contact.User == m.From.ID {
			out.Phone = e164(m.Contact.Phone)
		}
	case m.Location != nil:
		out.Kind, out.Lat, out.Lon = store.Location, m.Location.Lat, m.Location.Lon
	case m.Photo.there:
		out.Kind, out.File = store.Image, m.Photo.id
	case bool(m.Video || m.VideoNote || m.Animation): // before documents: an animation comes as both
		out.Kind = store.Video
	case m.Document.there:
		out.Kind, out.File = store.Document, m.Document.id
	case bool(m.Voice || m.Audio):
		out.Kind = store.Voice
	case bool(m.Sticker):
		out.Kind = store.Sticker
	case bool(m.Poll):
		out.Kind = store.Poll
	case m.Text != "":
		out.Kind = store.Text
	default:
		out.Kind = store.Unknown
	}
}

// e164 writes a number as Telegram gives it (with or without "+") or as people write it here ("0812…") in E.164; "" if it cannot be one.
func e164(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	if strings.HasPrefix(digits, "0") {
		digits = "62" + strings.TrimPrefix(digits, "0")
	}
	if len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
		return ""
	}
	return "+" + digits
}

// edited reports a correction. A shared live location is edited every few seconds and has no text: that is not one.
func (c *Channel) edited(m *message) (store.Message, bool) {
	out, ok := c.envelope(m)
	if out.Text = cmp.Or(m.Text, m.Caption); !ok || out.Text == "" {
		return store.Message{}, false
	}
	out.Kind, out.Of = store.Edited, out.ID
	out.ID = fmt.Sprintf("%d:e%d", m.ID, m.EditDate)
	if m.EditDate != 0 {
		out.At = time.Unix(m.EditDate, 0).UTC()
	}
	if strings.HasPrefix(out.Text, "/") && !c.command(&out) {
		return store.Message{}, false
	}
	if out.Group && !out.Called {
		out.Called = c.called(m, out.Text)
	}
	return out, true
}

// migrated: a group grew into a supergroup, which has another address.
func (c *Channel) migrated(m *message) store.Message {
	return store.Message{ID: "m" + strconv.FormatInt(m.ID, 10), From: spot{chat: m.MoveTo}.address(), Was: spot{chat: m.Chat.ID}.address().Chat, Kind: store.Returned,
		Group: true, At: time.Unix(m.Date, 0).UTC()}
}

// membership: a person who blocks the bot and comes back; in a group, being thrown out and taken in, and being let write or not. Being taken in is
// not consent.
func (c *Channel) membership(update int64, m *membership) (store.Message, bool) {
	if m.Chat == nil || m.Chat.ID == 0 || m.Chat.Type == "channel" || m.New.Status == "" {
		return store.Message{}, false
	}
	p := spot{chat: m.Chat.ID}
	same := m.Old.Status != "" && m.Old.in() == m.New.in()
	if same && !(p.group() && m.New.in() && m.Old.Status != m.New.Status) && m.Old.mute() == m.New.mute() {
		return store.Message{}, false
	}
	out := store.Message{
		ID:   "u" + strconv.FormatInt(update, 10), // the same when it comes again
		From: p.address(),
		Kind: store.Blocked,
		At:   time.Unix(m.Date, 0).UTC(),
	}
	switch {
	case m.New.mute():
		out.Kind = store.Muted
	case m.New.in():
		out.Kind = store.Returned
	}
	if m.From != nil {
		out.Name = m.From.name()
		if out.Group = p.group(); out.Group {
			out.Sender = strconv.FormatInt(m.From.ID, 10)
		}
	}
	return out, true
}

// park keeps an update that could not be read, whole, for staff.
func (c *Channel) park(raw json.RawMessage) store.Message {
	out := store.Message{
		ID:   "u" + strconv.FormatInt(number(raw), 10),
		From: store.Address{Channel: c.Name()},
		Kind: store.Parked,
		Text: string(raw),
		At:   c.now(),
	}
	if number(raw) == 0 {
		out.ID = fmt.Sprintf("x%x", sha256.Sum256(raw))[:17]
	}
	// Only the chat is looked for, each step alone, since anything in it may be what could not be decoded.
	var parts map[string]json.RawMessage
	json.Unmarshal(raw, &parts)
	for _, kind := range []string{"message", "edited_message", "callback_query", "my_chat_member"} {
		var m, c map[string]json.RawMessage
		json.Unmarshal(parts[kind], &m)
		if inner, ok := m["message"]; ok && kind == "callback_query" {
			m = nil
			json.Unmarshal(inner, &m)
		}
		json.Unmarshal(m["chat"], &c)
		var id int64
		if json.Unmarshal(c["id"], &id) == nil && id != 0 {
			out.From = spot{chat: id}.address()
		}
	}
	return out
}
