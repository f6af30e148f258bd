package nlu

import "lopo/locales"

// book finds what words mean by a word list of locales. The longest phrase that starts at a word wins; a single long word may carry a slip.
type book struct {
	by   map[string][]phrase // by the first word
	long map[byte][]phrase   // single words of six letters or more, by their first letter
}

type phrase struct {
	words []string
	is    string
}

// newBook reads the values of a list, or its remarks: the meanings that start with "?" and speak of the answer itself. The entries pass the
// lexicon like any message does, so they may be written either way.
func newBook(list string, remarks bool) *book {
	b := &book{by: map[string][]phrase{}, long: map[byte][]phrase{}}
	for _, m := range locales.List(list) {
		if (m.Is[0] == '?') != remarks {
			continue
		}
		for _, written := range m.Written {
			ws := read(written)
			if len(ws) == 0 {
				continue
			}
			b.by[ws[0]] = append(b.by[ws[0]], phrase{ws, m.Is})
			if len(ws) == 1 && len(ws[0]) >= 6 {
				b.long[ws[0][0]] = append(b.long[ws[0][0]], phrase{ws, m.Is})
			}
		}
	}
	return b
}

// at is the meaning of the longest phrase at the start of ws and how many words it takes; n is 0 when there is none.
func (b *book) at(ws []string) (is string, n int) {
	for _, p := range b.by[ws[0]] {
		if len(p.words) > n && len(p.words) <= len(ws) && contains(ws[:len(p.words)], p.words) {
			is, n = p.is, len(p.words)
		}
	}
	return is, n
}

// near is the one meaning that a word has when it carries a slip, or "".
func (b *book) near(w string) string {
	if len(w) < 5 {
		return ""
	}
	is := ""
	for _, p := range b.long[w[0]] {
		if p.is == is || !typo(w, p.words[0]) {
			continue
		}
		if is != "" {
			return ""
		}
		is = p.is
	}
	return is
}

// found is a phrase in a text.
type found struct {
	is    string
	at, n int
}

// all lists the phrases of a text from left to right, none inside another.
func (b *book) all(ws []string) []found {
	var out []found
	for i := 0; i < len(ws); {
		is, n := b.at(ws[i:])
		if n > 0 {
			out = append(out, found{is, i, n})
		}
		i += max(n, 1)
	}
	return out
}
