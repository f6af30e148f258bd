package webchat

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"

	"lopo/store"
)

// Answers arrive once each, in order, over a broken connection, a restart and a repeated send.
func TestStreamResumes(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	first := b.listen("")
	r.say(b.chat(), "k1", "satu")
	r.say(b.chat(), "k2", "dua")
	last := first.reads("< satu", "< dua")
	first.close()
	r.say(b.chat(), "k2", "dua")
	r.say(b.chat(), "k3", "tiga")
	last = b.listen(last).reads("< tiga")

	chat := b.chat()
	r.close()
	r = start(t, r)
	r.say(chat, "k3", "tiga")
	r.say(chat, "k4", "empat")
	b.moved(r).listen(last).reads("< empat")
}

func TestStreamShowsOwnMessagesToo(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	one, two := b.listen(""), b.listen("")
	b.write("halo")
	one.reads("> halo", "< Pilih pelatihan:")
	two.reads("> halo", "< Pilih pelatihan:")
}

// An answer that overtakes the confirmation of its question waits for it.
func TestAnswerWaitsForItsQuestion(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	l := b.listen("")
	l.next() // retry: the stream stands
	n, _, err := r.lines.add(t.Context(), line{chat: b.chat(), mine: true, key: "m.1", kind: store.Text, at: r.clock.Now(), sealed: sealed{Text: "halo"}}, false)
	if err != nil {
		t.Fatal(err)
	}
	r.say(b.chat(), "k1", "jawaban")
	if b.get("/"); len(seen(b.page)) != 0 {
		t.Fatalf("the page shows %v", seen(b.page))
	}
	if _, err := r.lines.confirm(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	r.Channel.live.wake(b.chat())
	l.reads("> halo", "< jawaban")
}

func TestManyAtOnce(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	const each = 15
	streams := []*listener{b.listen(""), b.listen(""), b.listen("")}
	chat := b.chat()
	var all sync.WaitGroup
	for i := range each {
		all.Add(2)
		go func() {
			defer all.Done()
			if response, err := b.client.Do(b.request(url.Values{"text": {fmt.Sprint("pesan ", i)}}, "Sec-Fetch-Site", "same-origin", "Accept", "application/json")); err != nil || response.StatusCode != http.StatusOK {
				t.Errorf("POST: %v %v", response, err)
			} else {
				response.Body.Close()
			}
		}()
		go func() {
			defer all.Done()
			for range 2 {
				r.core.send(store.Outgoing{Key: fmt.Sprint("k", i), To: store.Address{Channel: Name, Chat: chat}, Text: "kabar"})
			}
		}()
	}
	for _, l := range streams {
		last := 0
		for range 3 * each { // message, answer, news
			h, ok := l.next()
			for h.name == "retry 2000" {
				h, ok = l.next()
			}
			n, err := strconv.Atoi(h.id)
			if !ok || err != nil || n <= last {
				t.Fatalf("event %q after %d (open: %v)", h.id, last, ok)
			}
			last = n
		}
	}
	all.Wait()
}

func TestTyping(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	l := b.listen("")
	l.next()
	r.Typing(t.Context(), b.chat())
	if h, _ := l.next(); h.name != "typing" {
		t.Errorf("got %+v", h)
	}
	r.Typing(t.Context(), "nobody")
}

// Over the cap a page gets what there is, and is asked to come again.
func TestStreamCaps(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	var kept []*listener
	for range streamsPerVisitor {
		l := b.listen("")
		l.next()
		kept = append(kept, l)
	}
	r.say(b.chat(), "k1", "satu")
	over := b.listen("")
	if h, _ := over.next(); h.name != "retry 5000" {
		t.Errorf("got %+v", h)
	}
	over.reads("< satu")
	if _, open := over.next(); open {
		t.Error("the stream over the cap stays")
	}
	kept[0].reads("< satu")
	if other := r.visit().listen(""); must2(other.next()).name != "retry 2000" {
		t.Error("another visitor is held back")
	}

	r.Channel.live.mu.Lock()
	r.Channel.live.counted += streamsInAll
	r.Channel.live.mu.Unlock()
	if other := r.visit().listen(""); must2(other.next()).name != "retry 5000" {
		t.Error("no cap over all")
	}
	r.Channel.live.mu.Lock()
	r.Channel.live.counted -= streamsInAll
	r.Channel.live.mu.Unlock()
}

func TestStreamsEndWithReceive(t *testing.T) {
	r := start(t, nil)
	b := r.visit()
	l := b.listen("")
	l.next()
	r.end()
	if _, open := l.next(); open {
		t.Error("the stream outlives Receive")
	}
	if h, _ := b.listen("").next(); h.name != "retry 5000" {
		t.Errorf("while Receive does not run: %+v", h)
	}
	if n := len(r.Channel.live.chats); n != 0 {
		t.Errorf("%d chats are kept", n)
	}
}

func TestStreamNeedsACookie(t *testing.T) {
	r := start(t, nil)
	response, err := http.Get(r.server.URL + "/events?after=0")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", response.StatusCode)
	}
	b := r.visit()
	if b.get("/events?after=x"); b.status != http.StatusBadRequest {
		t.Errorf("bad place: %d", b.status)
	}
}

func must2[A, B any](a A, _ B) A { return a }
