package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// list gives the records of a list with these columns, or what is wrong with its header.
func (t Table) list(columns []columnOf, fill string) ([]Record, []RowError) {
	keys, also := keysOf(columns)
	records, head, err := t.Records(keys, also)
	switch {
	case err != nil:
		return nil, []RowError{{Line: head, Message: strings.TrimPrefix(err.Error(), fmt.Sprintf("baris %d: ", head))}}
	case head == 0:
		return nil, []RowError{{Line: 1, Message: fmt.Sprintf("baris judul tidak ditemukan; isi baris pertama dengan judul kolom dari templat (%s, …)", strings.Join(keys[:3], ", "))}}
	case len(records) == 0:
		return nil, []RowError{{Line: head + 1, Message: "tidak ada isinya; isi " + fill}}
	}
	return records, badHeader(records[0], head, columns)
}

// badHeader reports needed columns that are missing, and columns that nobody reads: a misspelt name must not lose a closing date.
func badHeader(any Record, line int, columns []columnOf) (wrong []RowError) {
	known := map[string]bool{}
	for _, c := range columns {
		known[c.key] = true
		if _, ok := any.Cells[c.key]; c.needed && !ok {
			wrong = append(wrong, RowError{line, c.key, "kolom wajib ini tidak ada; tambahkan judulnya"})
		}
	}
	for key := range any.Cells {
		if !known[key] && !slices.Contains(asides, key) {
			wrong = append(wrong, RowError{line, key, "judul kolom tidak dikenal; perbaiki menurut templat, atau hapus kolomnya"})
		}
	}
	return inOrder(wrong)
}

// row is a record while it is read: values come out, and what is wrong with them is kept.
type row struct {
	Record
	columns []columnOf
	shared  map[cell]bool
	wrong   []RowError
}

// refuse keeps what is wrong with a cell, once: a cell filled from another row is put right there.
func (r *row) refuse(column, format string, args ...any) {
	if r.shared[cell{r.Line, column}] {
		return
	}
	r.wrong = append(r.wrong, RowError{r.Line, column, fmt.Sprintf(format, args...)})
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
		if r.needed(column) {
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
		if r.needed(column) {
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

// needed reports whether a column may not be empty.
func (r *row) needed(column string) bool {
	return slices.ContainsFunc(r.columns, func(c columnOf) bool { return c.key == column && c.needed })
}
