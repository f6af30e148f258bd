package bot_test

import (
	"strings"
	"testing"
	"time"

	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// bound is a group that a coordinator has bound, with her in it.
func (p *pier) bound() (*whatsapptest.Group, *whatsapptest.Chat) {
	p.Helper()
	p.must(p.ledger.PutGroupCode(p.ctx, groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", p.now))
	p.say("A", "halo")
	maria := p.person("A")
	group := p.gather(maria)
	chat := maria.In(group)
	_, err := chat.Say(p.ctx, "grup-k7qf-9d2m")
	p.must(err)
	p.becomes(group, store.GroupBound)
	_, err = chat.WaitFor(p.ctx, "menerima pengumuman")
	p.must(err)
	return group, chat
}

// becomes waits until the ledger holds the one group that it knows to be so.
func (p *pier) becomes(group *whatsapptest.Group, want store.GroupState) {
	p.Helper()
	p.until("the group is "+string(want), func() bool {
		list, err := p.ledger.Groups(p.ctx)
		p.must(err)
		return len(list) == 1 && list[0].State == want && list[0].Of.Chat == group.JID().String()
	})
}

// ours are the posts of the bot that a reader of a group has.
func (p *pier) ours(chat *whatsapptest.Chat) (list []whatsapptest.Seen) {
	for _, m := range chat.Screen() {
		if m.Info.Sender.User == p.own.LID {
			list = append(list, m)
		}
	}
	return list
}

// What happened to us in a group while we were away, and was told by nobody, is found out at the start and when the connection is made again: only
// administrators write, we are one of them, we were put out. Groups that staff do not know are left alone, and taking us in again binds nothing.
func TestAccept27GroupsAreLookedAfterOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	p.asServed()
	group, chat := p.bound()
	stranger := p.srv.Group("Jual beli", whatsapptest.LIDMode, p.person("A").Account, p.own)
	before := len(p.ours(chat))
	called := func(want string) {
		t.Helper()
		p.until("the group is called "+want, func() bool {
			list, err := p.ledger.Groups(p.ctx)
			p.must(err)
			return list[0].Name == want
		})
	}
	group.Rename("Karang Taruna\nOebobo ")
	called("Karang Taruna Oebobo")
	group.Silent(true)
	away := func(what func()) {
		p.stop()
		what()
		p.start()
	}
	away(func() { group.Announce(true); group.Rename("Pemuda Oebobo") })
	called("Pemuda Oebobo")
	p.becomes(group, store.GroupMuted)
	away(func() { group.Promote(p.own) })
	p.becomes(group, store.GroupBound)
	n := p.asked()
	away(func() { p.srv.HoldGroups(true) }) // the answer takes its time: meanwhile the account is up, and who writes is answered
	p.until("the groups are asked for", func() bool { return p.asked() == n+1 })
	if got := p.say("A", "menu"); !strings.Contains(got, "Daftar pelatihan kerja") {
		t.Errorf("she is answered %q", got)
	}
	p.srv.HoldGroups(false)
	group.Remove(p.own)
	p.At(p.now.Add(11 * time.Minute))
	p.own.Cut()
	p.becomes(group, store.GroupLeft)
	away(func() { group.Add(p.own) })
	p.settle()
	p.becomes(group, store.GroupLeft)
	if n = len(p.ours(chat)) - before; n != 0 {
		t.Errorf("%d posts in the group", n)
	}
	if in := p.ours(p.person("A").In(stranger)); len(in) != 0 {
		t.Errorf("in a group that nobody bound stands %q", in[0].Text)
	}
}

// asked is how often the account asked which groups it is in.
func (p *pier) asked() int { return len(p.own.Journal("groups")) }

// In a group that no coordinator bound the account says once where it serves, to the first who calls it, and then nothing, whoever calls and however:
// it asks for nothing and repeats nothing. The code that binds it is heard all the same.
func TestAccept27NoChatterAmongStrangersOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	p.asServed()
	p.must(p.ledger.PutGroupCode(p.ctx, groupCode, store.YouthGroup, "Oebobo", "Ibu Ana", p.now))
	maria, yanto := p.person("A"), p.person("B")
	group := p.srv.Group("Jual beli Kupang", whatsapptest.LIDMode, maria.Account, p.own, yanto.Account)
	hers, his := maria.In(group), yanto.In(group)
	says := func(chat *whatsapptest.Chat, text string, mentions bool) {
		t.Helper()
		before := p.count()
		var err error
		if mentions {
			_, err = chat.Mention(p.ctx, p.own.LIDJID(), text)
		} else {
			_, err = chat.Say(p.ctx, text)
		}
		p.must(err)
		p.until("it is heard", func() bool { return p.count() > before })
		p.settle()
	}
	says(hers, "jual sepeda, 081234567890", false)
	if in := p.ours(hers); len(in) != 0 {
		t.Fatalf("nobody called, and it says %q", in[0].Text)
	}
	says(hers, "saya Maria Nale, NIK 5371045206980001, mau daftar", true)
	first, err := hers.WaitFor(p.ctx, "wa.me/"+ownNumber)
	p.must(err)
	if strings.Contains(first.Text, "Maria") || strings.Contains(first.Text, "5371") || strings.Contains(first.Text, "?") {
		t.Errorf("it says %q", first.Text)
	}
	says(his, "siapa ini?", true)
	says(his, "/menu", false)
	_, err = his.Quote(p.ctx, first, "apa itu?")
	p.must(err)
	p.asServed() // it remembers over a restart
	says(hers, "halo?", true)
	says(hers, "berhenti", true)
	if in := p.ours(hers); len(in) != 1 {
		t.Errorf("%d posts in a group that did not ask for them", len(in))
	}
	says(hers, "grup-k7qf-9d2m", false)
	p.becomes(group, store.GroupBound)
	says(hers, "menu", true)
	if in := p.ours(hers); len(in) != 3 || !strings.Contains(in[2].Text, "wa.me") {
		t.Errorf("bound, it has posted %d times", len(in))
	}
}
