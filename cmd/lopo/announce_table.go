package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"lopo/store"
)

// What stands in a table for a number that nobody knows, and for one that there is not: a group has many readers.
const (
	notKnown = "?"
	notOne   = "-"
)

// reportTable writes one line for the residents of each channel and one for its groups, and their sum. groups are those of n that are posts to groups.
func reportTable(out io.Writer, n, groups []store.Count) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "KANAL\tRENCANA\tTERKIRIM\tSAMPAI\tDIBACA\tGAGAL\tBERHENTI\tDILEWATI\tTIDAK PASTI\tSISA\t")
	people, posts := perChannel(less(n, groups)), perChannel(groups)
	lines, known := 0, true
	for _, name := range slices.Sorted(maps.Keys(perChannel(n))) {
		if len(people[name]) > 0 {
			unknown := notKnown
			if hears[name] {
				unknown = ""
			}
			reportLine(w, name, people[name], unknown)
			lines, known = lines+1, known && hears[name]
		}
		if len(posts[name]) > 0 {
			reportLine(w, name+" (grup)", posts[name], notOne)
			lines++
		}
	}
	if lines > 1 {
		s := store.Sum(less(n, groups))
		unknown := ""
		switch {
		case !known:
			unknown = notKnown
		case s.Planned == 0:
			unknown = notOne
		}
		reportLine(w, "semua", n, unknown)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if !known {
		fmt.Fprintln(out, notKnown+" : kanal itu tidak memberi tahu apakah pesan sampai atau dibaca.")
	}
	if len(groups) > 0 {
		fmt.Fprintln(out, notOne+" : satu kiriman ke grup dibaca banyak orang, jadi sampai dan dibaca hanya dihitung untuk warga satu per satu.")
	}
	return nil
}

// reportLine writes one line; unknown is what stands there for what was delivered and read, "" the numbers.
func reportLine(w io.Writer, name string, n []store.Count, unknown string) {
	s := store.Sum(n)
	stopped := 0
	for _, c := range n {
		if c.Fate == store.FateSkipped && c.Why == store.WhyOptOut {
			stopped += c.N
		}
	}
	delivered, read := fmt.Sprint(s.Delivered), fmt.Sprint(s.Read)
	if unknown != "" {
		delivered, read = unknown, unknown
	}
	fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t\n", name, s.Planned, s.Sent, delivered, read, s.Failed, stopped, s.Skipped-stopped, s.Unsure, s.Left())
}

func perChannel(n []store.Count) map[string][]store.Count {
	by := map[string][]store.Count{}
	for _, c := range n {
		by[c.Channel] = append(by[c.Channel], c)
	}
	return by
}

// less are the counts of n without some of them.
func less(n, some []store.Count) (rest []store.Count) {
	for _, c := range n {
		for _, s := range some {
			if s.Channel == c.Channel && s.Fate == c.Fate && s.Why == c.Why {
				c.N -= s.N
			}
		}
		if c.N > 0 {
			rest = append(rest, c)
		}
	}
	return rest
}
