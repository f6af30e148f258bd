package nlu_test

import (
	"strings"
	"testing"

	"lopo/flows/nlu"
	"lopo/store"
)

func TestAccept08Phone(t *testing.T) {
	table(t, nlu.Phone, `
		081234567890 => +6281234567890
		0812 3456 7890 => +6281234567890
		0812-3456-7890 => +6281234567890
		+62 812 3456 7890 => +6281234567890
		+62 (812) 3456-7890 => +6281234567890
		6281234567890 => +6281234567890
		81234567890 => +6281234567890
		+6208123456789 => +628123456789
		0062 812 3456 7890 => +6281234567890
		085 333 444 555 => +6285333444555
		hp saya 0852.3900.1122 => +6285239001122
		wa 0852 3900 1122 kak => +6285239001122
		hp085239001122 => +6285239001122
		nol delapan satu dua tiga empat lima enam tujuh delapan => +62812345678
		nomor ini => +6281200000001
		nomor ini sa => +6281200000001
		Sama dengan nomor WhatsApp ini => +6281200000001
		sama dengan nomor ini => +6281200000001
		yang ini => +6281200000001
		ini sa kak => +6281200000001
		sama => +6281200000001
		pakai nomor ini saja => +6281200000001
		0380-831234 => !not_mobile
		0812345678x0 => !non_digit
		08123 => !length
		0812345678901234 => !length
		5371041708059999 => !length
		+1 202 555 0100 => !not_indonesian
		+60 12 345 6789 => !not_indonesian
		081234567890 atau 085239001122 => !multiple
		081234567890/085239001122 => !multiple
		hp su rusak => !none
		rahasia => !question
		nomor yang sekarang => +6281200000001
		sonde ada hp => !none
		nanti saya kirim => !deferred
		lupa => !unknown
		untuk apa? => !question
		abc => !non_digit
		... => !non_digit`)
	in := text("nomor ini")
	in.Self = ""
	if r := nlu.Phone(in); r.Why != "unknown_self" {
		t.Errorf("self unknown: %s", brief(r))
	}
	in = nlu.Input{Kind: store.Card, Phone: "+6281399999999", Now: today}
	if r := nlu.Phone(in); r.Value != "+6281399999999" {
		t.Errorf("card: %s", brief(r))
	}
	in.Phone = ""
	if r := nlu.Phone(in); r.Why != "not_text" {
		t.Errorf("someone else's card: %s", brief(r))
	}
}

func TestAccept08Gender(t *testing.T) {
	table(t, nlu.Gender, `
		L => L
		l. => L
		laki => L
		laki-laki => L
		laki2 => L
		Laki Laki => L
		beta laki => L
		bapa => L
		Pria => L
		cowok kak => L
		lelaki => L
		P => P
		pr => P
		perempuan => P
		parampuan => P
		peremuan => P
		saya perempuan kak => P
		perempuan pak => P
		kaka nona => P
		ade nona => P
		peremp => P
		ibu => P
		nona => P
		mama2 => P
		wanita => P
		M => !ambiguous
		laki atau perempuan => !ambiguous
		laki perempuan => !ambiguous
		2 => !unclear
		hmm => !unclear
		rahasia => !refused
		kenapa tanya => !refused
		... => !unclear`)
}

