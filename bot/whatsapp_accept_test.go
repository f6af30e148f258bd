package bot_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/flows/transcript"
	"lopo/store"
)

// say lets a resident write and returns what is new on her phone.
func (p *pier) say(who, text string) string {
	p.Helper()
	p.do(transcript.Act{Mark: '>', Text: text}, who)
	return p.news()
}

// odd lets a resident do something else, by the word that transcripts have for it.
func (p *pier) odd(who, what string) string {
	p.Helper()
	p.do(transcript.Act{Mark: '!', Text: what}, who)
	return p.news()
}

func (p *pier) do(a transcript.Act, who string) {
	p.Helper()
	p.At(p.now.Add(10 * time.Second))
	p.Hear(who, p.number[who], a)
	p.Tend()
}

func (p *pier) news() string {
	p.Helper()
	var all []string
	said, _ := p.Took()
	for _, s := range said {
		all = append(all, s.Message.Text)
	}
	return strings.Join(all, "\n---\n")
}

// later moves the clock and does what is due.
func (p *pier) later(d time.Duration) {
	p.Helper()
	p.At(p.now.Add(d))
	p.Tend()
}

// form leads to the question for the name.
func (p *pier) form(who string) string {
	p.Helper()
	for _, text := range []string{"mau daftar tukang kayu", "1", "1"} {
		p.say(who, text)
	}
	return p.say(who, "12-06-1998")
}

// The same message twice, at once and after a restart, has one effect and one answer; two messages with the same text both count.
func TestAccept03SameMessageTwiceOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	p.say("A", "halo")
	p.own.Twice(1)
	if got := p.say("A", "1"); !strings.Contains(got, "Pilih satu") || strings.Contains(got, "---") {
		t.Errorf("two copies: %q", got)
	}
	p.Restart()
	chat := p.person("A").With(p.own)
	p.must(chat.SendAs(p.ctx, p.last["A"], &waE2E.Message{Conversation: proto.String("1")})) // as a phone does that never heard of the ack
	if got := p.say("A", "1"); !strings.Contains(got, "Menjahit dibuka beberapa kali") || strings.Contains(got, "---") {
		t.Errorf("the second 1: %q", got)
	}
}

// Five messages within a second are handled in order, one at a time; meanwhile others are answered too.
func TestAccept04FiveWithinASecondOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	before := p.count()
	var busy sync.WaitGroup
	for _, who := range []string{"A", "B", "C"} {
		chat := p.person(who).With(p.own)
		busy.Go(func() {
			for _, text := range []string{"mau daftar tukang kayu", "1", "1", "12-06-1998", "Maria Nale"} {
				if _, err := chat.Say(p.ctx, text); err != nil {
					t.Error(err)
				}
			}
		})
	}
	busy.Wait()
	p.until("all are heard", func() bool { return p.count() == before+15 })
	p.settle()
	for _, who := range []string{"A", "B", "C"} {
		var asked []string
		for _, m := range p.person(who).With(p.own).Inbox() {
			asked = append(asked, m.Text)
		}
		at := -1
		for _, words := range []string{"Mau mendaftar?", "Setuju datanya dicatat?", "Kapan tanggal lahir", "Siapa nama lengkap", "Jenis kelamin?"} {
			found := -1
			for i := at + 1; i < len(asked); i++ {
				if strings.Contains(asked[i], words) {
					found = i
					break
				}
			}
			if found < 0 {
				t.Fatalf("%s: %q is missing or out of order in %q", who, words, asked)
			}
			at = found
		}
	}
}

// Signals of restriction: no notice may go out, the cause and its end are there to be shown, and whoever writes is answered where WhatsApp
// allows it.
func TestAccept17RestrictionsOnWhatsApp(t *testing.T) {
	for name, c := range map[string]struct {
		fault   func(*pier)
		state   channel.State
		answers bool
		until   bool
	}{
		"463":      {func(p *pier) { p.own.Refuse(463); p.notice() }, channel.Limited, true, true},
		"timelock": {func(p *pier) { p.own.Timelock(true, p.now.Add(5*time.Hour)) }, channel.Limited, true, true},
		"temporary ban": {func(p *pier) {
			p.own.FailLogin(whatsapptest.Failure{Reason: 402, Code: 101, Expire: 7200})
			p.own.Cut()
		}, channel.Banned, false, true},
		"logged out":      {func(p *pier) { p.own.Kick() }, channel.Unlinked, false, false},
		"client outdated": {func(p *pier) { f := whatsapptest.Failure{Reason: 405}; p.own.FailLogin(f, f); p.own.Cut() }, channel.Outdated, false, false},
		"replaced":        {func(p *pier) { p.own.Replace() }, channel.Replaced, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openPier(t)
			p.say("A", "halo")
			c.fault(p)
			p.until("the state is known", func() bool { return p.ch.Health().State == c.state })
			h := p.ch.Health()
			if h.Bulk() || h.Why == "" || h.Until.IsZero() == c.until {
				t.Errorf("%+v", h)
			}
			if c.answers {
				if got := p.say("A", "menu"); !strings.Contains(got, "Apa yang bisa") {
					t.Errorf("she hears %q", got)
				}
			}
		})
	}
}

// notice sends a notice past the outbox.
func (p *pier) notice() {
	p.Helper()
	_, err := p.ch.Send(p.ctx, store.Outgoing{Key: "pengumuman/1", To: p.Of("A"), Text: "Pendaftaran dibuka.", Priority: store.Bulk})
	if e := channel.Classify(err); err == nil || e.Class != channel.Restricted || e.Until.IsZero() {
		p.Errorf("notice: %v", err)
	}
}

