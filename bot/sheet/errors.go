package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// RowError says what is wrong in one cell, and how to put it right.
type RowError struct {
	Line    int    // as the spreadsheet numbers its rows
	Column  string // "" for the whole row
	Message string
}

// Error is the same as one sentence.
func (e RowError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("baris %d: %s", e.Line, e.Message)
	}
	return fmt.Sprintf("baris %d, kolom %s: %s", e.Line, e.Column, e.Message)
}

// Problems prints row errors as a table for a terminal, in the order of the rows.
func Problems(all []RowError) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "BARIS\tKOLOM\tMASALAH")
	for _, e := range all {
		fmt.Fprintf(w, "%d\t%s\t%s\n", e.Line, cmp.Or(e.Column, "-"), e.Message)
	}
	w.Flush() // a strings.Builder takes everything
	return out.String()
}

func inOrder(all []RowError) []RowError {
	slices.SortStableFunc(all, func(a, b RowError) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.Column, b.Column)) })
	return all
}
