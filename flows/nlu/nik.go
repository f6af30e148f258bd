package nlu

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// nikLength is the number of digits of a Nomor Induk Kependudukan: 2 province, 2 regency or city, 2 kecamatan of first registration, 6 birth
// date as DDMMYY (women: day + 40), 4 running number. There is no check digit, so only plausibility can be tested.
const nikLength = 16

// provinces are the province codes in use.
var provinces = set("11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 97")

var (
	nikList  = newWordlist("slots-nik")
	nikWords = nikList.set("sekitar")
	noCard   = nikList.sayings("belum ada ktp")
	away     = nikList.sayings("tidak di tangan")
	pictured = nikList.set("gambar") // words for what was sent instead of digits
)

// NIK reads the number on the identity card. Any region is accepted: the first six digits say where a person was first registered and never
// change. The number itself is never put into Data, since that is for a text to be sent.
func NIK(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	c := Clean(in.Text)
	ws := normal(words(c))
	count := digitCount(c)
	if count < 6 {
		return noNIK(in, ws, count)
	}
	if anyOf(ws, pictured) && len(nikDigits(c)) != nikLength {
		return why("not_text")
	}
	for _, w := range ws {
		if !digits(w) && digitCount(w) > 0 && !leadNIK(w) {
			return why("non_digit")
		}
	}
	return checkNIK(nikDigits(c), in.Now)
}

// noNIK reads a text without a number worth counting.
func noNIK(in Input, ws []string, count int) Reading {
	line := pad(ws)
	switch {
	case asks(in.Text, ws), asksWithin(ws):
		return why("question")
	case anyOf(ws, pictured):
		return why("not_text")
	case saysAny(line, noCard):
		return why("no_ktp")
	case forgot(line):
		return why("unknown")
	case late(ws), saysAny(line, away):
		return why("deferred")
	case refused(line):
		return why("question") // its words say what the NIK is for
	case count > 0 && onlyDigits(ws):
		return badLength(count)
	}
	return why("non_digit")
}

func onlyDigits(ws []string) bool {
	for _, w := range ws {
		if !digits(w) && !nikWords[w] {
			return false
		}
	}
	return true
}

func badLength(count int) Reading {
	return Reading{Why: "length", Data: map[string]any{"Count": count}}
}

// leadNIK reports a known word written onto the number: "nik5371…".
func leadNIK(w string) bool {
	parts := split([]string{w})
	return len(parts) == 2 && (digits(parts[1]) && nikWords[normal(parts[:1])[0]] || digits(parts[0]) && nikWords[normal(parts[1:])[0]])
}

// nikDigits is the run of 16 digits in a text when there is one (people add their phone number), the first that is not announced as the
// number of a family card when there are several, else all digits. Spaces, points, dashes and slashes inside a run are dropped.
func nikDigits(c string) string {
	var all, run strings.Builder
	found, family := "", ""
	word := ""
	flush := func() {
		switch {
		case run.Len() != nikLength:
		case word == "kk" || word == "keluarga":
			family = run.String()
		case found == "":
			found = run.String()
		}
		run.Reset()
	}
	for i := 0; i < len(c); i++ {
		switch {
		case isDigit(c[i]):
			all.WriteByte(c[i])
			run.WriteByte(c[i])
		case run.Len() == nikLength || c[i] >= 'a' && c[i] <= 'z':
			flush()
			n := wordEnd(c[i:])
			if n > 0 {
				word = c[i : i+n]
				i += n - 1
			}
		case !strings.ContainsRune(" .-_/,:", rune(c[i])) && c[i] < utf8.RuneSelf:
			flush()
		}
	}
	flush()
	switch {
	case found != "":
		return found
	case family != "":
		return family
	}
	return all.String()
}

// checkNIK tests digits for what a NIK cannot be.
func checkNIK(n string, now time.Time) Reading {
	if len(n) != nikLength {
		return badLength(len(n))
	}
	if strings.Count(n, n[:1]) == nikLength {
		return why("repeated")
	}
	if running(n) || n[12:] == "0000" {
		return why("sequence")
	}
	if !provinces[n[:2]] || n[2:4] == "00" || n[4:6] == "00" {
		return why("region")
	}
	if _, _, some := nikDates(n, now); !some {
		return why("date")
	}
	return value(n)
}

// running reports 1234567890123456 and its like, up or down.
func running(n string) bool {
	up, down := true, true
	for i := 1; i < len(n); i++ {
		up = up && (n[i]-n[i-1]+10)%10 == 1
		down = down && (n[i-1]-n[i]+10)%10 == 1
	}
	return up || down
}

// nikDates lists the birth dates that a NIK can mean: this century and the last, where the day exists and the age is 0 to 100.
func nikDates(n string, now time.Time) (dates []string, gender string, some bool) {
	day, _ := strconv.Atoi(n[6:8])
	month, _ := strconv.Atoi(n[8:10])
	yy, _ := strconv.Atoi(n[10:12])
	gender = "L"
	if day > 40 {
		day, gender = day-40, "P"
	}
	if day < 1 || day > 31 || month < 1 || month > 12 {
		return nil, "", false
	}
	for _, y := range [...]int{2000 + yy, 1900 + yy} {
		date := time.Date(y, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if date.Day() != day {
			continue
		}
		iso := date.Format(time.DateOnly)
		age, known := Age(iso, now)
		if now.IsZero() || known && age <= oldest {
			dates = append(dates, iso)
		}
	}
	return dates, gender, len(dates) > 0
}

// NIKBorn is the birth date (ISO) and the gender that a NIK carries. Not ok: it is no NIK, or its two-digit year fits both centuries; the
// gender is known even then. It may carry an old error, so a mismatch with what a person states is for staff to look at, not a refusal.
func NIKBorn(nik string, now time.Time) (iso, gender string, ok bool) {
	if len(nik) != nikLength || !digits(nik) {
		return "", "", false
	}
	dates, gender, some := nikDates(nik, now)
	switch {
	case !some:
		return "", "", false
	case len(dates) > 1:
		return "", gender, false
	}
	return dates[0], gender, true
}
