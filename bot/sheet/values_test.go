package sheet

import (
	"lopo/store"
	"strings"
	"testing"
	"time"
)

func TestDate(t *testing.T) {
	day := time.Date(2026, 12, 2, 0, 0, 0, 0, store.WITA)
	for _, text := range []string{"2 Des 2026", "02 desember 2026", "2-Des-26", "2Des2026", "Rabu, 2 Des 2026", "rabu 2 Desember 2026", "2 Dec 2026", "02/12/2026", "2/12/26",
		"2.12.2026", "02-12-2026", "2026-12-02", "2026/12/2", "46358", "  2  Des  2026 "} {
		got, timed, err := Date(text)
		if err != nil || timed || !got.Equal(day) {
			t.Errorf("%q: %v %v %v", text, got, timed, err)
		}
	}
	for _, text := range []string{"2 Des 2026 16.00", "2 Des 2026 pukul 16.00 WITA", "2026-12-02 16:00", "2026-12-02T16:00:00", "02/12/2026, jam 16.00", "46358.6666666667", "Rabu, 2 Des 2026, 16.00 WITA"} {
		got, timed, err := Date(text)
		if err != nil || !timed || !got.Equal(day.Add(16*time.Hour)) {
			t.Errorf("%q: %v %v %v", text, got, timed, err)
		}
	}
	for month, words := range map[int]string{1: "jan", 2: "feb pebruari", 3: "mar maret", 5: "mei may", 6: "juni jun", 7: "jul juli", 8: "agu ags agt agustus aug", 9: "sep sept", 10: "okt oct", 11: "nov nopember"} {
		for word := range strings.FieldsSeq(words) {
			if got, _, err := Date("5 " + word + " 2026"); err != nil || int(got.Month()) != month {
				t.Errorf("%s: %v %v", word, got, err)
			}
		}
	}
	for text, want := range map[string]string{
		"31 Feb 2026":        "tidak ada di kalender",
		"12/25/2026":         "tidak ada di kalender",
		"2 Dex 2026":         "tidak terbaca",
		"Senin, 2 Des 2026":  "Rabu, 2 Des 2026",
		"Desember 2026":      "tidak terbaca",
		"minggu depan":       "tidak terbaca",
		"2 Des":              "tidak terbaca",
		"26-12-02":           "tahun", // year 2002: which is year and which is day, nobody can say
		"2 Des 1026":         "tahun 1026",
		"2 Des 2026 25.00":   "jam 25.00",
		"20261":              "tidak terbaca",
		"2-4 Des 2026":       "tidak terbaca",
		"=TODAY()":           "tidak terbaca",
		"2026-13-01":         "tidak ada di kalender",
		"Rabu 2 Des 2026 x":  "tidak terbaca",
		"libur, 2 Des 2026":  "tidak terbaca",
		"2 Des 2026 s.d. 4 ": "tidak terbaca",
	} {
		if got, _, err := Date(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", text, got, err, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]int{"20": 20, "20 orang": 20, "17 tahun": 17, "1.000": 1000, "20.0": 20, "19.999999999999996": 20, "2E+01": 20, "0": 0} {
		if got, err := Number(text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "-1", "20-25", "20,5", "20.5", "dua puluh", "20 orang 5", "99999999999999999999", "1e99", "NaN", "Inf"} {
		if got, err := Number(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestMoney(t *testing.T) {
	for text, want := range map[string]int64{"Rp 5 jt": 5e6, "5jt": 5e6, "rp. 5 juta": 5e6, "5.000.000": 5e6, "Rp5.000.000": 5e6, "Rp5.000.000,00": 5e6, "Rp 5.000.000,-": 5e6,
		"5000000": 5e6, "5E+06": 5e6, "2,5 juta": 2.5e6, "2.5jt": 2.5e6, "750 ribu": 75e4, "750rb": 75e4, "1,2 miliar": 12e8, "IDR 5,000,000": 5e6, "0": 0, "5000000.00": 5e6, "5 juta rupiah": 5e6} {
		if got, err := Money(text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "lima", "Rp", "-5", "5.00.000", "5000.000", "5 dolar", "1.2.3 juta", "1,0000001 ribu"} {
		if got, err := Money(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestYesNoAndUnknown(t *testing.T) {
	for text, want := range map[string]bool{"Ya": true, "ya.": true, "1": true, "✓": true, "TRUE": true, "tidak": false, "": false, "-": false, "0": false} {
		if got, err := YesNo(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"mungkin", "x"} { // a cross means yes on one form and no on the next
		if _, err := YesNo(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	if !Unknown("Menyusul") || !Unknown("-") || !Unknown("") || Unknown("0") || Unknown("Aula") {
		t.Error("unknown")
	}
}
