package sheet

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lopo/store"
	"lopo/store/city"
)

var today = wita(2026, 11, 25, 10, 0, 0)

// messyLoans builds a workbook of terms the way an office does: letterhead, merged cells, sums in words, dates of three kinds, stray spaces.
func messyLoans(t *testing.T, change func(book *excelize.File, sheet string)) Table {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const sheet = "PEM 2026"
	must(book.SetSheetName("Sheet1", sheet))
	for cell, row := range map[string][]any{
		"A1": {"PEMERINTAH KOTA KUPANG", nil, nil, nil, nil, nil},
		"A2": {"Rekap dana PEM per kelurahan"},
		"A4": {"No", " Kelurahan ", "STATUS", "Pinjaman Minimal", "Maks.", "Bunga", "Jangka waktu", "Masa tenggang", "Agunan", "Persyaratan", "Kontak LPM", "Jam layanan", "Berlaku per", "Sumber", "Keterangan"},
		"A5": {1, "NAIKOTEN I ", "Buka", "Rp 1 jt", "Rp 5 jt", "1 % per bulan", "18 bulan", "4 bln", "> Rp 5 jt", "1. KTP Kota Kupang \n2. Surat usaha", "LPM Naikoten I", "08.00-12.00 ", 46327, "rapat LPM", "baru"},
		"A6": {2, "kel. oesapa barat", "daftar  tunggu", 500000, "2,5 juta", "tanpa bunga", 12, "tidak ada", "tidak ada", nil, nil, nil, "Senin, 2 November 2026", "rapat LPM"},
		"A8": {3, "Batuplat\u00a0", "TUTUP", "-", "Rp5.000.000,-", "6% / tahun", "1,5 tahun", "", "belum ditentukan", "KTP; KK", nil, nil, "02/11/2026", nil},
		"A9": {4, "Lai Lai Bisi Kopan", "", "", "", "", "", "", "", "", "", "", "", ""},
	} {
		must(book.SetSheetRow(sheet, cell, &row))
	}
	must(book.MergeCell(sheet, "A1", "N1"))
	must(book.MergeCell(sheet, "K5", "K6")) // one LPM is met for both
	date, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	must(err)
	must(book.SetCellStyle(sheet, "M5", "M5", date))
	if change != nil {
		change(book, sheet)
	}
	path := filepath.Join(t.TempDir(), "Rekap PEM.xlsx")
	must(book.SaveAs(path))
	table, err := Read(path)
	must(err)
	return table
}

func TestLoansFromAMessyWorkbook(t *testing.T) {
	list, wrong := Loans(messyLoans(t, nil), city.Default(), nil, today)
	if len(wrong) > 0 || len(list) != 4 {
		t.Fatalf("%d kelurahan\n%s", len(list), Problems(wrong))
	}
	want := []store.LoanTerms{
		{Kelurahan: "Naikoten Satu", Status: store.LoanOpen, Min: store.Known(1_000_000), Max: store.Known(5_000_000), Charge: store.Known(1000), ChargePer: store.PerMonth,
			Tenor: store.Known(18), Grace: store.Known(4), Collateral: store.Known(5_000_000), Requirements: []string{"KTP Kota Kupang", "Surat usaha"}, Contact: "LPM Naikoten I",
			Hours: "08.00-12.00", AsOf: wita(2026, 11, 1, 0, 0, 0), Source: "rapat LPM"},
		{Kelurahan: "Oesapa Barat", Status: store.LoanWaiting, Min: store.Known(500_000), Max: store.Known(2_500_000), Charge: store.Known(0), ChargePer: store.PerMonth,
			Tenor: store.Known(12), Grace: store.Known(0), Collateral: store.Known(store.NoCollateral), Contact: "LPM Naikoten I", AsOf: wita(2026, 11, 2, 0, 0, 0), Source: "rapat LPM"},
		{Kelurahan: "Batu Plat", Status: store.LoanClosed, Max: store.Known(5_000_000), Charge: store.Known(6000), ChargePer: store.PerYear, Tenor: store.Known(18),
			Requirements: []string{"KTP", "KK"}, AsOf: wita(2026, 11, 2, 0, 0, 0)},
		{Kelurahan: "Lai Lai Bisi Kopan"},
	}
	for i := range want {
		if !want[i].AsOf.Equal(list[i].AsOf) {
			t.Errorf("%s: as of %v", want[i].Kelurahan, list[i].AsOf)
		}
		want[i].AsOf = list[i].AsOf
		if !reflect.DeepEqual(list[i], want[i]) {
			t.Errorf("got  %+v\nwant %+v", list[i], want[i])
		}
	}
}

