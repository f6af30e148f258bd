package nlu

import (
	"fmt"
	"io/fs"
	"strings"
)

// readTable reads one TSV of words: a first line that names the columns, then rows. Lines that begin with # say something to the reader.
// Short rows are filled up.
func readTable(files fs.FS, name string, columns int) ([][]string, error) {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var rows [][]string
	head := true
	for n, line := range strings.Split(string(b), "\n") {
		line = strings.TrimRight(line, " \r")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) > columns {
			return nil, fmt.Errorf("%s, line %d: %d columns, not %d", name, n+1, len(cells), columns)
		}
		for len(cells) < columns {
			cells = append(cells, "")
		}
		if !head {
			rows = append(rows, cells)
		}
		head = false
	}
	return rows, nil
}
