package whatsapptest_test

import (
	"errors"
	"slices"
	"testing"

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
