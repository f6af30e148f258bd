package nlu

import (
	"strconv"
	"strings"
)

// leastAmount is the smallest bare number that is taken for rupiah. Below it the unit is missing: "5" may be five million.
const leastAmount = 10_000

// mostAmount is beyond any loan, and within what can be counted here.
const mostAmount = 1_000_000_000_000

var (
	bounds = padded("lebih dari\nkurang dari\ndi atas\ndi bawah\ndiatas\ndibawah\nminimal\npaling sedikit\npaling kurang\npaling rendah\nlebih\nkurang sedikit\nbelasan\npuluhan\nratusan\nbeberapa\nantara\nkisaran\nberkisar")
	fromTo = set("sampai sampe s/d sd hingga - ~ / atau ato dan dengan ke smp sampaikan lalu")
	rupiah = set("rp rupiah idr perak rph rupia rupiahnya rpiah")
)

// Amount reads a sum of rupiah as a whole number: "5jt", "lima juta setengah", "Rp 5.000.000,-", "2 juta 5 ratus" (2.500.000, as it is said
// here). What is stored must be shown to the resident again.
func Amount(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ps := pieces(in.Text)
	if asksAnywhere(in.Text, ps) {
		return why("question")
	}
	sums := sumsIn(ps)
	switch {
	case len(sums.all) == 0 && dozens(ps):
		return why("range")
	case len(sums.all) == 0:
		return why("no_amount")
	case minus(in.Text, ps):
		return why("negative")
	case sums.bound || sums.range_:
		return why("range")
	}
	return sums.reading()
}

// dozens reports "belasan juta", "beberapa ratus ribu".
func dozens(ps []piece) bool {
	for i := 1; i < len(ps); i++ {
		if ps[i-1].is == "kira" && (scaleOf[ps[i].is] > 0 || ps[i].is == "ratus") {
			return true
		}
	}
	return false
}

// sums are the numbers of a text that may be money.
type sums struct {
	all    []numeral
	money  bool // "Rp" or "rupiah" was written
	bound  bool // "lebih dari"
	range_ bool // "3 sampai 5"
}

func sumsIn(ps []piece) sums {
	var s sums
	line := make([]string, 0, len(ps))
	lastEnd := -1
	for i := 0; i < len(ps); {
		n, used := numeralAt(ps[i:])
		if used == 0 {
			if ps[i].text != "" {
				line = append(line, ps[i].text)
			}
			s.money = s.money || rupiah[ps[i].text]
			i++
			continue
		}
		skip := counted(ps[i+used:]) && !n.scaled || i > 0 && ps[i-1].text == "bukan"
		if !skip {
			if len(s.all) > 0 && lastEnd >= 0 && (lastEnd == i || lastEnd+1 == i && fromTo[ps[i-1].text]) {
				s.range_ = true
			}
			s.all = append(s.all, n)
			lastEnd = i + used
		}
		i += used
	}
	s.bound = saysAny(strings.ReplaceAll(pad(line), " kurang lebih ", " "), bounds)
	return s
}

// reading decides between the sums of a text.
func (s sums) reading() Reading {
	var sum int64 = -1
	small, zero := false, false
	for _, n := range s.all {
		r := n.milli / 1000
		switch {
		case n.open && n.text != "": // "5.000.00"
			return why("no_amount")
		case n.open:
			return why("unit_missing")
		case n.milli == 0:
			zero = true
		case n.milli%1000 != 0, !n.scaled && r < leastAmount && !(s.money && r >= 1000):
			small = true
		case n.text != "" && n.text[0] == '0', r > mostAmount, n.whole > 12:
			return why("no_amount")
		case sum >= 0 && sum != r:
			return why("range")
		default:
			sum = r
		}
	}
	switch {
	case sum > 0:
		return value(strconv.FormatInt(sum, 10))
	case small:
		return why("unit_missing")
	case zero:
		return why("nothing") // "zero" is a word that the files of words keep for themselves
	}
	return why("no_amount")
}

// minus reports a number below zero: a sign before the first figure with nothing before it, or the word.
func minus(raw string, ps []piece) bool {
	raw = strings.TrimLeft(strings.ToLower(strings.TrimSpace(raw)), "rp. ")
	if strings.HasPrefix(raw, "-") || strings.HasPrefix(raw, "−") || strings.HasPrefix(raw, "–") {
		return true
	}
	for i, p := range ps {
		if (p.text == "minus" || p.text == "mines" || p.text == "min" && i == 0) && i+1 < len(ps) {
			if _, used := numeralAt(ps[i+1:]); used > 0 {
				return true
			}
		}
	}
	return false
}

// Asks reports whether a text is a question.
func Asks(text string) bool { return asksAnywhere(text, pieces(text)) }

// asksAnywhere reports a question: its mark, or a question word among the words.
func asksAnywhere(raw string, ps []piece) bool {
	if strings.ContainsAny(raw, "?？") {
		return true
	}
	if n := len(ps); n > 1 && ps[n-1].text == "ko" {
		return true
	}
	for i, p := range ps {
		if askWords[p.text] && !(p.text == "apa" && i+1 < len(ps) && (ps[i+1].text == "saja" || ps[i+1].text == "sa") && (i == 0 || ps[i-1].text != "ada")) {
			return true
		}
	}
	return false
}
