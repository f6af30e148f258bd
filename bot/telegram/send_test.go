package telegram_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"lopo/bot/channel"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

func TestT1_OwnEscaping(t *testing.T) {
	r := newRig(t).opened()
	o := r.toMaria()
	o.Text = `<b>5 < 6</b> && "7" &lt; </i> &#65;`
	if err := r.send(o); err != nil {
		t.Fatal(err)
	}
	if got := r.maria.Inbox()[0].Text; got != o.Text {
		t.Errorf("seen %q", got)
	}
	if mode := r.srv.Calls("sendMessage")[0].Params.Get("parse_mode"); mode != "HTML" {
		t.Errorf("mode %q", mode)
	}
}

func TestT1_RefusedFormattingGoesOutPlain(t *testing.T) {
	r := newRig(t).opened()
	r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Code: 400, Desc: `Bad Request: can't parse entities: Unsupported start tag "rahasia" at byte offset 3`})
	o := r.toMaria()
	o.Text = "5 < 6 & 7"
	if err := r.send(o); err != nil {
		t.Fatal(err)
	}
	in, calls := r.maria.Inbox(), r.srv.Calls("sendMessage")
	if len(in) != 1 || in[0].Text != o.Text || len(calls) != 2 || calls[1].Params.Has("parse_mode") {
		t.Errorf("seen %v after %d calls", in, len(calls))
	}
	if !strings.Contains(r.notes.String(), "level=ERROR") {
		t.Error("nobody is told of our bug")
	}
	r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Code: 400, Desc: "Bad Request: can't parse entities", Times: -1})
	if err := r.send(o); err == nil || err.Class != channel.Refused || len(r.srv.Calls("sendMessage")) != 4 {
		t.Errorf("%v after %d calls: once plain is enough", err, len(r.srv.Calls("sendMessage")))
	}
}

func TestT2_LongTextGoesOutInNumberedParts(t *testing.T) {
	r := newRig(t).opened()
	o := r.toMaria()
	o.Text = strings.Repeat(strings.Repeat("Kalimat & tanda 👍 yang panjang. ", 40)+"\n\n", 8)
	o.Choices, o.Ask = pick, "pick#1"
	if err := r.send(o); err != nil {
		t.Fatal(err)
	}
	in := r.maria.Inbox()
	for i, m := range in {
		if u := len(utf16.Encode([]rune(m.Text))); u > 4096 {
			t.Errorf("part %d has %d units", i+1, u)
		}
		if end := fmt.Sprintf("(%d/%d)", i+1, len(in)); !strings.HasSuffix(m.Text, end) {
			t.Errorf("part %d ends with %q", i+1, m.Text[len(m.Text)-20:])
		}
		if want := i == len(in)-1; len(m.Buttons) > 0 != want {
			t.Errorf("part %d of %d has %d buttons", i+1, len(in), len(m.Buttons))
		}
	}
	if len(in) != 3 {
		t.Errorf("%d parts", len(in))
	}
}

func TestT2_EmojiCountTwice(t *testing.T) {
	r := newRig(t).opened()
	for n, parts := range map[int]int{2048: 1, 2049: 2} {
		before := len(r.maria.Inbox())
		o := r.toMaria()
		o.Text = strings.Repeat("😀", n)
		if err := r.send(o); err != nil {
			t.Fatal(err)
		}
		if got := len(r.maria.Inbox()) - before; got != parts {
			t.Errorf("%d emoji went out in %d parts, want %d", n, got, parts)
		}
	}
}

func TestT2_PartsThatArrivedAreNotRepeated(t *testing.T) {
	r := newRig(t).opened()
	o := r.toMaria()
	o.Text = strings.Repeat("kata ", 2000)
	r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Code: 0, Times: 1}) // the first part passes
	r.srv.Fail(telegramtest.TooMany(3))
	if err := r.send(o); err == nil || err.Class != channel.Throttled {
		t.Fatalf("%v", err)
	}
	if err := r.send(o); err != nil {
		t.Fatal(err)
	}
	var ends []string
	for _, m := range r.maria.Inbox() {
		ends = append(ends, m.Text[len(m.Text)-5:])
	}
	if fmt.Sprint(ends) != "[(1/3) (2/3) (3/3)]" {
		t.Errorf("seen %v", ends)
	}
}

