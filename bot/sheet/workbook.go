package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"lopo/store/table"
)

// workbook reads the first visible sheet. Cells are taken raw, since the displayed form depends on the language of the machine that saved it
// ("12-02-26"); only dates are rewritten, by their number format.
func workbook(content []byte) ([]table.Row, error) {
	// Both limits are equal: above the XML limit excelize would spill to temporary files, and personal data stays off the disk.
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip})
	if err != nil {
		return nil, fmt.Errorf("tidak terbaca sebagai Excel; buka dan simpan ulang sebagai .xlsx (%w)", err)
	}
	defer book.Close()
	name, err := firstVisible(book)
	if err != nil {
		return nil, err
	}
	dates := dateReader{book: book, sheet: name, formats: map[int]bool{}}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		dates.from1904 = *props.Date1904
	}
	reader, err := book.Rows(name)
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	defer reader.Close()
	var rows []table.Row
	for line := 1; reader.Next(); line++ {
		cells, err := reader.Columns()
		if err != nil {
			return nil, fmt.Errorf("baris %d tidak terbaca; simpan ulang berkasnya (%w)", line, err)
		}
		cells = trimRight(cells)
		if len(cells) > maxColumns {
			return nil, fmt.Errorf("baris %d punya lebih dari %d kolom; hapus kolom yang tidak perlu", line, maxColumns)
		}
		if len(cells) == 0 {
			continue
		}
		if len(rows) > MaxRows {
			break // Parse says so
		}
		for i := range cells {
			cells[i] = table.Clean(dates.text(cells[i], i+1, line))
		}
		rows = append(rows, table.Row{Line: line, Cells: cells})
	}
	if err := reader.Error(); err != nil {
		return nil, fmt.Errorf("isinya rusak; simpan ulang berkasnya (%w)", err)
	}
	return rows, fill(book, name, rows)
}

func firstVisible(book *excelize.File) (string, error) {
	for _, name := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(name); err == nil && visible {
			return name, nil
		}
	}
	return "", errors.New("tidak ada lembar yang tampak; tampilkan lembar yang berisi tabel")
}

// trimRight drops empty cells at the end, and all of a row that has only blanks.
func trimRight(cells []string) []string {
	n := len(cells)
	for n > 0 && strings.TrimSpace(cells[n-1]) == "" {
		n--
	}
	return cells[:n]
}

// fill gives every cell of a merged area the value of its first cell: a place written once beside three batches is meant for all three.
// Only rows and columns that hold something are filled, whatever size the area claims.
func fill(book *excelize.File, sheet string, rows []table.Row) error {
	areas, err := book.GetMergeCells(sheet, true)
	if err != nil {
		return fmt.Errorf("sel gabungan tidak terbaca; pisahkan sel yang digabung (%w)", err)
	}
	at, width := map[int]int{}, 0
	for i, r := range rows {
		at[r.Line] = i
		width = max(width, len(r.Cells))
	}
	for _, area := range areas {
		left, top, err1 := excelize.CellNameToCoordinates(area.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(area.GetEndAxis())
		first, ok := at[top]
		if err1 != nil || err2 != nil || !ok {
			continue
		}
		value := rows[first].At(left - 1)
		right = min(right, width)
		for i := first; i < len(rows) && rows[i].Line <= bottom; i++ {
			for len(rows[i].Cells) < right {
				rows[i].Cells = append(rows[i].Cells, "")
			}
			for c := left; c <= right; c++ {
				rows[i].Cells[c-1] = value
			}
		}
	}
	return nil
}

// dateReader rewrites the numbers that a spreadsheet shows as dates.
type dateReader struct {
	book     *excelize.File
	sheet    string
	from1904 bool
	formats  map[int]bool // style -> its number format shows a date or time
}

func (d dateReader) text(raw string, column, line int) string {
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || serial < 0 || serial > 80000 { // the year 2119
		return raw
	}
	cell, err := excelize.CoordinatesToCellName(column, line)
	if err != nil {
		return raw
	}
	if kind, err := d.book.GetCellType(d.sheet, cell); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber && kind != excelize.CellTypeDate {
		return raw // text that looks like a number
	}
	style, err := d.book.GetCellStyle(d.sheet, cell)
	if err != nil || !d.shows(style) {
		return raw
	}
	return serialText(serial, d.from1904)
}

// serialText writes a spreadsheet's day count as ISO text, a time of day alone as "08.00".
func serialText(serial float64, from1904 bool) string {
	t, err := excelize.ExcelDateToTime(serial, from1904)
	switch {
	case err != nil:
		return strconv.FormatFloat(serial, 'f', -1, 64)
	case serial < 1:
		return t.Format("15.04")
	case serial == math.Trunc(serial):
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04")
}

// literal is what a number format shows as it stands: quoted and escaped text, colours, locales.
var literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

func (d dateReader) shows(style int) bool {
	if known, ok := d.formats[style]; ok {
		return known
	}
	shows := false
	if s, err := d.book.GetStyle(style); err == nil {
		if s.CustomNumFmt != nil {
			code := strings.ToLower(literal.ReplaceAllString(*s.CustomNumFmt, ""))
			shows = !strings.Contains(code, "general") && strings.ContainsAny(code, "ymdhs")
		} else {
			n := s.NumFmt // the numbers of ECMA-376 18.8.30
			shows = n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58
		}
	}
	d.formats[style] = shows
	return shows
}
