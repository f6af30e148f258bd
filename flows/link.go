package flows

import (
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// One person, several channels: she writes "hubungkan" in one, and sends the code that it shows in the other. From then on news reach her once,
// in the channel that she used last; what she has stopped in one is stopped in both.

// linkCode is the code of another chat that a message holds; "" when it holds none. Six bare digits are one only where no question waits for
// an answer: in a form they may be a birth date.
func linkCode(s store.Session, m store.Message) string {
	if m.Group || m.Kind != store.Text {
		return ""
	}
	for _, text := range [...]string{m.Start, m.Text} {
		word, code := codeIn(text)
		if code == "" || word == "" && s.Flow != "" && s.Flow != "menu" {
			continue
		}
		switch word {
		case "", "hubungkan", "hubung", "sambungkan", "gabungkan", "/hubungkan", "connect", "kode", "code":
			return code
		}
	}
	return ""
}

// codeIn reads "hubungkan 482913", with a space or a hyphen among the digits or not. Most texts hold no six digits, and show it at a glance.
func codeIn(text string) (word, code string) {
	if len(text) < store.LinkLength || len(text) > 40 {
		return "", ""
	}
	digits, first := 0, len(text)
	for i := range len(text) {
		if c := text[i]; c >= '0' && c <= '9' {
			if digits++; first == len(text) {
				first = i
			}
		}
	}
	if digits != store.LinkLength {
		return "", ""
	}
	code = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, strings.TrimSpace(text[first:]))
	if len(code) != store.LinkLength || len(strings.TrimSpace(text[first:])) > store.LinkLength+2 {
		return "", ""
	}
	return strings.Trim(strings.ToLower(text[:first]), " -:_"), code
}

// showLink shows a code for the other channel.
func (t *Turn) showLink() {
	if !t.want(store.Need{NewCode: true}) {
		return
	}
	t.do(store.ShowLinkCode{Code: t.Facts.NewCode})
	t.say("link.code", map[string]any{"Code": t.Facts.NewCode, "Linked": len(t.Facts.Linked), "Channels": t.channels(t.Facts.Linked)})
}

// channels names where chats are, once each, as far as residents have a name for it.
func (t *Turn) channels(list []store.Address) string {
	var said []string
	seen := map[string]bool{}
	for _, a := range list {
		if name := t.channelName(a.Channel); !seen[a.Channel] && name != "" {
			said = append(said, name)
		}
		seen[a.Channel] = true
	}
	return strings.Join(said, ", ")
}

func (t *Turn) channelName(name string) string {
	if key := "channel." + name; t.e.words.Has(key) {
		return t.word(key, nil)
	}
	return ""
}

// link answers a code of another chat. Somebody who has something here is asked first: whoever shows the code will see it.
func (t *Turn) link(code string) {
	if !t.want(store.Need{LinkCode: code}) {
		return
	}
	switch c := t.Facts.Link; {
	case c.Locked:
		t.say("link.locked", nil)
	case c.Own:
		t.say("link.own", map[string]any{"Code": code})
	case c.Joined:
		t.say("link.already", map[string]any{"Channel": t.channelName(c.With.Channel)})
	case !c.Valid:
		t.do(store.MissLink{Code: code})
		t.say("link.wrong", nil)
	case t.hasSomething():
		t.enter("link", map[string]string{"code": code})
		t.ask()
		return
	default:
		t.join(*c)
	}
	t.still()
}

// hasSomething reports whether another chat could learn something of this one.
func (t *Turn) hasSomething() bool {
	return len(t.Facts.Registrations) > 0 || len(t.Facts.Tickets) > 0 || t.Facts.Draft != nil && !t.Facts.Draft.Expired || t.answers() > 0
}

func (t *Turn) join(c store.LinkCode) {
	t.do(store.Join{With: c.With})
	t.say("link.done", map[string]any{"Channel": t.channelName(c.With.Channel)})
}

// Link asks before what is kept here can be seen in another chat.
var Link = &Flow{Name: "link", Version: 1, Steps: []Step{
	{Name: "sure", Options: fixed("link", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true,
		With: func(t *Turn) map[string]any {
			data := map[string]any{"Channel": ""}
			if c := t.Facts.Link; t.want(store.Need{LinkCode: t.slot("code")}) && c.Valid {
				data["Channel"] = t.channelName(c.With.Channel)
			}
			return data
		},
		Then: func(t *Turn, value string) {
			read := t.want(store.Need{LinkCode: t.slot("code")})
			c := t.Facts.Link
			t.leave()
			switch {
			case value != "yes":
				t.say("link.kept", nil)
			case !read:
			case !c.Valid: // it was, when it was sent
				t.say("link.late", nil)
			default:
				t.join(*c)
			}
			t.homeAgain()
		}},
}}

// unlink makes this chat one of its own again.
func (t *Turn) unlink() {
	if t.Facts.Contact.Person == 0 {
		t.say("link.alone", nil)
		return
	}
	t.do(store.Part{})
	t.say("link.parted", map[string]any{"Channel": t.channels(t.Facts.Linked)})
	t.Facts.Linked, t.Facts.Contact.Person, t.Facts.Contact.Quiet = nil, 0, false
	t.dropCopy()
}

// dropCopy lets go of a form that was begun in a chat that is no longer hers.
func (t *Turn) dropCopy() {
	d := t.Facts.Draft
	if d == nil || !d.Copied {
		return
	}
	open := t.flow() != nil && t.flow().Form
	t.dropDraft()
	if open {
		t.s.Flow, t.s.Slots, t.s.Path = "", map[string]string{}, nil
		t.closeQuestion()
		t.home()
	}
}

// peopleEvent tells what happened in another chat of the same person.
func (t *Turn) peopleEvent(subject string) {
	switch t.Message.Text {
	case "linked":
		if t.Facts.Contact.Person != 0 {
			t.say("link.told", map[string]any{"Channel": t.channelName(subject)})
			t.still()
		}
	case "parted":
		t.say("link.left", map[string]any{"Channel": t.channelName(subject)})
		if t.dropCopy(); !t.asked {
			t.still()
		}
	case "erase":
		if p := t.Facts.Contact.Person; p != 0 && p == id(subject) {
			channel := t.channelName(t.Message.Start)
			t.forget()
			t.say("erase.elsewhere", map[string]any{"Channel": channel})
		}
	}
}
