package nlu

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxRunes is how much of a message is read. No answer in any form is longer, and it bounds the work that a hostile text can cause.
const maxRunes = 300

// Clean brings a text to the one form in which words are compared: valid UTF-8 in NFKC, at most 300 characters, lower case, single spaces,
// no invisible characters, a letter written three times or more written once ("iyaaa"), nothing but letters and digits at either end.
// Digits are never collapsed: "1110" is a number. A thumb up becomes "ya", a thumb down "tidak", folded hands "makasih", a keycap its digit.
func Clean(text string) string { return clean(text, true) }

// clean does the work of Clean; a name is read without turning emoji into words.
func clean(text string, emoji bool) string {
	if s, ok := cleanASCII(text); ok {
		return s
	}
	return cleanRunes(text, emoji)
}

// cleanRunes is clean for any text.
func cleanRunes(text string, emoji bool) string {
	s := composed(visible(text, emoji))
	out := make([]rune, 0, len(s))
	run, space := 0, false
	for _, r := range s {
		r = unicode.ToLower(r)
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r), unicode.IsControl(r):
			continue
		}
		if space && len(out) > 0 {
			out = append(out, ' ')
		}
		space = false
		if len(out) >= maxRunes {
			break
		}
		if n := len(out); n > 0 && out[n-1] == r && unicode.IsLetter(r) {
			run++
		} else {
			run = 1
		}
		switch {
		case run == 3:
			out = out[:len(out)-1] // of "aaa" one a stays
		case run < 3:
			out = append(out, r)
		}
	}
	return strings.TrimFunc(string(out), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// cleanASCII is clean for a short text of plain letters, digits and signs: nearly every message, and a tenth of the time.
func cleanASCII(text string) (string, bool) {
	if len(text) > maxRunes {
		return "", false
	}
	var room [64]byte // as long as most messages
	out := room[:0]
	run, space := 0, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 0x7f || c < ' ' && !(c >= '\t' && c <= '\r'):
			return "", false
		case c == ' ' || c < ' ':
			space = true
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		if space && len(out) > 0 {
			out = append(out, ' ')
		}
		space = false
		if n := len(out); n > 0 && out[n-1] == c && c >= 'a' && c <= 'z' {
			run++
		} else {
			run = 1
		}
		switch {
		case run == 3:
			out = out[:len(out)-1] // of "aaa" one a stays
		case run < 3:
			out = append(out, c)
		}
	}
	return string(trimSigns(out)), true
}

// trimSigns takes off what is neither letter nor digit at either end.
func trimSigns(b []byte) []byte {
	plain := func(c byte) bool { return c >= 'a' && c <= 'z' || isDigit(c) }
	for len(b) > 0 && !plain(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && !plain(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// composed brings s into NFKC, as far as it will be read: one ligature can stand for eighteen letters.
func composed(s string) string {
	if norm.NFKC.IsNormalString(s) {
		return s
	}
	var it norm.Iter
	it.InitString(norm.NFKC, s)
	out := make([]byte, 0, len(s)+16)
	for !it.Done() && len(out) < len(s)+2*maxRunes {
		out = append(out, it.Next()...)
	}
	return string(out)
}

// visible keeps what a reader sees of the first 300 characters, and reads the few emoji that people answer with.
func visible(text string, emoji bool) string {
	var b strings.Builder
	b.Grow(min(len(text), 4*maxRunes))
	n := 0
	for i, r := range text {
		if n == maxRunes || i > 16*maxRunes { // the second: a text made of invisible characters
			break
		}
		switch {
		case r < 0x80:
			if r < ' ' || r == 0x7f {
				r = ' '
			}
		case r == unicode.ReplacementChar || invisible(r):
			continue
		default:
			if word := emojiWords[r]; word != "" {
				if emoji {
					b.WriteByte(' ')
					b.WriteString(word)
				}
				r = ' '
			}
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

var emojiWords = map[rune]string{
	'👍': "ya", '👌': "oke", '✅': "ya", '✔': "ya", '☑': "ya", '🆗': "ok",
	'👎': "tidak", '❌': "tidak", '✖': "tidak", '🙅': "tidak",
	'🙏': "makasih", '🔟': "10",
}

// invisible reports format characters (zero-width space and joiner, direction marks), variation selectors, the keycap frame, skin tones and
// the letters that are drawn as nothing.
func invisible(r rune) bool {
	switch {
	case r >= 0xFE00 && r <= 0xFE0F, r == 0x20E3, r >= 0x1F3FB && r <= 0x1F3FF, r == 0x034F:
		return true
	case r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0, r == 0x2800:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

var apostrophes = strings.NewReplacer("'", "", "’", "", "‘", "", "`", "", "ʼ", "", "´", "")

// words cuts a clean text into its words; an apostrophe inside a word is dropped (ho'o -> hoo).
func words(s string) []string {
	if ws, ok := wordsASCII(s); ok {
		return ws
	}
	return wordsRunes(s)
}

// wordsRunes is words for any text.
func wordsRunes(s string) []string {
	if strings.ContainsAny(s, "'’‘`ʼ´") {
		s = apostrophes.Replace(s)
	}
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// wordsASCII is words for a text of plain letters, digits and signs.
func wordsASCII(s string) ([]string, bool) {
	n := 1
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf || c == '\'' || c == '`':
			return nil, false
		case !alnum[c]:
			n++
		}
	}
	out, from := make([]string, 0, n), 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && alnum[s[i]] {
			continue
		}
		if i > from {
			out = append(out, s[from:i])
		}
		from = i + 1
	}
	return out, true
}

// alnum are the ASCII letters and digits.
var alnum = func() (is [256]bool) {
	for c := range is {
		is[c] = c < utf8.RuneSelf && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)))
	}
	return is
}()

// split cuts words again where letters meet digits: "naikoten1" -> "naikoten", "1".
func split(ws []string) []string {
	mixed := false
	for _, w := range ws {
		mixed = mixed || boundary(w) > 0
	}
	if !mixed {
		return ws
	}
	out := make([]string, 0, len(ws)+4)
	for _, w := range ws {
		for i := boundary(w); i > 0; i = boundary(w) {
			out, w = append(out, w[:i]), w[i:]
		}
		out = append(out, w)
	}
	return out
}

// boundary is where a word first changes between ASCII digits and anything else, or 0.
func boundary(w string) int {
	for i := 1; i < len(w); i++ {
		if isDigit(w[i]) != isDigit(w[i-1]) {
			return i
		}
	}
	return 0
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// digits reports whether w is made of ASCII digits only.
func digits(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isDigit(w[i]) {
			return false
		}
	}
	return w != ""
}
