// Package table reads delimited text the way offices save it: comma, semicolon or tab between the cells, a byte order mark or none, UTF-8,
// UTF-16 ("Unicode text") or Windows-1252, any line ending. It is pure. What it refuses it explains to staff, in Indonesian.
package table

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Row is one line of a table with something in it.
type Row struct {
	Line  int // in the file, from 1
	Cells []string
}

// At is the cell in column i from 0, or "" past the end: spreadsheets leave out trailing empty cells.
func (r Row) At(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Parse reads all rows with cleaned cells. Empty lines are left out and still counted, so Line is what an editor shows.
func Parse(content []byte) ([]Row, error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	separator := sniff(text)
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator
	reader.FieldsPerRecord = -1
	var rows []Row
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fmt.Errorf("baris %d: tanda kutip (\") tidak berpasangan; hapus atau tutup tanda kutip itu", bad.StartLine)
		}
		if err != nil {
			return nil, fmt.Errorf("read table: %w", err)
		}
		line, _ := reader.FieldPos(0)
		if line == 1 && strings.HasPrefix(cells[0], "sep=") {
			continue // a hint that spreadsheets write and hide
		}
		row := Row{Line: line, Cells: cells}
		if row.clean() {
			rows = append(rows, row)
		}
	}
}

// clean cleans every cell and reports whether one has content.
func (r *Row) clean() bool {
	filled := false
	for i, c := range r.Cells {
		r.Cells[i] = Clean(c)
		filled = filled || r.Cells[i] != ""
	}
	return filled
}

// Clean is a cell without what nobody sees: outer blanks, doubled and hard spaces, control and zero-width characters. Line breaks stay.
func Clean(cell string) string {
	lines := strings.Split(strings.ReplaceAll(cell, "\r", "\n"), "\n")
	kept := lines[:0]
	for _, line := range lines {
		line = strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return ' '
			case unicode.IsControl(r), r == utf8.RuneError, unicode.Is(unicode.Cf, r):
				return -1
			}
			return r
		}, line)
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// Key is a header name without accidents of writing: "Kode Pelatihan *" and "kode_pelatihan" are the same column.
func Key(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "_")
}

// Head maps the keys of a header row to their columns. A name that stands twice is refused: nobody could say which one counts.
func Head(r Row) (map[string]int, error) {
	columns := map[string]int{}
	for i, cell := range r.Cells {
		key := Key(cell)
		if key == "" {
			continue
		}
		if _, twice := columns[key]; twice {
			return nil, fmt.Errorf("baris %d: kolom %q ada dua kali; hapus salah satu", r.Line, key)
		}
		columns[key] = i
	}
	return columns, nil
}

// decode turns the bytes of a text file into UTF-8 with "\n" line ends.
func decode(content []byte) (string, error) {
	text := ""
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}):
		text = wide(content[2:], binary.LittleEndian)
	case bytes.HasPrefix(content, []byte{0xFE, 0xFF}):
		text = wide(content[2:], binary.BigEndian)
	default:
		content = bytes.TrimPrefix(content, []byte("\uFEFF"))
		if !utf8.Valid(content) {
			// Every byte has a meaning in this code page, so this cannot fail.
			content, _ = charmap.Windows1252.NewDecoder().Bytes(content)
		}
		text = string(content)
	}
	if strings.ContainsRune(text, 0) {
		return "", errors.New("isi berkas bukan teks; simpan ulang sebagai .xlsx atau CSV UTF-8")
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), nil
}

func wide(content []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = order.Uint16(content[2*i:])
	}
	return string(utf16.Decode(units))
}

// sniff finds the separator: the one that cuts one of the first ten lines into the most cells. Quoted text does not count.
func sniff(text string) rune {
	if hint, ok := strings.CutPrefix(text, "sep="); ok && len(hint) > 1 && strings.ContainsRune(";,\t", rune(hint[0])) {
		return rune(hint[0])
	}
	const candidates = ";,\t"
	var count, most [len(candidates)]int
	lines, quoted := 0, false
	for _, r := range text {
		if lines == 10 {
			break
		}
		switch i := strings.IndexRune(candidates, r); {
		case r == '"':
			quoted = !quoted
		case quoted:
		case i >= 0:
			count[i]++
			most[i] = max(most[i], count[i])
		case r == '\n':
			lines++
			count = [len(candidates)]int{}
		}
	}
	best := 0
	for i := range most {
		if most[i] > most[best] {
			best = i
		}
	}
	return rune(candidates[best])
}
