package nlu

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a message on its way to being understood.
type token struct {
	raw  string // as it was written, cleaned
	word string // in standard spelling
	stem string // its root or the notion it stands for
	rule string // what changed it: "lexicon", "slang", "twice", "stem", "skeleton", "sound", "typo"; "" for a word that was known
	num  bool   // written in digits
	sure bool   // known, or brought to a known word
}

// scan cuts a clean text into words and numbers. A number keeps its points and commas ("1,5", "500.000"); letters and digits part ("3bln"),
// except the 2 that doubles a word ("sarat2").
func scan(s string) []token {
	var out []token
	rs := apostrophes.Replace(s)
	for i := 0; i < len(rs); {
		r, n := utf8.DecodeRuneInString(rs[i:])
		switch {
		case isDigit(rs[i]):
			j := numberEnd(rs, i)
			out = append(out, token{raw: rs[i:j], num: true})
			i = j
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			j := i
			for j < len(rs) && !isDigit(rs[j]) {
				r, n := utf8.DecodeRuneInString(rs[j:])
				if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
					break
				}
				j += n
			}
			if doubled(rs, i, j) {
				j++
			}
			out = append(out, token{raw: rs[i:j]})
			i = j
		default:
			i += n
		}
	}
	return out
}

// numberEnd is where the number that begins at i ends.
func numberEnd(s string, i int) int {
	j := i
	for j < len(s) && (isDigit(s[j]) || (s[j] == '.' || s[j] == ',') && j+1 < len(s) && isDigit(s[j+1])) {
		j++
	}
	return j
}

// doubled reports a word of three letters or more with a 2 at its end and nothing behind it.
func doubled(s string, i, j int) bool {
	if j-i < 3 || j >= len(s) || s[j] != '2' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[j+1:])
	return j+1 == len(s) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// asked reports whether a text ends like a question, or holds a question mark.
func asked(text string) bool { return strings.ContainsAny(text, "?？") }
