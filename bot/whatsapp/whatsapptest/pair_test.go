package whatsapptest_test

import (
	"errors"
	"slices"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"

	"lopo/bot/whatsapp/whatsapptest"
)

func TestLinkByCode(t *testing.T) {
	w := newWorld(t)
	other := w.srv.Account("628110000002")
	r, err := other.LinkByCode(w.ctx)
	w.ok(err)
	if got := other.Devices(); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("devices are %v", got)
	}
	must[string](w)(w.maria.With(other).Say(w.ctx, "halo"))
	if got := must[[]seen](w)(r.With(w.maria.Account).Wait(w.ctx, 1)); got[0].Text != "halo" {
		t.Errorf("got %+v", got[0])
	}
}

func TestWrongCodesLinkNothing(t *testing.T) {
	w := newWorld(t)
	a := w.srv.Account("628110000002")
	if err := a.Scan("2@nobody,AA==,AA==,AA=="); !errors.Is(err, whatsapptest.ErrNoLink) {
		t.Errorf("an unknown reference: %v", err)
	}
	if err := a.Scan("halo"); !errors.Is(err, whatsapptest.ErrCode) {
		t.Errorf("a QR code of something else: %v", err)
	}
	if err := a.TypeCode(w.ctx, "ABCD-EFGH"); !errors.Is(err, whatsapptest.ErrNoLink) {
		t.Errorf("a code nobody shows: %v", err)
	}
	if got := a.Devices(); !slices.Equal(got, []int{0}) {
		t.Errorf("devices are %v", got)
	}
}

// A phone learns that a code is wrong when the device cannot show the right one. The right code still links it.
func TestWrongThenRightCode(t *testing.T) {
	w := newWorld(t)
	a := w.srv.Account("628110000002")
	client := w.blank()
	steps, err := client.GetQRChannel(w.ctx)
	w.ok(err)
	w.ok(client.Connect())
	<-steps // the connection stands
	code, err := client.PairPhone(w.ctx, a.Phone, true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	w.ok(err)
	if err := a.TypeCode(w.ctx, "AAAAAAAA"); !errors.Is(err, whatsapptest.ErrCode) {
		t.Errorf("a wrong code: %v", err)
	}
	w.ok(a.TypeCode(w.ctx, code))
	w.until("linked", func() bool { return len(a.Journal("linked")) == 1 })
}

func TestFourDevicesAtMost(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		_, err := w.bot.Link(w.ctx)
		w.ok(err)
	}
	if _, err := w.bot.Link(w.ctx); !errors.Is(err, whatsapptest.ErrFull) {
		t.Errorf("a fifth device: %v", err)
	}
}

// A device is told when others have used up the keys it left, and brings more.
func TestKeysRunLow(t *testing.T) {
	w := newWorld(t)
	before := len(w.maria.Journal("keys"))
	for range 36 {
		_, err := w.bot.Client.DangerousInternals().FetchPreKeys(w.ctx, []types.JID{w.maria.LIDJID()})
		w.ok(err)
	}
	w.until("more keys", func() bool { return len(w.maria.Journal("keys")) == before+1 })
}
