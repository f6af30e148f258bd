package nlu

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a text that speaks of numbers: a figure ("1.500,50"), a word, or a sign.
type piece struct {
	text  string
	is    string // for a word: what the list of number words says, or ""
	milli int64  // for a figure: its value in thousandths
	whole int    // for a figure: how many digits before the decimals; 0: no figure
	sep   int    // for a figure: how many points or commas set off thousands
	dec   bool   // for a figure: it has decimals
	bad   bool   // for a figure: it cannot be read
	glued bool   // nothing stands between this and the piece before
}

var brokenFigures = strings.NewReplacer("½", " setengah ", "¼", " seperempat ", "¾", " tiga perempat ")

// untilWord opens the shorthand for "from … to …".
var untilWord = strings.NewReplacer("s/d", " sampai ", "s.d.", " sampai ", " s.d ", " sampai ", " sd ", " sampai ")

// pieces cuts a text for reading numbers. Figures written in groups come together: "5 000 000"; number words written together come apart.
func pieces(text string) []piece {
	if strings.ContainsAny(text, "½¼¾") {
		text = brokenFigures.Replace(text) // the usual form of "2½" is "21/2"
	}
	s := Clean(text)
	if t := strings.TrimSpace(text); len(t) > 1 && (t[0] == '.' || t[0] == ',') && isDigit(t[1]) {
		s = "0" + t[:1] + s // ".5 juta"
	}
	if strings.Contains(s, "s/d") || strings.Contains(s, "s.d") || strings.Contains(s, " sd ") {
		s = untilWord.Replace(s)
	}
	out := make([]piece, 0, 8)
	glued := false
	for i := 0; i < len(s) && len(out) < 64; {
		c := s[i]
		switch {
		case isDigit(c):
			n := figureEnd(s[i:])
			p := figure(s[i : i+n])
			p.glued = glued
			out = append(out, p)
			i, glued = i+n, true
		case c == ' ':
			i, glued = i+1, false
		case strings.IndexByte("-/~+,()%=", c) >= 0:
			out = append(out, piece{text: string(c), glued: glued})
			i, glued = i+1, true
		case s[i] < 0x80 && !letterByte(c):
			i, glued = i+1, true
		default:
			n := wordEnd(s[i:])
			out = wordPieces(out, s[i:i+n], glued)
			i, glued = i+n, true
		}
	}
	return joinThousands(rightFigures(out))
}

func letterByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= 0x80 || c == '\'' }

// figureEnd is the length of a figure: digits, with points and commas that have a digit behind them.
func figureEnd(s string) int {
	i := 0
	for i < len(s) && (isDigit(s[i]) || (s[i] == '.' || s[i] == ',') && i+1 < len(s) && isDigit(s[i+1])) {
		i++
	}
	return i
}

// wordEnd is the length of a word. A "2" that doubles it ("macam2") belongs to it.
func wordEnd(s string) int {
	i := 0
	for i < len(s) && letterByte(s[i]) {
		i++
	}
	if i < len(s) && s[i] == '2' && i >= 3 && (i+1 == len(s) || !isDigit(s[i+1])) && numberWords[s[:i]] == "" {
		i++
	}
	return i
}

// wordPieces adds a word, right spelt when it is a number word with a slip and cut when it is several.
func wordPieces(out []piece, w string, glued bool) []piece {
	switch r, _ := utf8.DecodeRuneInString(w); {
	case r == '–' || r == '—' || r == '−':
		return append(out, piece{text: "-", glued: glued})
	case r >= utf8.RuneSelf && !unicode.IsLetter(r):
		return out
	}
	if strings.Contains(w, "'") {
		if w = strings.ReplaceAll(w, "'", ""); w == "" {
			return out
		}
	}
	if s, ok := standard[w]; ok && numberWords[w] == "" {
		w = s
	}
	if is := numberWords[w]; is != "" {
		return append(out, piece{text: w, is: is, glued: glued})
	}
	if rest, ok := strings.CutPrefix(w, "ke"); ok && numberWord(rest) {
		return append(out, piece{text: rest, is: numberWords[rest], glued: glued})
	}
	if parts := numberParts(w); parts != nil {
		for i, p := range parts {
			out = append(out, piece{text: p, is: numberWords[p], glued: glued || i > 0})
		}
		return out
	}
	if r := respell(w); r != w {
		w = r
	} else if n := len(out); n > 0 && out[n-1].number() {
		w = scaleNear(w)
	}
	return append(out, piece{text: w, is: numberWords[w], glued: glued})
}

// number reports a figure or a number word.
func (p piece) number() bool {
	return p.whole > 0 || p.is != "" && p.is != "hitungan" && p.is != "kira"
}

// scaleNear rights one slip in a scale behind a number: "5 jtu", "3 ribuu".
func scaleNear(w string) string {
	if len(w) < 3 || len(w) > 7 {
		return w
	}
	for _, s := range [...]string{"juta", "ribu", "ratus", "puluh", "belas"} {
		if w[0] == s[0] && distance(w, s, 1) <= 1 {
			return s
		}
	}
	return w
}

// numberParts cuts a word that is made of number words only ("limaratusribu"), or is nil.
func numberParts(w string) []string {
	if len(w) < 5 || len(w) > 80 {
		return nil
	}
	for n := min(len(w)-2, 10); n >= 3; n-- {
		head := w[:n]
		if is := numberWords[head]; is == "" || is == "kira" || is == "hitungan" {
			continue
		}
		rest := w[n:]
		if is := numberWords[rest]; is != "" && is != "kira" && is != "hitungan" && len(rest) >= 2 {
			return []string{head, rest}
		}
		if more := numberParts(rest); more != nil {
			return append([]string{head}, more...)
		}
	}
	return nil
}

// figure reads digits with points and commas. Groups of three behind the first are thousands; one last group of another size is decimals.
func figure(s string) piece {
	p := piece{text: s}
	var groups []string
	start := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || !isDigit(s[i]) {
			groups = append(groups, s[start:i])
			start = i + 1
		}
	}
	last := len(groups) - 1
	whole := groups[0]
	for i, g := range groups[1:] {
		switch {
		case len(g) == 3 && len(groups[0]) <= 3:
			whole += g
			p.sep++
		case i+1 == last && len(g) <= 2:
			p.dec = true
		default:
			p.bad = true
		}
	}
	p.whole = len(whole)
	if p.whole > 13 {
		p.bad = true
		return p
	}
	for i := 0; i < len(whole); i++ {
		p.milli = 10*p.milli + int64(whole[i]-'0')
	}
	p.milli *= 1000
	if p.dec {
		unit := int64(100)
		for i := 0; i < len(groups[last]); i++ {
			p.milli += unit * int64(groups[last][i]-'0')
			unit /= 10
		}
	}
	return p
}

// joinThousands puts figures together that spaces cut into thousands: "5 000 000", "1 500 000".
func joinThousands(ps []piece) []piece {
	out := ps[:0]
	for i := 0; i < len(ps); i++ {
		p := ps[i]
		if p.whole >= 1 && p.whole <= 3 && !p.dec && p.sep == 0 {
			n := i + 1
			for n < len(ps) && ps[n].whole == 3 && ps[n].sep == 0 && !ps[n].dec && !ps[n].glued {
				n++
			}
			if n > i+2 || n == i+2 && ps[i+1].text == "000" {
				text := p.text
				for _, g := range ps[i+1 : n] {
					text += "." + g.text
				}
				glued := p.glued
				p = figure(text)
				p.glued = glued
				i = n - 1
			}
		}
		out = append(out, p)
	}
	return out
}
