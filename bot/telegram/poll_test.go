package telegram_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

func TestP1_SecondInstanceIsGivenWay(t *testing.T) {
	r := newRig(t)
	r.start()
	r.listening()
	resp, err := http.Post(r.srv.URL+"/bot"+telegramtest.Token+"/getUpdates", "application/json", nil) // another program, once
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	slept, err := r.clock.Slept(r.ctx, 1)
	if err != nil || slept[0] < 3*time.Second {
		t.Errorf("stayed away for %v (%v), want 3 s at least", slept, err)
	}
	r.maria.Say("halo")
	r.next(1)
	if !strings.Contains(r.notes.String(), "second instance") {
		t.Errorf("log: %s", r.notes)
	}
}

func TestP2P3_PollAsksForWhatItReads(t *testing.T) {
	r := newRig(t)
	r.start()
	r.called("getUpdates", 2)
	calls := r.srv.Calls("getUpdates")
	if p := calls[0].Params; p.Get("timeout") != "0" {
		t.Errorf("the first poll waits for new messages: %v", p) // and so cannot tell whether old ones are there
	}
	p := calls[1].Params
	if p.Get("timeout") != "50" || p.Get("limit") != "100" || p.Get("allowed_updates") != `["message","edited_message","callback_query","my_chat_member"]` {
		t.Errorf("asked with %v", p)
	}
}

func TestP4_ConfirmedOnlyWhenStored(t *testing.T) {
	r := newRig(t)
	r.gate = make(chan struct{})
	r.maria.Say("halo")
	r.start()
	r.until("deliver", func() bool { return r.tries == 1 })
	if n := r.srv.Count("getUpdates"); n != 1 || r.srv.Pending() != 1 {
		t.Errorf("while storing: %d polls, %d unconfirmed", n, r.srv.Pending())
	}
	close(r.gate)
	r.on("confirmed", func() bool { return r.srv.Pending() == 0 })
	r.next(1)
}

func TestP5_FailingStoreIsNoHotLoop(t *testing.T) {
	r := newRig(t)
	r.fail = 8
	r.maria.Say("satu")
	r.maria.Say("dua")
	r.start()
	if got := r.next(2); got[0].Text != "satu" || got[1].Text != "dua" || len(got) != 2 {
		t.Errorf("got %v", got)
	}
	slept, _ := r.clock.Slept(r.ctx, 8)
	for i := range slept[1:] {
		if slept[i+1] < slept[i] && slept[i+1] < 10*time.Second {
			t.Errorf("pauses %v do not grow", slept)
		}
	}
	if slept[0] < 200*time.Millisecond {
		t.Errorf("first pause %v", slept[0])
	}
}

func TestP6_BackOffGrowsToAMinute(t *testing.T) {
	r := newRig(t)
	r.srv.Fail(telegramtest.Fault{Method: "getUpdates", Code: 502, HTML: true, Times: 9})
	r.start()
	slept, err := r.clock.Slept(r.ctx, 9)
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for i, d := range slept {
		least := min(time.Second<<i, time.Minute)
		if d < least || d > least+least/4 {
			t.Errorf("pause %d is %v, want %v and up to a quarter more", i, d, least)
		}
		if d == least {
			whole++
		}
	}
	if whole == len(slept) {
		t.Error("no jitter")
	}
	r.maria.Say("halo")
	r.next(1)
}

func TestP6_RetryAfterIsHonoured(t *testing.T) {
	r := newRig(t)
	f := telegramtest.TooMany(17)
	f.Method = "getUpdates"
	r.srv.Fail(f)
	r.start()
	if slept, err := r.clock.Slept(r.ctx, 1); err != nil || slept[0] < 17*time.Second {
		t.Errorf("waited %v (%v), want 17 s at least", slept, err)
	}
}

func TestP7_QueueLongerThanAPoll(t *testing.T) {
	r := newRig(t)
	for n := range 250 {
		r.maria.Say(fmt.Sprint(n))
	}
	r.start()
	for n, m := range r.next(250) {
		if m.Text != fmt.Sprint(n) {
			t.Fatalf("message %d is %q", n, m.Text)
		}
	}
	if len(r.batches) != 3 {
		t.Errorf("delivered in batches of %v, want one for each poll", r.batches)
	}
}

func TestP8_NumbersMayBeginAgain(t *testing.T) {
	r := newRig(t, func(_ *telegram.Options, s *telegramtest.Options) { s.LongPoll = 5 * time.Millisecond })
	r.maria.Say("sebelum")
	r.start()
	r.next(1)
	polls := r.srv.Count("getUpdates")
	r.called("getUpdates", polls+3) // silence
	r.srv.Skip(5)
	r.maria.Say("sesudah")
	if got := r.next(2); got[1].Text != "sesudah" {
		t.Errorf("got %v", got)
	}
}

