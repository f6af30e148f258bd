package flows

import (
	"testing"

	"lopo/store"
)

// A code is read however it is typed off another screen, and nothing else is taken for one.
func TestLinkCode(t *testing.T) {
	menu, form := store.Session{Flow: "menu", Step: "pick"}, store.Session{Flow: "training", Step: "born"}
	for _, c := range []struct {
		s           store.Session
		start, text string
		want        string
	}{
		{menu, "", "482913", "482913"},
		{menu, "", " 482 913 ", "482913"},
		{menu, "", "482-913", "482913"},
		{form, "", "482913", ""},
		{form, "", "120698", ""},
		{form, "", "HUBUNGKAN 482913", "482913"},
		{form, "", "hubungkan: 482 913", "482913"},
		{menu, "hubungkan-482913", "/start", "482913"},
		{form, "", "Kode 482913", "482913"},
		{menu, "", "kode 48291", ""},
		{menu, "", "kode pos 851111", ""},
		{menu, "", "4829131", ""},
		{menu, "", "12 06 98", "120698"},
		{menu, "", "12 jan 1998", ""},
		{menu, "", "0812 3456 7890", ""},
		{menu, "", "hubungkan 482913 sekarang", ""},
		{menu, "", "4 8 2 9 1 3", ""},
	} {
		if got := linkCode(c.s, store.Message{Kind: store.Text, Start: c.start, Text: c.text}); got != c.want {
			t.Errorf("%q %q in %s: %q, want %q", c.start, c.text, c.s.Flow, got, c.want)
		}
	}
}

// So is a code for groups.
func TestGroupCode(t *testing.T) {
	for text, want := range map[string]string{
		"grup-k7qf-9d2m": "k7qf9d2m", "GRUP-K7QF-9D2M": "k7qf9d2m", "grup – k7qf 9d2m": "k7qf9d2m", "@LopoBot grup-k7qf9d2m": "k7qf9d2m", "/ikat grup-k7qf-9d2m": "k7qf9d2m",
		"grup-k7qf-9d2": "", "grup karang taruna - oebobo": "", "ini grup-k7qf-9d2m": "", "k7qf-9d2m": "", "grup-k7qf-9d2m ya": "",
	} {
		if got := groupCode(store.Message{Kind: store.Text, Text: text, Group: true}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
