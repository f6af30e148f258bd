package nlu_test

import (
	"strings"
	"testing"

	"lopo/flows/nlu"
	"lopo/store"
)

// TestAccept09EveryKelurahan holds that each official name, with its kind before it, is read as itself, in capitals and joined too.
func TestAccept09EveryKelurahan(t *testing.T) {
	if len(kupang.Kelurahan) != 51 {
		t.Fatalf("%d kelurahan, want 51", len(kupang.Kelurahan))
	}
	for _, k := range kupang.Kelurahan {
		for _, s := range []string{"Kelurahan " + k.Name, "kel. " + strings.ToLower(k.Name), "KEL " + strings.ToUpper(k.Name), "kelurahan " + strings.ReplaceAll(k.Name, " ", "-")} {
			if got := brief(nlu.Kelurahan(text(s))); got != k.Name {
				t.Errorf("%q: got %s", s, got)
			}
		}
		for _, a := range k.Aliases {
			if got := brief(nlu.Kelurahan(text("kelurahan " + a))); got != k.Name {
				t.Errorf("alias %q of %s: got %s", a, k.Name, got)
			}
		}
		// The bare name is the answer too, or the first of a choice.
		r := nlu.Kelurahan(text(k.Name))
		if r.Value != k.Name && (len(r.Among) == 0 || r.Among[0].Value != k.Name) {
			t.Errorf("%q: got %s", k.Name, brief(r))
		}
	}
}

func TestAccept09LocalSpellings(t *testing.T) {
	table(t, nlu.Kelurahan, `
		naikoten 1 => Naikoten Satu
		Naikoten I => Naikoten Satu
		nkoten satu => Naikoten Satu
		nkoten 1 => Naikoten Satu
		naikoten1 => Naikoten Satu
		NAIKOTEN II => Naikoten Dua
		naikoten dua => Naikoten Dua
		dari naikoten 2 kak => Naikoten Dua
		beta tinggal di naikoten satu => Naikoten Satu
		naikoten => Naikoten Satu|Naikoten Dua
		nkoten => Naikoten Satu|Naikoten Dua
		naikoten 3 => Naikoten Satu|Naikoten Dua
		oesapa => Oesapa|Oesapa Barat|Oesapa Selatan
		Oesapa. => Oesapa|Oesapa Barat|Oesapa Selatan
		oesap => Oesapa|Oesapa Barat|Oesapa Selatan
		kelurahan oesapa => Oesapa
		oesapa barat => Oesapa Barat
		oesapa brt => Oesapa Barat
		oesapa selatan => Oesapa Selatan
		oesapa sel => Oesapa Selatan
		bakunase => Bakunase|Bakunase Dua
		bakunase 1 => Bakunase
		bakunase dua => Bakunase Dua
		bakunase 2 => Bakunase Dua
		nunbaun => Nunbaun Sabu|Nunbaun Delha
		nunbaun sabu => Nunbaun Sabu
		manulai => Manulai II
		manulai 2 => Manulai II
		manulai dua => Manulai II
		manulai 1 => !outside_city
		oebobo => Oebobo|>Oebobo
		Alak => Alak|>Alak
		maulafa => Maulafa|>Maulafa
		kelapa lima => Kelapa Lima|>Kelapa Lima
		Kelurahan Oebobo, Kecamatan Oebobo => Oebobo
		kel. kelapa lima => Kelapa Lima
		kecamatan oebobo => !kecamatan
		kec. maulafa => !kecamatan
		kota raja => !kecamatan
		Kota Lama => !kecamatan
		naikoten 1 kota raja => Naikoten Satu
		oepura, maulafa => Oepura
		Liliba kec oebobo => Liliba
		tdm => Tuak Daun Merah
		llbk => Lai Lai Bisi Kopan
		lai lai besi kopan => Lai Lai Bisi Kopan
		kayuputih => Kayu Putih
		kayu putih => Kayu Putih
		belo => Bello
		bello => Bello
		fatulul => Fatululi
		manutpen => Manutapen
		sikumna => Sikumana
		lsiana => Lasiana
		penkase => Penkase Oeleta
		penfui => Penfui
		penfuii => Penfui
		BTN Kolhua => Kolhua
		RT 12 RW 04 Oepura => Oepura
		oepura rt 05/rw 02 => Oepura
		tode kiser => Tode Kisar
		airmata => Airmata
		airnona => Airnona
		air nona => Airnona
		naimata => Naimata
		dekat penfui => Penfui
		sabu => !outside_city
		delha => Nunbaun Delha
		oebobo atau oebufu => Oebobo|Oebufu
		ktp soe tapi tinggal liliba => Liliba
		lailai besi => Lai Lai Bisi Kopan
		bukan kupang => !outside_city
		kupang => !too_general
		Kota Kupang => !too_general
		ntt => !too_general
		btn => !ambiguous
		tarus => !outside_city
		Soe => !outside_city
		luar kota => !outside_city
		kabupaten kupang => !outside_city
		bukan warga kupang => !outside_city
		penfui timur => !outside_city
		asdfgh => !unknown
		Bandung => !outside_city
		Bandungsari => !unknown
		... => !unknown
		yang mana? => !question
		kelurahan apa? => !question`)
}

// TestAccept09TwoSlipsAsk holds that a name two slips away is offered, never stored.
func TestAccept09TwoSlipsAsk(t *testing.T) {
	for _, s := range []string{"nemosan", "sikomona", "manotapin", "lesiane"} {
		if r := nlu.Kelurahan(text(s)); r.Value != "" {
			t.Errorf("%q: stored %s", s, r.Value)
		}
	}
	if got := brief(nlu.Kelurahan(text("sikomona"))); !strings.Contains(got, "Sikumana") {
		t.Errorf("sikomona: got %s", got)
	}
}

func TestAccept29LocationOffersTheNearest(t *testing.T) {
	at := func(lat, lon float64) nlu.Reading {
		in := text("")
		in.Kind, in.Lat, in.Lon = store.Location, lat, lon
		return nlu.Kelurahan(in)
	}
	if r := at(-10.18055, 123.60026); len(r.Among) != 3 || r.Among[0].Value != "Naikoten Satu" {
		t.Errorf("got %s", brief(r))
	}
	if r := at(-10.18055, 123.60026); r.Among[0].Label != "Naikoten Satu (Kec. Kota Raja)" {
		t.Errorf("label %q", r.Among[0].Label)
	}
	if r := at(-6.2, 106.8); r.Why != "outside_city" {
		t.Errorf("Jakarta: got %s", brief(r))
	}
}

func TestKelurahanInSentence(t *testing.T) {
	for s, want := range map[string]string{
		"syarat pem naikoten 2":          "Naikoten Dua",
		"mau daftar bengkel dari Penfui": "Penfui",
		"loker dkt oebobo":               "Oebobo",
		"dana pem su buka ko?":           "",
		"naikoten 1 deng kolhua":         "Kolhua,Naikoten Satu",
	} {
		if got := strings.Join(nlu.KelurahanIn(s, kupang), ","); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestKelurahanWithoutCity(t *testing.T) {
	in := text("naikoten 1")
	in.City = nil
	if r := nlu.Kelurahan(in); r.Why != "unknown" {
		t.Errorf("got %s", brief(r))
	}
}
