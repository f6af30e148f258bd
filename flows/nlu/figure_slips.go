package nlu

// A misspelt number word that is passed over leaves another number: "lima juta setenagh" would be five million. So slips in number words, and in
// the words that bound a number, are righted before anything is added up.

// numberTargets are the words that others are righted to, by their first letter.
var numberTargets = func() map[byte][]string {
	m := map[byte][]string{}
	for w, is := range numberWords {
		if len(w) >= 4 && is != "hitungan" && is != "kira" && letterByte(w[0]) {
			m[w[0]] = append(m[w[0]], w)
		}
	}
	for w := range boundTargets {
		m[w[0]] = append(m[w[0]], w)
	}
	return m
}()

var boundTargets = set("minus lebih kurang paling sampai antara minimal")

// notNumberSlips are words of their own, one letter from a number word.
var notNumberSlips = set(`blan buln cuma cuman kita kami koda kopi kota lama lina luma lida sate saku situ saat sabtu tiba tida rabu ribut buta luta duta kuta puta enak anak empuk tujuan penuh peluh puluk bulan beras bekas bebas
	balas2 jelas ratu ratna setuju sejuk sapu maling paking karang kurung lebah lubih minta menus sampah semua balai tempat kosong koma2 limau salim taruh tukang tuju2 setiap sekolah`)

// numberSlip is the number word that w was to be; "" where it is none. Beside another number a single letter of a short word may be wrong; else
// short words are righted only where their letters are swapped or doubled.
func numberSlip(w string, beside bool) string {
	if len(w) < 4 || numberWords[w] != "" || boundTargets[w] || notNumberSlips[w] || !ascii(w) {
		return ""
	}
	found, means := "", ""
	for _, c := range numberTargets[w[0]] {
		if len(c)-len(w) > 1 || len(w)-len(c) > 1 || distance(w, c, 1) > 1 {
			continue
		}
		long := len(c) >= 5 && len(w) >= 5
		if !long && !beside && !(len(c) == len(w) && swapped(c, w)) && !doubles(w, c) {
			continue
		}
		is := numberWords[c]
		if is == "" {
			is = c
		}
		switch {
		case found == "":
			found, means = c, is
		case is != means:
			return ""
		case c < found: // the same whatever the order of the table
			found = c
		}
	}
	return found
}

// doubles reports that w is meant with one letter doubled.
func doubles(w, meant string) bool {
	if len(w) != len(meant)+1 {
		return false
	}
	for i := 1; i < len(w); i++ {
		if w[i] == w[i-1] && w[:i]+w[i+1:] == meant {
			return true
		}
	}
	return false
}

// rightFigures rights the slips among pieces.
func rightFigures(ps []piece) []piece {
	numeric := func(i int) bool {
		return i >= 0 && i < len(ps) && (ps[i].whole > 0 || ps[i].is != "" && ps[i].is != "hitungan" && ps[i].is != "kira")
	}
	for i := range ps {
		if ps[i].is != "" || !letterPiece(ps[i]) {
			continue
		}
		if to := numberSlip(ps[i].text, numeric(i-1) || numeric(i+1)); to != "" {
			ps[i].text, ps[i].is = to, numberWords[to]
		}
	}
	return ps
}

// rightNumbers rights the slips among the words of a date. Months stay what they are.
func rightNumbers(ws []string) []string {
	numeric := func(i int) bool { return i >= 0 && i < len(ws) && (digits(ws[i]) || numberWords[ws[i]] != "") }
	for i, w := range ws {
		if digits(w) || monthAt(ws, i) > 0 {
			continue
		}
		if to := numberSlip(w, numeric(i-1) || numeric(i+1)); to != "" && !boundTargets[to] {
			ws[i] = to
		}
	}
	return ws
}
