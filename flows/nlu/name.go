package nlu

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxName      = 60 // the longest name that is stored, in characters
	maxNameWords = 8
)

// FullName reads a person's name as on the identity card: forms of address, degrees and words before it dropped, each word with a capital.
// One word is a legal name; digits, questions, commands and insults are not names.
func FullName(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	c := clean(in.Text, false)
	ws := words(c)
	switch {
	case len(ws) == 0 && strings.ContainsAny(in.Text, "?？"):
		return why("question")
	case len(ws) == 0:
		return why("empty")
	case strings.ContainsAny(c, "0123456789"):
		return why("digits")
	}
	std := normal(append([]string(nil), ws...))
	if isCommand(in.Text) {
		return why("command")
	}
	switch line := pad(std); {
	case asks(in.Text, std), asksForWhat(std):
		return why("question")
	case refused(line), saysAny(line, nameRefused):
		return why("refused")
	case haveNone(line):
		return why("not_a_name")
	}
	return properName(nameWords(c), in.Text)
}

// asksForWhat hears "nama lengkap ko nama panggilan", "untuk apa": a choice or a question word among words that are no name.
func asksForWhat(ws []string) bool {
	for i, w := range ws {
		switch {
		case w == "ko" && i > 1 && i+1 == len(ws), w == "ko" && i > 0 && (i+1 == len(ws) || ws[i+1] == "nama" || ws[i+1] == "tidak") && notNames[ws[i-1]]:
			return true
		case (w == "apa" || w == "siapa" || w == "bagaimana" || w == "kenapa") && len(ws) > 1:
			return true
		}
	}
	return false
}

// nameWords cuts a clean text for reading a name: commas stand alone, what is in brackets goes, other signs are spaces.
func nameWords(c string) []string {
	c = strings.Map(func(r rune) rune {
		switch r {
		case '’', '‘', '`', '´', 'ʼ':
			return '\''
		case '_', '*', '"', '“', '”', '~', '=', '<', '>', '[', ']', '!', ';':
			return ' '
		}
		if r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return ' '
		}
		return r
	}, c)
	for {
		open := strings.IndexByte(c, '(')
		if open < 0 {
			break
		}
		end := strings.IndexByte(c[open:], ')')
		if end < 0 {
			c = c[:open]
			break
		}
		c = c[:open] + " " + c[open+end+1:]
	}
	c = strings.ReplaceAll(strings.ReplaceAll(c, ",", " , "), "\n", " ")
	return strings.Fields(strings.ReplaceAll(c, ":", ": "))
}

// properName checks and writes the words of a name. They are clean: lower case, without invisible characters.
func properName(parts []string, raw string) Reading {
	if parts = dropTitles(dropIntroduction(parts)); len(parts) == 0 {
		return why("not_a_name")
	}
	parts = beforeFurther(dropAfter(parts, raw))
	parts = dropAfter(parts, raw)
	parts = dropDegrees(parts, raw)
	parts = dropAfter(parts, raw)
	if len(parts) == 0 {
		return why("not_a_name")
	}
	if len(parts) > maxNameWords {
		return why("too_long")
	}
	letters, word := 0, false
	for i, p := range parts {
		n := lettersOf(p)
		if n < 0 || isNoise(p) || verbal(p) || laughs(p) {
			return why("not_a_name")
		}
		if bare := strings.Trim(p, ".-'"); notNames[bare] && !(alsoNames[bare] && (i > 0 || len(parts) > 1 && capital(raw, bare))) {
			return why("not_a_name")
		}
		letters += n
		word = word || n >= 2
	}
	switch {
	case letters < 2 || !word:
		return why("too_short")
	case len(parts) == 1 && (aloneNot[parts[0]] || honorifics[parts[0]] || afterName[parts[0]]):
		return why("not_a_name")
	}
	name := titled(parts)
	if len([]rune(name)) > maxName {
		return why("too_long")
	}
	return value(name)
}

// beforeFurther cuts what is told after a name: "dari Oesapa", ", Oesapa", a trade.
func beforeFurther(parts []string) []string {
	for i := 1; i < len(parts); i++ {
		p := strings.Trim(parts[i], ".:")
		last := i+1 == len(parts)
		switch {
		case furtherWords[p] && !(alsoNames[p] && last),
			i > 1 && notNames[p] && tradeBook.known[p],
			i > 1 && isComma(parts[i]) && !last && !degrees[bareWord(parts[i+1])] && !chained(parts[i+1]):
			return parts[:i]
		}
	}
	return parts
}