func TestAccept08Education(t *testing.T) {
	table(t, nlu.Education, `
		SD => sd
		smp => smp
		SMA => sma
		SMA sederajat => sma
		smk otomotif => smk
		tamat sd => sd
		lulusan S1 => s1
		strata satu => s1
		S.Pd => s1
		sarjana ekonomi => s1
		D4 => d4
		d3 => d3
		D III => d3
		D-3 => d3
		diploma tiga => d3
		diploma 1 => d1
		S2 => s2
		S 3 => s3
		STM => smk
		smu => sma
		slta => sma
		sltp => smp
		mts => smp
		MA => sma
		madrasah aliyah => sma
		paket A => sd
		kejar paket A => sd
		paket b => smp
		paket c => sma
		esema => sma
		tamat esema => sma
		tidak tamat sd => tidak_tamat_sd
		sonde tamat sd => tidak_tamat_sd
		sd tidak tamat => tidak_tamat_sd
		kelas 5 sd => tidak_tamat_sd
		tidak tamat smp => sd
		smp kelas 2 => sd
		tidak lulus sma => smp
		kelas 3 smk => smp
		kls 3 smp => sd
		klas 2 sma => smp
		tamat kelas 6 => sd
		lagi ambil s2 => s1
		SMA/SMK => !level_missing
		tamat smp lanjut sma => smp
		smp tamat, sma tidak tamat => smp
		kelas 12 => smp
		masih sma => smp
		masih kuliah di undana => sma
		putus kuliah => sma
		sma, sekarang kuliah => sma
		lulus smk masih kuliah => smk
		masih kuliah s2 => s1
		tidak sekolah => tidak_sekolah
		sonde skolah => tidak_sekolah
		beta sonde pernah sekolah => tidak_sekolah
		ijazah terakhir smp => smp
		sma 5 kupang => sma
		SMK Negeri 2 Kupang => smk
		kuliah => !level_missing
		undana => !level_missing
		lulus kemarin => !level_missing
		masih sekolah => !level_missing
		sma atau smk => !level_missing
		hmm => !level_missing
		yang mana? => !question`)
}

func TestAccept08Work(t *testing.T) {
	table(t, nlu.Work, `
		belum bekerja => belum_bekerja
		belum kerja => belum_bekerja
		balom karja => belum_bekerja
		nganggur => belum_bekerja
		pengangguran => belum_bekerja
		sonde kerja => belum_bekerja
		ibu rumah tangga => belum_bekerja
		IRT => belum_bekerja
		lagi cari kerja => belum_bekerja
		belum pernah bekerja => belum_bekerja
		pernah bekerja => pernah_bekerja
		dulu kerja di toko => pernah_bekerja
		baru kena phk => pernah_bekerja
		su berhenti kerja => pernah_bekerja
		su sonde karja lai => pernah_bekerja
		mantan satpam => pernah_bekerja
		usaha sendiri => usaha_sendiri
		wiraswasta => usaha_sendiri
		wiraswata => usaha_sendiri
		jualan kue => usaha_sendiri
		papalele => usaha_sendiri
		ojek => usaha_sendiri
		petani => usaha_sendiri
		bekerja => bekerja
		kerja => bekerja
		karyawan toko => bekerja
		honorer => bekerja
		su kerja => bekerja
		sopir => bekerja
		kerja di toko => bekerja
		bersekolah => bersekolah
		masih sekolah => bersekolah
		kuliah => bersekolah
		mahasiswa => bersekolah
		kuliah sambil kerja => !unclear
		hmm => !unclear
		... => !unclear
		maksudnya? => !question`)
}

func TestAccept08FreeText(t *testing.T) {
	table(t, nlu.FreeText, `
		Ingin buka usaha jahit. => Ingin buka usaha jahit.
		mau => mau
		ya => !too_short
		... => !too_short
		👍 => !too_short`)
	if r := nlu.FreeText(text("  Ingin\tkerja\x00  ")); r.Value != "Ingin kerja" {
		t.Errorf("got %q", r.Value)
	}
	if r := nlu.FreeText(text(strings.Repeat("a b ", 60))); r.Why != "too_long" {
		t.Errorf("long: %s", brief(r))
	}
}

// TestAccept29NotText holds that nothing but text is taken for an answer, except a card for a number and a location for a kelurahan.
func TestAccept29NotText(t *testing.T) {
	for name, accept := range accepts {
		for _, kind := range []store.Kind{store.Image, store.Video, store.Voice, store.Sticker, store.Document, store.Poll, store.Unknown, store.Card, store.Location, store.Deleted} {
			in := text("ya")
			in.Kind = kind
			if name == "Kelurahan" && kind == store.Location {
				continue
			}
			if r := accept(in); r.Why != "not_text" {
				t.Errorf("%s, %s: got %s", name, kind, brief(r))
			}
		}
	}
}

