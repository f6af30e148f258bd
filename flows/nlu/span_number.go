package nlu

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var (
	millions  = set("juta jt jta jut jeti")
	thousands = set("ribu rb rebu k rbu")
	hundreds  = set("ratus rts ratusan")
	halves    = set("setengah stengah satengah")
	loanWith  = set("pinjam modal cair kredit dana uang pem cicilan angsuran bayar setor")
	monthsDue = set("tunggak menunggak nunggak tunggakan telat terlambat lambat macet bayar belum cicil cicilan angsuran angsur setor")
)

// amounts finds sums of money: "1,5 juta", "200rb", "Rp 500.000", "dua juta lima ratus" (2,500,000, as people say it).
func amounts(ts []token) (spans []span) {
	for i := 0; i < len(ts); i++ {
		from := i
		rupiah := ts[i].raw == "rp" || ts[i].raw == "idr"
		if rupiah && i+1 < len(ts) {
			i++
		}
		n, to := amountAt(ts, i, rupiah)
		if to <= i {
			i = from
			continue
		}
		if to < len(ts) && ts[to].raw == "rupiah" {
			to++
		}
		spans = append(spans, span{from: from, to: to, kind: "amount", value: strconv.FormatInt(n, 10), mark: "AMOUNT"})
		i = to - 1
	}
	return spans
}

// amountAt reads a sum at i; to is i when there is none.
func amountAt(ts []token, i int, rupiah bool) (sum int64, to int) {
	n, to := quantity(ts, i)
	if to == i {
		return 0, i
	}
	unit := func(set map[string]bool) bool { return to < len(ts) && set[ts[to].raw] }
	switch {
	case unit(millions):
		to++
		sum = n * 1000
		if rest, end := quantity(ts, to); end > to && rest > 0 {
			switch {
			case end < len(ts) && thousands[ts[end].raw]:
				return sum + rest, end + 1
			case rest < 10_000 && end < len(ts) && hundreds[ts[end].raw]:
				end++
				if end < len(ts) && thousands[ts[end].raw] {
					end++
				}
				return sum + rest*100, end
			case rest >= 100_000 && rest < 1_000_000: // "dua juta lima ratus", read as 500
				return sum + rest, end
			}
		} else if to < len(ts) && halves[ts[to].raw] {
			return sum + 500_000, to + 1
		}
		return sum, to
	case unit(thousands):
		return n, to + 1
	case unit(hundreds) && to+1 < len(ts) && thousands[ts[to+1].raw]:
		return n * 100, to + 2
	case ts[i].num && (rupiah || grouped(ts[i].raw)) && n >= 1000*1000:
		return n / 1000, to
	case ts[i].num && plainSum(ts[i].raw):
		v, _ := strconv.ParseInt(ts[i].raw, 10, 64)
		return v, to
	case rupiah && ts[i].num:
		return n / 1000, to
	}
	return 0, i
}

// quantity reads a number in digits or words at i, in thousandths: "1,5" is 1500, "dua" 2000.
func quantity(ts []token, i int) (thousandths int64, to int) {
	if i >= len(ts) {
		return 0, i
	}
	t := ts[i]
	if t.num {
		s := t.raw
		if grouped(s) {
			s = strings.NewReplacer(".", "", ",", "").Replace(s)
		}
		whole, part, _ := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
		if len(whole) > 12 || len(part) > 3 {
			return 0, i
		}
		n, _ := strconv.ParseInt(whole, 10, 64)
		f := int64(0)
		if part != "" {
			f, _ = strconv.ParseInt((part + "000")[:3], 10, 64)
		}
		return n*1000 + f, i + 1
	}
	ws := make([]string, 0, 4)
	for j := i; j < len(ts) && j < i+4 && !ts[j].num; j++ {
		ws = append(ws, ts[j].raw)
	}
	switch ws[0] {
	case "sejuta", "sajuta":
		return 0, i
	case "seribu", "saribu":
		return 0, i
	}
	n, used := belowThousand(ws)
	if used == 0 {
		return 0, i
	}
	to = i + used
	if to < len(ts) && ts[to].raw == "setengah" {
		return int64(n)*1000 + 500, to + 1
	}
	return int64(n) * 1000, to
}

// grouped reports a number written in groups of three: "500.000", "1,000,000".
func grouped(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ',' })
	if len(parts) < 2 || len(parts[0]) > 3 {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return false
		}
	}
	return true
}

// plainSum reports a bare run of digits that is money by its look: 500000, 2500000.
func plainSum(s string) bool {
	return digits(s) && len(s) >= 6 && len(s) <= 9 && s[0] != '0' && strings.HasSuffix(s, "000")
}

