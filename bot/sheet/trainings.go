package sheet

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"lopo/store"
	"lopo/store/table"
)

// Trainings reads a list of trainings, one batch to a row, with the columns of TrainingTemplate. Every row is right or refused with its
// reason; when one is refused there are no batches at all, so that nothing can be half imported. It does not know what is stored already:
// ids, applicants and seats held are zero, codes are lower case.
func Trainings(t Table) ([]store.Batch, []RowError) {
	keys, also := trainingKeys()
	records, head, err := t.Records(keys, also)
	switch {
	case err != nil:
		return nil, []RowError{{Line: head, Message: strings.TrimPrefix(err.Error(), fmt.Sprintf("baris %d: ", head))}}
	case head == 0:
		return nil, []RowError{{Line: 1, Message: "baris judul tidak ditemukan; isi baris pertama dengan judul kolom dari templat (kode_pelatihan, pelatihan, kode_angkatan, …)"}}
	case len(records) == 0:
		return nil, []RowError{{Line: head + 1, Message: "tidak ada isinya; isi satu baris untuk setiap angkatan"}}
	}
	if wrong := badHeader(records[0], head, keys); wrong != nil {
		return nil, wrong
	}
	shared, wrong := share(records)
	var batches []store.Batch
	lines := map[string]int{} // batch code -> where it stands first
	for _, record := range records {
		r := &row{Record: record, shared: shared}
		b := r.batch()
		if first, twice := lines[b.Code]; twice {
			r.refuse("kode_angkatan", "%q sudah ada di baris %d; beri kode lain atau hapus salah satu baris", b.Code, first)
		} else if b.Code != "" {
			lines[b.Code] = r.Line
		}
		wrong = append(wrong, r.wrong...)
		batches = append(batches, b)
	}
	if len(wrong) > 0 {
		return nil, inOrder(wrong)
	}
	return batches, nil
}

// badHeader reports needed columns that are missing, and columns that nobody reads: a misspelt name must not lose a closing date.
func badHeader(any Record, line int, keys []string) (wrong []RowError) {
	for _, c := range trainingColumns {
		if _, ok := any.Cells[c.key]; c.needed && !ok {
			wrong = append(wrong, RowError{line, c.key, "kolom wajib ini tidak ada; tambahkan judulnya"})
		}
	}
	for key := range any.Cells {
		if !slices.Contains(keys, key) && !slices.Contains(asides, key) {
			wrong = append(wrong, RowError{line, key, "judul kolom tidak dikenal; perbaiki menurut templat, atau hapus kolomnya"})
		}
	}
	return inOrder(wrong)
}

// cell is a place in the list.
type cell struct {
	line   int
	column string
}

// share gives all rows of a training what one of them says of it, and refuses rows that contradict it. shared are the cells it filled.
func share(records []Record) (shared map[cell]bool, wrong []RowError) {
	shared = map[cell]bool{}
	type said struct {
		text string
		line int
	}
	all := map[string]map[string]said{} // training code -> column -> first statement
	for _, r := range records {
		code := strings.ToLower(r.Cells["kode_pelatihan"])
		if all[code] == nil {
			all[code] = map[string]said{}
		}
		for _, c := range trainingColumns[1:trainingWide] {
			text := r.Cells[c.key]
			first, known := all[code][c.key]
			switch {
			case Unknown(text):
			case !known:
				all[code][c.key] = said{text, r.Line}
			case !strings.EqualFold(first.text, text) && code != "":
				wrong = append(wrong, RowError{r.Line, c.key, fmt.Sprintf("%q berbeda dari %q di baris %d, padahal kode_pelatihan sama; samakan, atau beri kode lain", text, first.text, first.line)})
			}
		}
	}
	for _, r := range records {
		code := strings.ToLower(r.Cells["kode_pelatihan"])
		for column, s := range all[code] {
			if code != "" && Unknown(r.Cells[column]) {
				r.Cells[column] = s.text
				shared[cell{r.Line, column}] = true
			}
		}
	}
	return shared, wrong
}

// row is a record while it is read: values come out, and what is wrong with them is kept.
type row struct {
	Record
	shared map[cell]bool
	wrong  []RowError
}

// refuse keeps what is wrong with a cell, once: a cell filled from another row is put right there.
func (r *row) refuse(column, format string, args ...any) {
	if r.shared[cell{r.Line, column}] {
		return
	}
	r.wrong = append(r.wrong, RowError{r.Line, column, fmt.Sprintf(format, args...)})
}

