package channeltest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"lopo/bot/channel"
	"lopo/store"
)

func message(to store.Address, key, text string) store.Outgoing {
	return store.Outgoing{Key: to.Chat + "/" + key, To: to, Text: text}
}

var jobs = []store.Choice{{Value: "1", Label: "Menjahit"}, {Value: "2", Label: "Las listrik"}, {Value: "ya", Label: "Ya, benar"}}

func ids(p *play) {
	p.start()
	to := p.meet(0)
	a, b := p.send(message(to, "1", "satu")), p.send(message(to, "2", "dua"))
	if a == "" || a == b {
		p.Errorf("ids %q and %q: want two different ones", a, b)
	}
	if seen := p.see(0, 2); !strings.Contains(seen[0].Text, "satu") || !strings.Contains(seen[1].Text, "dua") {
		p.Errorf("seen %q", seen)
	}
}

// once holds where Capabilities say OwnID.
func once(p *play) {
	if !p.ch.Capabilities().OwnID {
		return
	}
	p.start()
	to := p.meet(0)
	first := p.send(message(to, "1", "sekali"))
	if again := p.send(message(to, "1", "sekali")); again != first {
		p.Errorf("ids %q and %q for one message", first, again)
	}
	p.send(message(to, "2", "berikut"))
	if seen := p.see(0, 2); len(seen) != 2 || !strings.Contains(seen[1].Text, "berikut") {
		p.Errorf("seen %q", seen)
	}
}

func unchanged(p *play) {
	p.start()
	to := p.meet(0)
	m := message(to, "1", "Pilih pelatihan:")
	m.Choices, m.Ask = append([]store.Choice(nil), jobs...), "pick#1"
	before := m
	before.Choices = append([]store.Choice(nil), jobs...)
	p.send(m)
	if !reflect.DeepEqual(m, before) {
		p.Errorf("the message changed: %+v", m)
	}
}

// literal: nothing in a text is markup.
func literal(p *play) {
	p.start()
	to := p.meet(0)
	for i, text := range []string{`5 < 6 && "7" > 4 <b>bukan tebal</b> &amp; 'ya'`, "*bukan* _miring_ ~coret~ `kode` [x](y)", "baris satu\nbaris dua 👩‍🌾🎓"} {
		p.send(message(to, fmt.Sprint(i), text))
		if seen := p.see(0, i+1); !strings.Contains(seen[i].Text, text) {
			p.Errorf("sent %q, seen %q", text, seen[i].Text)
		}
	}
}

// choices can be read and typed wherever buttons are not shown.
func choices(p *play) {
	p.start()
	to := p.meet(0)
	m := message(to, "1", "Pilih pelatihan:")
	m.Choices, m.Ask = jobs, "pick#1"
	p.send(m)
	text := p.see(0, 1)[0].Text
	for _, c := range jobs {
		// A word may be shown in capitals: "YA = Ya, benar".
		if !strings.Contains(text, c.Label) || !strings.Contains(text, c.Value) && !strings.Contains(text, strings.ToUpper(c.Value)) {
			p.Errorf("the choice %q, typed %q, is not in the text %q", c.Label, c.Value, text)
		}
	}
}

func tap(p *play) {
	tapper, can := p.World.(Tapper)
	if !can || !p.ch.Capabilities().Buttons {
		return
	}
	p.start()
	to := p.meet(0)
	for i, c := range jobs {
		m := message(to, fmt.Sprint(i), "Pilih pelatihan:")
		m.Choices, m.Ask = jobs, fmt.Sprintf("training.pick#%d", i)
		p.send(m)
		p.see(0, i+1)
		if err := tapper.Tap(0, c.Label); err != nil {
			p.Fatal(err)
		}
		got := p.next(i + 2)[i+1]
		if got.Kind != store.Tap || got.Text != c.Value || got.Ask != m.Ask || got.From != to {
			p.Errorf("tapped %q of %q, delivered kind %q text %q ask %q from %v", c.Label, m.Ask, got.Kind, got.Text, got.Ask, got.From)
		}
	}
}

