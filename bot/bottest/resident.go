package bottest

import (
	"strconv"
	"strings"
	"time"

	"lopo/bot/telegram/telegramtest"
	"lopo/bot/webchat"
	"lopo/store"
)

// Resident is somebody who talks to the bot, on either channel.
type Resident struct {
	*House
	Of     store.Address
	Person *telegramtest.Person // on Telegram
	page   *Browser             // on the web chat
	heard  int
}

// OnTelegram is a resident with Telegram. The same id is the same person.
func (h *House) OnTelegram(id int64, name string) *Resident {
	h.Notes.Secret(name)
	p := h.Telegram.Person(id, name)
	return &Resident{House: h, Person: p, Of: store.Address{Channel: "telegram", Chat: p.Chat()}}
}

// OnWeb is a resident before the web chat.
func (h *House) OnWeb() *Resident {
	h.Helper()
	b := NewBrowser(h, h.URL())
	return &Resident{House: h, page: b, Of: store.Address{Channel: webchat.Name, Chat: b.Chat()}}
}

// between is how long a resident takes for a message; no channel thinks her too fast then.
const between = 3 * time.Second

// Send writes a text and waits for nothing.
func (r *Resident) Send(text string) {
	r.Helper()
	r.Clock.Move(between)
	if r.Person != nil {
		r.Person.Say(text)
		return
	}
	r.page.Write(text)
}

// Say writes a text and returns what the bot answers.
func (r *Resident) Say(text string) string {
	r.Helper()
	r.Send(text)
	r.Settle()
	return r.News()
}

// Talk says one thing after the other and returns the last answer.
func (r *Resident) Talk(texts ...string) (answer string) {
	r.Helper()
	for _, text := range texts {
		answer = r.Say(text)
	}
	return answer
}

// All is everything the bot has sent to her.
func (r *Resident) All() (list []string) {
	r.Helper()
	if r.Person == nil {
		return r.page.Lines()
	}
	for _, m := range r.Person.Inbox() {
		list = append(list, m.Text)
	}
	return list
}

// News is what came since she last looked.
func (r *Resident) News() string {
	r.Helper()
	all := r.All()
	if r.heard > len(all) { // the page was emptied
		r.heard = 0
	}
	news := all[r.heard:]
	r.heard = len(all)
	return strings.Join(news, "\n---\n")
}

// Answers are what a resident says from the first word to the ticket number, for a house with one batch, of a training that asks for the NIK.
type Answers struct {
	Name, Born, Gender, Kelurahan, Education, Phone, NIK string
}

// Maria gives answers of her own to n of them: the name differs in its last word, and so do phone and NIK.
func Maria(n int) Answers {
	return Answers{Name: "Maria " + word(n), Born: "12-06-1998", Gender: "2", Kelurahan: "Naikoten Satu", Education: "SMA",
		Phone: "0812345" + pad(n, 5), NIK: "537104520698" + pad(n+1, 4)}
}

// Lines are the messages in which she says it, "ya" the last.
func (a Answers) Lines() []string {
	return append(a.Form(), "ya")
}

// Form are the messages up to the review.
func (a Answers) Form() []string {
	lines := []string{"halo", "1", "1", "1", "1", a.Born, a.Name, a.Gender, a.Kelurahan, a.Education, "1", a.Phone}
	if a.NIK != "" {
		lines = append(lines, a.NIK)
	}
	return lines
}

// Secrets are what of it no log may hold.
func (a Answers) Secrets() []string {
	list := []string{a.Name, a.Phone, "+62" + a.Phone[1:]}
	if a.NIK != "" {
		list = append(list, a.NIK)
	}
	return list
}

// word makes a name of letters: "Baa", "Bab", …
func word(n int) string {
	s := []byte("Bala")
	for i := len(s) - 1; n > 0 && i >= 0; i-- {
		s[i] = "Baeiou"[1+n%5]
		n /= 5
	}
	return "Ta" + strings.ToLower(string(s))
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", width-len(s)) + s
}
