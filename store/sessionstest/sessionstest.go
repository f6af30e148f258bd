// Package sessionstest proves that a keeper of sessions keeps the promises of store.Sessions.
package sessionstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lopo/store"
)

// Raw may be implemented by what open returns: all bytes that the store holds, as somebody who steals it would read them.
type Raw interface{ Raw(t testing.TB) []byte }

// Run plays every promise on a store of its own. What open returns is empty, and closed by open's own cleanup.
func Run(t *testing.T, open func(t *testing.T) store.Sessions) {
	for _, promise := range []struct {
		name string
		keep func(t *testing.T, s store.Sessions)
	}{
		{"missing", missing},
		{"every field", everyField},
		{"revisions", revisions},
		{"drop", drop},
		{"chats are apart", apart},
		{"one of many wins", oneWins},
		{"unreadable", unreadable},
		{"cancelled", cancelled},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.keep(t, open(t)) })
	}
}

var of = store.Address{Channel: "webchat", Chat: "6281234567890"}

const (
	nik   = "5371041708059999"
	phone = "+6281234567890"
)

// MidForm is a session in the middle of a form, with the longest answers that people give, at the step with the longest list.
func MidForm() store.Session {
	at := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	return store.Session{
		Of: of, Rev: 11, Flow: "training", Version: 1, Step: "education", Ask: "education.11",
		Slots: map[string]string{
			"training": "7", "name": "Maria Yuliana Tefa", "nik": nik, "born": "1998-08-17", "kelurahan": "Naikoten I", "phone": phone,
		},
		Shown:   []store.Choice{{Value: "sd", Label: "SD"}, {Value: "smp", Label: "SMP"}, {Value: "sma", Label: "SMA/SMK"}, {Value: "s1", Label: "D3/S1"}},
		Path:    []string{"pick", "name", "nik", "born", "kelurahan"},
		Last:    store.Answered{Message: "3EB0C767D097B7C7", Step: "kelurahan"},
		Touched: at,
	}
}

func missing(t *testing.T, s store.Sessions) {
	if got := load(t, s, of); !cmp.Equal(got, store.Session{Of: of}) {
		t.Errorf("a chat that never wrote has a session: %+v", got)
	}
}

func everyField(t *testing.T, s store.Sessions) {
	east := time.FixedZone("WITA", 8*60*60)
	full := MidForm()
	full.Rev = 1
	full.Under, full.Page, full.Editing, full.Strikes, full.Missed = "Oebobo", 2, "name", 3, 1
	full.Echo = store.Echo{Hash: 1 << 31, Count: 4, Since: time.Date(2026, 2, 3, 12, 0, 0, 5, east), Mute: time.Date(2026, 2, 3, 13, 0, 0, 0, east)}
	full.Started = time.Date(2026, 2, 3, 11, 59, 59, 123456789, east)
	full.Slots["name"] = "Ndun \"Oma\" \x00 Tefa 👍 \u2028 <b>&"
	save(t, s, full)
	if diff := cmp.Diff(full, load(t, s, of)); diff != "" {
		t.Errorf("what was saved comes back changed (-saved +loaded):\n%s", diff)
	}
}

func revisions(t *testing.T, s store.Sessions) {
	at := func(rev int64, step string) store.Session { return store.Session{Of: of, Rev: rev, Step: step} }
	save(t, s, at(5, "five")) // nothing stored: any revision, as after a lost store
	save(t, s, at(5, "five")) // the same save repeated, as after a crash
	save(t, s, at(6, "six"))
	for _, refused := range []store.Session{at(5, "five"), at(4, "four"), at(8, "eight"), at(60, "sixty"), at(6, "another six"), at(0, "none")} {
		if err := s.Save(t.Context(), refused); !errors.Is(err, store.ErrStale) {
			t.Errorf("save of revision %d (%s) over 6: %v, want ErrStale", refused.Rev, refused.Step, err)
		}
	}
	if got := load(t, s, of); got.Rev != 6 || got.Step != "six" {
		t.Errorf("a refused save changed the session: %+v", got)
	}
	for rev := int64(7); rev <= 12; rev++ { // over the border from one digit to two
		save(t, s, at(rev, "on"))
	}
	if got := load(t, s, of); got.Rev != 12 {
		t.Errorf("revision %d after twelve saves", got.Rev)
	}
}

