package nlu_test

import (
	"strconv"
	"testing"

	"lopo/flows/nlu"
)

func yesNo(s string) string { return brief(nlu.YesNo(text(s))) }

func command(s string) string {
	c, ok := nlu.ReadCommand(s)
	if !ok {
		return ""
	}
	if c.Arg != "" {
		return c.Name + " " + c.Arg
	}
	return c.Name
}

func number(s string) string {
	n, ok := nlu.Number(s)
	if !ok {
		return ""
	}
	return strconv.Itoa(n)
}

func pick(s string) string {
	i, ok := nlu.Pick(s, 4)
	if !ok {
		return ""
	}
	return strconv.Itoa(i)
}

// TestAccept30LocalWords holds the words of Kupang and of messages: yes, no, numbers, global words. A Kupang speaker should check the list.
func TestAccept30LocalWords(t *testing.T) {
	t.Run("yes", func(t *testing.T) {
		each(t, "yes", `ya|Ya|YA|y|yaa|iya|Iya.|iyaaa|iyaa|iyo|io|ho'o|hoo|Ho’o|betul|batul|btul|benar|bnr|bener|ok|OK|oke|okay|okee|sip|sipp|siap|siap kak|
			setuju|stuju|Setuju.|mau|mo|mau e|bisa|boleh|bole|su|sudah|su batul|batul su|ya sudah benar|ya betul sekali|ya, benar|iya kak|iya bapa|ya dong|
			👍|👍🏽|👍👍|ok 👍|iya 🙏|yup|yap|yes|yoi|gpp|tidak apa-apa|Tidak ada yang salah|sonde salah|sonde ada yang salah|tidak ada masalah|
			lanjut|yak benr|betul itu|data sudah benar|semua sudah benar|kirim|ada|ya saya setuju|beta setuju|setju|iya, itu nama saya|jadi|siap komandan|ya donk|boleh juga|baiklah|oce|tdk apa2`, yesNo)
	})
	t.Run("no", func(t *testing.T) {
		each(t, "no", `tidak|Tidak|TIDAK|tdk|tdk.|td|gak|ga|gk|g|nggak|ngga|nggk|enggak|engga|ndak|sonde|Sonde|sond|son|snd|bukan|bkn|jangan|jang|tar|tar usah|
			be son mau|sonde mau|tidak jadi|sonde jadi|tidak setuju|tidak mau|tidak, terima kasih|Tidak terima kasih|tidak usah|👎|tiadk|
			tidak ya|salah|belum benar|tidak benar|sonde batul|tidak bisa|belum punya|no|kurang tepat|tida|tidak ada`, yesNo)
	})
	t.Run("neither", func(t *testing.T) {
		table(t, nlu.YesNo, `
			ya tidak => !contradiction
			ya atau tidak => !contradiction
			iya sonde => !contradiction
			ya tapi nama salah => !correction
			tidak, nama salah => !correction
			nama salah => !correction
			benar, tapi kelurahan salah => !correction
			ubah nama => !correction
			belum => !deferred
			balom => !deferred
			nanti => !deferred
			nanti dulu => !deferred
			jangan dulu => !deferred
			jang dulu => !deferred
			tunggu sebentar => !deferred
			besok sa => !deferred
			tanya suami dulu => !deferred
			bayar ko => !question
			mau nggak => !contradiction
			bisa ko sonde => !contradiction
			maksudnya? => !question
			untuk apa? => !question
			apa maksudnya => !question
			karmana ini => !question
			? => !question
			mungkin => !unclear
			terserah => !unclear
			tidak tahu => !unclear
			asdf => !unclear
			ya lapar => !unclear
			🙏 => !unclear
			ada loker => !off_topic
			mau daftar pelatihan => !off_topic`)
	})
	t.Run("numbers", func(t *testing.T) {
		for want, texts := range map[string]string{
			"0": "0|nol|kosong", "1": "1|1.|1)|(1)|no 1|No. 1|nomor satu|nmr 1|satu|SATU|yang pertama|pertama|pilih 1|1️⃣|no1|satu saja|1 kak|beta pilih satu",
			"2": "2|dua|2 aja|yang kedua|ke-2|nmr 2|nomor 2 saja|2️⃣|opsi 2|du", "3": "3|tiga|yg ke tiga|3 org|tiga orang", "4": "4|empat|ampa|ampat|No ampa|no 4|🤔 4",
			"6": "anam|enam", "7": "tuju|tujuh|(7)", "8": "delapan|lapan|dlapan", "9": "sambilan|sembilan|smbilan", "10": "sepuluh|sapulu|🔟|10",
			"11": "sebelas|sablas", "12": "duabelas|dua belas|du belas|dua blas", "20": "dua puluh|duapuluh|dua pulu", "25": "dua puluh lima",
			"100": "seratus|saratus", "250": "dua ratus lima puluh", "999": "sembilan ratus sembilan puluh sembilan|999",
			"": "-4|abcd|2.5|2,5|1 2|satu dua|1000|beberapa|1998|1-2|12a|minus 3|Maria",
		} {
			each(t, want, texts, number)
		}
	})
	t.Run("picks", func(t *testing.T) {
		for want, texts := range map[string]string{
			"0": "1|1.|1)|(1)|#1|no 1|nomor satu|yang pertama|satu|1️⃣|1. Menjahit|01",
			"3": "4|ampa|no ampa|yang terakhir|4) Salon|nomor 4 ya kak",
			"":  "0|5|lima|-1|1 dan 2|1 atau 2|satu dua|Maria|5371041708059999|1.000",
		} {
			each(t, want, texts, pick)
		}
	})
}

