package bot_test

import (
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
	"lopo/store/sqlite"
)

// goes brings an announcement to groups to where it runs, and lets the house send for a while.
func goes(h *bottest.House, edit func(*store.Announcement)) store.Announcement {
	h.Helper()
	a := store.Announcement{Topic: store.TopicGeneral, Title: "Posyandu", Body: "Posyandu Senin pukul 08.00.", To: store.Audience{Groups: true}}
	if edit != nil {
		edit(&a)
	}
	a = begun(h, h.Ledger, a, h.Now())
	sends(h)
	return a
}

// begun writes an announcement and takes it through the hands of two members of staff.
func begun(t testing.TB, l *sqlite.Ledger, a store.Announcement, now time.Time) store.Announcement {
	t.Helper()
	err := l.Do(t.Context(), func(tx *sqlite.Tx) (err error) {
		a, err = tx.NewAnnouncement(a, "Ana", now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return started(t, l, a, now)
}

// started takes a draft to where it runs.
func started(t testing.TB, l *sqlite.Ledger, a store.Announcement, now time.Time) store.Announcement {
	t.Helper()
	for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}, {Act: store.ActStart, By: "Ana"}} {
		var err error
		if a, err = l.TakeStep(t.Context(), a.Ref, s, nil, now); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// sends lets a minute pass, second by second.
func sends(h *bottest.House) {
	h.Helper()
	for range 8 {
		h.Later(5 * time.Second)
		h.Must(h.Bot.Notices.Settled(h.Ctx))
	}
}

func reasons(h *bottest.House, a store.Announcement) map[string]int {
	h.Helper()
	counts, err := h.Ledger.Counts(h.Ctx, a.ID)
	h.Must(err)
	why := map[string]int{}
	for _, c := range counts {
		if c.Why != "" && c.N > 0 {
			why[c.Why] += c.N
		}
	}
	return why
}

// heard are the lines with these words that somebody has.
func heard(p *telegramtest.Person, words string) (n int) {
	for _, m := range p.Inbox() {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// withGroup is a bot in a group that Maria has bound, with Ana of staff to be told of it.
func withGroup(t *testing.T) (h *bottest.House, maria, ana *telegramtest.Person, g *telegramtest.Group) {
	h = invited(t)
	maria, ana = h.Telegram.Person(7, "Maria Nale"), h.Telegram.Person(1, "Ana")
	ana.Say("halo")
	h.Settle()
	appoint(h, ana, "Ana", store.Operator, "anaanaan")
	g = h.Telegram.Group(-1001, "Karang Taruna Oebobo")
	g.Say(maria, 0, "grup-k7qf-9d2m")
	h.Settle()
	return h, maria, ana, g
}

// A group forbids its members to write, which Telegram tells nobody. The first notice that does not get in finds out: it is not tried again, the
// report says why, staff are told once, and the next notice leaves the group out. Once somebody calls the bot there and it can answer, notices go
// there again, and the one that was lost can be sent at the order of staff.
func TestAccept27GroupThatSilencesItsMembers(t *testing.T) {
	h, maria, ana, g := withGroup(t)
	is := func(want store.GroupState) {
		t.Helper()
		if got := groups(h)["-1001"].State; got != want {
			t.Fatalf("the group is %s, want %s", got, want)
		}
	}
	g.Hush(true)
	a := goes(h, nil)
	is(store.GroupMuted)
	if why := reasons(h, a); why[store.WhyMuted] != 1 || len(why) != 1 {
		t.Errorf("the report gives %v", why)
	}
	if n := heard(ana, "tidak mengizinkan kami menulis"); n != 1 {
		t.Errorf("staff were told %d times", n)
	}
	b := goes(h, func(a *store.Announcement) { a.Body = "Imunisasi Selasa." })
	left, err := h.Ledger.LeftOut(h.Ctx, b.ID)
	if h.Must(err); left[store.WhyMuted] != 1 || heard(ana, "tidak mengizinkan kami menulis") != 1 {
		t.Errorf("of the next: left out %v, staff told %d times", left, heard(ana, "tidak mengizinkan kami menulis"))
	}
	g.Say(maria, 0, "@LopoUjiBot bantuan") // the answer does not get in either
	h.Settle()
	is(store.GroupMuted)
	g.Hush(false)
	is(store.GroupMuted)
	before := len(g.Inbox())
	g.Say(maria, 0, "@LopoUjiBot bantuan")
	h.Settle()
	is(store.GroupBound)
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		n, err := tx.Requeue(a.ID, false, h.Now())
		if n != 1 {
			t.Errorf("%d can be sent again", n)
		}
		return err
	}))
	c := goes(h, func(a *store.Announcement) { a.Body = "Pelatihan Rabu." })
	if why := reasons(h, c); len(why) != 0 {
		t.Errorf("the notice after that gives %v", why)
	}
	posts := g.Inbox()[before:]
	if len(posts) != 2 || !strings.Contains(posts[1].Text, "Pelatihan Rabu") {
		t.Errorf("in the group stand %+v", posts)
	}
}

// The bot was thrown out, and the news of it was lost: the send finds out, and staff are told once.
func TestAccept27GroupThatThrewUsOut(t *testing.T) {
	h, _, ana, _ := withGroup(t)
	h.Telegram.Fail(telegramtest.Fault{Method: "sendMessage", Chat: -1001, Times: -1, Code: 403, Desc: "Forbidden: bot is not a member of the supergroup chat"})
	a := goes(h, nil)
	if got := groups(h)["-1001"].State; got != store.GroupLeft {
		t.Errorf("the group is %s", got)
	}
	if why := reasons(h, a); why[store.WhyGone] != 1 {
		t.Errorf("the report gives %v", why)
	}
	if n := heard(ana, "tidak memuat kami lagi"); n != 1 {
		t.Errorf("staff were told %d times", n)
	}
}

// A group becomes a supergroup while a notice is under way, and nobody told us: the group and the notice go there, once.
func TestAccept27GroupThatMovesMidway(t *testing.T) {
	for _, quiet := range []bool{true, false} {
		t.Run(map[bool]string{true: "quiet", false: "told"}[quiet], func(t *testing.T) {
			h := invited(t)
			maria := h.Telegram.Person(7, "Maria Nale")
			g := h.Telegram.Group(-1001, "Karang Taruna Oebobo")
			g.Say(maria, 0, "grup-k7qf-9d2m")
			h.Settle()
			h.Telegram.Fail(telegramtest.Fault{Method: "sendMessage", Chat: -1001, Code: 429, Desc: "Too Many Requests: retry after 20", RetryAfter: 20})
			a := begun(h, h.Ledger, store.Announcement{Topic: store.TopicGeneral, Body: "Posyandu Senin pukul 08.00.", To: store.Audience{Groups: true}}, h.Now())
			for h.Telegram.Count("sendMessage") < 2 { // the answer to the code, and the first try
				h.Later(time.Second)
				h.Must(h.Bot.Notices.Settled(h.Ctx))
			}
			super := g.Migrate(-1000000002002, quiet)
			sends(h)
			if got := groups(h); len(got) != 1 || got["-1000000002002"].State != store.GroupBound {
				t.Errorf("the groups are %+v", got)
			}
			if in := super.Inbox(); len(in) != 1 || !strings.Contains(in[0].Text, "Posyandu Senin") {
				t.Errorf("in the supergroup stands %+v", in)
			}
			list, err := h.Ledger.Deliveries(h.Ctx, a.ID, store.Address{}, 10)
			if h.Must(err); len(list) != 1 || list[0].Fate != store.FateSent || list[0].To.Chat != "-1000000002002" {
				t.Errorf("delivered: %+v", list)
			}
			fix, err := h.Ledger.Correct(h.Ctx, a.Ref, "", "Posyandu SELASA pukul 08.00.", "Ana", h.Now())
			h.Must(err)
			started(h, h.Ledger, fix, h.Now())
			sends(h)
			if in := super.Inbox(); len(in) != 1 || !in[0].Edited || !strings.Contains(in[0].Text, "SELASA") {
				t.Errorf("after the correction: %+v", in)
			}
		})
	}
}