func drop(t *testing.T, s store.Sessions) {
	for _, when := range []string{"nothing stored", "stored", "dropped already"} {
		if when == "stored" {
			save(t, s, MidForm())
		}
		if err := s.Drop(t.Context(), of); err != nil {
			t.Errorf("drop, %s: %v", when, err)
		}
		missing(t, s)
	}
	save(t, s, store.Session{Of: of, Rev: 1, Step: "anew"}) // no memory of the old revision
}

func apart(t *testing.T, s store.Sessions) {
	chats := []store.Address{
		{Channel: "webchat", Chat: "1"}, {Channel: "terminal", Chat: "1"}, {Channel: "webchat", Chat: "11"},
		{Channel: "webchat1", Chat: "1"}, {Channel: "webchat", Chat: "1:1"}, {Channel: "webchat:1", Chat: "1"}, {Channel: "webchat", Chat: ""},
	}
	for i, chat := range chats {
		save(t, s, store.Session{Of: chat, Rev: int64(10 * i), Step: fmt.Sprint(i)})
	}
	if err := s.Drop(t.Context(), chats[0]); err != nil {
		t.Fatal(err)
	}
	for i, chat := range chats {
		want := store.Session{Of: chat, Rev: int64(10 * i), Step: fmt.Sprint(i)}
		if i == 0 {
			want = store.Session{Of: chat}
		}
		if diff := cmp.Diff(want, load(t, s, chat)); diff != "" {
			t.Errorf("chat %v has what belongs to another (-want +got):\n%s", chat, diff)
		}
	}
}

// oneWins has many turns of one chat race, as two processes by mistake would. Each decided something else.
func oneWins(t *testing.T, s store.Sessions) {
	const savers, rounds = 16, 10
	for rev := int64(1); rev <= rounds; rev++ {
		var wait sync.WaitGroup
		errs := make([]error, savers)
		for i := range savers {
			wait.Go(func() { errs[i] = s.Save(t.Context(), store.Session{Of: of, Rev: rev, Step: fmt.Sprint(i)}) })
		}
		wait.Wait()
		var winners []string
		for i, err := range errs {
			switch {
			case err == nil:
				winners = append(winners, fmt.Sprint(i))
			case !errors.Is(err, store.ErrStale):
				t.Errorf("loser %d: %v, want ErrStale", i, err)
			}
		}
		if got := load(t, s, of); len(winners) != 1 || got.Step != winners[0] || got.Rev != rev {
			t.Fatalf("revision %d was won by %v, stored is %+v", rev, winners, got)
		}
	}
}

func unreadable(t *testing.T, s store.Sessions) {
	save(t, s, MidForm())
	raw, exposed := s.(Raw)
	if !exposed {
		t.Log("the store does not show its bytes")
		return
	}
	bytesOf := raw.Raw(t)
	if len(bytesOf) == 0 {
		t.Fatal("the store shows no bytes")
	}
	for _, secret := range []string{nik, phone, of.Chat, "Tefa"} {
		if bytes.Contains(bytesOf, []byte(secret)) {
			t.Errorf("%q can be read in the store", secret)
		}
	}
}

func cancelled(t *testing.T, s store.Sessions) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, loading := s.Load(ctx, of)
	for name, err := range map[string]error{"load": loading, "save": s.Save(ctx, MidForm()), "drop": s.Drop(ctx, of)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s with an ended context: %v", name, err)
		}
	}
	missing(t, s)
}

func load(t *testing.T, s store.Sessions, of store.Address) store.Session {
	t.Helper()
	session, err := s.Load(t.Context(), of)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return session
}

func save(t *testing.T, s store.Sessions, session store.Session) {
	t.Helper()
	if err := s.Save(t.Context(), session); err != nil {
		t.Fatalf("save of revision %d: %v", session.Rev, err)
	}
}
