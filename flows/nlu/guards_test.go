package nlu_test

import (
	"slices"
	"strings"
	"testing"

	"lopo/flows/nlu"
)

// TestGuards holds what a few plain words rule out, whatever the weights say.
func TestGuards(t *testing.T) {
	state := nlu.State{Now: today, City: kupang}
	never := func(texts string, intents ...string) {
		t.Helper()
		for _, text := range strings.Split(strings.TrimSpace(texts), "\n") {
			text = strings.TrimSpace(text)
			r := nlu.Understand(text, state)
			if r.Action != nlu.Fallback && slices.Contains(intents, r.Intent) || slices.ContainsFunc(r.Alternatives, func(a string) bool { return slices.Contains(intents, a) }) {
				t.Errorf("%q: %s %s %v", text, r.Action, r.Intent, r.Alternatives)
			}
		}
	}
	never(`
		jangan kirim info lowongan kepada saya
		stop pengumuman dan lowongan
		saya tidak mau ikut pelatihan
		be son mau iko kursus
		hentikan langganan lowongan
		tidak usah kirim pengumuman`, "job_alert_subscribe", "announcements_subscribe", "training_register")
	never(`
		lihat data tetangga saya
		hapus data orang lain
		kasi lia be pung mertua pung data
		hapus data semua warga
		hapus dong pung data`, "my_data", "delete_my_data")
	never(`
		pinjam di bank bri syaratnya apa
		cicilan motor saya nunggak
		kredit hp bisa tidak
		kur mandiri bunganya berapa
		pinjol nagih terus
		gadai bpkb di pegadaian`, "pem_info", "pem_requirements", "pem_apply", "pem_repay_or_arrears")
}

// TestGuardsLetPass holds that the guards stop nothing else.
func TestGuardsLetPass(t *testing.T) {
	state := nlu.State{Now: today, City: kupang}
	for text, intent := range map[string]string{
		"saya berhenti kerja, mau daftar pelatihan las":        "training_register",
		"masih ada utang di bank, boleh pinjam pem?":           "pem_requirements",
		"mau pinjam pem untuk cuci motor":                      "pem_apply",
		"saya tidak punya ijazah, mau ikut pelatihan bengkel":  "training_register",
		"kalau ada lowongan jangan lupa kabari saya":           "job_alert_subscribe",
		"mau pinjam modal usaha servis hp di kelurahan oesapa": "pem_apply",
	} {
		if r := nlu.Understand(text, state); r.Intent != intent && !slices.Contains(r.Alternatives, intent) {
			t.Errorf("%q: %s %s %v, not %s", text, r.Action, r.Intent, r.Alternatives, intent)
		}
	}
}

// TestEntities holds what messages name.
func TestEntities(t *testing.T) {
	state := nlu.State{Now: today, City: kupang}
	for _, c := range []struct{ text, want string }{
		{"mau pinjam pem 1,5 juta", "amount=1500000"},
		{"pinjam Rp 500.000,- untuk kios", "amount=500000 business_type=kios_sembako"},
		{"pinjam dua juta lima ratus par jual ikan", "amount=2500000 business_type=jual_ikan"},
		{"pinjam pem 2 juta 250 ribu", "amount=2250000"},
		{"pinjam pem sejuta", "amount=1000000"},
		{"pinjam pem tiga setengah juta", "amount=3500000"},
		{"cicilan pinjaman 300rb", "amount=300000"},
		{"saya nunggak pem tiga bulan", "number=3"},
		{"daftar pelatihan las dari naikoten satu", "kelurahan=Naikoten Satu trade=las"},
		{"daftar pelatihan las dari nkoten 1", "kelurahan=Naikoten Satu trade=las"},
		{"daftar pelatihan las dari naikoten", "trade=las"},
		{"daftar pelatihan jahit dari oesapa barat", "kelurahan=Oesapa Barat trade=menjahit"},
		{"daftar kursus dari bakunase2", "kelurahan=Bakunase Dua"},
		{"pengumuman kelurahan tdm", "kelurahan=Tuak Daun Merah"},
		{"pengumuman kecamatan kelapa lima", ""},
		{"lowongan sopir untuk tamatan sma", "education=sma job=sopir"},
		{"lowongan untuk lulusan S1", "education=s1"},
		{"pinjam modal bengkel", "business_type=bengkel"},
		{"mau pelatihan bengkel las", "trade=las"},
		{"lowongan tukang las", "trade=las"},
		{"pengumuman hari ini", "date=+0d"},
		{"kegiatan minggu depan apa", "date=+1w"},
		{"pengumuman tanggal 12/11/2026", "date=2026-11-12"},
		{"nomor saya ganti jadi 0813 3912 3456", "phone=+6281339123456"},
		{"nama saya salah, harusnya Yuliana Ma'u", "name=Yuliana Ma'u"},
		{"nama saya Maria Tefa, mau daftar pelatihan bengkel", "name=Maria Tefa trade=bengkel"},
		{"lowongan nomor 5 gajinya berapa", "number=5"},
	} {
		r := nlu.Understand(c.text, state)
		var got []string
		for _, k := range []string{"amount", "business_type", "date", "education", "job", "kelurahan", "name", "number", "phone", "trade"} {
			if r.Entities[k] != "" {
				got = append(got, k+"="+r.Entities[k])
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q (%s): %q, not %q", c.text, r.Intent, s, c.want)
		}
	}
}

// TestExplain holds that every line of an explanation names its rule, and that the explanation changes nothing.
func TestExplain(t *testing.T) {
	state := nlu.State{Now: today, City: kupang}
	text := "kaka be mo dftr krsus las di nkoten 1, jang kirim loker lai"
	r, plain := nlu.Explain(text, state), nlu.Understand(text, state)
	if r.Action != plain.Action || r.Intent != plain.Intent || r.Conf != plain.Conf {
		t.Errorf("explained %s %s, plain %s %s", r.Action, r.Intent, plain.Action, plain.Intent)
	}
	seen := map[string]bool{}
	for _, line := range r.Trace {
		rule, _, ok := strings.Cut(line, ": ")
		if !ok {
			t.Errorf("%q names no rule", line)
		}
		seen[rule] = true
	}
	for _, rule := range []string{"lexicon", "phrase", "notion", "trade", "kelurahan", "chance", "feature", "guard"} {
		if !seen[rule] {
			t.Errorf("no line for %s in\n%s", rule, strings.Join(r.Trace, "\n"))
		}
	}
}
