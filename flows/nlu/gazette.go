package nlu

import (
	"fmt"
	"io/fs"
	"strings"
)

// gazette is one gazetteer: what people call the things of one kind.
type gazette struct {
	kind  string // "trade", "business_type", "job", "education", "date"
	mark  string // what stands for any of them in the features
	first map[string][]named
}

// named is one way to call one thing, in standard words. A weak name has other uses and counts only where the sentence is about such things.
type named struct {
	words []string
	value string
	weak  bool
}

// gazetteers are the files, in the order in which a name of two kinds is taken.
var gazetteers = []struct{ kind, file, mark string }{
	{"trade", "trades.tsv", "TRADE"},
	{"business_type", "businesses.tsv", "BUSINESS"},
	{"job", "jobs.tsv", "JOB"},
	{"education", "educations.tsv", "EDUCATION"},
	{"date", "days.tsv", "DAY"},
}

func (d *dictionary) readGazetteers(files fs.FS) error {
	for _, g := range gazetteers {
		rows, err := readTable(files, g.file, 3)
		if err != nil {
			return err
		}
		n := &gazette{kind: g.kind, mark: g.mark, first: map[string][]named{}}
		for _, r := range rows {
			n.add(d, r[0], r[1], false)
			n.add(d, r[0], r[2], true)
		}
		for _, list := range n.first {
			owner := map[string]string{}
			for _, l := range list {
				key := strings.Join(l.words, " ")
				if had := owner[key]; had != "" && had != l.value {
					return fmt.Errorf("%s: %q is both %s and %s", g.file, key, had, l.value)
				}
				owner[key] = l.value
			}
		}
		d.gazetteers = append(d.gazetteers, n)
	}
	return nil
}

func (n *gazette) add(d *dictionary, value, list string, weak bool) {
	for _, p := range strings.Split(list, "|") {
		var ws []string
		for _, t := range scan(p) { // "s1" is two tokens
			ws = append(ws, d.standard(t.raw))
		}
		if len(ws) == 0 {
			continue
		}
		for _, w := range ws {
			d.known[w] = true
			if len(w) >= 5 && !digits(w) {
				d.targets[w] = true
			}
		}
		n.first[ws[0]] = append(n.first[ws[0]], named{ws, value, weak})
	}
}

// at is the longest name at the start of ts.
func (n *gazette) at(ts []token) (found named) {
	for _, c := range n.first[ts[0].word] {
		if len(c.words) > len(found.words) && at(ts, c.words) {
			found = c
		}
	}
	return found
}

// span is a stretch of tokens that names something.
type span struct {
	from, to int
	kind     string
	value    string // "" where the kind is plain and the thing is not ("naikoten")
	mark     string
	weak     bool
	also     []string // other kinds of which this is a name, with its value there: "business_type=bengkel"
}

// named finds the names of all gazetteers, the longest at each place first.
func (d *dictionary) named(ts []token) (spans []span) {
	for i := 0; i < len(ts); {
		best := span{}
		for _, g := range d.gazetteers {
			c := g.at(ts[i:])
			n := len(c.words)
			switch {
			case n == 0 || n < best.to-best.from:
			case n > best.to-best.from:
				best = span{from: i, to: i + n, kind: g.kind, value: c.value, mark: g.mark, weak: c.weak}
			default:
				best.also = append(best.also, g.kind+"="+c.value)
			}
		}
		if best.to == 0 {
			i++
			continue
		}
		spans = append(spans, best)
		i = best.to
	}
	return spans
}
