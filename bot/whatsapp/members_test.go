package whatsapp_test

import (
	"testing"

	"lopo/bot/whatsapp/whatsapptest"
	"lopo/store"
)

// What becomes of us in a group is told: taken in, made one in which only administrators write, made one of them, thrown out. Each once, and
// with an address that answers go to.
func TestR47_WhatBecomesOfUsInAGroup(t *testing.T) {
	r := linked(t)
	maria, _, _ := r.maria()
	group := r.srv.Group("Karang Taruna", whatsapptest.LIDMode, maria.Account, r.bot)
	n := 0
	next := func(want store.Kind) {
		t.Helper()
		n++
		got := r.became(n)[n-1]
		if got.Kind != want || !got.Group || got.From != (store.Address{Channel: "whatsapp", Chat: group.JID().String()}) || got.ID == "" || got.Sender != "" {
			t.Fatalf("want %s, got %+v", want, got)
		}
	}
	next(store.Returned)
	group.Announce(true)
	next(store.Muted)
	group.Promote(r.bot)
	next(store.Returned)
	group.Announce(false)
	next(store.Returned)
	group.Remove(r.bot)
	next(store.Blocked)
	yohanes, _ := r.resident("6281230000002", "Yohanes")
	r.srv.Group("Rapat", whatsapptest.LIDMode, maria.Account, yohanes.Account) // a group of others is nobody's business
	group.Add(r.bot)
	next(store.Returned)
	if got := r.became(0); len(got) != n {
		t.Errorf("%d times told, want %d: %+v", len(got), n, got)
	}
}
