package nlu

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maskedMost is the longest text that is kept for reading: what is longer tells a story, not a wish.
const maskedMost = 160

// Masked is a text as it may be kept for staff to read: long numbers become #, names become [nama]; "" where too little or too much is left. A name
// is what is told as one, and each word with a capital letter that no table knows, the first word of a sentence apart.
func Masked(text string) string {
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > maskedMost {
		return ""
	}
	names := map[string]bool{}
	for _, w := range words(Clean(toldName(text))) {
		names[w] = true
	}
	d := shipped().d
	var out []string
	begins := true
	for _, w := range strings.Fields(text) {
		bare := strings.Join(words(Clean(w)), "")
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case digitsIn(w) >= 4:
			w = "#"
		case strings.Contains(w, "@"):
			w = "[alamat]"
		case names[bare] || !begins && unicode.IsUpper(first) && !d.known[bare] && d.lexicon[bare] == "" && strings.ToUpper(w) != w:
			w = "[nama]"
		}
		begins = strings.HasSuffix(w, ".") || strings.HasSuffix(w, "!") || strings.HasSuffix(w, "?")
		if n := len(out); w == "[nama]" && n > 0 && out[n-1] == w {
			continue
		}
		out = append(out, strings.ToLower(w))
	}
	if !slices.ContainsFunc(scan(Clean(text)), func(t token) bool { return !t.num }) {
		return ""
	}
	return strings.Join(out, " ")
}

func digitsIn(w string) (n int) {
	for i := 0; i < len(w); i++ {
		if isDigit(w[i]) {
			n++
		}
	}
	return n
}
