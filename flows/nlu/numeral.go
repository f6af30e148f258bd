package nlu

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