func TestAccept30GlobalWords(t *testing.T) {
	for want, texts := range map[string]string{
		"menu":    "menu|MENU|Menu.|/menu|/start|/start abc|/menu@LopoBot|menu utama|menu dong|lia menu|mnu|Tampilkan menu utama|kembali ke menu|ke menu do",
		"cancel":  "batal|BATAL!|/batal|batalkan|sonde jadi|sonde jadi su|tidak jadi|tdk jadi kak|cancel|batal sa|batl dulu|bataal|kaluar su|tidak jadi deh|saya batal|sonde mau lanjut",
		"back":    "kembali|Kembali|balik|bale|sebelumnya|/kembali|kmbali|kembli|kembali do|mundur satu do",
		"help":    "bantuan|bantu|help|tolong|?|???|/bantuan|bantaun|tolong bantu|bantuan dong min|/help",
		"staff":   "petugas|admin|operator|orang|bicara dengan petugas|mau bicara dengan petugas|hubungi petugas|mau bicra dgn petugs|/petugas|tolong petugas|hub petugas|be mau baomong deng orang",
		"resume":  "lanjut|LANJUT|lanjutkan|teruskan|/lanjut|lanjut kak|lanjutkn",
		"restart": "ulang|ulangi|mulai ulang|mulai dari awal|ulangi dari awal|dari awal lagi|/ulang",
		"status":  "status|cek|cek status|/status|status pendaftaran saya|cek status do|statsu|cek pendaftaran",
		"stop": "berhenti|BERHENTI|stop|Stop.|STOP!!!|/berhenti|/stop|brenti|stpo|unsubscribe|stop ya terima kasih|tolong berhenti|jangan kirim lagi|jang kirim lai|" +
			"stop dulu min|berhenti berlangganan|berhnti|berhenti sa|stop semua|jangan kirim pesan lagi 🙏|stop makasih|jangan wa lagi",
		"start":   "mulai|langganan|aktifkan lagi|/mulai|start|MULAI|hidupkan lagi|kirim lagi",
		"offer":   "tawaran|TAWARAN|lihat tawaran|/tawaran|tawaran kursi",
		"my_data": "data saya|data sa|be pung data|/data_saya|lihat data saya|datasaya|lia data sa",
		"erase":   "hapus data saya|hapus|hapus data|/hapus|tolong hapus data saya|hapus be pung data|hapus semua data saya",
		"privacy": "privasi|PRIVASI|kebijakan privasi|/privasi|privsi",
		"edit":    "ubah|ganti|koreksi|ubah data saya",
	} {
		each(t, want, texts, command)
	}
	for want, texts := range map[string]string{
		"edit 3":               "ubah 3|ganti no 3|koreksi nomor tiga|UBAH 3.|ubah yang 3|ubah bagian 3",
		"edit kelurahan":       "ubah kelurahan|ganti kelurahannya",
		"edit nama":            "ubah nama|ganti nama saya|tolong ubah nama",
		"edit tanggal lahir":   "ubah tanggal lahir|ganti tgl lahir",
		"edit nomor hp":        "ubah no hp|ganti nomor hp saya",
		"status KPG-2026-0042": "status KPG-2026-0042|status kpg-2026-0042|cek kpg 2026 0042|status kpg20260042|KPG-2026-0042|kpg 2026 42|status nomor KPG-2026-42|cek status kpg-2026-0042 ya",
		"stop lowongan":        "berhenti lowongan|lowongan stop|stop loker|stpo loker|jangan kirim lowongan lagi|hentikan notif kerja|tolong stop kirim info loker lagi ya|jang kirim loker lai",
		"stop pelatihan":       "berhenti pelatihan|stop info pelatihan",
		"stop pem":             "berhenti pem|stop info pem",
		"stop pengumuman":      "berhenti pengumuman|brenti pengumumn|matikan pengumuman",
		"start lowongan":       "mulai lowongan|langganan loker|aktifkan info lowongan",
		"start pengumuman":     "mulai pengumuman|hidupkan pengumuman do",
	} {
		each(t, want, texts, command)
	}
	each(t, "", `Menuk Batalia|menuk|Menuk|Batalia|Jl. Berhenti|Jalan Berhenti no 3|Stopanus|Stefanus|Mulia|Armin|Gandi|Batam|Natal|Hapu|halo|ya|tidak|1|3|
		ya lanjut|terima kasih admin|makasih admin|halo admin|saya orang Rote|orang tua saya|mau daftar pelatihan|ganti oli motor|berhenti ikut kursus|
		tolong saya|tolong saya disekap|saya sudah berhenti kerja|bengkel|Ulan|Pulang|Bantul|status pernikahan saya kawin|cek kesehatan|batul|batul su|betul|
		mulai usaha jahit|bantuan modal|kartu kuning|saya admin|Kembang|Balok|Natalia`, command)
}