func (r *row) batch() store.Batch {
	b := store.Batch{
		Training: store.Training{
			Code:         r.code("kode_pelatihan"),
			Name:         r.words("pelatihan", 60),
			Trade:        tradeOf(r.words("kejuruan", 40)),
			Year:         r.number("tahun", 2020, 2100),
			Requirements: r.list("syarat"),
			MinAge:       r.number("usia_min", 1, 100),
			MaxAge:       r.number("usia_maks", 1, 100),
			Education:    r.education("pendidikan_min"),
			AskNIK:       r.yes("tanya_nik"),
			Example:      r.yes("contoh"),
			Source:       r.words("sumber", 150),
		},
		Code:         r.code("kode_angkatan"),
		Name:         r.words("angkatan", 60),
		Place:        r.words("tempat", 120),
		Hours:        r.words("jam", 60),
		Seats:        r.number("kursi", 1, 1000),
		PerKelurahan: r.number("kursi_per_kelurahan", 0, 1000),
		Endorsed:     r.yes("perlu_cek_kelurahan"),
		Offering:     r.yes("buka_penawaran"),
	}
	b.Training.AsOf, _ = r.date("per_tanggal")
	b.Starts, _ = r.date("mulai")
	b.Ends, _ = r.date("selesai")
	timed := false
	if b.Closes, timed = r.date("tutup_daftar"); !timed && !b.Closes.IsZero() {
		b.Closes = endOfDay(b.Closes)
	}
	if t := b.Training; t.MaxAge > 0 && t.MinAge > t.MaxAge {
		r.refuse("usia_maks", "%d lebih kecil dari usia_min %d; perbaiki salah satu", t.MaxAge, t.MinAge)
	}
	if b.Seats > 0 && b.PerKelurahan > b.Seats {
		r.refuse("kursi_per_kelurahan", "%d lebih banyak dari kursi %d; perbaiki salah satu", b.PerKelurahan, b.Seats)
	}
	if !b.Starts.IsZero() {
		if !b.Ends.IsZero() && b.Ends.Before(b.Starts) {
			r.refuse("selesai", "lebih awal dari mulai; perbaiki salah satu tanggal")
		}
		if b.Closes.After(endOfDay(day(b.Starts))) {
			r.refuse("tutup_daftar", "sesudah pelatihan mulai; perbaiki salah satu tanggal")
		}
	}
	return b
}

var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)

func (r *row) code(column string) string {
	code := strings.ToLower(r.Cells[column])
	if code == "" {
		r.refuse(column, "kosong; isi kode pendek, misalnya menjahit-2027")
		return ""
	}
	if !codeForm.MatchString(code) {
		r.refuse(column, "%q bukan kode; pakai 2 sampai 40 huruf, angka, titik atau tanda hubung, tanpa spasi", r.Cells[column])
		return ""
	}
	return code
}

// words reads a text in one line; an unknown one is empty.
func (r *row) words(column string, most int) string {
	if Unknown(r.Cells[column]) {
		if needed(column) {
			r.refuse(column, "kosong; wajib diisi")
		}
		return ""
	}
	text, err := short(r.Cells[column], most)
	if err != nil {
		r.refuse(column, "%v", err)
	}
	return text
}

func (r *row) number(column string, low, high int) int {
	if Unknown(r.Cells[column]) {
		if needed(column) {
			r.refuse(column, "kosong; isi angkanya, misalnya 20")
		}
		return 0
	}
	n, err := Number(r.Cells[column])
	switch {
	case err != nil:
		r.refuse(column, "%v", err)
	case n < low || n > high:
		r.refuse(column, "%d di luar %d sampai %d; perbaiki angkanya", n, low, high)
	}
	return n
}

func (r *row) yes(column string) bool {
	if Unknown(r.Cells[column]) {
		return false
	}
	v, err := YesNo(r.Cells[column])
	if err != nil {
		r.refuse(column, "%v", err)
	}
	return v
}

func (r *row) date(column string) (t time.Time, timed bool) {
	if Unknown(r.Cells[column]) {
		return time.Time{}, false
	}
	t, timed, err := Date(r.Cells[column])
	if err != nil {
		r.refuse(column, "%v", err)
	}
	return t, timed
}

// list reads one item to a line or between semicolons, without the marks people put before them.
func (r *row) list(column string) (items []string) {
	if Unknown(r.Cells[column]) {
		return nil
	}
	for _, item := range strings.FieldsFunc(r.Cells[column], func(c rune) bool { return c == ';' || c == '\n' }) {
		item = strings.TrimSpace(bullet.ReplaceAllString(item, ""))
		if item == "" {
			continue
		}
		text, err := short(item, 120)
		if err != nil {
			r.refuse(column, "%v", err)
		}
		items = append(items, text)
	}
	if len(items) > 10 {
		r.refuse(column, "%d syarat, paling banyak 10; gabungkan atau ringkas", len(items))
	}
	return items
}

var bullet = regexp.MustCompile(`^\s*(?:[-•*–]|\d{1,2}[.)])\s+`)

func (r *row) education(column string) string {
	if Unknown(r.Cells[column]) {
		return ""
	}
	level, ok := educationOf(r.Cells[column])
	if !ok {
		r.refuse(column, "%q tidak dikenal; tulis SD, SMP, SMA, SMK, D1, D2, D3, D4, S1, atau kosongkan", r.Cells[column])
	}
	return level
}

func needed(column string) bool {
	return slices.ContainsFunc(trainingColumns, func(c columnOf) bool { return c.key == column && c.needed })
}

func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// tradeOf gives the field word of a trade; other trades keep their name as a word, since the list of trades is data.
func tradeOf(text string) string {
	key := table.Key(text)
	return cmp.Or(map[string]string{"perbengkelan": "bengkel", "otomotif": "bengkel", "salon_kecantikan": "salon", "tata_rias": "salon", "pertukangan": "tukang_kayu", "pertukangan_kayu": "tukang_kayu",
		"kayu": "tukang_kayu", "jahit": "menjahit", "digital_marketing": "pemasaran_digital", "service_ac": "servis_ac"}[key], key)
}