func TestP9_SamePressTwiceKeepsItsID(t *testing.T) {
	r := newRig(t).opened()
	raw := func(id int64) string {
		return fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"55","from":{"id":7,"is_bot":false,"first_name":"M"},"data":"1:a:1"}}`, id)
	}
	r.srv.Inject(raw)
	r.srv.Inject(raw)
	r.start()
	if got := r.next(3); got[1].ID != "cb:55" || got[2].ID != got[1].ID {
		t.Errorf("ids %q and %q: the inbox could not tell that they are one press", got[1].ID, got[2].ID)
	}
}

func TestP10_TapsDieInAnOutageMessagesDoNot(t *testing.T) {
	r := newRig(t).opened()
	o := r.toMaria()
	o.Choices, o.Ask = []store.Choice{{Value: "1", Label: "Menjahit"}}, "pick#1"
	r.send(o)
	if err := r.maria.Tap("Menjahit"); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(151 * time.Second)
	r.maria.Say("masih menunggu")
	r.start()
	if got := r.next(2); got[0].Text != "halo" || got[1].Text != "masih menunggu" {
		t.Errorf("got %v", got)
	}
	if !r.ch.Capabilities().TapsExpire {
		t.Error("the channel must say that taps expire")
	}
}

func TestP11_StopsInTheMiddleOfAPoll(t *testing.T) {
	r := newRig(t)
	stop := r.start()
	r.listening()
	begun := time.Now()
	if err := stop(); err != nil || time.Since(begun) > time.Second {
		t.Errorf("stopped with %v after %v", err, time.Since(begun))
	}
}

func TestL5_OneBadUpdateHoldsUpNobody(t *testing.T) {
	r := newRig(t)
	r.maria.Say("sebelum")
	bad := func(id int64) string {
		return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":5,"date":"kemarin","chat":{"id":7,"type":"private"},"text":"x"}}`, id)
	}
	r.srv.Inject(bad)
	r.srv.Inject(func(id int64) string { return fmt.Sprintf(`{"update_id":%d,"message":[1,2]}`, id) })
	r.maria.Say("sesudah")
	r.start()
	got := r.next(4)
	if got[0].Text != "sebelum" || got[3].Text != "sesudah" {
		t.Errorf("got %v", got)
	}
	want := store.Message{ID: "u1002", From: store.Address{Channel: "telegram", Chat: "7"}, Kind: store.Parked, Text: bad(1002), At: got[1].At}
	if got[1] != want {
		t.Errorf("parked %+v\nwant   %+v", got[1], want)
	}
	if got[2].Kind != store.Parked || got[2].From.Chat != "" {
		t.Errorf("parked %+v", got[2])
	}
	r.on("confirmed", func() bool { return r.srv.Pending() == 0 })
}

func TestL8_NonsenseFromTheServerIsSurvived(t *testing.T) {
	r := newRig(t)
	for _, body := range []string{"<html>", "{}", `{"ok":true,"result":7}`, `{"ok":true,"result":[`, "null", `[]`} {
		r.srv.Fail(telegramtest.Fault{Method: "getUpdates", Code: 200, Body: body})
	}
	r.start()
	r.called("getUpdates", 7)
	r.maria.Say("halo")
	r.next(1)
}

func TestL15_StartsWhileTelegramIsAway(t *testing.T) {
	r := newRig(t)
	r.srv.Fail(telegramtest.Fault{Method: "getMe", Code: 502, HTML: true, Times: 3})
	r.srv.Fail(telegramtest.Fault{Method: "getMe", Reset: telegramtest.Before})
	r.maria.Say("halo")
	r.start()
	r.next(1)
}

func TestRefusedTokenEndsReceive(t *testing.T) {
	for _, method := range []string{"getMe", "getUpdates"} {
		for code, desc := range map[int]string{401: "Unauthorized", 404: "Not Found"} {
			r := newRig(t)
			r.srv.Fail(telegramtest.Fault{Method: method, Code: code, Desc: desc, Times: -1})
			err := r.ch.Receive(r.ctx, r.deliver)
			if err == nil || strings.Contains(err.Error(), "AAbb") {
				t.Errorf("%s %d: %v", method, code, err)
			}
		}
	}
}

func TestW5_PollingTakesTheWebhookAway(t *testing.T) {
	r := newRig(t)
	post := func(method, params string) {
		resp, err := http.Post(r.srv.URL+"/bot"+telegramtest.Token+"/"+method, "application/x-www-form-urlencoded", strings.NewReader(params))
		if err != nil || resp.StatusCode != 200 {
			t.Fatal(resp, err)
		}
		resp.Body.Close()
	}
	hook := newFront()
	t.Cleanup(hook.Close)
	hook.mount(http.NotFoundHandler())
	post("setWebhook", "url="+hook.URL)
	r.maria.Say("tertinggal")
	r.start()
	r.next(1)
	post("setWebhook", "url="+hook.URL) // somebody sets it again while we poll
	r.maria.Say("lagi")
	if got := r.next(2); got[0].Text != "tertinggal" || got[1].Text != "lagi" {
		t.Errorf("got %v", got)
	}
	for _, c := range r.srv.Calls("deleteWebhook") {
		if c.Params.Get("drop_pending_updates") != "" {
			t.Error("waiting messages were dropped")
		}
	}
}
