package nlu_test

import (
	"strconv"
	"testing"

	"lopo/flows/nlu"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"  Halo   DUNIA!! ": "halo dunia", "iyaaaa": "iya", "1110": "1110", "1111": "1111", "ho'o": "ho'o", "𝗠𝗘𝗡𝗨": "menu", "me\u200bnu": "menu", "1️⃣": "1", "１２": "12",
		"👍🏽": "ya", "👎": "tidak", "oke 🙏": "oke makasih", "(1)": "1", "*menu*": "menu", "ya\xff": "ya", "a\tb\nc": "a b c", "😊": "", "": "", "baaaa rrrr": "ba r", "m̴e̷n̶u": "menu",
	} {
		if got := nlu.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTopic(t *testing.T) {
	for want, texts := range map[string]string{
		"greet":    "halo|Hai|hi|p|P|pagi|selamat pagi|Selamat siang kak|slmt sore|malam min|assalamualaikum|Syalom|shalom|test|permisi|mau tanya|misi|halo admin mau tanya|pagi bapa mama|apa kabar|assalamualaikum wr wb|slamat pagi|hallo kak mau tanya dong",
		"thanks":   "terima kasih|makasih kak|tks|makasi e|terima kasih banyak min|🙏|danke e",
		"training": "daftar|pelatihan|kursus|kursus jahit|mau ikut pelatihan dong|beta mo daftar kursus jahit|mau daftar pelatihan bengkel, nama Maria Tefa, dari Oesapa|ada pelatihan apa?|menjahit|barista|sa mo daftar|pelatihan kerja ada ko",
		"status":   "sudah diterima belum|su diterima ko|cek pendaftaran beta|beta lulus ko|hasil seleksi su kaluar ko|bagaimana status pendaftaran saya?|mau batalkan pelatihan",
		"pem":      "pem|dana pem|dana pem su buka ko?|pinjaman|modal|karmana pinjam doi di lurah|pinjam doi di lurah|syarat pem naikoten 2|mau pinjam uang untuk usaha",
		"jobs":     "loker|lowker|lowongan|ada loker ko kaka|kerja|bkk|ak1|AK-1|kartu kuning|cari kerja|ada karja ko",
		"safety": "beta mau kerja di malaysia|kursus las di malaysia|beta dapa tipu|agen minta uang|magang jepang|ada agen ajak kerja ke batam|diajak kerja di kalimantan gaji besar|kerja luar negeri|ada sponsor mau urus paspor|calo minta uang|ada calo minta uang|ditawari kerja di malaysia, aman ko?|" +
			"lowongan di luar negeri|gaji besar di kamboja",
		"danger": "majikan pukul beta|majikan pukul saya|majikan suka pukul|majikan saya tampar saya|adik saya dibawa agen|sa disekap di batam|saya disekap|paspor ditahan|paspor saya ditahan majikan|tidak digaji|gaji tidak dibayar|gaji sonde dibayar 3 bulan|be mau dibawa ke malaysia|beta mau dibawa|dipukul majikan|disiksa|tolong saya|tolong saya pak|" +
			"tolong beta|ktp be ditahan agen|mau daftar pelatihan tapi saya disekap",
		"": "||asdf|bansos kapan cair|skor bola tadi malam|saya sonde mau ikut pelatihan|pindah ke Soe ikut suami|ikut mama di kampung|1|Maria Nale|pinjam di bank bri",
	} {
		each(t, want, texts, nlu.Topic)
	}
	for _, s := range []string{"berkas apa yang mau dibawa?", "tolong saya mau daftar pelatihan", "surat apa yang dibawa waktu pelatihan", "pelatihannya bayar ko tidak", "majikan saya buka pukul 8", "majikan pulang pukul berapa"} {
		if got := nlu.Topic(s); got == "danger" {
			t.Errorf("%q: danger", s)
		}
	}
}

func TestTrade(t *testing.T) {
	for want, texts := range map[string]string{
		"menjahit": "menjahit|jahit|menjait|kursus jahit|mnjhit|tukang jahit|mau belajar jahit|menjahid", "bengkel": "bengkel|montir|jadi montir|servis motor|otomotif", "salon": "salon|kecantikan|tata rias",
		"tukang_kayu": "tukang kayu|meubel|bikin lemari", "servis_ac": "AC|servis ac|service AC", "cuci_motor": "cuci motor|steam motor|cuci oto deng motor", "pemasaran_digital": "pemasaran digital|digital marketing|jualan online|jual di fb",
		"las": "las|bukan jahit tapi las|ngelas|las listrik|bengkel las", "tata_boga": "tata boga|masak2|bikin kue|bekin kue", "komputer": "komputer|operator komputer|office|kursus komputer online", "servis_hp": "servis hp|hp|servis hape",
		"barista": "barista|kopi", "pangkas_rambut": "pangkas rambut|potong rambut|barber|cukur", "listrik": "listrik|instalasi listrik", "tenun": "tenun|tenun ikat|menenun",
		"": "|bukan las|apa saja yang ada?|bengkel deng menjahit|halo|Maria",
	} {
		each(t, want, texts, nlu.Trade)
	}
}

func TestMatch(t *testing.T) {
	labels := []string{"Menjahit - Angkatan 1 (3 Des 2026)", "Menjahit - Angkatan 2 (5 Jan 2027)", "Servis AC", "Tata Boga", "Perbengkelan", "Pemasaran Digital", "Lihat kelurahan lain"}
	match := func(s string) string {
		i, ok := nlu.Match(s, labels)
		if !ok {
			return ""
		}
		return strconv.Itoa(i)
	}
	for want, texts := range map[string]string{
		"0": "menjahit angkatan 1|angkatan 1", "1": "Menjahit - Angkatan 2 (5 Jan 2027)|angkatan 2", "2": "servis ac|SERVIS AC!|ac|servis|mau servis ac|service ac",
		"3": "tata boga|boga|tataboga|masak", "4": "perbengkelan|perbengkelann|bengkel|montir|perben", "5": "pemasaran|pemasran|pemasaran digitl|digital", "6": "lihat kelurahan lain",
		"": "|menjahit|jahit|salon|1|di|men|las|Maria",
	} {
		each(t, want, texts, match)
	}
	if i, ok := nlu.Match("Oesapa", []string{"Oesapa (Kec. Kelapa Lima)", "Oesapa Barat (Kec. Kelapa Lima)"}); ok {
		t.Errorf("ambiguous label taken: %d", i)
	}
	if i, ok := nlu.Match("oesapa barat", []string{"Oesapa (Kec. Kelapa Lima)", "Oesapa Barat (Kec. Kelapa Lima)"}); !ok || i != 1 {
		t.Error("oesapa barat")
	}
	if i, ok := nlu.Match("oesapa", []string{"Oesapa", "Oesapa Barat"}); !ok || i != 0 {
		t.Error("the label itself wins")
	}
}
