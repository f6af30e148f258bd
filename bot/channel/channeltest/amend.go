package channeltest

import (
	"context"
	"errors"
	"strings"
	"sync"

	"lopo/bot/channel"
	"lopo/store"
)

// edit: what was wrong reads right, also under a picture or a paper, and a second time changes nothing.
func edit(p *play) {
	editor, can := p.ch.(channel.Editor)
	if !can {
		return
	}
	p.start()
	to := p.meet(0)
	sent := []store.Outgoing{message(to, "1", "Mulai hari Senin <b>"), message(to, "2", "Mulai hari Selasa"), message(to, "3", "Mulai hari Rabu")}
	if p.ch.Capabilities().Media {
		sent[1].Media, sent[2].Media = &Picture, &Letter
	}
	for i, m := range sent {
		id := p.send(m)
		p.see(0, i+1)
		m.Text = strings.Replace(m.Text, "Mulai", "RALAT *mulai*", 1)
		for range 2 {
			if err := editor.Edit(p.ctx, id, m); err != nil {
				p.Fatalf("edit: %v", err)
			}
		}
		p.sees(0, "the new text in its old place", func(seen []Seen) bool {
			return len(seen) == i+1 && strings.Contains(seen[i].Text, m.Text) && (m.Media == nil) == (seen[i].File == nil)
		})
	}
}

// revoke: what was taken back is not before her, what came before and after it is.
func revoke(p *play) {
	revoker, can := p.ch.(channel.Revoker)
	if !can {
		return
	}
	p.start()
	to := p.meet(0)
	p.send(message(to, "1", "tetap ada"))
	id := p.send(message(to, "2", strings.Repeat("ditarik kembali. ", 400))) // of several parts where messages are short
	p.send(message(to, "3", "juga tetap"))
	p.sees(0, "all of it", func(seen []Seen) bool {
		return len(seen) >= 3 && strings.Contains(seen[len(seen)-1].Text, "juga tetap")
	})
	for range 2 {
		if err := revoker.Revoke(p.ctx, to, id); err != nil {
			p.Fatalf("revoke: %v", err)
		}
	}
	p.sees(0, "the rest", func(seen []Seen) bool {
		return len(seen) == 2 && strings.Contains(seen[0].Text, "tetap ada") && strings.Contains(seen[1].Text, "juga tetap")
	})
}

// amendNothing: what is not there is refused, by the family.
func amendNothing(p *play) {
	p.start()
	to := p.meet(0)
	check := func(what string, err error) {
		var family *channel.Error
		if !errors.As(err, &family) || family.Class != channel.Refused || family.Why == "" {
			p.Errorf("%s of what is not there: %v", what, err)
		}
	}
	if editor, can := p.ch.(channel.Editor); can {
		check("edit", editor.Edit(p.ctx, "987654", message(to, "1", "apa saja")))
	}
	if revoker, can := p.ch.(channel.Revoker); can {
		_ = revoker.Revoke(p.ctx, to, "987654") // may count as done
		check("revoke", revoker.Revoke(p.ctx, to, ""))
	}
}

// receipts: a notice is delivered, then read; what could not be taken is told again, and of answers nothing is.
func receipts(p *play) {
	receipter, can := p.ch.(channel.Receipter)
	if says := p.ch.Capabilities().Receipts; says != can {
		p.Fatalf("capabilities say %t", says)
	}
	if !can {
		return
	}
	p.start()
	to := p.meet(0)
	b := &book{fails: 1, read: map[string]bool{}, changed: make(chan struct{})}
	ctx, stop := context.WithCancel(p.ctx)
	done := make(chan error, 1)
	go func() { done <- receipter.Receipts(ctx, b.take) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			p.Errorf("Receipts returned %v after its context ended", err)
		}
	}()
	answer := p.send(message(to, "1", "jawaban"))
	m := message(to, "2", "pengumuman")
	m.Priority = store.Bulk
	notice := p.send(m)
	p.see(0, 2)
	b.wait(p, "delivered", func() bool { _, known := b.read[notice]; return known })
	if err := p.World.(Reader).Read(0); err != nil {
		p.Fatal(err)
	}
	b.wait(p, "read", func() bool { return b.read[notice] })
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, told := b.read[answer]; told || b.wrong != "" || b.fails != 0 {
		p.Errorf("told of an answer: %t; %s; %d failures left", told, b.wrong, b.fails)
	}
}

// book notes receipts as a ledger does.
type book struct {
	mu      sync.Mutex
	fails   int
	read    map[string]bool // by id; absent: nothing known
	wrong   string
	changed chan struct{}
}

func (b *book) take(_ context.Context, news ...store.Receipt) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fails > 0 {
		b.fails--
		return errors.New("the store is full")
	}
	for _, r := range news {
		if r.To.Chat == "" || r.To.Channel == "" || r.At.IsZero() {
			b.wrong = "a receipt without its chat or its time"
		}
		b.read[r.ID] = b.read[r.ID] || r.Read
	}
	close(b.changed)
	b.changed = make(chan struct{})
	return nil
}

func (b *book) wait(p *play, what string, holds func() bool) {
	p.Helper()
	for {
		b.mu.Lock()
		yes, changed := holds(), b.changed
		b.mu.Unlock()
		if yes {
			return
		}
		select {
		case <-changed:
		case <-p.ctx.Done():
			p.Fatalf("%s: not told", what)
		}
	}
}
