package whatsapp_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// works tries both ways.
func (r *rig) works(chat *whatsapptest.Chat, to store.Address, key string) {
	r.Helper()
	n := len(r.got(0))
	r.say(chat, "masih di sini "+key)
	if m := r.got(n + 1)[n]; m.Text != "masih di sini "+key {
		r.Errorf("came %q", m.Text)
	}
	if _, err := r.send(to, key, "kami juga "+key); err != nil {
		r.Error(err)
	}
	if _, err := chat.WaitFor(r.ctx, "kami juga "+key); err != nil {
		r.Error(err)
	}
}

func (r *rig) class(err error, want channel.Class) *channel.Error {
	r.Helper()
	e := channel.Classify(err)
	if err == nil || e.Class != want {
		r.Errorf("send: %v, want %v", err, want)
	}
	return e
}

// 1.3: what mends itself. People notice nothing but the pause.
func TestLife_MendsItself(t *testing.T) {
	for name, fault := range map[string]func(*rig){
		"socket cut":             func(r *rig) { r.bot.Cut() },
		"stream error 503":       func(r *rig) { r.bot.StreamError("503") },
		"stream error 500":       func(r *rig) { r.bot.StreamError("500") },
		"login refused with 503": func(r *rig) { r.bot.FailLogin(whatsapptest.Failure{Reason: 503}); r.bot.Cut() },
		"login refused with 500": func(r *rig) {
			r.bot.FailLogin(whatsapptest.Failure{Reason: 500}, whatsapptest.Failure{Reason: 500})
			r.bot.Cut()
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := linked(t)
			_, chat, from := r.maria()
			fault(r)
			h := r.health(channel.Connecting)
			if h.Why == "" || h.Bulk() {
				t.Errorf("%+v", h)
			}
			r.mend()
			r.works(chat, from, "1/0")
		})
	}
}

// mend moves the clock until the account is up.
func (r *rig) mend() {
	r.Helper()
	r.until("up again", func() bool {
		if r.ch.Health().State == channel.Up {
			return true
		}
		r.move(time.Second)
		return false
	})
}

// WhatsApp out of reach: at the start, and for long. Pauses grow to a minute and no further, messages to send wait without being counted, and
// nothing of it is an error of Receive.
func TestLife_OutOfReach(t *testing.T) {
	r := linked(t)
	maria, chat, from := r.maria()
	r.stop()
	r.srv.Down(true)
	r.restart()
	for _, s := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		r.waiting(time.Duration(s) * time.Second)
		r.move(time.Duration(s) * time.Second)
	}
	_, err := r.send(from, "1/0", "jawaban")
	if e := r.class(err, channel.Throttled); !e.All || !e.Until.After(r.clock()) {
		t.Errorf("%+v", e)
	}
	r.srv.Down(false)
	r.mend()
	r.ok(maria.Online(r.ctx))
	r.works(chat, from, "2/0")
}

// A connection lost a moment ago is an ordinary failed try.
func TestLife_JustLost(t *testing.T) {
	r := linked(t)
	_, _, from := r.maria()
	r.srv.Down(true)
	r.health(channel.Connecting)
	ctx, cancel := context.WithTimeout(r.ctx, time.Second) // it waits a little for the next connection
	defer cancel()
	_, err := r.ch.Send(ctx, store.Outgoing{Key: "1", To: from, Text: "jawaban"})
	r.class(err, channel.Retry)
}

// 1.3: the same account runs elsewhere. One more try after a while, then none: the two would take it from each other for ever.
func TestLife_Replaced(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	r.bot.Replace()
	h := r.health(channel.Replaced)
	if h.Why == "" || h.Bulk() {
		t.Errorf("%+v", h)
	}
	_, err := r.send(from, "1/0", "jawaban")
	r.class(err, channel.Restricted)
	r.waiting(45 * time.Second)
	r.move(45 * time.Second)
	r.up()
	r.works(chat, from, "2/0")
	r.bot.Replace()
	h = r.health(channel.Replaced)
	r.until("it says that it stops", func() bool { return strings.Contains(r.ch.Health().Why, "berhenti") })
	n := len(r.bot.Journal("connected"))
	r.move(48 * time.Hour)
	if again := len(r.bot.Journal("connected")); again != n {
		t.Errorf("it fights for the account: %d logins after %d", again, n)
	}
	r.restart() // by somebody who has stopped the other
	r.up()
	r.works(chat, from, "3/0")
}

