package channel

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"lopo/store"
)

// Part is one message of the platform.
type Part struct {
	Text  string
	Media *store.Media // Text is its caption
}

// Parts cuts a message into what fits. Media goes with the text under it when that has at most caption units, else in front of it; text of more than
// limit units is cut as Split does.
func Parts(text string, m *store.Media, limit, caption int) []Part {
	if m != nil && units(text) <= caption {
		return []Part{{text, m}}
	}
	var parts []Part
	if m != nil {
		parts = append(parts, Part{Media: m})
	}
	for _, t := range Split(text, limit) {
		parts = append(parts, Part{Text: t})
	}
	return parts
}

// units is the length that platforms count: UTF-16 units.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// tail is the room kept for the number of a part, "\n(12/34)".
const tail = 12

// Split cuts text into parts of at most limit units each, numbered "(1/3)": between paragraphs, else lines, sentences, words; only what
// has none of them is cut inside.
func Split(text string, limit int) []string {
	if len(text) <= limit || units(text) <= limit {
		return []string{text}
	}
	var parts []string
	for units(text) > limit-tail {
		n := cut(text, limit-tail)
		parts = append(parts, strings.TrimRight(text[:n], " \n"))
		text = strings.TrimLeft(text[n:], " \n")
	}
	if text != "" {
		parts = append(parts, text)
	}
	for i := range parts {
		parts[i] += fmt.Sprintf("\n(%d/%d)", i+1, len(parts))
	}
	return parts
}

// cut finds the place of the first cut, in bytes.
func cut(text string, limit int) int {
	end, n := 0, 0
	for i, r := range text {
		if n += utf16.RuneLen(r); n > limit {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	window := text[:end]
	for _, ends := range [][]string{{"\n\n"}, {"\n"}, {". ", "! ", "? "}, {" "}} {
		best := -1
		for _, e := range ends {
			if i := strings.LastIndex(window, e); i >= 0 {
				best = max(best, i+len(e))
			}
		}
		// An early paragraph would leave a message of one line and need more messages.
		if best > len(window)/2 || best > 0 && ends[0] == " " {
			return best
		}
	}
	return end
}
