package nlu

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lopo/locales"
)

// Number words, standard and of Kupang, from the list: units 0 to 9, whole numbers above that ("sebelas", "seratus"), and scales.
var (
	unitWords = map[string]int{}
	tenWords  = map[string]int{}
	scales    = map[string]string{} // belas, puluh, ratus, ribu
	hundred   = map[string]bool{}
	thousand  = map[string]bool{}
	ordinals  = map[string]int{"pertama": 1, "partama": 1}

	numberWords = func() map[string]string {
		m := map[string]string{}
		for _, l := range locales.List("slots-number") {
			for _, w := range l.Written {
				m[w] = l.Is
				switch n, err := strconv.Atoi(l.Is); {
				case err == nil && n < 10:
					unitWords[w] = n
				case err == nil && n < 100:
					tenWords[w] = n
				case n == 100:
					hundred[w] = true
				case n == 1000:
					thousand[w] = true
				case l.Is == "belas" || l.Is == "puluh" || l.Is == "ratus" || l.Is == "ribu":
					scales[w] = l.Is
				}
			}
		}
		return m
	}()
)

func numbered(list string) map[string]int {
	m := map[string]int{}
	for n, words := range strings.Split(list, "|") {
		for _, w := range strings.Fields(words) {
			m[w] = n
		}
	}
	return m
}

// spoken reads the longest number, in digits or in words, at the start of ws: its value below 10,000 and how many words it took (0: none).
func spoken(ws []string) (n, used int) {
	if len(ws) == 0 {
		return 0, 0
	}
	if digits(ws[0]) {
		if len(ws[0]) > 4 {
			return 0, 0
		}
		n, _ = strconv.Atoi(ws[0])
		return n, 1
	}
	if thousand[ws[0]] {
		n, used = belowThousand(ws[1:])
		return 1000 + n, 1 + used
	}
	n, used = belowThousand(ws)
	if used > 0 && used < len(ws) && scales[ws[used]] == "ribu" && n > 0 && n < 10 {
		rest, more := belowThousand(ws[used+1:])
		return 1000*n + rest, used + 1 + more
	}
	return n, used
}

func belowThousand(ws []string) (n, used int) {
	if len(ws) == 0 {
		return 0, 0
	}
	if hundred[ws[0]] {
		n, used = belowHundred(ws[1:])
		return 100 + n, 1 + used
	}
	if d, ok := unitWords[ws[0]]; ok && d > 0 && len(ws) > 1 && scales[ws[1]] == "ratus" {
		n, used = belowHundred(ws[2:])
		return 100*d + n, 2 + used
	}
	return belowHundred(ws)
}

func belowHundred(ws []string) (n, used int) {
	if len(ws) == 0 {
		return 0, 0
	}
	if n, ok := tenWords[ws[0]]; ok {
		return n, 1
	}
	d, ok := unitWords[ws[0]]
	if !ok {
		return 0, 0
	}
	if len(ws) == 1 || d == 0 {
		return d, 1
	}
	switch scales[ws[1]] {
	case "belas":
		return 10 + d, 2
	case "puluh":
		// "dua puluh lima" is 25, but in "dua puluh dua belas" the second number begins a new one.
		if len(ws) > 2 {
			if u, ok := unitWords[ws[2]]; ok && u > 0 && (len(ws) == 3 || scales[ws[3]] == "") {
				return 10*d + u, 3
			}
		}
		return 10 * d, 2
	}
	return d, 1
}

// unglue opens number words that are written together ("duabelas", "tigapuluh", "keempat", "no4") and rights a slip in long ones.
func unglue(ws []string) []string {
	out := make([]string, 0, len(ws)+2)
	for _, w := range split(ws) {
		if s, ok := standard[w]; ok {
			w = s
		}
		parts := numberParts(w)
		switch {
		case parts != nil:
			out = append(out, parts...)
		case strings.HasPrefix(w, "ke") && numberWord(w[2:]):
			out = append(out, "ke", w[2:])
		case ordinals[w] > 0:
			out = append(out, "ke", "satu")
		default:
			out = append(out, respell(w))
		}
	}
	return out
}

func numberWord(w string) bool {
	_, unit := unitWords[w]
	_, ten := tenWords[w]
	return unit || ten
}

var longNumbers = strings.Fields("empat tujuh delapan sembilan sepuluh sebelas belas puluh ratus seratus")