// A second time much later is a first time.
func TestLife_ReplacedLater(t *testing.T) {
	r := linked(t)
	for range 2 {
		r.bot.Replace()
		r.health(channel.Replaced)
		r.waiting(45 * time.Second)
		r.move(45 * time.Second)
		r.up()
		r.move(10 * time.Minute)
	}
}

// 1.3: removed on the phone, locked, banned. The device is gone, what is to be sent waits, and a new link goes on with the same people.
func TestLife_LoggedOut(t *testing.T) {
	for name, c := range map[string]struct {
		fault func(*rig)
		says  string
	}{
		"removed on the phone":   {func(r *rig) { r.bot.Kick() }, "401"},
		"login refused with 401": {func(r *rig) { r.bot.FailLogin(whatsapptest.Failure{Reason: 401}); r.bot.Cut() }, "401"},
		"locked":                 {func(r *rig) { r.bot.FailLogin(whatsapptest.Failure{Reason: 403}); r.bot.Cut() }, "dikunci"},
		"banned":                 {func(r *rig) { r.bot.FailLogin(whatsapptest.Failure{Reason: 406}); r.bot.Cut() }, "diblokir"},
	} {
		t.Run(name, func(t *testing.T) {
			r := linked(t)
			_, chat, from := r.maria()
			r.acquainted("Maria Nale")
			c.fault(r)
			r.until("unlinked", func() bool {
				if r.ch.Health().State == channel.Connecting {
					r.move(time.Second)
				}
				return r.ch.Health().State == channel.Unlinked
			})
			if h := r.ch.Health(); !strings.Contains(h.Why, c.says) || !strings.Contains(h.Why, "lopo link") {
				t.Errorf("%+v", h)
			}
			_, err := r.send(from, "1/0", "jawaban")
			r.class(err, channel.Restricted)
			r.restart()
			if h := r.ch.Health(); h.State != channel.Unlinked || !strings.Contains(h.Why, c.says) {
				t.Errorf("after a restart: %+v", h)
			}
			r.bot.Kick() // the half that the phone still shows
			r.link()
			r.up()
			r.works(chat, from, "2/0")
		})
	}
}

// 1.3, 1.8: banned for a while. No try before its end, also not by a restart.
func TestLife_TemporaryBan(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	r.bot.FailLogin(whatsapptest.Failure{Reason: 402, Code: 101, Expire: 3600})
	r.bot.Cut()
	r.waiting(time.Second)
	r.move(time.Second)
	h := r.health(channel.Banned)
	if want := r.clock().Add(time.Hour); !strings.Contains(h.Why, "tidak menyimpan nomor") || h.Until.Sub(want).Abs() > time.Second || h.Bulk() {
		t.Errorf("%+v", h)
	}
	_, err := r.send(from, "1/0", "jawaban")
	if e := r.class(err, channel.Restricted); !e.Until.Equal(h.Until) {
		t.Errorf("%+v", e)
	}
	r.move(30 * time.Minute)
	n := len(r.bot.Journal("connected", "refused"))
	r.restart()
	if h := r.health(channel.Banned); h.Until.IsZero() {
		t.Errorf("after a restart: %+v", h)
	}
	r.waiting(30 * time.Minute)
	if again := len(r.bot.Journal("connected", "refused")); again != n {
		t.Error("it knocked although it is banned")
	}
	r.move(30 * time.Minute)
	r.up()
	r.works(chat, from, "2/0")
}

// 1.3: too old. A newer version is looked for once at once, then hours apart.
func TestLife_Outdated(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	old := whatsapptest.Failure{Reason: 405}
	r.bot.FailLogin(old, old, old)
	r.bot.Cut()
	r.waiting(time.Second)
	r.move(time.Second)
	h := r.health(channel.Outdated)
	r.waiting(6 * time.Hour)
	if n := len(r.bot.Journal("refused")); n != 2 || h.Bulk() || !strings.Contains(h.Why, "LOPO_WHATSAPP_VERSION") {
		t.Errorf("%d tries, %+v", n, h)
	}
	r.move(6 * time.Hour)
	r.until("the third try", func() bool { return len(r.bot.Journal("refused")) == 3 })
	r.waiting(6 * time.Hour)
	r.move(6 * time.Hour)
	r.up()
	r.works(chat, from, "1/0")
}

