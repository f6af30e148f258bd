package nlu

import (
	"strings"
	"unicode"
)

// A reason in own words has this many characters.
const (
	minFree = 3
	maxFree = 200
)

// FreeText takes a reason as it was written, trimmed, without control and invisible characters.
func FreeText(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	s := strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == unicode.ReplacementChar || invisible(r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, bounded(in.Text)))
	n, letters := 0, 0
	for _, r := range s {
		n++
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
	}
	switch {
	case n < minFree || letters < 2:
		return why("too_short")
	case n > maxFree:
		return Reading{Why: "too_long", Data: map[string]any{"Count": n}}
	}
	return value(s)
}

// bounded cuts a text beyond any message a channel delivers.
func bounded(s string) string {
	const limit = 16 * 1024
	if len(s) > limit {
		s = s[:limit]
	}
	return strings.ToValidUTF8(s, "")
}