func TestLoansRefuse(t *testing.T) {
	set := func(cell string, value any) func(*excelize.File, string) {
		return func(book *excelize.File, sheet string) {
			if err := book.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		change func(*excelize.File, string)
		line   int
		column string
		want   string
	}{
		"misspelt kelurahan":       {set("B8", "Oebufa"), 8, "kelurahan", "maksudnya Oebufu"},
		"half a name":              {set("B8", "Naikoten"), 8, "kelurahan", "maksudnya Naikoten"},
		"another city":             {set("B8", "Jakarta"), 8, "kelurahan", "bukan kelurahan"},
		"no kelurahan":             {set("B8", ""), 8, "kelurahan", "kosong"},
		"duplicate row":            {set("B8", "Naikoten 1"), 8, "kelurahan", "baris 5"},
		"unknown status":           {set("C8", "mungkin"), 8, "status", "tidak dikenal"},
		"words for a sum":          {set("E5", "lumayan"), 5, "maks", "bukan jumlah"},
		"sum without its unit":     {set("E5", 5), 5, "maks", "tidak masuk akal"},
		"least above most":         {set("D5", "Rp 6 jt"), 5, "maks", "lebih kecil"},
		"a charge of no time":      {set("F5", "1%"), 5, "jasa", "per bulan"},
		"a charge as a bare share": {set("F5", 0.01), 5, "jasa", "tidak jelas"},
		"no number of months":      {set("G5", "lama"), 5, "tenor", "bukan jumlah bulan"},
		"too many months":          {set("G5", 1800), 5, "tenor", "di luar"},
		"grace as long as it is":   {set("H5", "18 bulan"), 5, "tenggang", "tidak lebih pendek"},
		"unclear collateral":       {set("I5", "tergantung"), 5, "jaminan", "tidak jelas"},
		"long requirements":        {set("J5", strings.Repeat("surat keterangan usaha dari lurah; ", 9)), 5, "syarat", "terlalu panjang"},
		"impossible date":          {set("M6", "31 Feb 2026"), 6, "per", "kalender"},
		"wrong weekday":            {set("M6", "Rabu, 2 November 2026"), 6, "per", "Senin"},
		"a day to come":            {set("M6", "2 Jan 2027"), 6, "per", "belum tiba"},
		"misspelt header":          {set("F4", "Bungaa"), 4, "bungaa", "tidak dikenal"},
		"no kelurahan column":      {set("B4", "catatan"), 4, "kelurahan", "kolom wajib"},
	} {
		list, wrong := Loans(messyLoans(t, c.change), city.Default(), nil, today)
		if len(wrong) == 0 || list != nil {
			t.Errorf("%s: %d kelurahan in spite of it", name, len(list))
			continue
		}
		found := false
		for _, e := range wrong {
			found = found || e.Line == c.line && e.Column == c.column && strings.Contains(e.Message, c.want)
		}
		if !found {
			t.Errorf("%s: no %q at line %d, %s\n%s", name, c.want, c.line, c.column, Problems(wrong))
		}
	}
}

// What the file has no column for stays; an empty cell makes a field unknown.
func TestLoansKeepWhatTheFileDoesNotHave(t *testing.T) {
	have := []store.LoanTerms{{Kelurahan: "Alak", Status: store.LoanOpen, Max: store.Known(5_000_000), Contact: "LPM Alak", Source: "rapat"}}
	table, err := Parse("x.csv", []byte("kelurahan;status;maks;sumber\nAlak;tutup;;rapat LPM\n"))
	if err != nil {
		t.Fatal(err)
	}
	list, wrong := Loans(table, city.Default(), have, today)
	if want := []store.LoanTerms{{Kelurahan: "Alak", Status: store.LoanClosed, Contact: "LPM Alak", Source: "rapat LPM"}}; len(wrong) > 0 || !reflect.DeepEqual(list, want) {
		t.Errorf("%+v\n%s", list, Problems(wrong))
	}
}

func TestAll51RowsAndTheTemplate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pem.xlsx")
	if err := LoanTemplate(path); err != nil {
		t.Fatal(err)
	}
	table, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if list, wrong := Loans(table, city.Default(), nil, today); len(wrong) > 0 || len(list) != 1 || !list[0].Told() {
		t.Errorf("the example row: %+v\n%s", list, Problems(wrong))
	}
	content := "kelurahan,status,sumber\n"
	for _, k := range city.Default().Kelurahan {
		content += k.Name + ",buka,rapat\n"
		for _, alias := range k.Aliases {
			if got := placeNames(city.Default())[placeKey(alias)]; got != k.Name {
				t.Errorf("alias %q is %q", alias, got)
			}
		}
	}
	if table, err = Parse("51.csv", []byte(content)); err != nil {
		t.Fatal(err)
	}
	if list, wrong := Loans(table, city.Default(), nil, today); len(wrong) > 0 || len(list) != 51 {
		t.Errorf("%d\n%s", len(list), Problems(wrong))
	}
}

