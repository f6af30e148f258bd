package whatsapp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hair is a space so thin that nobody sees it.
const hair = "\u200a"

// literal writes text so that phones show it as it is. WhatsApp has no way to say so: *bold*, _italic_, ~struck~ and `code` are read from the
// text itself, wherever a mark stands before a word and its twin after one on the same line. A mark followed by a space is never one, so a hair
// space behind each that could begin such a pair keeps it a letter. Single marks, and those inside of words, as in an address, stay untouched.
func literal(text string) string {
	if !strings.ContainsAny(text, "*_~`") {
		return text
	}
	var b strings.Builder
	for line := range strings.SplitAfterSeq(text, "\n") {
		for i, r := range line {
			b.WriteRune(r)
			if marks(r) && opens(line, i) {
				b.WriteString(hair)
			}
		}
	}
	return b.String()
}

func marks(r rune) bool { return r == '*' || r == '_' || r == '~' || r == '`' }

// opens reports whether the mark at i could begin a pair.
func opens(line string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	after, _ := utf8.DecodeRuneInString(line[i+1:])
	if i > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) || after == utf8.RuneError || unicode.IsSpace(after) {
		return false
	}
	return strings.IndexByte(line[i+1:], line[i]) >= 0
}