// afterColon is what follows the last colon, as in "nama ibu kandung: Anna", or all.
func afterColon(parts []string) []string {
	for i := len(parts) - 2; i >= 0; i-- {
		if strings.HasSuffix(parts[i], ":") {
			return parts[i+1:]
		}
	}
	return parts
}

// laughs reports one syllable three times or more: "hehehe", "wkwkwk".
func laughs(p string) bool {
	return len(p) >= 6 && strings.Repeat(p[:2], len(p)/2) == p[:len(p)/2*2] && (len(p)%2 == 0 || p[len(p)-1] == p[0])
}

// dropIntroduction drops what stands before a name, as far as something follows: "halo kak, nama saya". Said behind the name it goes too.
func dropIntroduction(parts []string) []string {
	parts = afterColon(parts)
	std := make([]string, len(parts))
	for i, p := range parts {
		std[i] = strings.Trim(p, ":.-=")
		if std[i] == "a.n" || p == "an." || p == "an:" {
			std[i] = "bernama"
		}
		if s := nameShort[std[i]]; s != "" {
			std[i] = s
		}
	}
	normal(std)
	if from, to := leadIn(std); to > 0 && to < len(std) {
		return dropNi(parts[to:])
	} else if to > 0 && from > 0 {
		parts, std = parts[:from], std[:from]
		for n := len(std); n > 1 && (std[n-1] == "itu" || std[n-1] == "ini" || std[n-1] == "adalah" || std[n-1] == ","); n = len(std) {
			parts, std = parts[:n-1], std[:n-1]
		}
	}
	for n := introAt(std); n > 0; n = introAt(std) {
		parts, std = parts[n:], std[n:]
	}
	if n := weakLeadIns.at(std); n > 0 && n < len(parts) {
		return dropNi(parts[n:])
	}
	return parts
}

// introAt is how many words of greeting stand at the start.
func introAt(std []string) int {
	if len(std) > 0 && (std[0] == "," || std[0] == "") {
		return 1
	}
	return introPhrases.at(std)
}

// leadIn finds the last place where a name is announced: "nama saya", "atas nama".
func leadIn(std []string) (from, to int) {
	for from = len(std) - 1; from >= 0; from-- {
		n := leadIns.at(std[from:])
		if n == 0 {
			continue
		}
		for to = from + n; to < len(std); to += n {
			if n = leadAt(std[to:]); n == 0 {
				break
			}
		}
		for from > 0 && (std[from-1] == "saya" || std[from-1] == "punya" || leadIns.at(std[from-1:]) > 0) {
			from--
		}
		return from, to
	}
	return 0, 0
}

// leadAt is the length of the longest announcement at the start, weak ones and joints included.
func leadAt(std []string) int {
	if n := max(leadIns.at(std), weakLeadIns.at(std)); n > 0 {
		return n
	}
	switch std[0] {
	case "", ",", "adalah", "itu", "punya", "lengkap", "sesuai", "ktp", "yaitu":
		return 1
	}
	return 0
}

// dropNi drops the "ni" of "beta ni Soleman Kase" and the colon of "nama :Soleman".
func dropNi(parts []string) []string {
	for len(parts) > 1 && (parts[0] == "ni" || parts[0] == "adalah" || strings.Trim(parts[0], ":-=,.") == "") {
		parts = parts[1:]
	}
	first := strings.TrimLeft(parts[0], ":-=,.")
	if first == "" {
		return parts
	}
	return append([]string{first}, parts[1:]...)
}

// dropTitles drops forms of address before a name; one that stands alone stays, to be refused or to be a name. "H." is Haji.
func dropTitles(parts []string) []string {
	for len(parts) > 1 && (honorifics[bareWord(parts[0])] || parts[0] == "h." && len(parts) > 2) && !isComma(parts[1]) {
		parts = parts[1:]
	}
	return parts
}

