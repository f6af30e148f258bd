package nlu_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
)

// TestAccept08NIK holds the synthetic vectors (running number 9999 is not issued in practice) and what people write around a NIK.
func TestAccept08NIK(t *testing.T) {
	table(t, nlu.NIK, `
		5371041708059999 => 5371041708059999
		5371045708059999 => 5371045708059999
		5371044902049999 => 5371044902049999
		5371046902049999 => 5371046902049999
		5371046902059999 => !date
		5371043102059999 => !date
		5371047217059999 => !date
		5371041708050000 => !sequence
		0071041708059999 => !region
		537104170805999 => !length
		5301041708059999 => 5301041708059999
		3578010101950003 => 3578010101950003
		5371-0201-0190-0005 => 5371020101900005
		5371 0417 0805 9999 => 5371041708059999
		5371.0417.0805.9999 => 5371041708059999
		nik saya 5371066505770011 ya kak => 5371066505770011
		5371014911030002 itu su => 5371014911030002
		NIK: 5371041708059999 => 5371041708059999
		nik5371041708059999 => 5371041708059999
		5371041708059999, hp 081234567890 => 5371041708059999
		53710112 => !length
		53710112069800012 => !length
		0812 3456 7890 => !length
		5371O41708O59999 => !non_digit
		537104170805999x => !non_digit
		5300041708059999 => !region
		5371001708059999 => !region
		9971041708059999 => !region
		1111111111111111 => !repeated
		1234567890123456 => !sequence
		9876543210987654 => !sequence
		5371041713059999 => !date
		5371040008059999 => !date
		KTP hilang => !no_ktp
		belum punya ktp => !no_ktp
		b son punya ktp => !no_ktp
		nanti sa => !deferred
		tunggu e => !deferred
		lupa => !unknown
		sonde tau => !unknown
		untuk apa? => !question
		abcd => !non_digit
		... => !non_digit`)
	r := nlu.NIK(text("53710112"))
	if r.Data["Count"] != 8 {
		t.Errorf("count: %v", r.Data)
	}
	in := text("")
	in.Kind = store.Image
	if r := nlu.NIK(in); r.Why != "not_text" {
		t.Errorf("photo: %s", brief(r))
	}
}

// TestAccept08NIKNeverEchoed holds that no refusal carries the number.
func TestAccept08NIKNeverEchoed(t *testing.T) {
	for _, s := range []string{"5371046902059999", "537104690205999", "5371046902050000", "0071041708059999", "1111111111111111"} {
		if r := nlu.NIK(text(s)); strings.Contains(fmt.Sprint(r.Data), s[:6]) || r.Value != "" {
			t.Errorf("%s: %+v", s, r)
		}
	}
}

func TestAccept08NIKBorn(t *testing.T) {
	for nik, want := range map[string]string{
		"5371041708059999": "2005-08-17 L true", "5371045708059999": "2005-08-17 P true", "5371046902049999": "2004-02-29 P true",
		"5371041206989999": "1998-06-12 L true", "5371046902059999": "  false", "537104": "  false", "": "  false",
		"5371040101269999": " L false", // 2026 or 1926
		"5371042512269999": "1926-12-25 L true",
	} {
		iso, gender, ok := nlu.NIKBorn(nik, today)
		if got := fmt.Sprint(iso, " ", gender, " ", ok); got != want {
			t.Errorf("%s: got %q, want %q", nik, got, want)
		}
	}
}

func TestAccept08Birth(t *testing.T) {
	table(t, nlu.Birth, `
		12-06-1998 => 1998-06-12
		12/6/98 => 1998-06-12
		12/06/1998 => 1998-06-12
		12 juni 1998 => 1998-06-12
		12 jun 98 => 1998-06-12
		12jun98 => 1998-06-12
		12.06.1998 => 1998-06-12
		1998-06-12 => 1998-06-12
		12061998 => 1998-06-12
		120698 => 1998-06-12
		19980612 => 1998-06-12
		lahir 12 juni 98 => 1998-06-12
		kupang, 12 juni 1998 => 1998-06-12
		lahir di Kupang, 3 Mei 1999 => 1999-05-03
		Soe 3-5-1999 => 1999-05-03
		21 pebruari 1996 => 1996-02-21
		9 nop 93 => 1993-11-09
		17 agustsus 2001 => 2001-08-17
		6/1/07 => 2007-01-06
		du belas juni 98 => 1998-06-12
		sepuluh sepuluh seribu sembilan ratus sembilan puluh dua => 1992-10-10
		tanggal satu januari tahun sambilan puluh => 1990-01-01
		tgl 5 bulan 7 tahun 2003 => 2003-07-05
		12 juni dua ribu satu => 2001-06-12
		jumat 12 juni 1998 => 1998-06-12
		29-02-2004 => 2004-02-29
		12-06-1998 umur 28 => 1998-06-12
		5 maret 2015 => 2015-03-05
		1998 => 1998
		tahun 98 => 1998
		lahir tahun 1998 => 1998
		27 => 1999
		27 tahun => 1999
		27 thn => 1999
		umur 27 => 1999
		umur dua puluh tujuh => 1999
		be umur 27 su => 1999
		12 tahun => 2014
		17 tahun => 2009
		19 tahun => 2007
		2007 => 2007
		2009 => 2009
		2008 => !day_needed
		18 => !day_needed
		18 tahun => !day_needed
		29 Februari 2001 => !no_such_date
		06/13/1998 => !no_such_date
		31-04-1999 => !no_such_date
		00-06-1999 => !no_such_date
		29-02-1900 => !no_such_date
		25-12-2026 => !future
		2030 => !future
		23-11-2026 => !future
		12 juni 1915 => !too_old
		1900 => !too_old
		umur 130 => !too_old
		akhir desember 1995 => !day_missing
		juni 1998 => !day_missing
		06-1998 => !day_missing
		12 juni => !year_missing
		12/6 => !year_missing
		98 => !incomplete
		5 => !incomplete
		12 juni 998 => !incomplete
		lupa => !unknown
		son tau => !unknown
		untuk apa? => !question
		halo => !not_a_birthdate
		5371041708059999 => !not_a_birthdate
		081234567890 => !not_a_birthdate
		... => !not_a_birthdate`)
}

