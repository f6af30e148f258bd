package channeltest

import (
	"fmt"
	"regexp"

	"lopo/store"
)

var nameForm = regexp.MustCompile(`^[a-z]+$`)

func identity(p *play) {
	name, can := p.ch.Name(), p.ch.Capabilities()
	if !nameForm.MatchString(name) {
		p.Errorf("name %q is not lower case letters", name)
	}
	p.start()
	if from := p.meet(0); from.Channel != name {
		p.Errorf("a message comes from channel %q, the name is %q", from.Channel, name)
	}
	if p.ch.Name() != name || p.ch.Capabilities() != can {
		p.Error("name or capabilities changed")
	}
	if _, taps := p.World.(Tapper); can.Buttons && !taps {
		p.Error("the channel has buttons, but the world cannot tap")
	}
}

// inOrder: each message once, with an id that differs within the chat, in the order in which it was written.
func inOrder(p *play) {
	const each = 5
	residents := min(p.Residents(), 3)
	for n := range each {
		for r := range residents {
			p.Say(r, fmt.Sprintf("pesan %d dari %d", n, r))
		}
	}
	p.start()
	got := p.next(each * residents)
	chats, ids := map[int]string{}, map[string]bool{}
	count := map[int]int{}
	for _, m := range got {
		var n, r int
		if _, err := fmt.Sscanf(m.Text, "pesan %d dari %d", &n, &r); err != nil {
			p.Fatalf("text %q: %v", m.Text, err)
		}
		if n != count[r] {
			p.Errorf("resident %d: message %d came where %d was due", r, n, count[r])
		}
		count[r]++
		if c, known := chats[r]; known && c != m.From.Chat {
			p.Errorf("resident %d writes from the chats %q and %q", r, c, m.From.Chat)
		}
		chats[r] = m.From.Chat
		switch {
		case m.ID == "" || ids[m.From.Chat+" "+m.ID]:
			p.Errorf("id %q is empty or was used before", m.ID)
		case m.Kind != store.Text:
			p.Errorf("kind %q, want text", m.Kind)
		case m.At.IsZero():
			p.Error("no time")
		case m.From.Chat == "":
			p.Error("no chat")
		}
		ids[m.From.Chat+" "+m.ID] = true
	}
	seen := map[string]bool{}
	for _, c := range chats {
		if seen[c] {
			p.Errorf("two residents share the chat %q", c)
		}
		seen[c] = true
	}
	p.end()
	if len(p.next(0)) != each*residents {
		p.Error("more was delivered than was written")
	}
}

// again: what could not be stored comes again by itself, whole and in order, and afterwards not any more.
func again(p *play) {
	p.inbox.setRefuse(true)
	p.start()
	for n := range 3 {
		p.Say(0, fmt.Sprint("pesan ", n))
	}
	if err := p.inbox.waitRefused(p.ctx, 2); err != nil {
		p.Fatalf("deliver failed once and was not called again: %v", err)
	}
	p.inbox.setRefuse(false)
	for n, m := range p.next(3) {
		if want := fmt.Sprint("pesan ", n); m.Text != want {
			p.Errorf("%q came where %q was due", m.Text, want)
		}
	}
	p.Say(0, "terakhir")
	if got := p.next(4); len(got) != 4 || got[3].Text != "terakhir" {
		p.Errorf("after the trouble came %q", got[len(got)-1].Text)
	}
}

// unconfirmed: a program that ended before storing a message meets it again, under the same id; one that stored it does not lose it.
func unconfirmed(p *play) {
	r, can := p.World.(Restarter)
	if !can {
		return
	}
	p.inbox.setRefuse(true)
	p.start()
	p.Say(0, "jangan hilang")
	if err := p.inbox.waitRefused(p.ctx, 1); err != nil {
		p.Fatal(err)
	}
	p.end()
	p.ch = r.Restart()
	p.inbox.setRefuse(false)
	p.start()
	first := p.next(1)[0]
	if first.Text != "jangan hilang" {
		p.Errorf("after the restart came %q", first.Text)
	}
	p.Say(0, "lagi")
	p.next(2)
	p.end()
	p.ch = r.Restart()
	p.start()
	p.Say(0, "sekali lagi")
	if got := p.next(3); len(got) != 3 || got[2].Text != "sekali lagi" {
		p.Errorf("after the second restart %d messages are stored, want 3", len(got))
	}
}

// ends: before anything came, and while a message cannot be stored. Run looks for what is left running.
func ends(p *play) {
	p.start()
	p.end()
	r, can := p.World.(Restarter)
	if !can {
		return
	}
	p.ch = r.Restart()
	p.inbox.setRefuse(true)
	p.start()
	p.Say(0, "halo")
	if err := p.inbox.waitRefused(p.ctx, 1); err != nil {
		p.Fatal(err)
	}
	p.end()
}
