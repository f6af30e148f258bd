package main

import (
	"context"
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

// postsOf are those of the counts of an announcement that are posts to groups. What went to groups alone is known to be that also when nothing is left
// but its sums.
func (p *parts) postsOf(ctx context.Context, a store.Announcement, n []store.Count) ([]store.Count, error) {
	if a.To.Groups && !a.To.People {
		return n, nil
	}
	return p.ledger.GroupCounts(ctx, a.ID)
}

// reportTable writes one line for the residents of each channel and one for its groups, and their sum. groups are those of n that are posts to groups.
func reportTable(out io.Writer, n, groups []store.Count) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "KANAL\tRENCANA\tTERKIRIM\tSAMPAI\tDIBACA\tGAGAL\tBERHENTI\tDILEWATI\tTIDAK PASTI\tSISA\t")
	each := less(n, groups)
	people, posts := perChannel(each), perChannel(groups)
	lines, known := 0, true
	for _, name := range slices.Sorted(maps.Keys(perChannel(n))) {
		if len(people[name]) > 0 {
			unknown := notKnown
			if hears[name] {
				unknown = ""
			}
			reportLine(w, name, people[name], people[name], unknown)
			lines, known = lines+1, known && hears[name]
		}
		if len(posts[name]) > 0 {
			reportLine(w, name+" (grup)", posts[name], nil, notOne)
			lines++
		}
	}
	if lines > 1 {
		unknown := ""
		switch {
		case !known:
			unknown = notKnown
		case len(each) == 0:
			unknown = notOne
		}
		reportLine(w, "semua", n, each, unknown)
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

// reportLine writes one line about n. What was delivered and read is counted for each, the residents among them; or unknown stands there.
func reportLine(w io.Writer, name string, n, each []store.Count, unknown string) {
	s, stopped := store.Sum(n), 0
	for _, c := range n {
		if c.Fate == store.FateSkipped && c.Why == store.WhyOptOut {
			stopped += c.N
		}
	}
	delivered, read := unknown, unknown
	if unknown == "" {
		delivered, read = fmt.Sprint(store.Sum(each).Delivered), fmt.Sprint(store.Sum(each).Read)
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
