package nlu

import (
	"strings"

	"lopo/locales"
)

// book finds what words mean by a word list of locales. The longest phrase that starts at a word wins.
type book struct {
	by    map[string][]phrase // by the first word
	words map[byte][]string   // every word of four letters or more, by its first letter: for slips and shorthand
	known map[string]bool
}

type phrase struct {
	words []string
	is    string
}

// newBook reads the values of a list, or its remarks: the meanings that start with "?" and speak of the answer itself. The entries pass the
// lexicon like any message does, so they may be written either way.
func newBook(list string, remarks bool) *book {
	b := &book{by: map[string][]phrase{}, words: map[byte][]string{}, known: map[string]bool{}}
	for _, m := range locales.List(list) {
		if (m.Is[0] == '?') != remarks {
			continue
		}
		for _, written := range m.Written {
			ws := asWork(read(written))
			if len(ws) == 0 {
				continue
			}
			b.by[ws[0]] = append(b.by[ws[0]], phrase{ws, m.Is})
			for _, w := range ws {
				if !b.known[w] && len(w) >= 4 {
					b.words[w[0]] = append(b.words[w[0]], w)
				}
				b.known[w] = true
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

// everyday are words of every sentence, which are never taken for a misspelt word of a list.
var everyday = union(yesFillers, askWords, placeNoise, genderTail, beforeNumber, afterNumber, nikWords, phoneWords, notTrades, greets, addresses)

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, s := range sets {
		for w := range s {
			all[w] = true
		}
	}
	return all
}

// spelt rights the words that neither list knows: doubled ("kue2"), with one slip ("warug"), without vowels ("kmptr"). A word near two of
// the list stays.
func (b *book) spelt(ws []string, except *book) []string {
	for i, w := range ws {
		if !b.known[w] && !except.known[w] && !everyday[w] {
			ws[i] = b.near(w)
		}
	}
	return ws
}

// near is the one word of the list that w stands for, or w.
func (b *book) near(w string) string {
	if base := strings.TrimSuffix(w, "2"); base != w && b.known[base] {
		return base
	}
	if len(w) < 3 || len(w) > 20 {
		return w
	}
	short, key := shorthand(w), consonants(w)
	slip, cut := "", ""
	for _, k := range b.words[w[0]] {
		switch {
		case len(k)-len(w) < 2 && len(w)-len(k) < 2 && (len(w) >= 5 || len(w) == 4 && len(k) >= 5) && distance(w, k, 1) <= 1:
			if slip != "" && b.apart(slip, k) {
				return w
			}
			if slip == "" {
				slip = k
			}
		case short && len(k) > len(w) && consonants(k) == key && within(w, k):
			if cut != "" && b.apart(cut, k) {
				return w
			}
			if cut == "" {
				cut = k
			}
		}
	}
	if slip != "" {
		return slip
	}
	if cut != "" {
		return cut
	}
	return w
}

// apart reports that two words of the list mean different things by themselves.
func (b *book) apart(one, two string) bool {
	x, n := b.at([]string{one})
	y, m := b.at([]string{two})
	return n > 0 && m > 0 && x != y
}

// consonants is the skeleton of a word, with "ng" as the one sound it is.
func consonants(w string) string { return strings.ReplaceAll(skeleton(w), "ng", "g") }

// shorthand reports a word that leaves out vowels: at most one is left behind the first letter.
func shorthand(w string) bool {
	n := 0
	for i := 1; i < len(w); i++ {
		if strings.IndexByte("aeiou", w[i]) >= 0 {
			n++
		}
	}
	return n <= 1 && len(w)-n >= 2
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
		if ws[i] == "jual" && i+1 < len(ws) { // "jual ayam goreng" sells what is fried, not hens
			if goods, m := b.at(ws[i+1:]); m >= n && m > 0 {
				is, n = goods, m+1
			}
		}
		if n > 0 {
			out = append(out, found{is, i, n})
		}
		i += max(n, 1)
	}
	return out
}
