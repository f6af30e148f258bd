package nlu_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var (
	standardWords = strings.Fields("nol satu dua tiga empat lima enam tujuh delapan sembilan")
	kupangWords   = strings.Fields("nol satu dua tiga ampa lima anam tuju lapan sambilan")
)

// spell writes a number below a thousand million in words.
func spell(n int, units []string, se string) string {
	one := func(part int, scale, whole string) string {
		if part == 1 {
			return whole
		}
		return spell(part, units, se) + " " + scale
	}
	var out []string
	for _, s := range []struct {
		size  int
		scale string
		whole string
	}{{1_000_000, "juta", "satu juta"}, {1000, "ribu", se + "ribu"}, {100, "ratus", se + "ratus"}} {
		if n >= s.size {
			out = append(out, one(n/s.size, s.scale, s.whole))
			n %= s.size
		}
	}
	switch {
	case n == 10:
		out = append(out, se+"puluh")
	case n == 11:
		out = append(out, se+"belas")
	case n >= 20:
		out = append(out, units[n/10], "puluh")
		if n%10 > 0 {
			out = append(out, units[n%10])
		}
	case n >= 12:
		out = append(out, units[n-10], "belas")
	case n > 0 || len(out) == 0:
		out = append(out, units[n])
	}
	return strings.Join(out, " ")
}

// TestAccept22AmountForms writes sums in every form that residents use, and reads them back.
func TestAccept22AmountForms(t *testing.T) {
	for _, sum := range []int{50_000, 100_000, 250_000, 500_000, 750_000, 900_000, 1_000_000, 1_200_000, 1_250_000, 1_500_000, 2_500_000, 3_750_000, 5_000_000, 7_100_000,
		10_000_000, 11_500_000, 12_345_678, 25_000_000, 100_000_000} {
		dots := dotted(sum, ".")
		forms := []string{fmt.Sprint(sum), dots, dotted(sum, ","), "Rp " + dots, "Rp" + dots + ",-", "rp. " + dots + ",00", dots + " rupiah", "sekitar " + dots, "pinjam " + dots + " saja kak",
			spell(sum, standardWords, "se"), spell(sum, kupangWords, "sa") + " sa kaka", strings.ReplaceAll(spell(sum, standardWords, "se"), " ", "")}
		if sum%1000 == 0 {
			forms = append(forms, fmt.Sprint(sum/1000, "rb"), fmt.Sprint(sum/1000, " ribu"), fmt.Sprint(sum/1000, "k"))
		}
		if sum >= 1_000_000 && sum%100_000 == 0 {
			m, h := sum/1_000_000, sum/100_000%10
			if h > 0 {
				forms = append(forms, fmt.Sprintf("%d,%djt", m, h), fmt.Sprintf("%d.%d juta", m, h), fmt.Sprintf("%d juta %d00", m, h), fmt.Sprintf("%d juta %d ratus", m, h),
					fmt.Sprintf("%djt%d", m, h), fmt.Sprintf("%d juta %d ratus ribu", m, h), fmt.Sprintf("%djt %d00rb", m, h))
			} else {
				forms = append(forms, fmt.Sprintf("%djt", m), fmt.Sprintf("%d juta", m), fmt.Sprintf("%d jta", m))
			}
			if h == 5 {
				forms = append(forms, fmt.Sprintf("%d juta setengah", m), fmt.Sprintf("%d setengah juta", m), spell(m, kupangWords, "sa")+" juta satenga")
			}
		}
		for _, f := range forms {
			if got := parsed("amount", f); got != fmt.Sprint(sum) {
				t.Errorf("%q: got %s, want %d", f, got, sum)
			}
		}
	}
}

func dotted(n int, sep string) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return s
}

// TestNumbersInWords reads every number to 1,099 in words, standard and of Kupang, apart and together.
func TestNumbersInWords(t *testing.T) {
	for n := range 1100 {
		for _, s := range []string{spell(n, standardWords, "se"), spell(n, kupangWords, "sa"), "nomor " + spell(n, standardWords, "se"), strings.ReplaceAll(spell(n, standardWords, "se"), " ", "")} {
			if got := parsed("number", s); got != fmt.Sprint(n) {
				t.Errorf("%q: got %s, want %d", s, got, n)
			}
		}
	}
}