func TestN4_AskingForTheNumber(t *testing.T) {
	r := newRig(t).opened()
	o := r.toMaria()
	o.WantTel, o.Choices, o.Ask = true, pick, "phone#1"
	if err := r.send(o); err != nil {
		t.Fatal(err)
	}
	keys := r.maria.Keys()
	if len(keys) != 4 || keys[0] != (telegramtest.Button{Text: "Kirim nomor saya", Contact: true}) || keys[1].Text != "Menjahit" {
		t.Fatalf("keys %v", keys)
	}
	if p := r.srv.Calls("sendMessage")[0].Params.Get("reply_markup"); !strings.Contains(p, `"one_time_keyboard":true`) {
		t.Errorf("markup %s", p)
	}
	r.start()
	r.next(1)
	if err := r.maria.Tap("Las listrik"); err != nil { // typed for her
		t.Fatal(err)
	}
	if got := r.next(2)[1]; got.Kind != store.Text || got.Text != "Las listrik" {
		t.Errorf("got %+v", got)
	}
	r.send(o)
	if err := r.maria.Tap("Kirim nomor saya"); err != nil {
		t.Fatal(err)
	}
	if got := r.next(3)[2]; got.Kind != store.Card || got.Phone == "" {
		t.Errorf("got %+v", got)
	}
	r.send(o)
	asked(r, "pick#1") // has a keyboard of its own: the other one waits
	if r.maria.Keys() == nil {
		t.Error("removed too early")
	}
	r.send(r.toMaria())
	if r.maria.Keys() != nil {
		t.Error("the keys are still there")
	}
	r.send(r.toMaria())
	calls := r.srv.Calls("sendMessage")
	if last := calls[len(calls)-1].Params; last.Has("reply_markup") {
		t.Errorf("removed twice: %v", last)
	}
}

func TestS1_PaceOfOnePerson(t *testing.T) {
	r := newRig(t).opened()
	begun := r.clock.Now()
	for range 50 {
		r.send(r.toMaria())
	}
	if took := r.clock.Now().Sub(begun); took != 0 {
		t.Errorf("a conversation was slowed by %v", took)
	}
	notice := r.toMaria()
	notice.Priority = store.Bulk
	for range 30 + 10 {
		r.send(notice)
	}
	if took := r.clock.Now().Sub(begun); took != 10*time.Second {
		t.Errorf("ten notices beyond the burst took %v, want a second each", took)
	}
}

func TestS2_NoticesArePacedAnswersAreNot(t *testing.T) {
	r := newRig(t)
	var people []*telegramtest.Person
	for i := range 100 {
		p := r.srv.Person(int64(100+i), "Warga")
		p.Say("halo")
		people = append(people, p)
	}
	begun := r.clock.Now()
	for _, p := range people {
		o := r.to(p.Chat())
		o.Priority = store.Bulk
		if err := r.send(o); err != nil {
			t.Fatal(err)
		}
	}
	took := r.clock.Now().Sub(begun)
	if took < 4500*time.Millisecond || took > 5*time.Second {
		t.Errorf("100 notices took %v, want 20 a second", took)
	}
	begun = r.clock.Now()
	for _, p := range people {
		r.send(r.to(p.Chat()))
	}
	if took := r.clock.Now().Sub(begun); took != 0 {
		t.Errorf("answers were slowed by %v", took)
	}
}

func TestS2_ALongQueueComesBackLater(t *testing.T) {
	r := newRig(t, func(o *telegram.Options, _ *telegramtest.Options) {
		o.Burst = 1
		o.Now = func() time.Time { return noon } // so many at once that no time passes between
	}).opened()
	var last *channel.Error
	notice := r.toMaria()
	notice.Priority = store.Bulk
	for range 10 {
		if last = r.send(notice); last != nil {
			break
		}
	}
	if last == nil || last.Class != channel.Throttled || !last.Until.After(noon) || last.All {
		t.Errorf("%+v", last)
	}
}

func TestB5_NotModifiedIsSuccess(t *testing.T) {
	r := newRig(t).opened()
	r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Code: 400, Desc: "Bad Request: message is not modified: specified new message content …"})
	if _, err := r.ch.Send(r.ctx, r.toMaria()); err != nil {
		t.Error(err)
	}
}

func TestTypingShows(t *testing.T) {
	r := newRig(t).opened()
	r.ch.Typing(r.ctx, r.maria.Chat())
	c := r.srv.Calls("sendChatAction")
	if len(c) != 1 || c[0].Params.Get("action") != "typing" || c[0].Status != 200 {
		t.Errorf("calls %v", c)
	}
}
