package nlu

import (
	"strconv"
	"strings"
)

// mostCount is the largest number that counts months, people or a vacancy.
const mostCount = 999_999_999

// together are counts in one word.
var together = map[string]int{"berdua": 2, "badua": 2, "bertiga": 3, "batiga": 3, "berempat": 4, "berlima": 5, "balima": 5, "berenam": 6, "sebulan": 1, "seorang": 1, "selusin": 12}

// gluedBefore are words that people write onto a number: "no3".
var gluedBefore = set("nomor nmr nomer ke opsi pilih pilihan angka loker lowongan anak")

// notCounted are words that make a number something else than a count.
var notCounted = set("rupiah rp jam pukul tanggal")

// Count reads a whole number from 0: months, people, the number of a vacancy. Words around it are passed over; a second number is not.
func Count(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ps := pieces(in.Text)
	if minus(in.Text, ps) && len(ps) > 0 {
		return why("negative")
	}
	var c counts
	for i := 0; i < len(ps); {
		n, used := countAt(ps[i:])
		if used == 0 {
			c.word(ps, i)
			i++
			continue
		}
		c.add(ps, i, n, used)
		i += used
	}
	return c.reading()
}

func countAt(ps []piece) (numeral, int) {
	if n := together[ps[0].text]; n > 0 {
		return numeral{milli: int64(n) * 1000}, 1
	}
	if ps[0].text == "pertama" || ps[0].text == "partama" {
		return numeral{milli: 1000}, 1
	}
	if ps[0].is == "1000000" || ps[0].is == "1000" {
		return numeralAt(ps)
	}
	return numeralAt(ps)
}

// counts gathers what a text says.
type counts struct {
	n        []numeral
	broken   bool // "2,5", "setengah", "1/2"
	vague    bool
	strange  bool
	fraction bool
}

func (c *counts) add(ps []piece, i int, n numeral, used int) {
	if n.open || i > 0 && ps[i].glued && ps[i].whole > 0 && letterPiece(ps[i-1]) && !gluedBefore[ps[i-1].text] && ps[i-1].is == "" {
		c.strange = true
	}
	if i+used < len(ps) && ps[i+used].glued && ps[i+used-1].whole > 0 && letterPiece(ps[i+used]) && len(ps[i+used].text) == 1 && ps[i+used].is == "" {
		c.strange = true // "12a"
	}
	if strings.Count(ps[i].text, ",") > 1 {
		c.n = append(c.n, numeral{milli: -1}) // "1,2,3"
	}
	if i > 1 && ps[i-1].text == "/" && ps[i].glued && len(c.n) > 0 {
		c.broken = true
	}
	c.broken = c.broken || n.milli%1000 != 0 && strings.Count(ps[i].text, ",") < 2
	c.n = append(c.n, n)
}

func letterPiece(p piece) bool { return p.whole == 0 && p.text != "" && letterByte(p.text[0]) }

func (c *counts) word(ps []piece, i int) {
	w := ps[i]
	switch {
	case w.is == "kira":
		c.vague = true
	case notCounted[w.text], w.is == "koma", len(w.text) == 1 && w.text[0] >= 'a' && w.text != "e" && w.text != "x" && w.text != "y" && w.text != "b":
		c.strange = true
	}
}

func (c counts) reading() Reading {
	switch {
	case c.broken:
		return why("not_integer")
	case len(c.n) > 1 && !c.same():
		return why("multiple")
	case c.strange:
		return why("not_a_number")
	case c.vague:
		return why("vague")
	case len(c.n) == 0:
		return why("not_a_number")
	}
	n := c.n[0].milli / 1000
	if n > mostCount {
		return why("not_a_number")
	}
	return value(strconv.FormatInt(n, 10))
}

func (c counts) same() bool {
	for _, n := range c.n {
		if n.milli != c.n[0].milli {
			return false
		}
	}
	return true
}
