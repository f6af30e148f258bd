package whatsapp_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
	"lopo/bot/whatsapp"
	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// R21: status messages, channels, broadcast lists, other programs and WhatsApp itself are nobody to talk with.
func TestR21_Nobody(t *testing.T) {
	r := linked(t)
	maria := types.NewJID("100000000099999", types.HiddenUserServer)
	for name, source := range map[string]types.MessageSource{
		"status":         {Chat: types.StatusBroadcastJID, Sender: maria, IsGroup: true},
		"broadcast list": {Chat: types.NewJID("1234", types.BroadcastServer), Sender: maria, IsGroup: true},
		"channel":        {Chat: types.NewJID("120363", types.NewsletterServer), Sender: types.NewJID("120363", types.NewsletterServer)},
		"machine":        {Chat: types.MetaAIJID, Sender: types.MetaAIJID},
		"WhatsApp":       {Chat: types.PSAJID, Sender: types.PSAJID},
	} {
		e := &events.Message{Info: types.MessageInfo{MessageSource: source, ID: "A1", Timestamp: time.Now()}, RawMessage: &waE2E.Message{Conversation: proto.String("halo")}}
		if !r.ch.Happen(e.UnwrapRaw()) {
			t.Errorf("%s: it comes again", name)
		}
	}
	r.ch.Happen(&events.HistorySync{})
	if all := r.got(0); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

// R22: a view-once picture never reaches a linked device: she is told at once that it could not be used.
func TestR25_ViewOnce(t *testing.T) {
	r := linked(t)
	_, _, from := r.maria()
	j, err := types.ParseJID(from.Chat)
	r.ok(err)
	r.ch.Happen(&events.UndecryptableMessage{Info: types.MessageInfo{MessageSource: types.MessageSource{Chat: j, Sender: j}, ID: "V1", Timestamp: time.Now()},
		IsUnavailable: true, UnavailableType: events.UnavailableTypeViewOnce})
	if m := r.got(2)[1]; m.Kind != store.Unknown || m.ID != "V1" || m.From != from {
		t.Errorf("%+v", m)
	}
	r.ch.Happen(&events.UndecryptableMessage{Info: types.MessageInfo{MessageSource: types.MessageSource{Chat: j, Sender: j}, ID: "V2", Timestamp: time.Now()},
		DecryptFailMode: events.DecryptFailHide}) // a reaction
	r.move(time.Minute)
	if all := r.got(2); len(all) != 2 {
		t.Errorf("%+v", all)
	}
}

// What the phone hands over because we could not read it comes once. When it cannot be stored it is kept in hand until it can.
func TestR25_FromThePhone(t *testing.T) {
	r := linked(t)
	_, _, from := r.maria()
	j, err := types.ParseJID(from.Chat)
	r.ok(err)
	r.mu.Lock()
	r.refuse = 2
	r.mu.Unlock()
	e := &events.Message{Info: types.MessageInfo{MessageSource: types.MessageSource{Chat: j, Sender: j}, ID: "P1", Timestamp: time.Now()},
		RawMessage: &waE2E.Message{Conversation: proto.String("dari HP")}, UnavailableRequestID: "R1"}
	if !r.ch.Happen(e.UnwrapRaw()) {
		t.Error("the library takes no answer for it")
	}
	r.waiting(time.Second)
	r.move(time.Second)
	if m := r.got(2)[1]; m.Text != "dari HP" {
		t.Errorf("%+v", m)
	}
}

// 1.3: keep-alives without an answer. Degraded while it lasts; after three minutes the connection is made anew.
func TestLife_KeepAlive(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	r.ch.Happen(&events.KeepAliveTimeout{ErrorCount: 1, LastSuccess: time.Now()})
	if h := r.ch.Health(); h.State != channel.Connecting || h.Why == "" || h.Bulk() {
		t.Errorf("%+v", h)
	}
	r.works(chat, from, "1/0") // it may still work
	r.ch.Happen(&events.KeepAliveRestored{})
	r.up()
	n := len(r.bot.Journal("connected"))
	r.ch.Happen(&events.KeepAliveTimeout{ErrorCount: 9, LastSuccess: time.Now().Add(-4 * time.Minute)})
	r.waiting(time.Second)
	r.move(time.Second)
	r.up()
	if len(r.bot.Journal("connected")) != n+1 {
		t.Error("no new connection")
	}
	r.works(chat, from, "2/0")
}

// R15: what an old connection still tells is not taken for news of this one: neither its end nor a message.
func TestLife_StaleNews(t *testing.T) {
	r := linked(t)
	_, chat, from := r.maria()
	j, err := types.ParseJID(from.Chat)
	r.ok(err)
	old := r.ch.Client()
	r.bot.Cut()
	r.health(channel.Connecting)
	r.mend()
	e := &events.Message{Info: types.MessageInfo{MessageSource: types.MessageSource{Chat: j, Sender: j}, ID: "O1", Timestamp: time.Now()},
		RawMessage: &waE2E.Message{Conversation: proto.String("dari sambungan lama")}}
	for _, news := range []any{&events.StreamReplaced{}, &events.Disconnected{}, &events.LoggedOut{}, e.UnwrapRaw()} {
		old.DangerousInternals().DispatchEvent(news)
	}
	r.works(chat, from, "1/0")
	r.up()
	for _, m := range r.got(0) {
		if m.ID == "O1" {
			t.Error("a message of the old connection was taken in")
		}
	}
}

// A server that takes the connection and then says nothing does not hold up the end of the program.
func TestLife_SilentServer(t *testing.T) {
	r := linked(t)
	r.close()
	knocked := make(chan struct{}, 10)
	mute := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		ws, err := websocket.Accept(w, q, &websocket.AcceptOptions{InsecureSkipVerify: true})
		if err != nil {
			return
		}
		defer ws.CloseNow()
		knocked <- struct{}{}
		for err == nil {
			_, _, err = ws.Read(q.Context())
		}
	}))
	defer mute.Close()
	r.set = func(o *whatsapp.Options) {
		o.HTTP = &http.Client{Transport: whatsapptest.Transport(mute.Listener.Addr().String())}
	}
	r.open()
	r.run()
	select {
	case <-knocked:
	case <-r.ctx.Done():
		t.Fatal("it does not connect")
	}
	begun := time.Now()
	r.stop()
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("Receive took %v to end", took)
	}
}

