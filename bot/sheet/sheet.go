// Package sheet carries tables between the program and the spreadsheets of an office: it reads .xlsx and .csv files, checks the rows of
// trainings, and writes registrations. What a person typed is taken as she meant it where there is one meaning ("20 orang", "2 Des 2026"),
// and refused with line, column and remedy where there is none. All messages are for staff, in Indonesian.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lopo/store/table"
)

// Limits of a file that is read. An office list has some hundred rows; more is a mistake, or meant to hurt.
const (
	MaxSize    = 5 << 20 // bytes on disk
	maxUnzip   = 64 << 20
	MaxRows    = 5000
	maxColumns = 200
	headWithin = 10 // the header stands in one of the first filled rows, below titles and letterheads
)

// Table is a file as rows of cleaned text. Cells of a spreadsheet that hold a date are ISO text ("2026-12-02", "2026-12-02 16:00", a time alone "08.00").
type Table struct {
	File string // its base name
	Rows []table.Row
}

// Read reads the first visible sheet of an .xlsx file, or a .csv file. What it is, its content decides, not its name.
func Read(path string) (Table, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return Table{}, fmt.Errorf("berkas %s tidak ada; periksa nama dan foldernya", path)
	}
	if err != nil {
		return Table{}, fmt.Errorf("look at %s: %w", path, err)
	}
	if info.Size() > MaxSize {
		return Table{}, fmt.Errorf("berkas %s terlalu besar (paling besar %d MB); bagi menjadi beberapa berkas", path, MaxSize>>20)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return Table{}, fmt.Errorf("read %s: %w", path, err)
	}
	return Parse(filepath.Base(path), content)
}

// Parse is Read for content that is already here, such as an upload. Name is used in messages.
func Parse(name string, content []byte) (Table, error) {
	var rows []table.Row
	var err error
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		rows, err = workbook(content)
	case bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		err = errors.New("format Excel lama atau berkas bersandi; buka di Excel lalu simpan sebagai .xlsx tanpa kata sandi")
	default:
		if rows, err = table.Parse(content); err == nil {
			unguard(rows)
		}
	}
	if err == nil && len(rows) == 0 {
		err = errors.New("tidak ada isinya; isi tabel lalu simpan lagi")
	}
	if err == nil && len(rows) > MaxRows {
		err = fmt.Errorf("lebih dari %d baris; bagi menjadi beberapa berkas", MaxRows)
	}
	if err != nil {
		return Table{}, fmt.Errorf("berkas %s: %w", name, err)
	}
	return Table{File: name, Rows: rows}, nil
}

// Record is one row below the header, by column key.
type Record struct {
	Line  int
	Cells map[string]string
}

// Records finds the header, the row among the first ten that names most of the known columns, and gives the rows below it. Columns are
// written as the keys of table.Key; also maps other names people use to them. Unknown columns stay in the records under their own key.
// head is the line of the header; 0 when fewer than three known columns stand in any row.
func (t Table) Records(known []string, also map[string]string) (records []Record, head int, err error) {
	isKnown := map[string]bool{}
	for _, k := range known {
		isKnown[k] = true
	}
	best, most := -1, 2
	for i, r := range t.Rows[:min(len(t.Rows), headWithin)] {
		named := map[string]bool{}
		for _, cell := range r.Cells {
			if k := column(cell, also); isKnown[k] {
				named[k] = true
			}
		}
		if len(named) > most {
			best, most = i, len(named)
		}
	}
	if best < 0 {
		return nil, 0, nil
	}
	header := table.Row{Line: t.Rows[best].Line}
	for _, cell := range t.Rows[best].Cells {
		header.Cells = append(header.Cells, column(cell, also))
	}
	columns, err := table.Head(header)
	if err != nil {
		return nil, header.Line, err
	}
	for _, r := range t.Rows[best+1:] {
		record := Record{Line: r.Line, Cells: map[string]string{}}
		filled := false
		for key, i := range columns {
			record.Cells[key] = r.At(i)
			filled = filled || r.At(i) != ""
		}
		if filled {
			records = append(records, record)
		}
	}
	return records, header.Line, nil
}

// column is the key of a header cell after other names have been mapped to the one of the guide.
func column(cell string, also map[string]string) string {
	key := table.Key(cell)
	if k, ok := also[key]; ok {
		return k
	}
	return key
}
