package whatsapptest_test

import (
	"slices"
	"strings"
	"testing"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"lopo/bot/whatsapp/whatsapptest"
)

func TestGroups(t *testing.T) {
	for _, mode := range []whatsapptest.Mode{whatsapptest.LIDMode, whatsapptest.PNMode} {
		t.Run(string(mode), func(t *testing.T) {
			w := newWorld(t)
			yohanes := w.resident("6281230000002", "Yohanes Tefa")
			g := w.srv.Group("Karang Taruna Oesapa", mode, w.maria.Account, yohanes.Account, w.bot.Account)
			joined := event[*events.JoinedGroup](w, w.bot, nil)
			if joined.JID != g.JID() || len(joined.Participants) != 3 || joined.Name != "Karang Taruna Oesapa" {
				t.Errorf("joined %+v", joined)
			}
			me := w.bot.LIDJID()
			if mode == whatsapptest.PNMode {
				me = w.bot.JID()
			}
			must[string](w)(w.maria.In(g).Mention(w.ctx, me, "menu"))
			in := must[[]seen](w)(w.bot.In(g).Wait(w.ctx, 1))
			if want := "@" + me.User + " menu"; in[0].Text != want || in[0].Info.Sender.User == w.bot.LID || !in[0].Info.IsGroup {
				t.Errorf("the bot got %+v", in[0])
			}
			must[string](w)(w.bot.In(g).Quote(w.ctx, in[0], "Silakan tulis ke saya langsung"))
			for _, r := range []*whatsapptest.Resident{w.maria, yohanes} {
				if got := must[seen](w)(r.In(g).WaitFor(w.ctx, "Silakan")); got.Quoted != in[0].ID() {
					t.Errorf("%s got %+v", r.Name(), got)
				}
			}
			// The second text travels with the key that is known already.
			must[string](w)(w.bot.In(g).Say(w.ctx, "Terima kasih"))
			must[seen](w)(yohanes.In(g).WaitFor(w.ctx, "Terima kasih"))
		})
	}
}

func TestGroupTextIsAskedForAgain(t *testing.T) {
	w := newWorld(t)
	g := w.srv.Group("Karang Taruna", whatsapptest.LIDMode, w.maria.Account, w.bot.Account)
	must[string](w)(w.maria.In(g).Say(w.ctx, "halo"))
	must[[]seen](w)(w.bot.In(g).Wait(w.ctx, 1))
	w.bot.Corrupt(2) // the key and the text
	must[string](w)(w.maria.In(g).Say(w.ctx, "apa kabar"))
	if got := must[seen](w)(w.bot.In(g).WaitFor(w.ctx, "apa kabar")); got.Info.Chat != g.JID() {
		t.Errorf("got %+v", got.Info)
	}
}

func TestGroupChanges(t *testing.T) {
	w := newWorld(t)
	g := w.srv.Group("Karang Taruna", whatsapptest.LIDMode, w.maria.Account)
	if _, err := w.bot.In(g).Say(w.ctx, "halo"); err == nil {
		t.Error("wrote into a group it is not in")
	}
	g.Add(w.bot.Account)
	event[*events.JoinedGroup](w, w.bot, nil)
	must[string](w)(w.bot.In(g).Say(w.ctx, "halo"))
	must[seen](w)(w.maria.In(g).WaitFor(w.ctx, "halo"))

	g.Announce(true)
	event(w, w.bot, func(e *events.GroupInfo) bool { return e.Announce != nil && e.Announce.IsAnnounce })
	if _, err := w.bot.In(g).Say(w.ctx, "pengumuman"); err == nil || !strings.Contains(err.Error(), "420") {
		t.Errorf("wrote where only admins may: %v", err)
	}
	g.Promote(w.bot.Account)
	event(w, w.bot, func(e *events.GroupInfo) bool { return len(e.Promote) == 1 })
	must[string](w)(w.bot.In(g).Say(w.ctx, "pengumuman"))
	must[seen](w)(w.maria.In(g).WaitFor(w.ctx, "pengumuman"))

	groups, err := w.bot.Client.GetJoinedGroups(w.ctx)
	w.ok(err)
	if len(groups) != 1 || !groups[0].IsAnnounce {
		t.Errorf("in %+v", groups)
	}
	g.Remove(w.bot.Account)
	event(w, w.bot, func(e *events.GroupInfo) bool {
		return slices.ContainsFunc(e.Leave, func(j types.JID) bool { return j.User == w.bot.LID })
	})
	if groups, err = w.bot.Client.GetJoinedGroups(w.ctx); err != nil || len(groups) != 0 {
		t.Errorf("still in %v, %v", groups, err)
	}
}

func TestLeaveGroup(t *testing.T) {
	w := newWorld(t)
	g := w.srv.Group("Karang Taruna", whatsapptest.LIDMode, w.maria.Account, w.bot.Account)
	event[*events.JoinedGroup](w, w.bot, nil)
	w.ok(w.bot.Client.LeaveGroup(w.ctx, g.JID()))
	event(w, w.maria, func(e *events.GroupInfo) bool { return len(e.Leave) == 1 })
	if n := len(g.Members()); n != 1 {
		t.Errorf("%d members", n)
	}
}
