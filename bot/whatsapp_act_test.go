package bot_test

import (
	"fmt"
	"strings"

	"lopo/bot/whatsapp/whatsapptest"
	"lopo/flows/transcript"
)

// Hear lets a resident do something in her app.
func (p *pier) Hear(who, number string, a transcript.Act) {
	p.Helper()
	p.number[who] = number
	before := p.count()
	if err := p.act(p.person(who), who, a); err != nil {
		p.Fatalf("line %d: %v", a.Line, err)
	}
	p.until(fmt.Sprintf("line %d is heard", a.Line), func() bool { return p.count() > before })
	p.settle()
}

func (p *pier) act(r *whatsapptest.Resident, who string, a transcript.Act) (err error) {
	chat := r.With(p.own)
	if a.Mark == '>' {
		p.last[who], err = chat.Say(p.ctx, a.Text)
		return err
	}
	verb, rest, _ := strings.Cut(a.Text, " ")
	switch verb {
	case "edit":
		err = chat.Edit(p.ctx, p.last[who], rest)
	case "deleted":
		err = chat.Delete(p.ctx, p.last[who])
	case "location":
		lat, lon, _ := strings.Cut(rest, " ")
		_, err = chat.Location(p.ctx, degrees(lat), degrees(lon))
	case "contact":
		_, err = chat.Contact(p.ctx, "Ina", "6281239999999")
	case "group", "murmur":
		text := rest
		in := r.In(p.gather(r))
		if verb == "group" {
			_, err = in.Mention(p.ctx, p.own.LIDJID(), text)
		} else {
			_, err = in.Say(p.ctx, text)
		}
	case "voice":
		_, err = chat.Voice(p.ctx, []byte("OggS"))
	case "sticker":
		_, err = chat.Sticker(p.ctx)
	case "photo":
		_, err = chat.Image(p.ctx, []byte("JFIF"), rest)
	case "video":
		_, err = chat.Send(p.ctx, video)
	case "document":
		_, err = chat.Document(p.ctx, []byte("%PDF"), "ktp.pdf", "application/pdf")
	case "poll":
		_, err = chat.Poll(p.ctx, "Setuju?", "ya", "tidak")
	case "unknown":
		_, err = chat.Send(p.ctx, invitation)
	case "reaction":
		err = chat.React(p.ctx, chat.Inbox()[0], "👍")
	case "garbled":
		err = p.spoil(chat)
	case "call":
		r.Account.Call(p.own)
	case "hand":
		_, err = p.staffPhone().With(r.Account).Say(p.ctx, byHand)
	default:
		err = fmt.Errorf("nobody can do %q on WhatsApp", a.Text)
	}
	return err
}

// byHand is what staff write on the phone.
const byHand = "Saya petugas."

// spoil is a message that cannot be deciphered, as often as it is sent: once, and four times when the bot asks for it again.
func (p *pier) spoil(chat *whatsapptest.Chat) error {
	copies := 5
	if p.phone != nil { // the phone of staff gets one too, and asks again as often
		copies = 10
	}
	p.own.Corrupt(copies)
	before := p.count()
	id, err := chat.Say(p.ctx, "tidak terbaca")
	p.until("the bot gives up", func() bool {
		n := 0
		for _, e := range p.own.Journal("message") {
			if e.ID == id {
				n++
			}
		}
		return n >= copies
	})
	p.until("the desk is told", func() bool {
		select {
		case <-p.lapse:
		default:
		}
		return p.count() > before
	})
	return err
}
