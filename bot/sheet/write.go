package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"lopo/store/table"
)

// Write saves a table under a name that ends in .xlsx or .csv. Every cell is text, so a NIK keeps its digits and a phone number its zero.
// The file is whole or not there, and only its owner can read it: it holds personal data.
func Write(path string, headers []string, rows [][]string) error {
	var content []byte
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx":
		content, err = asWorkbook(page{name: "Data", headers: headers, rows: rows})
	case ".csv":
		content, err = asCSV(headers, rows)
	default:
		return fmt.Errorf("nama berkas %s harus berakhir .xlsx atau .csv", path)
	}
	if err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return save(path, content)
}

// save writes beside the target and renames, so that nobody ever opens half a file.
func save(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".lopo-*") // created with mode 0600
	if err != nil {
		return fmt.Errorf("create file: %w", err)
	}
	defer os.Remove(f.Name()) // gone after the rename
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	return nil
}

// asCSV is what Excel with Indonesian settings opens by a double click: byte order mark, semicolons.
func asCSV(headers []string, rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	w.Comma = ';'
	w.UseCRLF = true
	for _, row := range append([][]string{headers}, rows...) {
		guarded := make([]string, len(row))
		for i, cell := range row {
			guarded[i] = guard(cell)
		}
		if err := w.Write(guarded); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// guard keeps a spreadsheet from reading a cell as a formula (a name such as "=HYPERLINK(…)" comes from a stranger), or as a number that it
// would shorten (16 digits become 5,37E+15) or rob of its zero.
func guard(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) || longNumber(cell) {
		return "'" + cell
	}
	return cell
}

func longNumber(cell string) bool {
	return (len(cell) > 11 || len(cell) > 1 && cell[0] == '0') && strings.Trim(cell, "0123456789") == ""
}

// unguard takes the mark of guard away, so what we wrote reads back the same.
func unguard(rows []table.Row) {
	for _, r := range rows {
		for i, cell := range r.Cells {
			if rest, ok := strings.CutPrefix(cell, "'"); ok && guard(rest) != rest {
				r.Cells[i] = rest
			}
		}
	}
}

// page is one sheet of a workbook.
type page struct {
	name    string
	headers []string
	rows    [][]string
}

// asWorkbook streams the pages, all cells as text, the header bold and in sight.
func asWorkbook(pages ...page) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}) // 49 is "@"
	if err != nil {
		return nil, err
	}
	bold, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	for i, p := range pages {
		if i == 0 {
			err = book.SetSheetName("Sheet1", p.name)
		} else {
			_, err = book.NewSheet(p.name)
		}
		if err == nil {
			err = stream(book, p, text, bold)
		}
		if err != nil {
			return nil, fmt.Errorf("sheet %s: %w", p.name, err)
		}
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func stream(book *excelize.File, p page, text, bold int) error {
	w, err := book.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, width := range widths(p) {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for line, row := range append([][]string{p.headers}, p.rows...) {
		style := text
		if line == 0 {
			style = bold
		}
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = excelize.Cell{StyleID: style, Value: table.Clean(cell)} // XML has no words for control characters
		}
		if err := w.SetRow(fmt.Sprintf("A%d", line+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// widths fits each column to its longest cell, within reason.
func widths(p page) []float64 {
	wide := make([]float64, len(p.headers))
	for _, row := range append([][]string{p.headers}, p.rows...) {
		for i := range min(len(row), len(wide)) {
			wide[i] = min(60, max(wide[i], float64(utf8.RuneCountInString(row[i]))+3))
		}
	}
	return wide
}
