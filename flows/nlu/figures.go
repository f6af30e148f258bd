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
	return joinThousands(out)
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

// numeral is a number as it was said.
type numeral struct {
	milli  int64  // thousandths
	scaled bool   // with "ribu", "juta" or more: an amount of money
	text   string // a figure's own digits, when it is nothing else
	open   bool   // something was said that cannot be added up: "dua juta lima"
	whole  int
	sep    int
}

var scaleOf = map[string]int64{"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "triliun": 1e12, "1000": 1e3, "1000000": 1e6}

// numeralAt reads the longest number at the start of ps, and how many pieces it takes; 0: none.
func numeralAt(ps []piece) (n numeral, used int) {
	last := int64(1e15)
	for used < len(ps) {
		if one := scaleOf[ps[used].is]; one > 0 && one < last && isDigit(ps[used].is[0]) { // "sejuta", "seribu"
			n.milli += 1000 * one
			n.scaled, last = true, one
			used++
		} else {
			m, k := smallAt(ps[used:])
			if k == 0 {
				break
			}
			scale := int64(0)
			if used+k < len(ps) {
				scale = scaleOf[ps[used+k].is]
				if scale > 0 && isDigit(ps[used+k].is[0]) {
					scale = 0
				}
			}
			switch {
			case scale >= last:
				return n, used
			case scale > 0:
				if p := ps[used]; scale >= 1e6 && k == 1 && p.sep == 1 && p.whole <= 5 { // "1.250 juta" is one and a quarter
					m.milli /= 1000
				}
				if m.milli > 9e18/scale {
					n.open = true
					return n, used + k + 1
				}
				n.milli += m.milli * scale
				n.scaled, last = true, scale
				used += k + 1
			case !n.scaled:
				m.whole, m.sep = ps[used].whole, ps[used].sep
				return m, used + k
			case counted(ps[used+k:]):
				return n, used
			case m.milli%1000 == 0 && m.milli >= 100_000 && m.milli < 1_000_000 && last >= 1e6: // "dua juta lima ratus" is 2.500.000
				n.milli += m.milli * (last / 1000)
				return n, used + k
			case m.milli%1000 == 0 && m.milli < 10_000 && last >= 1e6 && k == 1 && ps[used].glued && ps[used].whole == 1: // "1jt2"
				n.milli += m.milli * (last / 10)
				return n, used + k
			case m.milli == 500 && last >= 1e3: // "lima juta setengah"
				n.milli += last * 500
				return n, used + k
			case last == 1e3 && m.milli < 1_000_000:
				n.milli += m.milli
				return n, used + k
			default:
				n.open = true
				return n, used + k
			}
		}
	}
	return n, used
}

// counted reports that a number counts months, people or the like.
func counted(rest []piece) bool { return len(rest) > 0 && rest[0].is == "hitungan" }

// smallAt reads a number below a thousand, in figures, words or both, or one figure of any size.
func smallAt(ps []piece) (n numeral, used int) {
	n, used = hundredsAt(ps)
	if used == 0 {
		return n, 0
	}
	if used < len(ps) {
		switch rest := ps[used:]; {
		case rest[0].is == "koma":
			if d, k := decimals(rest[1:]); k > 0 {
				n.milli += d
				used += 1 + k
			}
		case rest[0].is == "setengah" && n.milli%1000 == 0 && n.milli > 0:
			n.milli += 500
			used++
		case rest[0].text == "perempat" && n.milli == 3000:
			n.milli = 750
			used++
		}
	}
	return n, used
}

// decimals reads the figures behind "koma".
func decimals(ps []piece) (milli int64, used int) {
	unit := int64(100)
	for used < len(ps) && unit > 0 {
		d, ok := digit(ps[used])
		if !ok {
			break
		}
		milli += d * unit
		unit /= 10
		used++
	}
	return milli, used
}

func digit(p piece) (int64, bool) {
	if p.whole == 1 && !p.dec {
		return p.milli / 1000, true
	}
	if len(p.is) == 1 && isDigit(p.is[0]) {
		return int64(p.is[0] - '0'), true
	}
	return 0, false
}

// hundredsAt reads "dua ratus lima puluh", "5 ratus", "seratus", "setengah" and any figure.
func hundredsAt(ps []piece) (n numeral, used int) {
	if len(ps) == 0 {
		return n, 0
	}
	switch {
	case ps[0].is == "setengah":
		n.milli = 500
		return n, 1
	case ps[0].is == "seperempat":
		n.milli = 250
		return n, 1
	case ps[0].is == "100":
		t, k := tensAt(ps[1:])
		return numeral{milli: 100_000 + t}, 1 + k
	}
	if d, ok := digit(ps[0]); ok && len(ps) > 1 && ps[1].is == "ratus" {
		t, k := tensAt(ps[2:])
		return numeral{milli: 100_000*d + t}, 2 + k
	}
	t, k := tensAt(ps)
	if k == 0 && ps[0].whole > 0 {
		return numeral{milli: ps[0].milli, text: ps[0].text, open: ps[0].bad}, 1
	}
	n.milli = t
	if k == 1 && ps[0].whole > 0 {
		n.text = ps[0].text
	}
	return n, k
}

// tensAt reads a number below a hundred, in thousandths.
func tensAt(ps []piece) (milli int64, used int) {
	if len(ps) == 0 {
		return 0, 0
	}
	switch ps[0].is {
	case "10", "11":
		return 10_000 + int64(ps[0].is[1]-'0')*1000, 1
	}
	if ps[0].whole == 2 && !ps[0].dec {
		return ps[0].milli, 1
	}
	d, ok := digit(ps[0])
	if !ok {
		return 0, 0
	}
	if len(ps) > 1 && d > 0 {
		switch ps[1].is {
		case "belas":
			return 10_000 + 1000*d, 2
		case "puluh":
			if len(ps) > 2 {
				if u, ok := digit(ps[2]); ok && u > 0 && (len(ps) == 3 || ps[3].is != "belas" && ps[3].is != "puluh" && ps[3].is != "ratus") {
					return 10_000*d + 1000*u, 3
				}
			}
			return 10_000 * d, 2
		}
	}
	return 1000 * d, 1
}