var accepts = map[string]nlu.Accept{
	"FullName": nlu.FullName, "Birth": nlu.Birth, "Gender": nlu.Gender, "Kelurahan": nlu.Kelurahan, "Education": nlu.Education, "Work": nlu.Work,
	"Phone": nlu.Phone, "NIK": nlu.NIK, "Birthdate": nlu.Birthdate, "TradeChoice": nlu.TradeChoice, "Count": nlu.Count, "Business": nlu.Business, "Amount": nlu.Amount, "YesNo": nlu.YesNo, "FreeText": nlu.FreeText,
}

// A question about what it costs is known by itself, and names no choice.
func TestCostThatIsAsked(t *testing.T) {
	yes := func(s string) string {
		if nlu.AsksCost(s) {
			return "cost"
		}
		return ""
	}
	each(t, "cost", `berapa biayanya|biayanya brp|bayar ko sonde|bayar ko|gratis kah|ini gratis?|harus bayar kah|pelatihan bayar ko|ada biaya ko|apakah kursus ini gratis|bayar berapa|
		is it free?|how much does it cost|perlu bayar tidak kak|kursusnya gratis atau bayar`, yes)
	each(t, "", `gratis|bayar cicilan berapa|berapa lama|ada yang minta bayar|saya sudah bayar|mau bayar utang pem|Gratianus|biaya|berapa umur saya|bayar listrik di mana`, yes)
	labels := []string{"Tidak ada pilihan kedua", "Servis AC, Angkatan 1", "Menjahit"}
	for _, s := range []string{"pelatihan servis ac berapa biayanya", "kapan mulai servis ac", "servis ac di mana tempatnya ko"} {
		if i, ok := nlu.Match(s, labels); ok {
			t.Errorf("%q chooses %s", s, labels[i])
		}
	}
	for _, s := range []string{"servis ac", "servis ac saja", "mau yang ac"} {
		if i, ok := nlu.Match(s, labels); !ok || i != 1 {
			t.Errorf("%q chooses nothing", s)
		}
	}
}

// A slip in the word that decides does not turn an answer round: the number stays the number, and who has not finished has not finished.
func TestSlipsInWordsThatDecide(t *testing.T) {
	for _, c := range [][3]string{
		{"education", "keelas 2 smp", "sd"}, {"education", "massih sma", "smp"}, {"education", "sma tiddak tamat", "smp"}, {"education", "SMA blaom lulus", "smp"},
		{"education", "sonde tqmat SMP", "sd"}, {"education", "s1 bekum wisuda", "sma"}, {"education", "lagi kuiah d3", "sma"}, {"education", "tamat sma", "sma"},
		{"amount", "lima juta setenagh", "5500000"}, {"amount", "mins 2 juta", "INVALID:negative"}, {"amount", "ampa juta liam ratus", "4500000"},
		{"amount", "sattu setengah jt", "1500000"}, {"amount", "seejuta tujuh ratus lima puluh ribu", "1750000"}, {"amount", "sudah lama mau pinjam lima juta", "5000000"},
		{"number", "dua pulu anma", "26"}, {"number", "satu settengah", "INVALID:not_integer"}, {"number", "stau atau dua", "INVALID:multiple"}, {"number", "cuma 1", "1"}, {"number", "3 blan", "3"},
		{"birthdate", "tanggal dua pulu lima bulan dua blaas taon sambilan lima", "1995-12-25"}, {"birthdate", "dua juni dua rihu", "2000-06-02"},
		{"birthdate", "rabu 12 juni 98", "1998-06-12"},
		{"kelurahan", "kecamtan kelapa lima", "INVALID:kecamatan"}, {"kelurahan", "kec. kelpa lima", "INVALID:kecamatan"}, {"kelurahan", "Kecamatan Maulsfa", "INVALID:kecamatan"},
	} {
		if got := parsed(c[0], c[1]); got != c[2] {
			t.Errorf("%s %q: %s, not %s", c[0], c[1], got, c[2])
		}
	}
}