// respell rights one slip in a number word of five letters or more ("smbilan", "delapn").
func respell(w string) string {
	if len(w) < 5 || numberWord(w) || scales[w] != "" {
		return w
	}
	for _, n := range longNumbers {
		if typo(w, n) {
			return n
		}
	}
	for _, n := range [...]string{"tiga", "lima", "enam"} { // a letter too many
		if len(w) == 5 && w[0] == n[0] && distance(w, n, 1) <= 1 {
			return n
		}
	}
	return w
}

var (
	beforeNumber = set("nomor angka pilih pilihan opsi yang ke saya sa mau ambil kami ada sekitar kira kira2 cuma hanya jawab jawaban kalau ok oke ya urut urutan")
	afterNumber  = set("orang org kali bulan tahun saja sa ya dong do dulu kakak bapak bu ibu min e sudah itu tu ini deh lah makasih terima kasih")
)

// Number reads a whole message as one number from 0 to 999, in digits or words, with a unit of count behind it if need be. Two numbers, a
// negative one and a fraction are none.
func Number(text string) (int, bool) { return number(text, Clean(text)) }

// Zero reports whether a whole message is the number 0. Nearly none is, and most show it at a glance.
func Zero(text string) bool {
	if !mayBeZero(text) {
		return false
	}
	n, ok := Number(text)
	return ok && n == 0
}

func mayBeZero(text string) bool {
	for i := range len(text) {
		if text[i] == '0' || text[i] >= utf8.RuneSelf {
			return true
		}
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc(zeroWords, func(w string) bool { return strings.Contains(text, w) })
}

// zeroWords are the words for 0.
var zeroWords = func() (list []string) {
	for w, is := range numberWords {
		if is == "0" {
			list = append(list, w)
		}
	}
	slices.Sort(list)
	return list
}()

// number is Number of a text and its clean form.
func number(text, c string) (int, bool) {
	raw := strings.TrimSpace(text)
	if len(raw) > 1 && (raw[0] == '-' || strings.HasPrefix(raw, "−")) {
		return 0, false
	}
	if fraction(c) {
		return 0, false
	}
	ws := unglue(normal(words(c)))
	if len(ws) > 12 {
		return 0, false
	}
	for len(ws) > 1 && beforeNumber[ws[0]] {
		ws = ws[1:]
	}
	n, used := spoken(ws)
	if used == 0 || n > 999 {
		return 0, false
	}
	for _, w := range ws[used:] {
		if !afterNumber[w] {
			return 0, false
		}
	}
	return n, true
}

// fraction reports a decimal number or a minus inside: "2.5", "2,5", "1-2".
func fraction(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if (s[i] == '.' || s[i] == ',' || s[i] == '-' || s[i] == '/') && isDigit(s[i-1]) && isDigit(s[i+1]) {
			return true
		}
	}
	return false
}

// Pick reads the number of one of n choices as people write it: "2", "2.", "(2)", "no 2", "nomor dua", "yang kedua", "pilih 2", "2. Menjahit".
// The index counts from 0.
func Pick(text string, n int) (index int, ok bool) {
	c := Clean(text)
	v, ok := number(text, c)
	if !ok {
		v, ok = copied(c)
	}
	if !ok && n > 0 {
		if ws := normal(words(c)); len(ws) > 0 && len(ws) <= 3 && ws[len(ws)-1] == "terakhir" && (len(ws) == 1 || beforeNumber[ws[0]]) {
			v, ok = n, true
		}
	}
	if !ok || v < 1 || v > n {
		return 0, false
	}
	return v - 1, true
}

// PickOf is Pick where a word for what is chosen stands beside the number: "angkatan kedua".
func PickOf(nouns map[string]bool, text string, n int) (index int, ok bool) {
	ws := words(Clean(text))
	rest := slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return nouns[w] })
	if len(rest) == len(ws) {
		return 0, false
	}
	return Pick(strings.Join(rest, " "), n)
}

// copied reads a choice sent back as it was shown, "2. Menjahit": a number, a point or bracket, and words without further digits.
func copied(s string) (int, bool) {
	i := 0
	for i < len(s) && i < 3 && isDigit(s[i]) {
		i++
	}
	if i == 0 || i == len(s) || s[i] != '.' && s[i] != ')' || strings.ContainsAny(s[i:], "0123456789") {
		return 0, false
	}
	n, err := strconv.Atoi(s[:i])
	return n, err == nil
}
