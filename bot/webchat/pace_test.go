package webchat

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

func TestPaceForgetsTheIdle(t *testing.T) {
	p, now := newPace(), time.Unix(0, 0)
	for i := range 10 * paceKeeps {
		p.allow(strings.Repeat("x", i), now)
		now = now.Add(50 * time.Millisecond)
	}
	if len(p.of) > 2*paceKeeps {
		t.Errorf("%d visitors are remembered", len(p.of))
	}
}

// A new cookie with each message gets no further than the measure of newcomers; who was let in goes on.
func TestFloodOfCookies(t *testing.T) {
	r := start(t, nil)
	r.core.answer = nil
	r.Channel.answers.first = time.Nanosecond
	known := r.visit()
	known.write("halo")
	const room = 5
	r.Channel.pace.conversations = rate.NewLimiter(newPerMinute/60.0, room)
	r.Channel.pace.messages = rate.NewLimiter(0, room+2) // no more than are let in below
	for i := range 4 * room {
		b := r.visit()
		b.write("banjir")
		if want := i < room; want != (b.status == http.StatusOK) {
			t.Fatalf("cookie %d: status %d", i+1, b.status)
		}
	}
	if got := len(r.all()); got != 1+room {
		t.Errorf("%d messages were delivered", got)
	}
	if n := must(r.lines.count(t)); n != 1+room {
		t.Errorf("%d lines were written", n)
	}
	if known.write("masih di sini"); known.status != http.StatusOK {
		t.Errorf("who was let in: status %d", known.status)
	}

	b := r.visit()
	if b.write("nama saya Maria"); b.status != http.StatusTooManyRequests || !strings.Contains(b.page, "banyak sekali yang baru mulai menulis") || !strings.Contains(b.page, ">nama saya Maria</textarea>") {
		t.Errorf("a newcomer: status %d:\n%s", b.status, b.page)
	}
	var refusal struct{ Error string }
	if err := json.Unmarshal([]byte(b.post(url.Values{"text": {"halo"}}, "Sec-Fetch-Site", "same-origin", "Accept", "application/json")), &refusal); err != nil || b.status != http.StatusTooManyRequests || refusal.Error == "" {
		t.Errorf("a newcomer with script: status %d, %q (%v)", b.status, refusal.Error, err)
	}
	r.clock.add(time.Minute)
	b.get("/")
	if b.write("nama saya Maria"); b.status != http.StatusOK {
		t.Errorf("a minute later: status %d", b.status)
	}
	b.sees("> nama saya Maria")
}

// Newcomers who keep their cookies share a measure too, for a day.
func TestFloodOfMessages(t *testing.T) {
	r := start(t, nil)
	r.core.answer = nil
	r.Channel.answers.first = time.Nanosecond
	old := r.visit()
	old.write("halo")
	r.clock.add(newFor)
	young := r.visit()
	young.write("halo")
	r.Channel.pace.messages = rate.NewLimiter(1, 1)
	for i, want := range []int{http.StatusOK, http.StatusTooManyRequests, http.StatusTooManyRequests} {
		if young.write(fmt.Sprint("pesan ", i)); young.status != want {
			t.Errorf("message %d of a newcomer: status %d, want %d", i, young.status, want)
		}
		if old.write(fmt.Sprint("pesan ", i)); old.status != http.StatusOK {
			t.Errorf("message %d of a known visitor: status %d", i, old.status)
		}
	}
}

// What could not be delivered and is sent again is one newcomer.
func TestNewcomerCountsOnce(t *testing.T) {
	r := start(t, nil)
	r.core.answer = nil
	r.Channel.answers.first = time.Nanosecond
	r.Channel.pace.conversations = rate.NewLimiter(0, 1)
	b := r.visit()
	r.failing(true)
	for range 3 {
		if b.write("halo"); b.status != http.StatusServiceUnavailable {
			t.Fatalf("while nothing can be stored: status %d", b.status)
		}
	}
	r.failing(false)
	if b.write("halo"); b.status != http.StatusOK {
		t.Errorf("afterwards: status %d", b.status)
	}
}

// The measures are those that the constants say.
func TestMeasureOfNewcomers(t *testing.T) {
	p, now := newPace(), time.Unix(0, 0)
	flood := func(minutes int) (begun int) {
		for range minutes * 60 {
			for range 20 {
				if p.admit(fmt.Sprint(begun), time.Time{}, now) {
					begun++
				}
			}
			now = now.Add(time.Second)
		}
		return begun
	}
	if got, want := flood(10), newPerMinute*(newMinutesAtOnce+10); got < want-newPerMinute/60-1 || got > want {
		t.Errorf("%d conversations began within ten minutes, want about %d", got, want)
	}
}

// count is how many lines the file holds.
func (l *lines) count(t *testing.T) (n int, err error) {
	err = l.db.QueryRowContext(t.Context(), `SELECT count(*) FROM line`).Scan(&n)
	return n, err
}
