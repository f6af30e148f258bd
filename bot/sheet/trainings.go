package sheet

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"lopo/store"
	"lopo/store/table"
)

// Trainings reads a list of trainings, one batch to a row, with the columns of TrainingTemplate. Every row is right or refused with its
// reason; when one is refused there are no batches at all, so that nothing can be half imported. It does not know what is stored already:
// ids, applicants and seats held are zero, codes are lower case.
func Trainings(t Table) ([]store.Batch, []RowError) {
	records, wrong := t.list(trainingColumns, "satu baris untuk setiap angkatan")
	if wrong != nil {
		return nil, wrong
	}
	shared, wrong := share(records)
	var batches []store.Batch
	lines := map[string]int{} // batch code -> where it stands first
	for _, record := range records {
		r := &row{Record: record, columns: trainingColumns, shared: shared}
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
