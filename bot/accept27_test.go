package bot_test

import (
	"go/ast"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// makes are the calls by which the two platforms make groups, add people to them, or enter one unasked. None of them may stand anywhere in the
// program: numbers are banned for it, and nobody has asked for it.
var makes = []string{
	"CreateGroup", "UpdateGroupParticipants", "UpdateGroupRequestParticipants", "JoinGroupWithLink", "JoinGroupWithInvite", "LinkGroup", "GetGroupInviteLink",
	"CreateNewsletter", "FollowNewsletter", "PutGroupInvite", "approveChatJoinRequest", "promoteChatMember", "createChatInviteLink", "exportChatInviteLink",
	"createForumTopic", "inviteToChannel", "addChatUser", "InviteLinkConfig", "CreateChatInviteLinkConfig", "PromoteChatMemberConfig",
}

// No code path makes a group or adds a member.
func TestAccept27NoGroupIsMade(t *testing.T) {
	looked := 0
	for _, f := range tree(t) {
		if f.test() || strings.Contains(f.path, "whatsapptest") || strings.Contains(f.path, "telegramtest") {
			continue
		}
		looked++
		for _, found := range madeIn(f) {
			t.Errorf("%s: the bot makes no groups and adds nobody", found)
		}
	}
	if looked < 100 {
		t.Errorf("only %d files were looked at", looked)
	}
	for _, src := range []string{`package a; func f() { cli.CreateGroup() }`, `package a; var x = ask("promoteChatMember")`, `package a; var c = api.CreateChatInviteLinkConfig{}`} {
		if len(madeIn(source(t, "bot/a.go", src))) == 0 {
			t.Errorf("this is let pass: %s", src)
		}
	}
}

func madeIn(f file) (found []string) {
	ast.Inspect(f.tree, func(n ast.Node) bool {
		said := ""
		switch n := n.(type) {
		case *ast.Ident:
			said = n.Name
		case *ast.BasicLit:
			said = strings.Trim(n.Value, "`\"")
		}
		for _, call := range makes {
			if strings.EqualFold(said, call) {
				found = append(found, f.where(n)+": "+call)
			}
		}
		return true
	})
	return found
}

const groupCode = "k7qf9d2m"

// invited is a house in which staff have made a code for a group.
func invited(t *testing.T) *bottest.House {
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	h.Must(h.Ledger.PutGroupCode(h.Ctx, groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", h.Now()))
	return h
}

func groups(h *bottest.House) map[string]store.Group {
	list, err := h.Ledger.Groups(h.Ctx)
	h.Must(err)
	found := map[string]store.Group{}
	for _, g := range list {
		found[g.Of.Chat] = g
	}
	return found
}

// A coordinator binds a group: by the code, written to the bot or carried by the link that takes it in. It says what it will post and how to
// stop, and nothing but what is said to it is answered.
func TestAccept27CoordinatorBindsAGroup(t *testing.T) {
	for _, word := range []string{"/start@LopoUjiBot grup-k7qf-9d2m", "@LopoUjiBot grup-k7qf-9d2m", "grup-k7qf-9d2m", "/ikat GRUP-K7QF-9D2M"} {
		t.Run(word, func(t *testing.T) {
			h := invited(t)
			maria := h.Telegram.Person(7, "Maria Nale")
			g := h.Telegram.Group(-1001, "Karang Taruna Oebobo")
			g.Take(maria)
			g.Say(maria, 0, "selamat malam semua, NIK saya 5371045206980001")
			h.Settle()
			if n := len(g.Inbox()); n != 0 {
				t.Fatalf("%d posts before anybody bound it", n)
			}
			g.Say(maria, 0, word)
			h.Settle()
			in := g.Inbox()
			if len(in) != 1 || !strings.Contains(in[0].Text, "menerima pengumuman") || !strings.Contains(in[0].Text, "Oebobo") || !strings.Contains(in[0].Text, "Untuk berhenti") {
				t.Fatalf("posts %+v", in)
			}
			if got := groups(h)["-1001"]; got.State != store.GroupBound || got.Kelurahan != "Oebobo" || got.Kind != store.YouthGroup || got.By != "Ibu Ana" || got.Name != "Karang Taruna Oebobo" {
				t.Errorf("%+v", got)
			}
			g.Say(maria, 0, "@LopoUjiBot nama saya Maria Nale, mau daftar, 081234567890")
			h.Settle()
			last := g.Inbox()[1]
			if strings.Contains(last.Text, "Maria") || strings.Contains(last.Text, "0812") || strings.Contains(last.Text, "?") || len(last.Buttons) != 1 || !strings.Contains(last.Buttons[0].URL, "t.me/") {
				t.Errorf("in the group it says %q %v", last.Text, last.Buttons)
			}
			g.Say(maria, 0, "terima kasih semua")
			h.Settle()
			if n := len(g.Inbox()); n != 2 {
				t.Errorf("%d posts", n)
			}
		})
	}
}

// A code binds one group; five wrong ones lock it, and lock out who wrote them.
func TestAccept27BindTriesAreLimited(t *testing.T) {
	h := invited(t)
	maria, thief := h.Telegram.Person(7, "Maria Nale"), h.Telegram.Person(666, "Yanto")
	g, other := h.Telegram.Group(-1001, "Karang Taruna Oebobo"), h.Telegram.Group(-1002, "Jual beli")
	say := func(where *telegramtest.Group, who *telegramtest.Person, text string) string {
		where.Say(who, 0, text)
		h.Settle()
		in := where.Inbox()
		return in[len(in)-1].Text
	}
	for _, end := range []string{"9d2a", "9d2b", "9d2c", "9d2d", "9d2e"} {
		if got := say(other, thief, "grup-k7qf-"+end); !strings.Contains(got, "tidak berlaku") {
			t.Errorf("wrong: %q", got)
		}
	}
	if got := say(other, thief, "grup-k7qf-9d2m"); !strings.Contains(got, "dikunci") {
		t.Errorf("the thief hears %q", got)
	}
	if got := say(g, maria, "grup-k7qf-9d2m"); !strings.Contains(got, "dikunci") {
		t.Errorf("a locked code: %q", got)
	}
	h.Must(h.Ledger.PutGroupCode(h.Ctx, groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", h.Now()))
	if got := say(other, thief, "grup-k7qf-9d2m"); !strings.Contains(got, "dikunci") {
		t.Errorf("with a new code the thief hears %q", got)
	}
	if got := say(g, maria, "grup-k7qf-9d2m"); !strings.Contains(got, "menerima pengumuman") {
		t.Errorf("a new code: %q", got)
	}
	if got := say(other, maria, "grup-k7qf-9d2m"); !strings.Contains(got, "tidak berlaku") {
		t.Errorf("a second time: %q", got)
	}
	h.Must(h.Ledger.PutGroupCode(h.Ctx, groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", h.Now()))
	h.Later(25 * time.Hour)
	if got := say(other, maria, "grup-k7qf-9d2m"); !strings.Contains(got, "tidak berlaku") {
		t.Errorf("after a day: %q", got)
	}
	if n := len(groups(h)); n != 1 {
		t.Errorf("%d groups are bound", n)
	}
}

// The bot is muted, let write again, moved to a supergroup and thrown out: staff see each, notices know the new address, and being taken in again
// binds nothing.
func TestAccept27GroupsChange(t *testing.T) {
	h := invited(t)
	maria := h.Telegram.Person(7, "Maria Nale")
	g := h.Telegram.Group(-1001, "Karang Taruna Oebobo")
	g.Say(maria, 0, "grup-k7qf-9d2m")
	h.Settle()
	is := func(chat string, want store.GroupState) {
		t.Helper()
		h.Settle()
		if got := groups(h); len(got) != 1 || got[chat].State != want {
			t.Fatalf("want %s %s, got %+v", chat, want, got)
		}
		if may, err := h.Ledger.Bound(h.Ctx, store.Address{Channel: "telegram", Chat: chat}); err != nil || may != (want == store.GroupBound) {
			t.Errorf("%s: a notice may be posted: %t, %v", want, may, err)
		}
	}
	g.Restrict(maria)
	is("-1001", store.GroupMuted)
	g.Promote(maria)
	is("-1001", store.GroupBound)
	super := g.Migrate(-1000000002002, false)
	is("-1000000002002", store.GroupBound)
	super.Kick(maria)
	is("-1000000002002", store.GroupLeft)
	super.Take(maria)
	is("-1000000002002", store.GroupLeft)
	flags, err := h.Ledger.Flags(h.Ctx, 10)
	h.Must(err)
	var why []string
	for _, f := range flags {
		why = append(why, f.Why)
	}
	if strings.Join(why, " ") != "group_left group_muted" {
		t.Errorf("staff see %q", why)
	}
	h.Must(h.Ledger.PutGroupCode(h.Ctx, groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", h.Now()))
	super.Say(maria, 0, "grup-k7qf-9d2m")
	is("-1000000002002", store.GroupBound)
	super.Say(h.Telegram.Person(8, "Yanto"), 0, "@LopoUjiBot berhenti")
	is("-1000000002002", store.GroupBound)
	super.Say(maria, 0, "@LopoUjiBot berhenti")
	is("-1000000002002", store.GroupUnbound)
	if in := super.Inbox(); !strings.Contains(in[len(in)-1].Text, "kami hentikan") {
		t.Errorf("she hears %q", in[len(in)-1].Text)
	}
}
