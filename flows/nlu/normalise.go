package nlu

import "strings"

// normalise brings each word to its standard form, the first way that finds one: the local lexicon, the public slang list, the 2 that doubles
// a word, a root of ours, the consonants of shorthand, the Kupang sound, one or two slips. Which way it was stays in the token.
func (d *dictionary) normalise(ts []token) []token {
	out := make([]token, 0, len(ts)+4)
	for i, t := range ts {
		if t.num {
			t.word, t.stem, t.sure = t.raw, "#", true
			out = append(out, t)
			continue
		}
		word, rule := d.trap(ts, i)
		if rule == "" {
			word, rule = d.spell(t.raw)
		}
		t.rule = rule
		t.sure = rule != "?"
		for word != "" {
			var first string
			first, word, _ = strings.Cut(word, " ")
			t.word = first
			t.stem = ""
			out = append(out, t)
		}
	}
	return out
}

// spell is the standard form of one word. The rule is "" for a known word and "?" where none was found.
func (d *dictionary) spell(w string) (word, rule string) {
	if to := d.lexicon[w]; to != "" {
		return to, "lexicon"
	}
	if d.known[w] {
		return w, ""
	}
	if to := d.slang[w]; to != "" {
		return to, "slang"
	}
	if len(w) > 3 && w[len(w)-1] == '2' {
		word, _ := d.spell(w[:len(w)-1])
		return word, "twice"
	}
	if len(w) > longest || !ascii(w) {
		return w, "?"
	}
	if d.root(w) != "" {
		return w, "stem"
	}
	if to := d.derived(w); to != "" {
		return to, "lexicon"
	}
	if to := d.shorthand(w); to != "" {
		return to, "skeleton"
	}
	if to := only1(d.bySound[sound(w)]); to != "" && len(w) >= 4 {
		return to, "sound"
	}
	if to := d.undoubled(w); to != "" {
		return to, "typo"
	}
	if to := d.slip(w); to != "" {
		return to, "typo"
	}
	if to := d.slipOfShort(w); to != "" {
		return to, "typo"
	}
	return w, "?"
}

// derived finds a word of the lexicon below a suffix: "lokernya", "plthnnya", "doinya".
func (d *dictionary) derived(w string) string {
	for _, suf := range [...]string{"nya", "ny", "x", "kan", "an", "in", "ku", "mu", "e"} {
		body, ok := strings.CutSuffix(w, suf)
		if !ok || len(body) < 3 {
			continue
		}
		if to := d.lexicon[body]; to != "" && !strings.Contains(to, " ") {
			return to
		}
	}
	return ""
}

// shorthand finds the one target with the same first letter and the same consonants, for words that leave vowels out.
func (d *dictionary) shorthand(w string) string {
	if len(w) < 3 || 3*vowels(w[1:]) > len(w) {
		return ""
	}
	found := ""
	for _, t := range d.bySkel[bones(w)] {
		if len(t) < len(w) || len(w) < 4 && len(t) > 6 || !within(w, t) {
			continue
		}
		if found != "" {
			return ""
		}
		found = t
	}
	return found
}

// slip finds the one target within one edit of a word of four to six letters, within two of a longer one, with the same first letter. The
// nearest counts; of two that are equally near the one with the same letters in another order, then the one that our own tables are about; else
// none.
func (d *dictionary) slip(w string) string {
	if len(w) < 4 {
		return ""
	}
	limit := 1
	if len(w) >= 7 {
		limit = 2
	}
	best, rank, found := limit+1, 0, ""
	for size := len(w) - limit; size <= len(w)+limit; size++ {
		if size < 4 {
			continue
		}
		for _, t := range d.byShape[shape{w[0], size}] {
			n := distance(w, t, min(best, limit))
			if n > best || n > limit {
				continue
			}
			switch r := d.likely(w, t); {
			case n < best || r > rank:
				best, rank, found = n, r, t
			case r == rank && t != found:
				found = ""
			}
		}
	}
	return found
}

// likely ranks two words that are equally near.
func (d *dictionary) likely(w, meant string) (rank int) {
	if len(w) == len(meant) && swapped(w, meant) {
		rank = 2
	}
	if d.core[meant] {
		rank++
	}
	return rank
}

