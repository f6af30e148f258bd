package sheet

import (
	"archive/zip"
	"bytes"
	"lopo/store"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// messy builds a workbook the way people do: a title, blank lines, merged cells, dates of three kinds, trailing spaces.
func messy(t *testing.T, change func(book *excelize.File, sheet string)) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := book.NewSheet("Sampah")
	must(err)
	must(book.SetSheetName("Sheet1", "Rencana 2027"))
	must(book.SetSheetVisible("Sampah", false))
	const sheet = "Rencana 2027"
	rows := map[string][]any{
		"A1": {"PEMERINTAH KOTA KUPANG", nil, nil, nil, nil, nil, nil, nil, nil, nil},
		"A2": {"Daftar pelatihan tahun 2027"},
		"A4": {"No", "Kode Pelatihan ", "PELATIHAN", " Kode  Angkatan", "Angkatan*", "Lokasi", "Tanggal Mulai", "Selesai", "Tutup daftar", "Kuota", "Syarat", "Catatan", "Jam"},
		"A5": {1, "Menjahit-2027", " Menjahit\u00a0 ", "menjahit-2027-1", "Angkatan 1", "Aula Oebobo", 46447, "19 Maret 2027", 46437.625, "20 orang", "1. KTP Kota Kupang\n2. Ijazah terakhir", "penting", "08.00-15.00  "},
		"A6": {2, "menjahit-2027", "Menjahit", "menjahit-2027-2", "Angkatan 2", nil, "Senin, 5 April 2027", "", "02/04/2027", 20, nil, nil, 0.375},
		"A8": {3, "bengkel-2027", "Perbengkelan", "bengkel-2027-1", "Angkatan 1", "belum ditentukan", "menyusul", "-", "", 16.0},
	}
	for cell, row := range rows {
		must(book.SetSheetRow(sheet, cell, &row))
	}
	must(book.MergeCell(sheet, "A1", "J1"))
	must(book.MergeCell(sheet, "F5", "F6")) // one place for both batches
	date, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	must(err)
	format := `[$-421]dd mmmm yyyy\ hh.mm`
	dateTime, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(err)
	clock := "hh.mm"
	timeOnly, err := book.NewStyle(&excelize.Style{CustomNumFmt: &clock})
	must(err)
	must(book.SetCellStyle(sheet, "G5", "G5", date))
	must(book.SetCellStyle(sheet, "I5", "I5", dateTime))
	must(book.SetCellStyle(sheet, "M6", "M6", timeOnly))
	if change != nil {
		change(book, sheet)
	}
	path := filepath.Join(t.TempDir(), "Rencana pelatihan.xlsx")
	must(book.SaveAs(path))
	return path
}

func wita(y int, m time.Month, d, hour, minute, second int) time.Time {
	return time.Date(y, m, d, hour, minute, second, 0, store.WITA)
}

