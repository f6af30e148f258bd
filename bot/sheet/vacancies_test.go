package sheet

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lopo/store"
	"lopo/store/city"
)

var jobSchools = []store.School{{ID: 1, Code: "smkn-5", Name: "SMKN 5 Kota Kupang", HasBKK: true, Number: "560/12"}, {ID: 2, Code: "smk-karya", Name: "SMK Karya", HasBKK: true}}

var jobNoon = time.Date(2026, 11, 2, 12, 0, 0, 0, store.WITA)

// messyJobs builds a workbook of vacancies the way people do. A cell of change replaces one of the rows.
func messyJobs(t *testing.T, change map[string]any) Table {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const sheet = "Sheet1"
	for cell, row := range map[string][]any{
		"A1": {"BURSA KERJA KHUSUS"},
		"A3": {"No", " Kode ", "BKK", "Jabatan", "Perusahaan", "Alamat", "Jumlah", "Lokasi", "Kelurahan", "Wilayah", "Gaji", "Pendidikan", "Umur", "Alasan", "Cara melamar", "Biaya", "Tutup", "Khusus alumni"},
		"A4": {1, "Sopir-1", "dinas", " Sopir truk ", "Toko Maju", "Jl. Contoh 1", "2 orang", "Gudang", "Naikoten I", "", "Rp 2,4 jt", "SMA/SMK", "-", "", "antar surat", "Rp 0", 46387, ""},
		"A5": {2, "kasir-1", "Dinas", "Kasir", "Toko Maju", "Jl. Contoh 1", 1, "Oesapa", "", "", "UMK", "SMA sederajat", "maks 35", "kerja malam", "antar surat", "gratis", "31 Desember 2026 pukul 16.00", ""},
		"A6": {3, "mekanik-1", "SMKN-5", "Mekanik motor", "Bengkel Jaya", "Jl. Contoh 2", 3.0, "Kuanino", "", "kota", "", "SMK", "", "", "lewat BKK", "tanpa biaya", "2026-12-31", ""},
		"A7": {4, "batam-1", "dinas", "Operator", "PT Sentosa", "Batam", 10, "Batam", "", "luar pulau", "Rp4.500.000", "", "", "", "lewat dinas", 0, "31/12/26", ""},
		"A8": {5, "rancangan", "smk-karya", "Admin kantor", "menyusul", "", "", "belum ditentukan", "", "", "", "", "", "", "", "", "menyusul", ""},
	} {
		must(book.SetSheetRow(sheet, cell, &row))
	}
	must(book.MergeCell(sheet, "E4", "E5"))
	must(book.MergeCell(sheet, "F4", "F5"))
	date, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	must(err)
	must(book.SetCellStyle(sheet, "Q4", "Q4", date))
	for cell, value := range change {
		must(book.SetCellValue(sheet, cell, value))
	}
	path := filepath.Join(t.TempDir(), "lowongan.xlsx")
	must(book.SaveAs(path))
	table, err := Read(path)
	must(err)
	return table
}

func TestVacanciesFromAMessyWorkbook(t *testing.T) {
	list, wrong, warnings := Vacancies(messyJobs(t, nil), city.Default(), jobSchools, jobNoon)
	if len(wrong) > 0 || len(list) != 5 {
		t.Fatalf("%d vacancies\n%s", len(list), Problems(wrong))
	}
	driver, cashier, mechanic, far, draft := list[0], list[1], list[2], list[3], list[4]
	if driver.Code != "sopir-1" || driver.Title != "Sopir truk" || driver.Field != "sopir" || driver.Kelurahan != "Naikoten Satu" || driver.Kecamatan != "Kota Raja" || driver.Region != store.InCity ||
		driver.Wage != "Rp2.400.000" || driver.Education != "sma" || driver.Needed != 2 || !driver.Free || driver.Alumni || driver.Far || driver.Age != "" {
		t.Errorf("%+v", driver)
	}
	if !driver.Closes.Equal(wita(2026, 12, 31, 23, 59, 59)) || !cashier.Closes.Equal(wita(2026, 12, 31, 16, 0, 0)) || !far.Closes.Equal(driver.Closes) || !mechanic.Closes.Equal(driver.Closes) {
		t.Errorf("closing %v %v %v %v", driver.Closes, cashier.Closes, far.Closes, mechanic.Closes)
	}
	if cashier.Employer != "Toko Maju" || cashier.Address != "Jl. Contoh 1" || cashier.Kelurahan != "Oesapa" || cashier.Age != "maks 35" || cashier.Reason != "kerja malam" || cashier.Wage != "UMK" {
		t.Errorf("%+v", cashier)
	}
	if mechanic.School.Code != "smkn-5" || !mechanic.Alumni || mechanic.Field != "bengkel" || mechanic.Needed != 3 || !strings.Contains(mechanic.Terms, "s_smk5") {
		t.Errorf("%+v", mechanic)
	}
	if !far.Far || far.Region != store.OffLand || far.Kelurahan != "" || far.Wage != "Rp4.500.000" {
		t.Errorf("%+v", far)
	}
	if lacks := draft.Lacks(jobNoon); !slices.Equal(lacks, []string{"poster", "employer", "place", "closes", "fee", "apply"}) {
		t.Errorf("the draft lacks %v", lacks)
	}
	for _, v := range []store.Vacancy{driver, cashier, mechanic, far} {
		if lacks := v.Lacks(jobNoon); len(lacks) > 0 {
			t.Errorf("%s lacks %v", v.Code, lacks)
		}
	}
	for line, column := range map[int]string{5: "alasan", 7: "wilayah", 8: "biaya"} {
		if !slices.ContainsFunc(warnings, func(e RowError) bool { return e.Line == line && e.Column == column }) {
			t.Errorf("no warning about line %d, column %s:\n%s", line, column, Problems(warnings))
		}
	}
}

