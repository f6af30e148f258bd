package whatsapp_test

import (
	"testing"

	"lopo/bot/channel"
	"lopo/bot/channel/channeltest"
	"lopo/store"
)

// R45: a post in a channel of ours reaches all who follow it, with its picture, which is brought once and in the clear. A channel that is not ours, or
// not there, is none.
func TestR45_APostInAChannel(t *testing.T) {
	r := filed(t)
	maria, _, _ := r.maria()
	yosef, _ := r.resident("6281230000002", "Yosef")
	ours := r.srv.Newsletter(r.bot, maria.Account, yosef.Account)
	to := store.Address{Channel: "whatsapp", Chat: ours.JID().String()}
	for _, key := range []string{"1/0", "2/0"} {
		if _, err := r.ch.Send(r.ctx, notice(to, key, "Pengumuman "+key, &channeltest.Picture)); err != nil {
			t.Fatal(err)
		}
		r.has(maria.Following(ours), "Pengumuman "+key, "image", channeltest.Picture.Size)
		r.has(yosef.Following(ours), "Pengumuman "+key, "image", channeltest.Picture.Size)
	}
	id, err := r.ch.Send(r.ctx, notice(to, "3/0", "Hanya *teks*", nil))
	r.ok(err)
	if _, err := maria.Following(ours).WaitFor(r.ctx, "Hanya"); err != nil {
		t.Error(err)
	}
	if n := r.srv.Files(); n != 1 {
		t.Errorf("brought %d times", n)
	}
	r.class(r.ch.Revoke(r.ctx, to, id), channel.Refused)
	theirs := r.srv.Newsletter(maria.Account, yosef.Account)
	for _, chat := range []string{theirs.JID().String(), "120363999@newsletter"} {
		_, err := r.ch.Send(r.ctx, notice(store.Address{Channel: "whatsapp", Chat: chat}, "4/0", "Bukan milik kita", nil))
		r.class(err, channel.Gone)
	}
}
