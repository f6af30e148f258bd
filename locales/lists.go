package locales

import (
	"fmt"
	"strings"
)

// Meaning is one line of a word list, one of the tables slots-*.tsv by which answers are read. They are for people who know the words, not for
// programmers: one meaning a line, then a tab and how people write it, separated by commas, then if need be a tab and a note. The first line
// names the columns; a line that begins with # is a remark.
type Meaning struct {
	Is      string   // the one value or kind
	Written []string // the ways to write it, in lower case
}

// List reads a word list by the name of its file, for example "slots-trade". A value may have several lines; they come in the order of the
// file. The lists are part of the program and tests read them all, so one that is missing or broken panics at the start.
func List(name string) []Meaning {
	raw, err := understanding.ReadFile("nlu/" + name + ".tsv")
	if err != nil {
		panic(fmt.Sprintf("locales: list %s: %v", name, err))
	}
	var out []Meaning
	n, head := 0, true
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) < 2 || len(cells) > 3 {
			panic(fmt.Sprintf("locales: list %s, line %d: %d columns, not two or three", name, n, len(cells)))
		}
		if head {
			head = false
			continue
		}
		m := Meaning{Is: strings.TrimSpace(cells[0])}
		for written := range strings.SplitSeq(cells[1], ",") {
			if written = strings.ToLower(strings.TrimSpace(written)); written != "" {
				m.Written = append(m.Written, written)
			}
		}
		if m.Is == "" || len(m.Written) == 0 {
			panic(fmt.Sprintf("locales: list %s, line %d: an empty cell", name, n))
		}
		out = append(out, m)
	}
	return out
}
