package whatsapp_test

import (
	"testing"

	"lopo/bot/whatsapp/whatsapptest"
)

// R27, R28: she is known by her LID in whatever form she writes, with her number beside it.
func TestR28_OnePersonInAllForms(t *testing.T) {
	r := linked(t)
	maria, chat, from := r.maria()
	if from.Chat != maria.LIDJID().String() {
		t.Errorf("she is known as %s", from.Chat)
	}
	for i, form := range []whatsapptest.Form{whatsapptest.ByPhone, whatsapptest.OnlyLID, whatsapptest.OnlyPN, whatsapptest.ByLID} {
		maria.Show(form)
		r.say(chat, string(form))
		m := r.got(i + 2)[i+1]
		if m.From != from || m.Phone != "+"+maria.Phone || m.Was != "" {
			t.Errorf("%s: %+v", form, m)
		}
		if _, err := r.send(from, string(form)+"/0", "ya, "+string(form)); err != nil { // R30
			t.Error(err)
		}
		if _, err := chat.WaitFor(r.ctx, "ya, "+string(form)); err != nil {
			t.Error(err)
		}
	}
}

// R27, R29: a LID that nobody knows the number of. There is no number, and an answer reaches her all the same.
func TestR29_NoNumber(t *testing.T) {
	r := linked(t)
	maria, chat := r.resident("6281230000001", "Maria Nale")
	maria.Show(whatsapptest.OnlyLID)
	r.say(chat, "halo")
	m := r.got(1)[0]
	if m.Phone != "" || m.From.Chat != maria.LIDJID().String() {
		t.Errorf("%+v", m)
	}
	if _, err := r.send(m.From, "1/0", "selamat pagi"); err != nil {
		t.Error(err)
	}
	if _, err := chat.WaitFor(r.ctx, "selamat pagi"); err != nil {
		t.Error(err)
	}
}

// R28: known by her number at first. When her LID shows up, the next message says who she was; when that could not be stored, the one after it
// says so again, and then no more.
func TestR28_NumberBecomesLID(t *testing.T) {
	r := linked(t)
	maria, chat := r.resident("6281230000001", "Maria Nale")
	maria.Show(whatsapptest.OnlyPN)
	r.say(chat, "halo")
	m := r.got(1)[0]
	old := maria.JID().String()
	if m.From.Chat != old || m.Was != "" || m.Phone != "+"+maria.Phone {
		t.Fatalf("%+v", m)
	}
	id, err := r.send(m.From, "1/0", "selamat pagi")
	r.ok(err)
	if _, err := chat.WaitFor(r.ctx, "selamat pagi"); err != nil {
		t.Fatal(err)
	}
	maria.Show(whatsapptest.ByPhone)
	group := r.srv.Group("Karang Taruna", whatsapptest.LIDMode, maria.Account, r.bot)
	if _, err := maria.In(group).Say(r.ctx, "halo semua"); err != nil { // elsewhere nobody asks who she was
		t.Fatal(err)
	}
	if m := r.got(2)[1]; m.Was != "" || m.Sender != maria.LIDJID().String() {
		t.Errorf("in a group: %+v", m)
	}
	r.mu.Lock()
	r.refuse = 1
	r.mu.Unlock()
	r.say(chat, "masih saya")
	r.waiting(1e9)
	r.move(1e9)
	m = r.got(3)[2]
	if m.From.Chat != maria.LIDJID().String() || m.Was != old {
		t.Errorf("%+v", m)
	}
	r.up()
	r.say(chat, "dan lagi")
	if m := r.got(4)[3]; m.Was != "" || m.From.Chat != maria.LIDJID().String() {
		t.Errorf("%+v", m)
	}
	r.works(chat, m.From, "2/0")
	r.ok(r.ch.Forget(r.ctx, m.From.Chat)) // what was sent to the number is hers too
	if _, _, ok, err := r.ch.Reached(r.ctx, id); ok || err != nil {
		t.Errorf("still known: %v", err)
	}
}