func TestTrainingsFromAMessyWorkbook(t *testing.T) {
	table, err := Read(messy(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	batches, wrong := Trainings(table)
	if len(wrong) > 0 || len(batches) != 3 {
		t.Fatalf("%d batches\n%s", len(batches), Problems(wrong))
	}
	first, second, third := batches[0], batches[1], batches[2]
	if first.Training.Code != "menjahit-2027" || first.Training.Name != "Menjahit" || first.Name != "Angkatan 1" || first.Seats != 20 || first.Hours != "08.00-15.00" {
		t.Errorf("%+v", first)
	}
	if want := []string{"KTP Kota Kupang", "Ijazah terakhir"}; !reflect.DeepEqual(first.Training.Requirements, want) {
		t.Errorf("requirements %q", first.Training.Requirements)
	}
	if !first.Starts.Equal(wita(2027, 3, 1, 0, 0, 0)) || !first.Ends.Equal(wita(2027, 3, 19, 0, 0, 0)) || !first.Closes.Equal(wita(2027, 2, 19, 15, 0, 0)) {
		t.Errorf("dates %v %v %v", first.Starts, first.Ends, first.Closes)
	}
	if second.Place != "Aula Oebobo" {
		t.Errorf("merged place %q", second.Place)
	}
	if !second.Starts.Equal(wita(2027, 4, 5, 0, 0, 0)) || !second.Closes.Equal(wita(2027, 4, 2, 23, 59, 59)) || second.Hours != "09.00" {
		t.Errorf("second %+v", second)
	}
	if !reflect.DeepEqual(first.Training, second.Training) {
		t.Errorf("batches disagree on the training:\n%+v\n%+v", first.Training, second.Training)
	}
	if third.Place != "" || !third.Starts.IsZero() || !third.Closes.IsZero() || third.Seats != 16 {
		t.Errorf("what is not known yet: %+v", third)
	}
}

func TestTrainingsRefuse(t *testing.T) {
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
		"money for seats":       {set("J6", "Rp 5 jt"), 6, "kursi", "bukan bilangan"},
		"no seats":              {set("J8", ""), 8, "kursi", "kosong"},
		"too many seats":        {set("J8", 4000), 8, "kursi", "di luar"},
		"unreadable date":       {set("H5", "akhir Maret"), 5, "selesai", "tidak terbaca"},
		"impossible date":       {set("H5", "31 Feb 2027"), 5, "selesai", "kalender"},
		"wrong weekday":         {set("G6", "Selasa, 5 April 2027"), 6, "mulai", "Senin, 5 Apr 2027"},
		"ends before it starts": {set("H5", "19 Feb 2027"), 5, "selesai", "lebih awal"},
		"closes after start":    {set("I6", "6/4/2027"), 6, "tutup_daftar", "sesudah"},
		"duplicate row":         {set("D6", "MENJAHIT-2027-1"), 6, "kode_angkatan", "baris 5"},
		"no code":               {set("B8", ""), 8, "kode_pelatihan", "kosong"},
		"code with spaces":      {set("B8", "bengkel 2027"), 8, "kode_pelatihan", "bukan kode"},
		"contradicting name":    {set("C6", "Menjahit Dasar"), 6, "pelatihan", "baris 5"},
		"long name":             {set("C8", strings.Repeat("bengkel ", 12)), 8, "pelatihan", "terlalu panjang"},
		"misspelt header":       {set("I4", "Tutp daftar"), 4, "tutp_daftar", "tidak dikenal"},
		"missing column":        {set("J4", "catatan 2"), 4, "kursi", "kolom wajib"},
		"header twice":          {set("L4", "Selesai"), 4, "", "dua kali"},
		"no header":             {set("B4", "x"), 0, "", ""},
	} {
		table, err := Read(messy(t, c.change))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		batches, wrong := Trainings(table)
		if len(wrong) == 0 || batches != nil {
			t.Errorf("%s: %d batches in spite of it, %v", name, len(batches), wrong)
			continue
		}
		if c.line == 0 {
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

func TestReadRefusesWhatIsNoTable(t *testing.T) {
	dir := t.TempDir()
	many := "a;b;c\n" + strings.Repeat("1;2;3\n", MaxRows+1)
	for name, c := range map[string]struct{ content, want string }{
		"empty.csv": {"", "tidak ada isinya"},
		"old.xls":   {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "simpan sebagai .xlsx"},
		"torn.xlsx": {"PK\x03\x04 torn", "simpan ulang"},
		"pic.csv":   {"\x89PNG\r\n\x1a\n\x00\x00", "bukan teks"},
		"many.csv":  {many, "lebih dari 5000 baris"},
		"huge.csv":  {strings.Repeat("x", MaxSize+1), "terlalu besar"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if _, err := Read(filepath.Join(dir, "missing.csv")); err == nil || !strings.Contains(err.Error(), "tidak ada") {
		t.Errorf("missing: %v", err)
	}
}

func TestReadRefusesAWorkbookThatUnpacksWithoutEnd(t *testing.T) {
	source, err := zip.OpenReader(messy(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	var bomb bytes.Buffer
	w := zip.NewWriter(&bomb)
	for _, f := range source.File {
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.Create("xl/media/image1.png")
	if err == nil {
		_, err = part.Write(make([]byte, maxUnzip))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil || bomb.Len() > MaxSize {
		t.Fatalf("the bomb is not small: %d bytes, %v", bomb.Len(), err)
	}
	if _, err := Parse("bom.xlsx", bomb.Bytes()); err == nil || !strings.Contains(err.Error(), "unzip size exceeds") {
		t.Errorf("got %v", err)
	}
}

func TestMergedAreaPastTheTable(t *testing.T) {
	path := messy(t, func(book *excelize.File, sheet string) {
		if err := book.MergeCell(sheet, "C5", "C20000"); err != nil {
			t.Fatal(err)
		}
	})
	table, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if last := table.Rows[len(table.Rows)-1]; last.Line != 8 || last.Cells[2] != "Menjahit" {
		t.Errorf("%+v", last)
	}
}

func TestTrainingsFromCSV(t *testing.T) {
	content := "\xEF\xBB\xBFkode_pelatihan;pelatihan;kejuruan;usia_min;usia_maks;pendidikan_min;tanya_nik;kode_angkatan;angkatan;kursi;kursi_per_kelurahan;perlu_cek_kelurahan;per_tanggal\r\n" +
		"salon-27;Salon kecantikan;Salon Kecantikan;17 tahun;40;SMA/SMK sederajat;Ya;salon-27-1;Angkatan 1;20;2;ya;4 Jan 2027\r\n" +
		"salon-27;;;;;;;salon-27-2;Angkatan 2;20;2;;\r\n"
	table, err := Parse("unggahan.csv", []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	batches, wrong := Trainings(table)
	if len(wrong) > 0 || len(batches) != 2 {
		t.Fatal(Problems(wrong))
	}
	b := batches[0]
	if b.Training.Trade != "salon" || b.Training.MinAge != 17 || b.Training.MaxAge != 40 || b.Training.Education != "sma" || !b.Training.AskNIK || b.PerKelurahan != 2 || !b.Endorsed || b.Offering {
		t.Errorf("%+v", b)
	}
	if !reflect.DeepEqual(batches[1].Training, b.Training) || batches[1].Endorsed {
		t.Errorf("the second batch: %+v", batches[1])
	}
	for replace, want := range map[string]string{"SMA/SMK sederajat": "pendidikan_min", "Ya": "tanya_nik", "40": "usia_maks", ";20;2;ya": "kursi_per_kelurahan"} {
		with := map[string]string{"40": "15", ";20;2;ya": ";20;21;ya"}[replace]
		if with == "" {
			with = "entah"
		}
		table, err := Parse("x.csv", bytes.Replace([]byte(content), []byte(replace), []byte(with), 1))
		if err != nil {
			t.Fatal(err)
		}
		if _, wrong := Trainings(table); len(wrong) != 1 || wrong[0].Column != want || wrong[0].Line != 2 {
			t.Errorf("%s -> %s: %v", replace, with, wrong)
		}
	}
}