// swapped reports whether two words of the same length have the same letters.
func swapped(a, b string) bool {
	var count [256]int8
	for i := range len(a) {
		count[a[i]]++
		count[b[i]]--
	}
	return count == [256]int8{}
}

// undoubled finds a known word in one whose letters were doubled: "lahiir", "massak".
func (d *dictionary) undoubled(w string) string {
	for i := 1; i < len(w); i++ {
		if w[i] != w[i-1] {
			continue
		}
		s := w[:i] + w[i+1:]
		if to := d.lexicon[s]; to != "" {
			return to
		}
		if d.known[s] || d.root(s) != "" {
			return s
		}
	}
	return ""
}

// slipOfShort finds what a word stands for that is one edit from the shorthand of one word alone: "pltthn".
func (d *dictionary) slipOfShort(w string) string {
	if len(w) < 5 {
		return ""
	}
	found := ""
	for size := len(w) - 1; size <= len(w)+1; size++ {
		for _, v := range d.byShort[shape{w[0], size}] {
			if distance(w, v, 1) > 1 {
				continue
			}
			if to := d.lexicon[v]; found == "" {
				found = to
			} else if to != found {
				return ""
			}
		}
	}
	return found
}

func only1(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return ""
}

func ascii(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] >= 0x80 {
			return false
		}
	}
	return true
}

// particles colour a sentence and say nothing by themselves.
var particles = set("e na ni tu leh ee eh nah nih tuh deh dah sih lah kah pun loh lho to toh kan ja ye yee mah")

// trap reads the very short words that only their neighbours decide.
func (d *dictionary) trap(ts []token, i int) (word, rule string) {
	prev, next := "", ""
	if i > 0 {
		prev = ts[i-1].raw
	}
	last := i+1 == len(ts)
	if !last {
		next = ts[i+1].raw
	}
	switch ts[i].raw {
	case "sa":
		if next == "pung" || next == "pu" || next == "punya" || next == "punk" || i == 0 && !last || prev == "ko" || prev == "kaka" || prev == "kk" {
			return "saya", "neighbour"
		}
		return "saja", "neighbour"
	case "b":
		if prev != "paket" && prev != "golongan" {
			return "saya", "neighbour"
		}
	case "no": // shorthand for a number, and English
		if len(ts) == 1 || next == "thanks" || next == "thank" || next == "need" || next == "no" {
			return "tidak", "neighbour"
		}
	case "g":
		if !last {
			return "tidak", "neighbour"
		}
	case "d":
		if !last && !ts[i+1].num {
			return "di", "neighbour"
		}
	case "k":
		return "ke", "neighbour"
	case "do":
		return "dulu", "neighbour"
	case "ma":
		return "tapi", "neighbour"
	case "dong": // in Kupang "they", in Jakarta a particle
		if last || next == "kak" || next == "min" || next == "kk" || next == "kaka" || next == "ya" {
			return "dong", "neighbour"
		}
		if i == 0 || next == "pung" || next == "pu" || next == "punk" || prev == "kalo" || prev == "kalau" || prev == "mau" {
			return "mereka", "neighbour"
		}
	case "ko":
		return "ko", "neighbour"
	}
	return "", ""
}

// rewritten applies the phrases: neighbouring standard words that together mean something else. Longest first, left to right.
func (d *dictionary) rewritten(ts []token) []token {
	out := make([]token, 0, len(ts))
next:
	for i := 0; i < len(ts); {
		for _, p := range d.phrases[ts[i].word] {
			if !at(ts[i:], p.from) {
				continue
			}
			for _, w := range p.to {
				out = append(out, token{raw: ts[i].raw, word: w, rule: "phrase", sure: true})
			}
			i += len(p.from)
			continue next
		}
		out = append(out, ts[i])
		i++
	}
	return out
}

// at reports whether ts begins with these standard words.
func at(ts []token, words []string) bool {
	if len(words) > len(ts) {
		return false
	}
	for i, w := range words {
		if ts[i].word != w {
			return false
		}
	}
	return true
}
