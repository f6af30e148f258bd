package whatsapp

import (
	"context"
	"net/http"

	"go.mau.fi/whatsmeow"

	"lopo/bot/channel"
)

// International is for tests.
var International = international

// PageSecret is what the page's code says, for tests that have no camera.
func PageSecret(page http.Handler) string { return page.(*linkPage).last().Secret }

// Happen lets the library tell of something that the local WhatsApp has no hand for.
func (c *Channel) Happen(e any) bool {
	c.mu.Lock()
	s := c.session
	c.mu.Unlock()
	return s.event(e)
}

// Client is the library's client of the connection there is.
func (c *Channel) Client() *whatsmeow.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session.cli.Load()
}

// Passkey is what somebody who links is told when such an event comes.
func (c *Channel) Passkey(e any) channel.LinkStep {
	l := &linker{c: c, cli: c.client(context.Background(), c.file.wa.NewDevice())}
	step, _ := l.step(context.Background(), e)
	return step
}

// Bare is a line of the library as it reaches our log.
var Bare = bare

// Literal is a text as it is sent.
var Literal = literal

// Idle reports whether no message is being handed over.
func (c *Channel) Idle() bool { return len(c.slot) == 0 }