// oneWordSums are sums in a single word.
var oneWordSums = map[string]int64{"sejuta": 1_000_000, "sajuta": 1_000_000, "seratus ribu": 100_000, "saratus ribu": 100_000}

// singleSums finds "sejuta" and "seratus ribu".
func singleSums(ts []token) (spans []span) {
	for i := range ts {
		for n := 2; n > 0; n-- {
			if i+n > len(ts) {
				continue
			}
			s := ts[i].raw
			if n == 2 {
				s += " " + ts[i+1].raw
			}
			if sum, ok := oneWordSums[s]; ok {
				spans = append(spans, span{from: i, to: i + n, kind: "amount", value: strconv.FormatInt(sum, 10), mark: "AMOUNT"})
				break
			}
		}
	}
	return spans
}

// phones finds numbers of telephones and of identity cards among the runs of digits, which may be written with gaps.
func phones(ts []token) (spans []span) {
	for i := 0; i < len(ts); i++ {
		if !ts[i].num {
			continue
		}
		run, j := "", i
		for j < len(ts) && ts[j].num && len(run) < 20 {
			run += strings.NewReplacer(".", "", ",", "").Replace(ts[j].raw)
			j++
		}
		switch {
		case len(run) == 16 && run[0] != '0':
			spans = append(spans, span{from: i, to: j, kind: "nik", mark: "NIK"})
		case strings.HasPrefix(run, "08") && len(run) >= 9 && len(run) <= 14:
			spans = append(spans, span{from: i, to: j, kind: "phone", value: "+62" + run[1:], mark: "PHONE"})
		case strings.HasPrefix(run, "628") && len(run) >= 10 && len(run) <= 15:
			spans = append(spans, span{from: i, to: j, kind: "phone", value: "+" + run, mark: "PHONE"})
		case len(run) > 10:
			spans = append(spans, span{from: i, to: j, kind: "digits", mark: "PHONE"})
		default:
			continue
		}
		i = j - 1
	}
	return spans
}

// calendar finds written dates: "12 juni 2026", "12/6/2026", "5 desember".
func calendar(ts []token, today time.Time) (spans []span) {
	for i := range ts {
		if !ts[i].num {
			continue
		}
		day, err := strconv.Atoi(ts[i].raw)
		if err != nil || day < 1 || day > 31 || i+1 >= len(ts) {
			continue
		}
		month, to, year := 0, i+2, 0
		if ts[i+1].num {
			month, _ = strconv.Atoi(ts[i+1].raw)
			if len(ts[i+1].raw) > 2 || i+2 >= len(ts) || !ts[i+2].num || len(ts[i+2].raw) != 4 && len(ts[i+2].raw) != 2 {
				continue
			}
		} else {
			month = monthOf(ts[i+1].raw)
		}
		if month < 1 || month > 12 {
			continue
		}
		if to < len(ts) && ts[to].num && (len(ts[to].raw) == 4 || len(ts[to].raw) == 2) {
			year, _ = strconv.Atoi(ts[to].raw)
			if year < 100 {
				year = century(year, today)
			}
			to++
		}
		if year == 0 {
			if today.IsZero() {
				continue
			}
			year = today.Year()
			if d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, today.Location()); d.Before(today.AddDate(0, -3, 0)) {
				year++
			}
		}
		spans = append(spans, span{from: i, to: to, kind: "date", value: fmt.Sprintf("%04d-%02d-%02d", year, month, day), mark: "DAY"})
	}
	return spans
}

// numbersMeant finds the numbers that mean something: months late, people, the number of a vacancy.
func numbersMeant(ts []token) (spans []span) {
	due := false
	for _, t := range ts {
		due = due || monthsDue[t.word] || monthsDue[t.stem]
	}
	for i := range ts {
		n, to := quantity(ts, i)
		if to == i || n%1000 != 0 {
			continue
		}
		n /= 1000
		unit := ""
		if to < len(ts) {
			unit = ts[to].word
		}
		before := ""
		if i > 0 {
			before = ts[i-1].word
		}
		if before == "nomor" && i > 1 {
			before = ts[i-2].word
		}
		mark := ""
		switch {
		case unit == "bulan" && due && n > 0 && n <= 36:
			mark = "MONTHS"
		case unit == "orang" && n > 0 && n < 1000, before == "lowongan" && n > 0 && ts[i].num:
			mark = "COUNT"
		default:
			continue
		}
		spans = append(spans, span{from: i, to: to, kind: "number", value: strconv.FormatInt(n, 10), mark: mark})
	}
	return spans
}