// An undecryptable first message is answered by one short greeting, once in ten minutes; the text, when it comes after all, is handled once.
func TestAccept18UndecryptableOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	got := p.odd("A", "garbled")
	if !strings.Contains(got, "tidak terbaca") || strings.Contains(got, "---") {
		t.Errorf("%q", got)
	}
	if got := p.odd("A", "garbled"); got != "" {
		t.Errorf("again at once: %q", got)
	}
	ids := p.own.Journal("message")
	before := p.count()
	p.must(p.person("A").With(p.own).SendAs(p.ctx, ids[len(ids)-1].ID, &waE2E.Message{Conversation: proto.String("mau daftar tukang kayu")}))
	p.until("the text is heard", func() bool { return p.count() == before+1 })
	p.settle()
	if got := p.news(); !strings.Contains(got, "Mau mendaftar?") {
		t.Errorf("the text came after all: %q", got)
	}
	p.later(11 * time.Minute)
	if got := p.odd("A", "garbled"); !strings.Contains(got, "tidak terbaca") || !strings.Contains(got, "Mau mendaftar?") {
		t.Errorf("eleven minutes later: %q", got)
	}
	if got := p.say("A", "1"); !strings.Contains(got, "Setuju") {
		t.Errorf("the step is lost: %q", got)
	}
}

// A reply typed on the paired phone silences the bot until she calls it, or hours have passed; the form is still there.
func TestAccept19HandOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	p.form("A")
	if got := p.odd("A", "hand"); got != "" {
		t.Errorf("%q", got)
	}
	if got := p.say("A", "oh begitu, terima kasih"); got != "" {
		t.Errorf("it speaks while staff do: %q", got)
	}
	if got := p.say("B", "halo"); got == "" {
		t.Error("and is silent to others")
	}
	if got := p.say("A", "lanjut"); !strings.Contains(got, "Siapa nama lengkap") {
		t.Errorf("the form: %q", got)
	}
	p.odd("A", "hand")
	p.later(90 * time.Minute)
	if got := p.say("A", "baik"); got != "" {
		t.Errorf("an hour and a half later it speaks: %q", got)
	}
	p.later(3 * time.Hour)
	if got := p.say("A", "halo"); !strings.Contains(got, "Siapa nama lengkap") {
		t.Errorf("hours later: %q", got)
	}
}

// Two machines: the bot stops after some identical exchanges. Its own words, seen on the account's other devices, and status messages are never
// answered.
func TestAccept28LoopsOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	answered := 0
	for range 25 {
		if got := p.say("A", "Terima kasih, pesan Anda akan kami balas."); got != "" {
			answered++
		}
	}
	if answered > 10 {
		t.Errorf("%d answers to a machine", answered)
	}
	p.staffPhone() // sees what we say, as one more device of the account
	before := p.count()
	p.say("B", "halo")
	p.say("B", "menu")
	if n := p.count() - before; n != 2 {
		t.Errorf("%d messages were taken in, she wrote 2", n)
	}
	if seen := p.staffPhone().With(p.person("B").Account).All(); len(seen) == 0 {
		t.Error("the other device sees nothing: the test shows nothing")
	}
}

// Anything that is not text has a defined answer, or a defined silence, and loses no step; an edit corrects the last answer.
func TestAccept29NotTextOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	p.form("A")
	for _, what := range []string{"voice", "sticker", "photo", "video", "document", "poll", "unknown", "contact", "location -8.5 125.5", "call"} {
		if got := p.odd("A", what); got == "" || strings.Contains(got, "Maaf, ada gangguan") {
			t.Errorf("%s: %q", what, got)
		}
	}
	for _, what := range []string{"reaction", "deleted"} {
		if got := p.odd("A", what); got != "" {
			t.Errorf("%s: %q", what, got)
		}
	}
	if got := p.say("A", "Maria Nael"); !strings.Contains(got, "Jenis kelamin") {
		t.Fatalf("the step is lost: %q", got)
	}
	if got := p.odd("A", "edit Maria Nale"); !strings.Contains(got, "diganti menjadi: Maria Nale") {
		t.Errorf("edit: %q", got)
	}
	if got := p.odd("A", "edit 12345"); !strings.Contains(got, "tetap: Maria Nale") {
		t.Errorf("a bad edit: %q", got)
	}
}

// The morning after a night without power: all that was written meanwhile comes at once, in any order of people, and everybody who wrote is
// answered once.
func TestAnsweredOnceAfterTheNightOnWhatsApp(t *testing.T) {
	t.Parallel()
	p := openPier(t)
	people := []string{"A", "B", "C", "D"}
	for _, who := range people {
		p.say(who, "halo")
	}
	p.stop()
	p.At(p.now.Add(9 * time.Hour))
	before := p.count()
	texts := []string{"pagi", "halo pak", "ada orang?", "permisi", "mau daftar tukang kayu"}
	for _, text := range texts {
		for _, who := range people {
			if _, err := p.person(who).With(p.own).Say(p.ctx, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.start()
	p.until("all are heard", func() bool { return p.count() == before+len(texts)*len(people) })
	p.settle()
	said, _ := p.Took()
	answers := map[string]int{}
	for _, s := range said {
		answers[s.Who]++
	}
	for _, who := range people {
		if answers[who] != 1 {
			t.Errorf("%s wrote %d times and was answered %d times", who, len(texts), answers[who])
		}
	}
	if got := p.say("A", "menu"); !strings.Contains(got, "Apa yang bisa") {
		t.Errorf("and then: %q", got)
	}
}
