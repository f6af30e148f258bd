package whatsapp

import (
	"slices"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// chats is what is remembered of busy chats. Everything in it may be lost with the process.
type chats struct {
	mu    sync.Mutex
	m     map[string]*chat
	blurs map[[2]string]bool // chat and id of what is not deciphered yet
	fails map[string]int     // how often a message brought the handler down
	sweep int                // the size at which quiet chats are forgotten next
}

type chat struct {
	at      time.Time // when she last wrote
	unread  []mark
	fades   uint32            // seconds after which messages of this chat disappear
	reached bool              // she has a device that we can encrypt for
	called  map[string]string // in a group: texts by message id, to be quoted
}

// mark is a message to be marked as read, under the addresses it came with.
type mark struct {
	id           types.MessageID
	chat, sender types.JID
}

const (
	quietChat = time.Hour
	mostKept  = 50
)

func newChats() *chats {
	return &chats{m: map[string]*chat{}, blurs: map[[2]string]bool{}, fails: map[string]int{}, sweep: 2048}
}

func (c *chats) of(name string) *chat {
	x := c.m[name]
	if x == nil {
		x = &chat{}
		c.m[name] = x
	}
	return x
}

// heard notes a message.
func (c *chats) heard(h heard, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.of(h.From.Chat)
	x.at, x.reached = now, true
	x.fades = contextOf(h.raw.Message).GetExpiration()
	m := mark{h.raw.Info.ID, h.raw.Info.Chat, h.raw.Info.Sender}
	if !slices.Contains(x.unread, m) { // it may come again
		x.unread = append(x.unread, m)
	}
	if len(x.unread) > mostKept {
		x.unread = x.unread[1:]
	}
	if h.Called {
		if x.called == nil || len(x.called) >= mostKept {
			x.called = map[string]string{}
		}
		x.called[h.ID] = h.Text
	}
	if len(c.m) > c.sweep {
		for name, x := range c.m {
			if now.Sub(x.at) > quietChat {
				delete(c.m, name)
			}
		}
		c.sweep = max(2048, 2*len(c.m))
	}
}

// greet takes what is to be marked as read, and reports whether she wrote just now.
func (c *chats) greet(name string, now time.Time) (unread []mark, awake bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.m[name]
	if x == nil {
		return nil, false
	}
	unread, x.unread = x.unread, nil
	return unread, now.Sub(x.at) < 2*time.Minute
}

func (c *chats) fades(name string) uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x := c.m[name]; x != nil {
		return x.fades
	}
	return 0
}

func (c *chats) quote(name, id string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x := c.m[name]; x != nil {
		return x.called[id]
	}
	return ""
}

func (c *chats) reached(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.m[name] != nil && c.m[name].reached
}

func (c *chats) reach(name string, is bool, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x := c.m[name]; x != nil || is {
		x = c.of(name)
		if x.reached = is; x.at.IsZero() {
			x.at = now.Add(-quietChat / 2)
		}
	}
}

func (c *chats) garble(name, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.blurs[[2]string{name, id}] = true
}

// ungarble reports whether a message was waited for.
func (c *chats) ungarble(name, id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := [2]string{name, id}
	was := c.blurs[key]
	delete(c.blurs, key)
	return was
}

// failed counts how often a message brought the handler down.
func (c *chats) failed(id string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fails[id]++
	return c.fails[id]
}

func (c *chats) forget(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.m, name)
}
