package sheet

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lopo/store"
)

func TestTemplateReadsBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "templat.xlsx")
	if err := TrainingTemplate(path); err != nil {
		t.Fatal(err)
	}
	table, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	batches, wrong := Trainings(table)
	if len(wrong) > 0 || len(batches) != 1 {
		t.Fatalf("%d batches\n%s", len(batches), Problems(wrong))
	}
	if b := batches[0]; !b.Training.Example || !b.Endorsed || b.Training.Education != "smp" || len(b.Training.Requirements) != 2 {
		t.Errorf("%+v", b)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	guide, err := book.GetRows("Petunjuk")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range trainingColumns {
		if guide[i+1][0] != c.key || guide[i+1][2] == "" {
			t.Errorf("%s is not explained: %q", c.key, guide[i+1])
		}
	}
	if trainingColumns[trainingWide-1].key != "per_tanggal" || trainingColumns[trainingWide].key != "kode_angkatan" {
		t.Error("trainingWide does not end before the columns of the batch")
	}
}

func views() []store.RegistrationView {
	b := store.Batch{ID: 3, Code: "menjahit-2027-1", Name: "Angkatan 1", Training: store.Training{Name: "Menjahit"}}
	return []store.RegistrationView{{
		Registration: store.Registration{
			Number: "KPG-2026-0042", Status: store.Waiting, Position: 4, Flags: "nik_birthdate", Sent: time.Date(2026, 11, 22, 6, 30, 0, 0, time.UTC),
			Applicant: store.Applicant{Name: "=HYPERLINK(\"http://x\")", Born: "1998-06-12", Gender: "P", Kelurahan: "Oesapa", Education: "sma",
				Work: "belum_bekerja", Phone: "+6281234567789", NIK: "5371045206980001"},
		},
		First: b, Held: b,
	}}
}

func TestRegistrationsAreMasked(t *testing.T) {
	want := []string{"KPG-2026-0042", "Menjahit", "Angkatan 1", "", "Menjahit, Angkatan 1", "daftar tunggu", "4", "=HYPERLINK(\"http://x\")", "1998-06-12", "P", "Oesapa", "SMA", "belum bekerja",
		"0812****789", "5371********0001", "2026-11-22 14.30", "NIK tidak cocok dengan tanggal lahir"}
	headers, rows := Registrations(views(), false)
	if len(headers) != len(want) || !reflect.DeepEqual(rows, [][]string{want}) {
		t.Errorf("%d headers, got %q", len(headers), rows)
	}
	_, rows = Registrations(views(), true)
	want[13], want[14] = "081234567789", "5371045206980001"
	if !reflect.DeepEqual(rows, [][]string{want}) {
		t.Errorf("unmasked %q", rows)
	}
}

func TestEveryStatusHasAWord(t *testing.T) {
	for _, s := range []store.Status{store.Submitted, store.Checked, store.Waiting, store.Offered, store.Accepted, store.Declined, store.Lapsed, store.Refused, store.Cancelled, store.NoShow, store.Finished} {
		if w := StatusWord(s); w == string(s) || w == "" {
			t.Errorf("%s: %q", s, w)
		}
	}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	headers, rows := Registrations(views(), true)
	rows = append(rows, []string{"+628", "-1", "@x", "= 1", "'quoted'", "it's", "0", "007", "5371045206980001", "a;b", "two\nlines", "\"", "", "1,5", "x", "", "z"})
	for _, name := range []string{"daftar.xlsx", "daftar.csv"} {
		path := filepath.Join(t.TempDir(), name)
		if err := Write(path, headers, rows); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		got, err := Read(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range append([][]string{headers}, rows...) {
			if !reflect.DeepEqual(got.Rows[i].Cells, want) {
				t.Errorf("%s row %d:\n got %q\nwant %q", name, i, got.Rows[i].Cells, want)
			}
		}
	}
	if err := Write(filepath.Join(t.TempDir(), "daftar.txt"), headers, rows); err == nil {
		t.Error("an unknown format was written")
	}
}

func TestWorkbookHoldsTextOnly(t *testing.T) {
	headers, rows := Registrations(views(), true)
	path := filepath.Join(t.TempDir(), "daftar.xlsx")
	if err := Write(path, headers, rows); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, cell := range []string{"H2", "N2", "O2"} {
		kind, err := book.GetCellType("Data", cell)
		if err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v, %v", cell, kind, err)
		}
		if formula, _ := book.GetCellFormula("Data", cell); formula != "" {
			t.Errorf("%s holds the formula %s", cell, formula)
		}
	}
}

func TestCSVIsGuarded(t *testing.T) {
	headers, rows := Registrations(views(), true)
	path := filepath.Join(t.TempDir(), "daftar.csv")
	if err := Write(path, headers, rows); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	for _, want := range []string{"\uFEFFNomor;Pelatihan;", `;"'=HYPERLINK(""http://x"")";`, ";'081234567789;'5371045206980001;"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

func TestProblemsIsATable(t *testing.T) {
	got := Problems([]RowError{{5, "kursi", "kosong"}, {12, "", "rusak"}})
	if want := "BARIS  KOLOM  MASALAH\n5      kursi  kosong\n12     -      rusak\n"; got != want {
		t.Errorf("got %q", got)
	}
	if got := (RowError{5, "kursi", "kosong"}).Error(); got != "baris 5, kolom kursi: kosong" {
		t.Error(got)
	}
}

func TestDatesOfOldMacWorkbooks(t *testing.T) {
	if got := serialText(44896, true); got != "2026-12-02" {
		t.Error(got)
	}
	if got, _, err := Date(serialText(46358, false)); err != nil || !got.Equal(time.Date(2026, 12, 2, 0, 0, 0, 0, store.WITA)) {
		t.Error(got, err)
	}
}
