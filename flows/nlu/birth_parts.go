package nlu

import (
	"strconv"
	"strings"

	"lopo/locales"
)

// num is a number in a date, with how it was written: "98" and "1998" are different years, "06" and "6" the same month.
type num struct {
	n, width int
	spoken   bool
}

// parts are the pieces of a date in the order they were written.
type parts struct {
	nums   []num
	month  int  // a month by its name
	before int  // how many numbers stood before that name
	age    int  // "umur 27", "27 tahun"
	day    bool // the number is a day: "tanggal 12"
	year   bool // the number is a year: "tahun 98", "lahir 98"
}

// dateParts gathers numbers and month names. Words between them (a birthplace, "tanggal", a weekday) are passed over.
func dateParts(ws []string) parts {
	var p parts
	for i := 0; i < len(ws) && len(p.nums) < 8; {
		n, used := numAt(ws[i:])
		switch {
		case used > 0 && isAge(ws, i, used, n):
			p.age = n.n
			i += used
		case used > 0:
			p.nums = append(p.nums, n)
			i += used
		default:
			if m := monthAt(ws, i); m > 0 && (p.month == 0 || len(p.nums) == 0) {
				p.month, p.before = m, len(p.nums)
			} else {
				p.word(ws[i])
			}
			i++
		}
	}
	return p
}

// numAt reads a number of a date in digits or words.
func numAt(ws []string) (n num, used int) {
	if digits(ws[0]) {
		v, _ := strconv.Atoi(ws[0][:min(len(ws[0]), 9)])
		return num{n: v, width: len(ws[0])}, 1
	}
	if v, used := spoken(ws); used > 0 {
		return num{n: v, width: len(strconv.Itoa(v)), spoken: true}, used
	}
	return num{}, 0
}

var ageWords = set("umur usia umr berumur berusia baumur umurnya usianya umurku")

// isAge reports that a number says how old somebody is: "umur 27", "27 tahun", not "bulan 6 tahun 98".
func isAge(ws []string, at, used int, n num) bool {
	if n.n >= 150 || n.width > 3 {
		return false
	}
	for i := at - 1; i >= 0 && i >= at-3; i-- {
		if ageWords[ws[i]] {
			return true
		}
		if ws[i] != "saya" && ws[i] != "sudah" && ws[i] != "sekarang" && ws[i] != "baru" && ws[i] != "masih" && ws[i] != "kira" {
			break
		}
	}
	next := at + used
	if next >= len(ws) || ws[next] != "tahun" || at > 0 && (ws[at-1] == "bulan" || ws[at-1] == "tanggal" || ws[at-1] == "tahun") {
		return false
	}
	if next+1 < len(ws) {
		if monthOf(ws[next+1]) > 0 { // "12th June"
			return false
		}
		if _, more := numAt(ws[next+1:]); more > 0 {
			return false
		}
	}
	return true
}

// labelled reads a date that names its parts and turns them round: "tahun 91 bulan 4 tanggal 1".
func labelled(ws []string) (day, month int, year num, ok bool) {
	if i, j := index(ws, "tahun"), index(ws, "bulan"); i < 0 || j < i || index(ws, "tanggal") < i {
		return 0, 0, num{}, false
	}
	for i := 0; i+1 < len(ws); i++ {
		n, used := numAt(ws[i+1:])
		switch {
		case ws[i] == "tahun" && used > 0:
			year = n
		case ws[i] == "bulan" && used > 0:
			month = n.n
		case ws[i] == "bulan":
			month = monthOf(ws[i+1])
		case ws[i] == "tanggal" && used > 0:
			day = n.n
		}
	}
	return day, month, year, day > 0 && month > 0 && year.width > 0
}

// word notes what a word says about the numbers behind it.
func (p *parts) word(w string) {
	switch w {
	case "tanggal":
		p.day = p.day || len(p.nums) == 0
	case "tahun", "lahir", "kelahiran", "lair", "taon":
		p.year = p.year || len(p.nums) == 0
	}
}

// dated reports that a year was told in full.
func (p parts) dated() bool {
	for _, n := range p.nums {
		if n.width == 4 {
			return true
		}
	}
	return false
}

// monthNames are the months by name, from a list of locales: whole, short and misspelt.
var monthNames = func() map[string]int {
	m := map[string]int{}
	for _, l := range locales.List("slots-month") {
		n, _ := strconv.Atoi(l.Is)
		for _, w := range l.Written {
			m[w] = n
		}
	}
	return m
}()

var longMonths = strings.Fields("januari februari pebruari maret april agustus september oktober november nopember desember")

// monthAt is monthOf, allowing for more slips where only a month can stand: between two numbers.
func monthAt(ws []string, i int) int {
	m := monthOf(ws[i])
	if m > 0 || i == 0 || i+1 == len(ws) || len(ws[i]) < 3 {
		return m
	}
	if _, used := numAt(ws[i-1:]); used != 1 {
		return 0
	}
	if _, used := numAt(ws[i+1:]); used == 0 {
		return 0
	}
	for _, name := range longMonths {
		if ws[i][0] != name[0] {
			continue
		}
		near := len(ws[i]) >= 4 && distance(ws[i], name, 2) <= 2 || skeleton(ws[i]) == ws[i] && strings.HasPrefix(skeleton(name), ws[i])
		if near && m > 0 && m != monthNames[name] {
			return 0
		} else if near {
			m = monthNames[name]
		}
	}
	return m
}

// monthOf is the number of a month by its name, long or short, with at most one slip in a long one; 0: none.
func monthOf(w string) int {
	if m, ok := monthNames[w]; ok {
		return m
	}
	if len(w) < 5 {
		return 0
	}
	for _, m := range longMonths {
		if typo(w, m) {
			return monthNames[m]
		}
	}
	return 0
}
