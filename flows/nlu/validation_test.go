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
		rahasia => !question
		ktp msh diurus => !no_ktp
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
		tiga satu desember sembilan sembilan => 1999-12-31
		12 juni sembilan belas sembilan puluh delapan => 1998-06-12
		lima mei sembilan lima => 1995-05-05
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
		lupa tanggal, tahun 1995 => 1995
		sembilan belas sembilan puluh lima => 1995
		tgl 12 => !incomplete
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
		sa Robert Bire => Robert Bire
		panggil sa Anton => Anton
		Robert Bire kaka => Robert Bire
		perkenalkan, nama saya Lukas Manu => Lukas Manu
		Lukas Manu dari Oesapa => Lukas Manu
		lukas manu, dari oesapa => Lukas Manu
		nama saya => !not_a_name
		nama sa dulu => !not_a_name
		su kasi tadi => !not_a_name
		KTP => !not_a_name
		Maria Tefa, 25 tahun => !digits
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