// Finding 10: the account is there, and gives no keys. What nobody could read is not called sent; later it is, once.
func TestR31_NoKeys(t *testing.T) {
	r := linked(t)
	maria, chat := r.resident("6281230000001", "Maria Nale")
	to := store.Address{Channel: "whatsapp", Chat: maria.LIDJID().String()}
	maria.Keyless(true)
	_, err := r.send(to, "1/0", "pengumuman")
	r.class(err, channel.Retry)
	maria.Keyless(false)
	id, err := r.send(to, "1/0", "pengumuman")
	r.ok(err)
	inbox, err := chat.Wait(r.ctx, 1)
	r.ok(err)
	if len(inbox) != 1 || inbox[0].ID() != id {
		t.Errorf("%+v", inbox)
	}
}

// R13: a passkey. The person is told what to do; this program cannot do it for her.
func TestR13_Passkey(t *testing.T) {
	r := start(t)
	for _, e := range []any{&events.PairPasskeyRequest{}, &events.PairPasskeyError{Error: errors.New("x")}} {
		if s := r.ch.Passkey(e); !strings.Contains(s.Text, "kunci sandi") || s.Stage != channel.LinkPasskey && s.Stage != channel.LinkFailed {
			t.Errorf("%T: %+v", e, s)
		}
	}
	for _, e := range []any{&events.ClientOutdated{}, &events.TemporaryBan{}, &events.ConnectFailure{Reason: 400}, &events.PairError{Error: errors.New("x")}} {
		if s := r.ch.Passkey(e); s.Stage != channel.LinkFailed || s.Text == "" || strings.Contains(s.Text, "%") {
			t.Errorf("%T: %+v", e, s)
		}
	}
}

// R7: of what the library logs, only the words that stand in its source and small figures are kept.
func TestR7_Bare(t *testing.T) {
	for _, c := range []struct {
		msg  string
		args []any
		want string
	}{
		{"Failed to encrypt %s for %s: %v", []any{"3EB0", types.NewJID("628123", "s.whatsapp.net"), errors.New("no session with 628123")}, "Failed to encrypt _ for _: _"},
		{"Uploading %d new prekeys in %s", []any{812, 2 * time.Second}, "Uploading 812 new prekeys in 2s"},
		{"Number %d", []any{628123000000}, "Number _"},
		{"Emitting QR code %s", []any{"https://wa.me/settings/linked_devices#x"}, "Emitting QR code _"},
		{"%+v too few", nil, "_ too few"},
	} {
		if got := whatsapp.Bare(c.msg, c.args); got != c.want {
			t.Errorf("%q became %q, want %q", c.msg, got, c.want)
		}
	}
}

// Nothing in a text is a mark to phones, and nothing else about it changes.
func TestLiteral(t *testing.T) {
	for _, text := range []string{
		"*bukan tebal*", "_bukan miring_", "~bukan coret~", "`bukan kode`", "```bukan kode```", "(*ya*)", "* satu * dua", "maria_tefa_nale@contoh.id",
		"https://contoh.id/a_b_c~d", "harga *5* dan *6*", "*satu\ndua*", "**dua**", "*_campur_*", "nama: _Maria_, umur ~20~", "biasa saja", "*", "**", "a*b*c",
	} {
		sent := whatsapp.Literal(text)
		if got := whatsapptest.Shown(sent); got != text {
			t.Errorf("%q is shown as %q (sent %q)", text, got, sent)
		}
		if !strings.ContainsAny(text, "*_~`") && sent != text {
			t.Errorf("%q was changed", text)
		}
	}
	for _, text := range []string{"maria_tefa_nale@contoh.id", "https://contoh.id/a_b_c", "5 * 3 * 2", "a*b*c"} {
		if whatsapp.Literal(text) != text {
			t.Errorf("%q was changed without need", text)
		}
	}
}
