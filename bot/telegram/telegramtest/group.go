package telegramtest

import (
	"context"
	"fmt"
)

// Group is a group with the bot in it, and without its privacy mode: the bot hears everything.
type Group struct {
	ID int64 // negative

	s      *Server
	title  string
	inbox  inbox
	topics map[int64]bool
	moved  int64
	kicked bool
	hushed bool // members may not write
	barred bool // the bot may not
	admin  bool // the bot is an administrator

	textOnly bool
}

// Group is the group with this (negative) id; the same one every time.
func (s *Server) Group(id int64, title string) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.groups[id]
	if g == nil {
		g = &Group{ID: id, s: s, title: title, topics: map[int64]bool{}}
		s.groups[id] = g
	}
	return g
}

// Topic opens or deletes a topic of the forum.
func (g *Group) Topic(id int64, open bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.topics[id] = open
}

// Say writes into the group, into a topic when it is not 0.
func (g *Group) Say(p *Person, topic int64, text string) int64 {
	return g.send(p, func(m *wireMsg) { m.Text, m.Thread, m.InTopic = text, topic, topic != 0 })
}

// Reply answers a message of the bot.
func (g *Group) Reply(p *Person, to int64, text string) int64 {
	return g.send(p, func(m *wireMsg) {
		m.Text, m.Thread = text, to // a chain of replies has a thread too, and is no topic
		m.Reply = &wireMsg{ID: to, Chat: m.Chat, From: &wireUser{ID: BotID, Bot: true, First: "Lopo"}}
	})
}

// Anonymous writes as the group itself.
func (g *Group) Anonymous(text string) int64 {
	admin := &Person{ID: 1087968824, Name: "Group"}
	return g.send(admin, func(m *wireMsg) { m.Text, m.Sender, m.From = text, m.Chat, nil })
}

// OtherBot writes as another bot.
func (g *Group) OtherBot(text string) int64 {
	return g.send(&Person{ID: 99, Name: "Bot"}, func(m *wireMsg) { m.Text, m.From.Bot = text, true })
}

func (g *Group) send(p *Person, fill func(*wireMsg)) int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := g.s.newMessage(p, g.s.chatOf(g.ID))
	fill(m)
	g.s.enqueue(&wire{Message: m}, fmt.Sprint("chat ", g.ID))
	return m.ID
}

// Migrate turns the group into a supergroup with another id. Quiet tells nobody: only a send to the old id finds out.
func (g *Group) Migrate(to int64, quiet bool) *Group {
	next := g.s.Group(to, g.title)
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.moved = to
	if !quiet {
		admin := &Person{ID: 1, Name: "Admin"}
		old, now := g.s.newMessage(admin, g.s.chatOf(g.ID)), g.s.newMessage(admin, g.s.chatOf(to))
		old.MoveTo, now.MoveFrom = to, g.ID
		g.s.enqueue(&wire{Message: old}, fmt.Sprint("chat ", g.ID))
		g.s.enqueue(&wire{Message: now}, fmt.Sprint("chat ", to))
	}
	return next
}

// Kick throws the bot out.
func (g *Group) Kick(by *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.kicked, g.admin = true, false
	g.become(by, wireStatus{Status: "member"}, wireStatus{Status: "kicked"})
}

// Take takes the bot in again.
func (g *Group) Take(by *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.kicked, g.barred = false, false
	g.become(by, wireStatus{Status: "kicked"}, wireStatus{Status: "member"})
}

// Restrict lets the bot read alone.
func (g *Group) Restrict(by *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.barred = true
	no := false
	g.become(by, wireStatus{Status: "member"}, wireStatus{Status: "restricted", Member: true, Send: &no})
}

// Hush changes what members may do by default: not write any more, or write again. Nobody is told: that is no change of any member.
func (g *Group) Hush(is bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.hushed = is
}

// Promote makes the bot an administrator.
func (g *Group) Promote(by *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.admin, g.barred = true, false
	g.become(by, wireStatus{Status: "member"}, wireStatus{Status: "administrator"})
}

// become tells the bot what has become of it; the server's lock is held.
func (g *Group) become(by *Person, was, is wireStatus) {
	g.s.enqueue(&wire{Member: &wireMove{Chat: g.s.chatOf(g.ID), From: &wireUser{ID: by.ID, First: by.Name}, Date: g.s.o.Now().Unix(), Old: was, New: is}},
		fmt.Sprint("member ", g.ID))
}

// Inbox is what the bot wrote into the group so far; Wait returns it when it holds at least n messages.
func (g *Group) Inbox() []Seen { return g.inbox.read(g.s) }

func (g *Group) Wait(ctx context.Context, n int) ([]Seen, error) { return g.inbox.wait(ctx, g.s, n) }