// 1.3: refused for another reason. It knocks again by itself, slowly.
func TestLife_Shut(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	r.bot.FailLogin(whatsapptest.Failure{Reason: 409}, whatsapptest.Failure{Reason: 400})
	r.bot.Cut()
	r.waiting(time.Second)
	r.move(time.Second)
	h := r.health(channel.Shut)
	if !strings.Contains(h.Why, "409") || h.Bulk() {
		t.Errorf("%+v", h)
	}
	_, err := r.send(from, "1/0", "jawaban")
	r.class(err, channel.Restricted)
	for _, m := range []int{5, 10} {
		r.waiting(time.Duration(m) * time.Minute)
		r.move(time.Duration(m) * time.Minute)
	}
	r.up()
	r.works(chat, from, "2/0")
}

// 1.8: 463. Notices stop, answers go on, and after a day, or when WhatsApp says so, notices may go out again. A restart does not forget it.
func TestLife_Limited(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	r.bot.Refuse(463)
	_, err := r.send(from, "1/0", "pengumuman")
	e := r.class(err, channel.Restricted)
	h := r.health(channel.Limited)
	if h.Bulk() || !h.Until.Equal(e.Until) || h.Until.Sub(r.clock().Add(24*time.Hour)).Abs() > time.Second {
		t.Errorf("%+v, %+v", h, e)
	}
	r.works(chat, from, "2/0")
	r.restart()
	r.health(channel.Limited)
	r.bot.Cut()
	r.health(channel.Connecting)
	r.mendTo(channel.Limited)
	r.works(chat, from, "3/0")
	r.move(24 * time.Hour)
	r.up()
}

// 1.8: WhatsApp tells of the limit and its end by itself.
func TestLife_Timelock(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	end := r.clock().Add(5 * time.Hour).Truncate(time.Second)
	r.bot.Timelock(true, end)
	if h := r.health(channel.Limited); !h.Until.Equal(end) || h.Bulk() {
		t.Errorf("%+v", h)
	}
	r.works(chat, from, "1/0")
	r.bot.Refuse(463) // says nothing of an end: the known one stands
	_, err := r.send(from, "2/0", "pengumuman")
	if e := r.class(err, channel.Restricted); !e.Until.Equal(end) {
		t.Errorf("%+v", e)
	}
	r.bot.Timelock(false, time.Time{})
	r.up()
}

func (r *rig) mendTo(want channel.State) {
	r.Helper()
	r.until("connected again", func() bool {
		if r.ch.Health().State == want {
			return true
		}
		r.move(time.Second)
		return false
	})
}

// R14: the phone that nobody uses any more is told of before WhatsApp removes us.
func TestR14_PhoneLastSeen(t *testing.T) {
	r := linked(t)
	if h := r.ch.Health(); h.Why != "" {
		t.Errorf("%+v", h)
	}
	r.move(11 * 24 * time.Hour)
	if h := r.ch.Health(); h.State != channel.Up || !strings.Contains(h.Why, "11 hari") || !h.Bulk() {
		t.Errorf("%+v", h)
	}
	maria, _, _ := r.maria()
	phone, err := r.srv.Resident(r.ctx, number, "Lopo")
	r.ok(err)
	if _, err := phone.With(maria.Account).Say(r.ctx, "halo dari HP"); err != nil {
		t.Fatal(err)
	}
	r.got(2)
	// The message carries the real time, which lies eleven days back on this clock.
	r.move(-11 * 24 * time.Hour)
	if h := r.ch.Health(); h.Why != "" {
		t.Errorf("%+v", h)
	}
}

// Without a device there is nothing to connect: Receive waits, sends wait, and a link made by another program is found.
func TestLife_NoDevice(t *testing.T) {
	r := start(t)
	r.run()
	h := r.health(channel.Unlinked)
	if !strings.Contains(h.Why, "lopo link") {
		t.Errorf("%+v", h)
	}
	_, err := r.send(store.Address{Channel: "whatsapp", Chat: "1@lid"}, "1/0", "jawaban")
	r.class(err, channel.Restricted)
	r.waiting(15 * time.Second)
	ours, stop := r.ch, r.stop
	r.open() // another program on the same file
	r.link()
	r.ok(r.ch.Close())
	r.ch, r.stop = ours, stop
	r.move(15 * time.Second)
	r.up()
}
