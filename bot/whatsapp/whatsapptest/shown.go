package whatsapptest

import (
	"regexp"
	"strings"
)

// styles are the marks that phones read from a text: *bold*, _italic_, ~struck~ and `code`, with the first mark not inside of a word, the second
// not before one, and no space on their inner sides. The marks themselves are not shown.
var styles = func() (all []*regexp.Regexp) {
	for _, mark := range []string{"```", "`", `\*`, "_", "~"} {
		all = append(all, regexp.MustCompile(`(^|[^\pL\pN])`+mark+`([^\s\x{200a}](?:[^\n]*?[^\s\x{200a}])?)`+mark+`($|[^\pL\pN])`))
	}
	return all
}()

// Shown is a text as a phone shows it: styled text loses its marks, and nobody sees a hair space.
func Shown(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		for _, style := range styles {
			line = style.ReplaceAllString(line, "$1$2$3")
		}
		lines[i] = line
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), "\u200a", "")
}
