package nlu_test

import (
	"maps"
	"strings"
	"testing"

	"lopo/flows/nlu"
)

// TestTold holds what one message tells of a person beside what it is about, and that nothing is taken that no word announces.
func TestTold(t *testing.T) {
	for s, want := range map[string]map[string]string{
		"mau daftar pelatihan bengkel, nama saya Maria Tefa, dari Oesapa Barat, lahir 12 juni 98": {"name": "Maria Tefa", "kelurahan": "Oesapa Barat", "born": "1998-06-12"},
		"be pung nama Yanti Ndun, tamat SMA, perempuan, belum kerja":                              {"name": "Yanti Ndun", "education": "sma", "gender": "P", "work": "belum_bekerja"},
		"daftar kursus las, hp 0812 3456 7890, lahir di Kupang, 3 Mei 1999":                       {"phone": "+6281234567890", "born": "1999-05-03"},
		"mau ikut pelatihan komputer di liliba":                                                   {},
		"saya dari oesapa atau lasiana":                                                           {},
		"lahir tahun 1998":                                                                        {},
		"nama pelatihan apa yang buka":                                                            {},
		"nama saya hapus dari daftar":                                                             {},
	} {
		if got := nlu.Told(text(s)); !maps.Equal(got, want) {
			t.Errorf("%q: %v, not %v", s, got, want)
		}
	}
}

// TestCorrection holds how a correction in passing is taken apart.
func TestCorrection(t *testing.T) {
	for s, want := range map[string][2]string{
		"eh bukan Oesapa, Lasiana":                 {"Oesapa", "Lasiana"},
		"maaf, bukan Oesapa tapi Lasiana":          {"Oesapa", "Lasiana"},
		"bukan 12 juni, yang benar 13 juni 1998":   {"12 juni", "13 juni 1998"},
		"bkn SMA, harusnya SMK.":                   {"SMA", "SMK"},
		"bukan":                                    {},
		"bukan itu":                                {},
		"saya bukan dari Oesapa, saya dari Liliba": {},
	} {
		old, better, ok := nlu.Correction(s)
		if ok != (want[0] != "") || old != want[0] || better != want[1] {
			t.Errorf("%q: %q, %q, %t", s, old, better, ok)
		}
	}
}

// TestOpenQuestion holds that with a question open only what is clear counts as something else.
func TestOpenQuestion(t *testing.T) {
	free, open := nlu.State{Now: today, City: kupang}, nlu.State{Now: today, City: kupang, Open: "name"}
	less := false
	for _, g := range append(understanding(t), freshLines(t)...) {
		for _, text := range []string{g.text, g.text[:max(0, strings.LastIndex(g.text, " "))]} { // half a sentence is less clear
			a, b := nlu.Understand(text, free), nlu.Understand(text, open)
			if b.Action == nlu.Act && (a.Action != nlu.Act || b.Conf < 0.7) {
				t.Errorf("%q: %s with a question open, %s without, %.2f", text, b.Action, a.Action, b.Conf)
			}
			less = less || a.Action == nlu.Act && b.Action != nlu.Act
		}
	}
	if !less {
		t.Error("a question that is open changes nothing")
	}
}