func TestVacanciesRefuse(t *testing.T) {
	for name, c := range map[string]struct {
		cell   string
		value  any
		line   int
		column string
		want   string
	}{
		"a fee":                 {"P4", "Rp 50.000", 4, "biaya", "tidak boleh dipungut biaya"},
		"an unclear fee":        {"P4", "nanti dibicarakan", 4, "biaya", "tidak jelas"},
		"a misspelt kelurahan":  {"I4", "Naikotten Satu", 4, "kelurahan", "Naikoten Satu"},
		"a kelurahan elsewhere": {"I4", "Atambua", 4, "kelurahan", "bukan kelurahan"},
		"an unknown school":     {"C6", "smkn-99", 6, "bkk", "bukan kode sekolah"},
		"age without a reason":  {"N5", "", 5, "alasan", "usia"},
		"looks in the title":    {"D6", "SPG berpenampilan menarik", 6, "alasan", "berpenampilan"},
		"a code twice":          {"B5", "sopir-1", 5, "kode", "baris 4"},
		"the same post twice":   {"D5", "Sopir truk", 5, "judul", "baris 4"},
		"no code":               {"B4", "", 4, "kode", "kosong"},
		"no title":              {"D4", "", 4, "judul", "wajib"},
		"no such date":          {"Q5", "31 Feb 2027", 5, "tutup", "kalender"},
		"no such region":        {"J6", "seberang", 6, "wilayah", "tidak dikenal"},
		"a place without one":   {"J7", "", 7, "wilayah", "kosong"},
		"half a person":         {"G4", "2,5", 4, "jumlah", "bilangan bulat"},
		"alumni of the Dinas":   {"R4", "ya", 4, "khusus_alumni", "alumni"},
		"too much to read":      {"O4", strings.Repeat("panjang ", 20), 4, "cara_melamar", "terlalu panjang"},
	} {
		t.Run(name, func(t *testing.T) {
			change := map[string]any{c.cell: c.value}
			if name == "the same post twice" {
				change["H5"] = "Gudang"
			}
			list, wrong, _ := Vacancies(messyJobs(t, change), city.Default(), jobSchools, jobNoon)
			if list != nil || len(wrong) == 0 {
				t.Fatalf("taken: %+v", list)
			}
			if column := map[string]string{"bkk": "pemilik"}[c.column]; column != "" {
				c.column = column
			}
			if e := wrong[0]; e.Line != c.line || e.Column != c.column || !strings.Contains(e.Message, c.want) {
				t.Errorf("%v", wrong)
			}
		})
	}
}

// Work far away is found by what the post says, whatever is written under "wilayah".
func TestVacanciesFarInDisguise(t *testing.T) {
	list, wrong, warnings := Vacancies(messyJobs(t, map[string]any{"O6": "kumpul di Kupang lalu berangkat ke Malaysia"}), city.Default(), jobSchools, jobNoon)
	if len(wrong) > 0 || !list[2].Far || !slices.ContainsFunc(warnings, func(e RowError) bool { return e.Line == 6 && e.Column == "wilayah" }) {
		t.Errorf("%v\n%v", wrong, warnings)
	}
}

func TestVacancyTemplateIsImportable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "templat.xlsx")
	if err := VacancyTemplate(path); err != nil {
		t.Fatal(err)
	}
	table, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	list, wrong, _ := Vacancies(table, city.Default(), jobSchools, jobNoon)
	if len(wrong) > 0 || len(list) != 1 || !list[0].Example || len(list[0].Lacks(jobNoon)) > 0 {
		t.Errorf("%+v\n%s", list, Problems(wrong))
	}
}

func TestSchoolsFromATable(t *testing.T) {
	read := func(rows string) ([]store.School, []RowError) {
		table, err := Parse("sekolah.csv", []byte("Kode;Nama Sekolah;BKK;Tanda Daftar;Tanggal Tanda Daftar;Petugas;Kontak;Akun\n"+rows))
		if err != nil {
			t.Fatal(err)
		}
		return Schools(table, []string{"ANA"})
	}
	list, wrong := read("SMKN-5; SMKN 5 Kota Kupang ;ya;560/12/BKK;2 Mar 2026;Ibu Ana;0380-111;ANA\nsmk-karya;SMK Karya;ya;menyusul;;;;\n")
	if len(wrong) > 0 || len(list) != 2 || !list[0].Registered() || list[0].Code != "smkn-5" || list[0].Staff != "ANA" || !list[0].Dated.Equal(wita(2026, 3, 2, 0, 0, 0)) || list[1].Registered() {
		t.Errorf("%+v\n%s", list, Problems(wrong))
	}
	for rows, want := range map[string]string{
		"smkn-5;SMKN 5;tidak;560/12;;;;\n":             "punya_bkk",
		"smkn-5;SMKN 5;ya;;;;;BUDI\n":                  "akun_petugas",
		"smkn-5;SMKN 5;ya;;;;;\nSMKN-5;Lain;ya;;;;;\n": "kode",
		"smkn-5;;ya;;;;;\n":                            "nama",
	} {
		if list, wrong := read(rows); list != nil || len(wrong) != 1 || wrong[0].Column != want {
			t.Errorf("%q: %+v %v", rows, list, wrong)
		}
	}
}
