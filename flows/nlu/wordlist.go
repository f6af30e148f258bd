package nlu

import (
	"strings"

	"lopo/locales"
)

// wordlist is a list of locales, its ways of writing gathered by what they mean.
type wordlist map[string][]string

func newWordlist(name string) wordlist {
	l := wordlist{}
	for _, m := range locales.List(name) {
		l[m.Is] = append(l[m.Is], m.Written...)
	}
	return l
}

// set holds the single words of a kind as they are read in a text: passed through the lexicon.
func (l wordlist) set(kind string) map[string]bool {
	m := map[string]bool{}
	for _, written := range l[kind] {
		if ws := words(Clean(written)); len(ws) == 1 {
			m[ws[0]] = true
			m[normal(ws)[0]] = true
		}
	}
	return m
}

// raw holds the words of a kind as they are written.
func (l wordlist) raw(kind string) map[string]bool {
	m := map[string]bool{}
	for _, written := range l[kind] {
		m[written] = true
	}
	return m
}

// sayings holds a kind as sayings in standard words, padded for saysAny.
func (l wordlist) sayings(kind string) []string {
	var out []string
	for _, written := range l[kind] {
		if ws := read(written); len(ws) > 0 {
			out = append(out, pad(ws))
		}
	}
	return out
}

// joined holds a kind as keys of places: words written together.
func (l wordlist) joined(kind string) map[string]bool {
	m := map[string]bool{}
	for _, written := range l[kind] {
		m[single(strings.ReplaceAll(written, " ", ""))] = true
	}
	return m
}

// phrases holds a kind as lists of standard words, the longest first.
func (l wordlist) phrases(kind string) [][]string {
	var out [][]string
	for n := 8; n > 0; n-- {
		for _, written := range l[kind] {
			if ws := read(written); len(ws) == n {
				out = append(out, ws)
			}
		}
	}
	return out
}

// whole holds all kinds that start with a sign as "saying in standard words -> kind without the sign".
func (l wordlist) whole(sign string) map[string]string {
	m := map[string]string{}
	for kind, all := range l {
		if is, ok := strings.CutPrefix(kind, sign); ok {
			for _, written := range all {
				m[strings.Join(read(written), " ")] = is
			}
		}
	}
	return m
}