func long(p *play) {
	p.start()
	to := p.meet(0)
	limit := p.ch.Capabilities().MaxText
	var words []string
	for units, n := 0, 0; units < 3*max(limit, 4096); n++ {
		w := fmt.Sprintf("kata%05d👍", n)
		words, units = append(words, w), units+len(utf16.Encode([]rune(w)))+1
	}
	p.send(message(to, "1", strings.Join(words, " ")))
	var whole string
	for n := 1; !strings.Contains(whole, words[len(words)-1]); n++ {
		whole = ""
		for _, s := range p.see(0, n) {
			if u := len(utf16.Encode([]rune(s.Text))); limit > 0 && u > limit {
				p.Fatalf("a message of %d units, the limit is %d", u, limit)
			}
			whole += s.Text + "\n"
		}
	}
	rest := whole
	for _, w := range words {
		_, after, found := strings.Cut(rest, w)
		if !found {
			p.Fatalf("%q is missing or out of order", w)
		}
		rest = after
	}
}

func classes(p *play) {
	breaker, can := p.World.(Breaker)
	if !can {
		return
	}
	p.start()
	to := p.meet(0)
	const secret = "rahasia nomor 5371012345678901"
	for _, class := range []channel.Class{channel.Retry, channel.Throttled, channel.Uncertain, channel.Refused, channel.Restricted, channel.Gone} {
		if !breaker.Break(0, class) {
			continue
		}
		m := message(to, class.String(), secret)
		_, err := p.ch.Send(p.ctx, m)
		breaker.Heal()
		var family *channel.Error
		switch {
		case err == nil:
			p.Errorf("%s: the send worked", class)
			continue
		case !errors.As(err, &family):
			p.Errorf("%s: %T is outside the family", class, err)
			continue
		case family.Class != class:
			p.Errorf("%s: the error is %v", class, err)
		case class == channel.Throttled && family.Until.IsZero():
			p.Error("throttled, but not until when")
		}
		if family.Why == "" || strings.Contains(family.Why, "rahasia") || strings.Contains(family.Why, "5371012345678901") || len(to.Chat) > 3 && strings.Contains(family.Why, to.Chat) {
			p.Errorf("%s: why is empty or names text or chat: %q", class, family.Why)
		}
		if class != channel.Gone {
			p.send(message(to, "after "+class.String(), "sudah pulih"))
		}
	}
}

func many(p *play) {
	residents := min(p.Residents(), 20)
	if residents < 2 {
		return
	}
	p.start()
	to := make([]store.Address, residents)
	for r := range to {
		to[r] = p.meet(r)
	}
	const each = 4
	var wg sync.WaitGroup
	for r := range to {
		wg.Go(func() {
			for n := range each {
				if _, err := p.ch.Send(p.ctx, message(to[r], fmt.Sprint(n), fmt.Sprintf("kabar %d untuk %d", n, r))); err != nil {
					p.Errorf("resident %d: %v", r, err)
				}
			}
		})
	}
	wg.Wait()
	for r := range to {
		seen := p.see(r, each)
		for n, s := range seen {
			if want := fmt.Sprintf("kabar %d untuk %d", n, r); !strings.Contains(s.Text, want) {
				p.Errorf("resident %d sees %q where %q was due", r, s.Text, want)
			}
		}
	}
}

func slow(p *play) {
	holder, can := p.World.(Holder)
	if !can || p.Residents() < 2 {
		return
	}
	p.start()
	one, other := p.meet(0), p.meet(1)
	release := holder.Hold(0)
	done := make(chan error, 1)
	go func() {
		_, err := p.ch.Send(p.ctx, message(one, "1", "lambat"))
		done <- err
	}()
	for n := range 4 {
		p.send(message(other, fmt.Sprint(n), "cepat"))
	}
	p.see(1, 4)
	p.Say(1, "masih di sini")
	p.next(3)
	select {
	case err := <-done:
		p.Errorf("the held send returned (%v)", err)
		done <- err
	default:
	}
	release()
	select {
	case err := <-done:
		if err != nil {
			p.Errorf("the held send: %v", err)
		}
	case <-p.ctx.Done():
		p.Error("the held send never returned")
	}
	p.see(0, 1)
}

func typing(p *play) {
	typer, can := p.ch.(channel.Typer)
	if !can {
		return
	}
	typer.Typing(p.ctx, "") // before anything, to nobody
	p.start()
	to := p.meet(0)
	begun := time.Now()
	typer.Typing(p.ctx, to.Chat)
	typer.Typing(p.ctx, "tidak ada")
	if took := time.Since(begun); took > 5*time.Second {
		p.Errorf("typing took %v", took)
	}
}

func forget(p *play) {
	f, can := p.ch.(channel.Forgetter)
	if !can {
		return
	}
	p.start()
	to := p.meet(0)
	p.send(message(to, "1", "akan dilupakan"))
	for range 2 {
		if err := f.Forget(p.ctx, to.Chat); err != nil {
			p.Errorf("forget: %v", err)
		}
	}
}
