package telegram_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
)

// TELEGRAM.md's table of errors, with rules L7, L8 and S3.
func TestErrorTable(t *testing.T) {
	api := func(code int, desc string) telegramtest.Fault {
		return telegramtest.Fault{Method: "sendMessage", Code: code, Desc: desc}
	}
	page := func(code int) telegramtest.Fault {
		return telegramtest.Fault{Method: "sendMessage", Code: code, HTML: true}
	}
	body := func(code int, text string) telegramtest.Fault {
		return telegramtest.Fault{Method: "sendMessage", Code: code, Body: text}
	}
	for _, c := range []struct {
		name  string
		fault telegramtest.Fault
		want  channel.Class
	}{
		{"chat not found", api(400, "Bad Request: chat not found"), channel.Gone},
		{"private chat not found", api(400, "Bad Request: private chat not found"), channel.Gone},
		{"no rights", api(400, "Bad Request: not enough rights to send text messages to the chat"), channel.Gone},
		{"markup", api(400, "Bad Request: reply markup is too long"), channel.Refused},
		{"button", api(400, "Bad Request: BUTTON_DATA_INVALID"), channel.Refused},
		{"replied", api(400, "Bad Request: message to be replied not found"), channel.Refused},
		{"new words", api(400, `Bad Request: no "rahasia nomor 5371" in 7001`), channel.Refused},
		{"token", api(401, "Unauthorized"), channel.Restricted},
		{"token form", api(404, "Not Found"), channel.Restricted},
		{"blocked", api(403, "Forbidden: bot was blocked by the user"), channel.Gone},
		{"deactivated", api(403, "Forbidden: user is deactivated"), channel.Gone},
		{"stranger", api(403, "Forbidden: bot can't initiate conversation with a user"), channel.Gone},
		{"kicked", api(403, "Forbidden: bot was kicked from the group chat"), channel.Gone},
		{"conflict", api(409, "Conflict: terminated by other getUpdates request"), channel.Retry},
		{"S2 slow down", telegramtest.TooMany(7), channel.Throttled},
		{"S5 pile", telegramtest.TooMany(60), channel.Throttled},
		{"restart", api(500, "Internal Server Error: restart"), channel.Retry},
		{"said by the front", api(502, "Bad Gateway"), channel.Uncertain},
		{"said by the front", api(504, "Gateway Timeout"), channel.Uncertain},
		{"L8 page", page(500), channel.Uncertain},
		{"L8 page", page(502), channel.Uncertain},
		{"L8 page, not handled", page(503), channel.Retry},
		{"L8 page", page(504), channel.Uncertain},
		{"L8 block page is not a resident's fault", page(403), channel.Retry},
		{"L8 block page", page(404), channel.Retry},
		{"L8 redirect", page(302), channel.Retry},
		{"L8 page instead of an answer", page(200), channel.Uncertain},
		{"L8 empty object", body(500, "{}"), channel.Uncertain},
		{"L8 half an answer", body(200, `{"ok":true,"resu`), channel.Uncertain},
		{"S3 reset after", telegramtest.Fault{Method: "sendMessage", Reset: telegramtest.After}, channel.Uncertain},
		{"S3 reset before", telegramtest.Fault{Method: "sendMessage", Reset: telegramtest.Before}, channel.Uncertain}, // it cannot be told apart
		{"S3 no answer", telegramtest.Fault{Method: "sendMessage", Hang: telegramtest.Before}, channel.Uncertain},
		{"S3 no answer, arrived", telegramtest.Fault{Method: "sendMessage", Hang: telegramtest.After}, channel.Uncertain},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, func(o *telegram.Options, _ *telegramtest.Options) {
				if c.fault.Hang != telegramtest.Never {
					o.Timeout = 300 * time.Millisecond
				}
			}).opened()
			r.srv.Fail(c.fault)
			err := r.send(r.toMaria())
			if err == nil || err.Class != c.want {
				t.Fatalf("%v, want class %v", err, c.want)
			}
			for _, secret := range []string{"AAbb", "rahasia", "5371", "7001", "Apa kabar", "127.0.0.1"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("%q is in %q", secret, err)
				}
			}
			if n := r.srv.Count("sendMessage"); n != 1 {
				t.Errorf("%d calls: to repeat is not the channel's to decide", n)
			}
			if err := r.send(r.toMaria()); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