// Fields that staff see are fields that staff can write, and mean the same again.
func TestSetLoanReadsWhatItShows(t *testing.T) {
	list, _ := Loans(messyLoans(t, nil), city.Default(), nil, today)
	for _, terms := range list {
		fields := map[string]string{}
		for _, f := range terms.Fields() {
			fields[f.Name] = f.Value
		}
		again, wrong := SetLoan(store.LoanTerms{Kelurahan: terms.Kelurahan}, fields, today)
		if len(wrong) > 0 || len(fields) != len(LoanFields()) {
			t.Errorf("%s: %d fields\n%s", terms.Kelurahan, len(fields), Problems(wrong))
		}
		if before, after := again.Differences(terms); len(after) > 0 {
			t.Errorf("%s: %v became %v", terms.Kelurahan, before, after)
		}
	}
	if _, wrong := SetLoan(store.LoanTerms{}, map[string]string{"warna": "biru"}, today); len(wrong) != 1 || wrong[0].Column != "warna" {
		t.Errorf("%v", wrong)
	}
}

func TestLoanInterestsAreMasked(t *testing.T) {
	list := []store.LoanInquiry{{Kelurahan: "Alak", Business: "jual_ikan", Need: "beli jaring, hubungi Yanti di 081234567890", Phone: "+6281234567890", At: today},
		{Kelurahan: "Alak", Business: "kos", Need: "tambah kamar", At: today.Add(time.Hour)}}
	_, rows := LoanInterests(list, false)
	if all := strings.Join(append(rows[0], rows[1]...), "|"); strings.Contains(all, "234567") || strings.Contains(all, "Yanti") || !strings.Contains(all, "0812****890") || !strings.Contains(all, "jual ikan") ||
		!strings.Contains(all, "datang sendiri") {
		t.Errorf("masked: %s", all)
	}
	if _, rows = LoanInterests(list, true); rows[0][4] != "081234567890" || rows[0][3] != list[0].Need {
		t.Errorf("whole: %v", rows[0])
	}
}

func TestArticlesFromASheet(t *testing.T) {
	table, err := Parse("x.csv", []byte("kode,judul,isi,kata_kunci,sumber,per\nkur,KUR,Kredit dari bank.,kur; kredit usaha rakyat,bank,16 Jan 2026\n"))
	if err != nil {
		t.Fatal(err)
	}
	list, wrong := Articles(table)
	if len(wrong) > 0 || len(list) != 1 || !reflect.DeepEqual(list[0].Asks, []string{"kur", "kredit usaha rakyat"}) || !list[0].AsOf.Equal(wita(2026, 1, 16, 0, 0, 0)) {
		t.Errorf("%+v\n%s", list, Problems(wrong))
	}
	for row, column := range map[string]string{"KU R,KUR,isi,kur,bank,": "kode", "kur,,isi,kur,bank,": "judul", "kur,KUR,isi,,bank,": "kata_kunci", "kur,KUR,isi,kur,,": "sumber",
		"kur,KUR,isi,kur,bank,kemarin": "per", "kur,KUR," + strings.Repeat("x", 421) + ",kur,bank,": "isi"} {
		if table, err = Parse("x.csv", []byte("kode,judul,isi,kata_kunci,sumber,per\n"+row+"\n")); err != nil {
			t.Fatal(err)
		}
		if list, wrong := Articles(table); list != nil || len(wrong) != 1 || wrong[0].Column != column || wrong[0].Line != 2 {
			t.Errorf("%s: %v", row, wrong)
		}
	}
}