func TestAge(t *testing.T) {
	for born, want := range map[string]string{
		"1998-06-12": "28 true", "2008-11-22": "18 true", "2008-11-23": "17 true", "2004-02-29": "22 true", "1998": "28 true", "2026": "0 true",
		"2030": "-4 false", "": "0 false", "98": "0 false", "2027-01-01": "-1 false", "kemarin": "0 false",
	} {
		years, known := nlu.Age(born, today)
		if got := fmt.Sprint(years, known); got != want {
			t.Errorf("%s: got %s, want %s", born, got, want)
		}
	}
	if y, _ := nlu.Age("2004-02-29", time.Date(2025, 2, 28, 0, 0, 0, 0, time.UTC)); y != 20 {
		t.Errorf("leap day: %d", y)
	}
}

func TestAccept08FullName(t *testing.T) {
	table(t, nlu.FullName, `
		Maria Nale => Maria Nale
		maria nale => Maria Nale
		MARIA NALE => Maria Nale
		Menuk Batalia => Menuk Batalia
		Menuk => Menuk
		Stopanus Lanjut => Stopanus Lanjut
		Melkianus => Melkianus
		melkianus   banoet => Melkianus Banoet
		Maria G.F. Seran => Maria G.F. Seran
		Nur Aisyah binti Rahman => Nur Aisyah Binti Rahman
		beta ni Soleman Kase => Soleman Kase
		dominggus feoh 😊 => Dominggus Feoh
		dominggus feoh 👍 => Dominggus Feoh
		ibu antonia da costa => Antonia Da Costa
		nama lengkap saya Kristofel Y. Adoe => Kristofel Y. Adoe
		nama saya Maria Tefa => Maria Tefa
		Nama : Maria Tefa => Maria Tefa
		sa pung nama Yuliana Ma'u => Yuliana Ma'u
		be pung nama Yuliana Ma’u => Yuliana Ma'u
		saya Anton d'rozari => Anton D'Rozari
		Bapak Yohanes Tefa => Yohanes Tefa
		Sdr. Yohanes Tefa => Yohanes Tefa
		Drs. Yohanes Tefa, M.Si => Yohanes Tefa
		Maria Nale, S.Pd => Maria Nale
		Maria Nale S.Pd., M.Pd. => Maria Nale
		Maria Nale SE => Maria Nale
		Dr. Ir. Maria Nale, ST., MT => Maria Nale
		Maria Nale ya kak => Maria Nale
		nyong Ande Tefa => Ande Tefa
		Ande Ma-riwu => Ande Ma-Riwu
		Selamat Riyadi => Selamat Riyadi
		Dana Kitu => Dana Kitu
		Jubilate Pieter Pandango => Jubilate Pieter Pandango
		menu => !command
		BATAL => !command
		data saya => !command
		08123456789 => !digits
		5371012345670001 => !digits
		Maria 2 => !digits
		... => !empty
		😊 => !empty
		M => !too_short
		kenapa tanya nama? => !question
		untuk apa? => !question
		siapa? => !question
		rahasia => !refused
		tidak mau => !refused
		sonde mau kasi tau => !refused
		belum ada => !not_a_name
		ya => !not_a_name
		halo => !not_a_name
		mau daftar pelatihan => !not_a_name
		bangsat => !not_a_name
		asdfghjkl => !not_a_name
		www.situs.com => !not_a_name
		Мария => !not_a_name
		ibu => !not_a_name`)
	if r := nlu.FullName(text(strings.Repeat("Maria Nale ", 8))); r.Why != "too_long" {
		t.Errorf("long: %s", brief(r))
	}
}

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
		ibu => P
		nona => P
		mama2 => P
		wanita => P
		M => !ambiguous
		laki atau perempuan => !unclear
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
	"Phone": nlu.Phone, "NIK": nlu.NIK, "YesNo": nlu.YesNo, "FreeText": nlu.FreeText,
}