// TestBirthdateForms writes dates in every form that residents use, and reads them back.
func TestBirthdateForms(t *testing.T) {
	months := strings.Fields("januari februari maret april mei juni juli agustus september oktober november desember")
	short := strings.Fields("jan feb mar apr mei jun jul agt sep okt nop des")
	for d := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2012; d = d.AddDate(0, 0, 37) {
		y, m, day := d.Year(), int(d.Month()), d.Day()
		forms := []string{d.Format("02-01-2006"), d.Format("2/1/2006"), d.Format("02.01.2006"), d.Format("2006-01-02"), d.Format("02012006"), d.Format("2 1 2006"),
			fmt.Sprintf("%d %s %d", day, months[m-1], y), fmt.Sprintf("lahir di Kupang, %d %s %d", day, months[m-1], y), fmt.Sprintf("%d%s%d", day, short[m-1], y),
			fmt.Sprintf("tgl %d bln %d thn %d", day, m, y), fmt.Sprintf("tanggal %s %s %s", spell(day, standardWords, "se"), months[m-1], spell(y, standardWords, "se")),
			fmt.Sprintf("%s bulan %s taon %s", spell(day, kupangWords, "sa"), spell(m, kupangWords, "sa"), spell(y, kupangWords, "sa"))}
		if y >= 1927 && y < 2027 {
			forms = append(forms, d.Format("2-1-06"), fmt.Sprintf("%d %s %02d", day, short[m-1], y%100), d.Format("020106"))
			if yy := y % 100; yy >= 20 {
				forms = append(forms, fmt.Sprintf("%s %s %s %s", spell(day, kupangWords, "sa"), months[m-1], kupangWords[yy/10], kupangWords[yy%10]))
			}
		}
		for _, f := range forms {
			if got := parsed("birthdate", f); got != d.Format(time.DateOnly) {
				t.Errorf("%q: got %s, want %s", f, got, d.Format(time.DateOnly))
			}
		}
	}
}

// TestKelurahanSlips drops, swaps and doubles each letter of each name, the first excepted. What is read is that name or a question, and
// another name only where the slip has made one.
func TestKelurahanSlips(t *testing.T) {
	right, asked, other := 0, 0, 0
	for _, k := range kupang.Kelurahan {
		name := strings.ToLower(k.Name)
		for i := 1; i < len(name)-1; i++ {
			for _, s := range []string{name[:i] + name[i+1:], name[:i] + string(name[i+1]) + string(name[i]) + name[i+2:], name[:i] + string(name[i]) + name[i:]} {
				switch got := parsed("kelurahan", s); {
				case got == k.Name:
					right++
				case strings.HasPrefix(got, "INVALID"):
					asked++
				default:
					other++
					t.Logf("%q (%s): got %s", s, k.Name, got)
				}
			}
		}
	}
	if all := right + asked + other; other*200 > all || right*100 < all*90 {
		t.Errorf("of %d slips %d are read right, %d are asked, %d are taken for another", all, right, asked, other)
	}
}

// TestAccept22AmountsAsWritten holds the sums that residents were seen to write, and those that must not become a number by guessing.
func TestAccept22AmountsAsWritten(t *testing.T) {
	for want, texts := range map[string]string{
		"5000000":              "5jt|5 jt|Rp 5.000.000|Rp5.000.000,-|Rp5,000,000|lima juta|lima jt|lima juta e|5juta|5.000.000|5000000|5 juta rupiah|5 million|five million",
		"500000":               "500rb|500 rb|500 ribu|500k|lima ratus ribu|limaratus ribu|stengah juta|setenga juta|setengah juta|500 rebu|500 thousand",
		"1500000":              "1,5jt|1.5 juta|satu setengah juta|satu stengah juta|1jt stengah|sejuta setengah|1 juta 500|1 juta 5 ratus ribu",
		"1000000":              "sejuta|sajuta|1jt|satu juta|1.000.000",
		"4000000":              "ampa juta|empat juta|4 jta",
		"100000":               "saratus ribu|seratus ribu|100rb",
		"INVALID:unit_missing": "5|lima|500",
		"INVALID:range":        "3-5 juta|3 sampai 5 juta",
		"INVALID:no_amount":    "terserah|banyak",
		"INVALID:negative":     "-5 juta",
	} {
		for text := range strings.SplitSeq(texts, "|") {
			if got := parsed("amount", text); got != want {
				t.Errorf("%q: %s, not %s", text, got, want)
			}
		}
	}
}