func TestM4_TheStandInKnowsWhomTheBotMayWriteTo(t *testing.T) {
	r := newRig(t)
	if err := r.send(r.toMaria()); err == nil || err.Class != channel.Gone {
		t.Errorf("stranger: %v", err)
	}
	if err := r.send(r.to("999")); err == nil || err.Class != channel.Gone {
		t.Errorf("nobody: %v", err)
	}
	r.opened().maria.Delete()
	if err := r.send(r.toMaria()); err == nil || err.Class != channel.Gone {
		t.Errorf("deleted: %v", err)
	}
	for _, chat := range []string{"", "maria", "7/x", "0"} {
		if err := r.send(r.to(chat)); err == nil || err.Class != channel.Refused {
			t.Errorf("chat %q: %v", chat, err)
		}
	}
	empty := r.toMaria()
	empty.Text = " \n"
	if err := r.send(empty); err == nil || err.Class != channel.Refused {
		t.Errorf("empty: %v", err)
	}
}

func TestS2_ThrottledUntilTelegramSays(t *testing.T) {
	r := newRig(t).opened()
	other := r.srv.Person(8, "Yosef")
	other.Say("halo")
	f := telegramtest.TooMany(7)
	f.Method, f.Times = "sendMessage", -1
	r.srv.Fail(f)
	for i, c := range []struct {
		chat string
		pass time.Duration
		all  bool
	}{
		{"7", 0, false},
		{"7", 0, false},          // the same chat again
		{"8", time.Second, true}, // another within a second: everybody
		{"7", 2 * time.Second, false},
	} {
		r.clock.Advance(c.pass)
		err := r.send(r.to(c.chat))
		if err == nil || err.Class != channel.Throttled || err.All != c.all || !err.Until.Equal(r.clock.Now().Add(7*time.Second)) {
			t.Errorf("%d: %+v", i, err)
		}
	}
}

func TestS2_RetryAfterAsAHeaderOnly(t *testing.T) {
	r := newRig(t).opened()
	r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Code: 429, HTML: true, RetryAfter: 9})
	if err := r.send(r.toMaria()); err == nil || err.Class != channel.Throttled || !err.Until.After(r.clock.Now()) {
		t.Errorf("%+v", err)
	}
}

func TestS3_NobodyThereIsSafeToRepeat(t *testing.T) {
	for _, api := range []string{"http://127.0.0.1:1", "http://nama-yang-tidak-ada.invalid"} {
		r := newRig(t, func(o *telegram.Options, _ *telegramtest.Options) { o.API = api })
		if err := r.send(r.toMaria()); err == nil || err.Class != channel.Retry {
			t.Errorf("%s: %v", api, err)
		}
	}
}

func TestS3_StoppedBeforeAndAfterWriting(t *testing.T) {
	r := newRig(t).opened()
	ctx, stop := context.WithCancel(r.ctx)
	stop()
	if _, err := r.ch.Send(ctx, r.toMaria()); channel.Classify(err).Class != channel.Retry {
		t.Errorf("before: %v", err)
	}
	r.srv.Fail(telegramtest.Fault{Method: "sendMessage", Hang: telegramtest.After})
	ctx, stop = context.WithCancel(r.ctx)
	done := make(chan error, 1)
	go func() {
		_, err := r.ch.Send(ctx, r.toMaria())
		done <- err
	}()
	r.maria.Wait(r.ctx, 1)
	stop()
	if err := <-done; channel.Classify(err).Class != channel.Uncertain {
		t.Errorf("after: %v", err)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, o := range map[string]telegram.Options{
		"token":         {Token: "bukan token"},
		"address":       {Token: telegramtest.Token, API: "ftp://x"},
		"L17 pattern":   {Token: telegramtest.Token, API: "http://x/bot%s/%s"},
		"W2 no secret":  {Token: telegramtest.Token, WebhookURL: "https://x/y"},
		"W1 bad secret": {Token: telegramtest.Token, WebhookURL: "https://x/y", Secret: "a b"},
	} {
		if _, err := telegram.New(o); err == nil || strings.Contains(err.Error(), "AAbb") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
