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

// starts are phrases of standard words by their first word.
type starts map[string][][]string

func (l wordlist) starts(kind string) starts {
	m := starts{}
	for _, written := range l[kind] {
		if ws := read(written); len(ws) > 0 {
			m[ws[0]] = append(m[ws[0]], ws)
		}
	}
	return m
}

// at is the length of the longest phrase at the start of ws, or 0.
func (s starts) at(ws []string) (n int) {
	if len(ws) == 0 {
		return 0
	}
	for _, p := range s[ws[0]] {
		if len(p) > n && len(p) <= len(ws) && contains(ws[:len(p)], p) {
			n = len(p)
		}
	}
	return n
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
