package telegramtest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Person is a resident with the bot's private chat open. Her chat id is her own id.
type Person struct {
	ID    int64
	Name  string
	Phone string // as Telegram gives it: without "+"

	s       *Server
	inbox   inbox
	started bool // wrote to the bot at least once: before that it cannot write to her
	blocked bool
	deleted bool
	last    *wireMsg // her last text
}

// Person is the resident with this id; the same one every time.
func (s *Server) Person(id int64, name string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[id]
	if p == nil {
		p = &Person{ID: id, Name: name, Phone: fmt.Sprintf("62812%07d", id), s: s}
		s.people[id] = p
	}
	return p
}

// Crowd are n residents, with ids from first on, who have started the bot before.
func (s *Server) Crowd(first int64, n int) []*Person {
	list := make([]*Person, n)
	for i := range list {
		list[i] = s.Person(first+int64(i), fmt.Sprint("Warga ", i))
		s.mu.Lock()
		list[i].started = true
		s.mu.Unlock()
	}
	return list
}

// Chat is the address of her chat.
func (p *Person) Chat() string { return strconv.FormatInt(p.ID, 10) }

// Say writes a text and returns the id of the message.
func (p *Person) Say(text string) int64 {
	return p.send(func(m *wireMsg) { m.Text = text })
}

// Start follows a deep link: the button "Start" of a chat that was opened with a payload.
func (p *Person) Start(payload string) int64 {
	return p.Say(strings.TrimSpace("/start " + payload))
}

// send queues a message that fill completes. Who writes to a bot she blocked opens the conversation again.
func (p *Person) send(fill func(*wireMsg)) int64 {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.sendLocked(fill)
}

func (p *Person) sendLocked(fill func(*wireMsg)) int64 {
	if p.blocked {
		p.member(true)
	}
	p.started = true
	m := p.s.newMessage(p, &wireChat{ID: p.ID, Type: "private", First: p.Name})
	fill(m)
	if m.Text != "" {
		p.last = m
	}
	p.s.enqueue(&wire{Message: m}, "chat "+p.Chat())
	return m.ID
}

// newMessage is an empty message of a person. The lock is held.
func (s *Server) newMessage(p *Person, chat *wireChat) *wireMsg {
	s.message++
	first, last, _ := strings.Cut(p.Name, " ")
	return &wireMsg{ID: s.message, From: &wireUser{ID: p.ID, First: first, Last: last, Lang: "id"}, Chat: chat, Date: s.o.Now().Unix()}
}

// Edit changes her last text.
func (p *Person) Edit(text string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.last == nil {
		return errors.New("nothing was written yet")
	}
	m := *p.last
	m.Text, m.EditDate = text, p.s.o.Now().Unix()
	p.s.enqueue(&wire{Edited: &m}, "chat "+p.Chat())
	return nil
}

// Tap taps what is really before her: a button of the last message that has any, or a key of the open reply keyboard if that is newer.
// What is its text, the number before it, or the label after the number.
func (p *Person) Tap(what string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var on *Seen
	for _, m := range p.inbox.seen {
		if len(m.Buttons) > 0 {
			on = m
		}
	}
	if keys := p.inbox.keys; keys != nil && (on == nil || keys.ID > on.ID) {
		if key, found := match(keys.Keys, what); found {
			p.inbox.keys = nil // one-time
			p.press(key)
			return nil
		}
	}
	if on != nil {
		if b, found := match(on.Buttons, what); found {
			return p.tap(on, b)
		}
	}
	return fmt.Errorf("no button %q is visible", what)
}

// TapOn taps a button of an older message: it stays there for ever.
func (p *Person) TapOn(message int64, what string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m := p.inbox.find(message); m != nil {
		if b, found := match(m.Buttons, what); found {
			return p.tap(m, b)
		}
	}
	return fmt.Errorf("message %d has no button %q", message, what)
}

// Forge sends callback data that no button carries, as a modified client can.
func (p *Person) Forge(data string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.tap(nil, Button{Data: data})
}

// press uses a key of the reply keyboard: it sends what it says, or her card.
func (p *Person) press(key Button) {
	p.sendLocked(func(m *wireMsg) {
		if key.Contact {
			m.Contact = &wireContact{Phone: p.Phone, First: p.Name, User: p.ID}
			return
		}
		m.Text = key.Text
	})
}

func (p *Person) tap(on *Seen, b Button) error {
	if b.URL != "" {
		return fmt.Errorf("the button %q opens %s", b.Text, b.URL)
	}
	p.s.message++
	first, last, _ := strings.Cut(p.Name, " ")
	q := &wireTap{ID: fmt.Sprintf("%d%06d", p.ID, p.s.message), From: &wireUser{ID: p.ID, First: first, Last: last}, Data: b.Data}
	if on != nil {
		q.Message = &wireMsg{ID: on.ID, Chat: p.s.chatOf(on.Chat), Date: on.At.Unix(), Thread: on.Thread, InTopic: on.Thread != 0,
			From: &wireUser{ID: BotID, Bot: true, First: "Lopo"}, Text: on.Text}
		if p.s.o.Now().Sub(on.At) > 48*time.Hour {
			q.Message = &wireMsg{ID: on.ID, Chat: q.Message.Chat} // inaccessible: date 0
		}
	}
	p.s.taps[q.ID] = p.s.o.Now()
	p.s.enqueue(&wire{Callback: q}, "tap "+p.Chat())
	return nil
}

// Block and Unblock the bot.
func (p *Person) Block() { p.move(false) }

func (p *Person) Unblock() { p.move(true) }

func (p *Person) move(in bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.blocked == in {
		p.member(in)
	}
}

func (p *Person) member(in bool) {
	p.blocked = !in
	was, is := "kicked", "member"
	if !in {
		was, is = is, was
	}
	p.s.enqueue(&wire{Member: &wireMove{Chat: &wireChat{ID: p.ID, Type: "private", First: p.Name}, From: &wireUser{ID: p.ID, First: p.Name},
		Date: p.s.o.Now().Unix(), Old: wireStatus{Status: was}, New: wireStatus{Status: is}}}, "member "+p.Chat())
}

// Delete removes her account.
func (p *Person) Delete() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.deleted = true
}

// Inbox is what the bot sent her so far.
func (p *Person) Inbox() []Seen { return p.inbox.read(p.s) }

// Keys is the reply keyboard she sees, nil for her own keyboard.
func (p *Person) Keys() []Button {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.inbox.keys == nil {
		return nil
	}
	return append([]Button(nil), p.inbox.keys.Keys...)
}

// Wait returns her inbox when it holds at least n messages.
func (p *Person) Wait(ctx context.Context, n int) ([]Seen, error) { return p.inbox.wait(ctx, p.s, n) }

func (b *inbox) read(s *Server) []Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return b.copy()
}

func (b *inbox) copy() []Seen {
	out := make([]Seen, len(b.seen))
	for i, m := range b.seen {
		out[i] = *m
	}
	return out
}

func (b *inbox) wait(ctx context.Context, s *Server, n int) ([]Seen, error) {
	for {
		s.mu.Lock()
		if len(b.seen) >= n {
			out := b.copy()
			s.mu.Unlock()
			return out, nil
		}
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
		changed, have := b.changed, len(b.seen)
		s.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return b.read(s), fmt.Errorf("%d messages of %d: %w", have, n, ctx.Err())
		}
	}
}
