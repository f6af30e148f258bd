package nlu

import (
	"strings"
	"testing"
)

// TestNormalise tells by which way each word finds its standard form.
func TestNormalise(t *testing.T) {
	d := shipped().d
	for _, c := range []struct{ text, words, rule string }{
		{"beta", "saya", "lexicon"},
		{"sonde", "tidak", "lexicon"},
		{"plthn", "pelatihan", "lexicon"},
		{"kegiatan2", "kegiatan", "twice"},
		{"didaftarkannya", "didaftarkannya", "stem"},
		{"brkgiatan", "brkgiatan", "?"},
		{"lokernya", "lowongan", "lexicon"},
		{"pngmmn", "pengumuman", "lexicon"},
		{"pngaduaan", "pengaduan", "typo"},
		{"syratnya", "syarat", "lexicon"},
		{"pendaftaren", "pendaftaran", "sound"},
		{"pelatihxn", "pelatihan", "typo"},
		{"sa mo daftar", "saya mau daftar", "neighbour"},
		{"apa sa", "apa saja", "neighbour"},
		{"b mo iko", "saya mau ikut", "neighbour"},
		{"su bisa", "sudah bisa", "lexicon"},
		{"sonde jadi", "batal", "phrase"},
		{"kas kaluar", "keluarkan", "phrase"},
		{"kasi tau", "beritahu", "phrase"},
		{"jang kirim", "hentikan kiriman", "phrase"},
		{"krtu kuning", "ak1", "phrase"},
	} {
		ts := d.rewritten(d.normalise(scan(Clean(c.text))))
		ws, rules := make([]string, len(ts)), make([]string, len(ts))
		for i, tok := range ts {
			ws[i], rules[i] = tok.word, tok.rule
		}
		if got := strings.Join(ws, " "); got != c.words || !contains(rules, []string{c.rule}) {
			t.Errorf("%q: %q by %v, not %q by %s", c.text, got, rules, c.words, c.rule)
		}
	}
}

// TestShorthand holds the ways that the lexicon need not know.
func TestShorthand(t *testing.T) {
	d := shipped().d
	for _, c := range []struct{ word, standard, rule string }{
		{"kegiyatan", "kegiatan", "typo"},
		{"keluhann", "keluhan", "sound"},
		{"kgiatn", "kegiatan", "skeleton"},
	} {
		word, rule := d.spell(c.word)
		if word != c.standard || rule != c.rule {
			t.Errorf("%s: %s by %s, not %s by %s", c.word, word, rule, c.standard, c.rule)
		}
	}
	for _, pair := range []string{"barapa berapa", "iko iku", "kaluar keluar", "tarima terima", "bae baik", "talat telat", "karja kerja"} {
		a, b, _ := strings.Cut(pair, " ")
		if sound(a) != sound(b) {
			t.Errorf("%s sounds %s, %s sounds %s", a, sound(a), b, sound(b))
		}
	}
}

// TestCommonWordsStay holds that ordinary words are not taken for ours.
func TestCommonWordsStay(t *testing.T) {
	d := shipped().d
	for _, w := range strings.Fields("beras bola harga hujan obat sapi mandi listrik gereja pacar dokter presiden motor rumah anjing kapal pulsa bayi nasi lagu resep") {
		if got, rule := d.spell(w); got != w || rule == "typo" || rule == "skeleton" || rule == "sound" {
			t.Errorf("%s became %s by %s", w, got, rule)
		}
	}
}