// dropAfter drops polite words and particles behind a name. A last "E" in capitals is an initial.
func dropAfter(parts []string, raw string) []string {
	for len(parts) > 1 {
		last := parts[len(parts)-1]
		w := strings.Trim(last, ".:")
		if !afterName[w] && !isComma(last) && w != "" {
			break
		}
		if w == "kaka" && capital(raw, w) && capital(raw, parts[0]) { // a surname of Sumba
			break
		}
		if len(w) == 1 && (strings.HasSuffix(last, ".") || strings.HasSuffix(strings.TrimSpace(raw), " "+strings.ToUpper(w)) && strings.ToUpper(raw) != raw) {
			break
		}
		parts = parts[:len(parts)-1]
	}
	return parts
}

// capital reports that a word was written with one capital: as a name.
func capital(raw, w string) bool {
	return w != "" && w[0] >= 'a' && w[0] <= 'z' && strings.Contains(raw, string(w[0]-'a'+'A')+w[1:])
}

// dropDegrees drops degrees at the end. The short ones are also names, so they need a point, a comma before them or capitals.
func dropDegrees(parts []string, raw string) []string {
	for len(parts) > 1 {
		last := parts[len(parts)-1]
		if isComma(last) {
			parts = parts[:len(parts)-1]
			continue
		}
		w := bareWord(last)
		if !degrees[w] && !chained(last) {
			break
		}
		marked := strings.Contains(strings.TrimRight(last, "."), ".") || isComma(parts[len(parts)-2]) || strings.Contains(raw, strings.ToUpper(w)) && strings.ToUpper(raw) != raw
		if shortDegree[w] && !marked {
			break
		}
		parts = parts[:len(parts)-1]
	}
	return parts
}

// chained reports degrees written together: "s.kep.,ns.", "s.pd.m.pd".
func chained(p string) bool {
	if strings.Count(p, ".") < 2 {
		return false
	}
	rest := bareWord(p)
	for n := min(len(rest)-1, 6); n >= 2; n-- {
		if degrees[rest[:n]] && degrees[rest[n:]] {
			return true
		}
	}
	return false
}

// verbal reports a long verb form, which no name is: "disalahgunakan", "memberitahukan".
func verbal(p string) bool {
	if len(p) < 9 || !strings.HasSuffix(p, "kan") && !strings.HasSuffix(p, "nya") {
		return false
	}
	for _, head := range [...]string{"di", "me", "ber", "ter", "pe", "ke"} {
		if strings.HasPrefix(p, head) {
			return true
		}
	}
	return false
}

func isComma(p string) bool { return p == "," }

// bareWord is a word without points, quotes and hyphens: "s.pd." -> "spd".
func bareWord(p string) string {
	if !strings.ContainsAny(p, ".'-") {
		return p
	}
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '\'' || r == '-' {
			return -1
		}
		return r
	}, p)
}

// lettersOf counts letters, or is -1 when the word holds anything that no name on an identity card has.
func lettersOf(p string) int {
	n := 0
	for _, r := range p {
		switch {
		case unicode.Is(unicode.Latin, r) && unicode.IsLetter(r):
			n++
		case r == '.' || r == '\'' || r == '-':
		default:
			return -1
		}
	}
	return n
}

// isNoise reports what a hand laid on the keyboard gives: a run of consonants, or a word without vowels; and a web address.
func isNoise(p string) bool {
	run, most, vowels := 0, 0, 0
	for _, r := range p {
		if r == '.' || r >= utf8.RuneSelf || strings.ContainsRune("aeiouy", r) {
			run = 0
			vowels++
			continue
		}
		run++
		most = max(most, run)
	}
	return most >= 6 || len(p) >= 5 && vowels == 0 || webAddress(p)
}

func webAddress(p string) bool {
	i := strings.LastIndexByte(p, '.')
	return i > 1 && endings[p[i+1:]]
}

var endings = set("com net org id co info xyz")

// titled writes each word with a capital, initials and the parts of d'Rozari and of Ma-Riwu too.
func titled(parts []string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte(' ')
		}
		up, at := true, 0
		for j, r := range p {
			if up {
				b.WriteRune(unicode.ToUpper(r))
			} else {
				b.WriteRune(r)
			}
			switch {
			case r == '.' || r == '-':
				up, at = true, j+1
			case r == '\'':
				up = j-at == 1 // D'Rozari, but Ma'u
			default:
				up = false
			}
		}
	}
	return strings.TrimRight(b.String(), "-' ")
}
