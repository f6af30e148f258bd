package sheet

import (
	"fmt"
	"lopo/store"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lopo/locales"
	"lopo/store/city"
)

var (
	// Indonesian first; what people borrow from English or shorten after it. A month is any prefix of three letters and more.
	monthNames = [12][]string{{"januari"}, {"februari", "pebruari"}, {"maret", "march"}, {"april"}, {"mei", "may"}, {"juni", "june"}, {"juli", "july"},
		{"agustus", "august", "ags", "agt"}, {"september", "sept"}, {"oktober", "october"}, {"november", "nopember"}, {"desember", "december"}}

	clock    = regexp.MustCompile(`[ t,]+(?:(?:jam|pukul|pkl\.?)\s*)?(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?\s*(?:wita)?$`)
	serial   = regexp.MustCompile(`^\d{5}(?:\.\d+)?$`)
	isoDate  = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	numbered = regexp.MustCompile(`^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})$`)
	worded   = regexp.MustCompile(`^(\d{1,2})[-/. ]*([a-z]{3,})[-/. ]*(\d{4}|\d{2})$`)
	dayName  = regexp.MustCompile(`^([a-z']+),?\s+(.*\d.*)$`)
)

// Date reads a day in WITA, day before month: "2 Des 2026", "Rabu, 2 Desember 2026 pukul 16.00", "02/12/2026", "2026-12-02 16:00", and the day
// count of a spreadsheet ("46358"). timed reports whether a time of day was written; without one it is midnight.
func Date(cell string) (t time.Time, timed bool, err error) {
	text := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(cell, "’", "'")), " "))
	wrong := fmt.Errorf("%q tidak terbaca sebagai tanggal; tulis seperti 2 Des 2026", cell)
	if serial.MatchString(text) {
		days, _ := strconv.ParseFloat(text, 64)
		if text = serialText(days, false); days < 40179 || days > 80000 { // 2010 to 2119; anything else is a number that is not a date
			return time.Time{}, false, wrong
		}
	}
	hour, minute := 0, 0
	if m := clock.FindStringSubmatchIndex(text); m != nil && m[0] >= 6 { // "02.12.26" is no time
		hour, _ = strconv.Atoi(text[m[2]:m[3]])
		minute, _ = strconv.Atoi(text[m[4]:m[5]])
		if hour > 23 || minute > 59 {
			return time.Time{}, false, fmt.Errorf("%q: jam %d.%02d tidak ada; tulis seperti 16.00", cell, hour, minute)
		}
		text, timed = text[:m[0]], true
	}
	weekday, named := time.Weekday(0), false
	if m := dayName.FindStringSubmatch(text); m != nil {
		if weekday, named = city.Weekday(m[1]); !named {
			return time.Time{}, false, wrong
		}
		text = m[2]
	}
	year, month, day, ok := calendar(text)
	if !ok {
		return time.Time{}, false, wrong
	}
	t = time.Date(year, time.Month(month), day, hour, minute, 0, 0, store.WITA)
	switch {
	case t.Day() != day || int(t.Month()) != month:
		err = fmt.Errorf("%q tidak ada di kalender; tulis hari, bulan, tahun seperti 2 Des 2026", cell)
	case year < 2010 || year > 2100:
		err = fmt.Errorf("%q: tahun %d tidak masuk akal; tulis empat angka, misalnya 2026", cell, year)
	case named && t.Weekday() != weekday:
		err = fmt.Errorf("%q: tanggal itu jatuh pada %s; perbaiki hari atau tanggalnya", cell, locales.Date(t))
	}
	if err != nil {
		return time.Time{}, false, err
	}
	return t, timed, nil
}

// calendar takes the numbers out of a date without its time.
func calendar(text string) (year, month, day int, ok bool) {
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // the patterns let digits only through
		if len(s) == 2 {
			n += 2000
		}
		return n
	}
	if m := isoDate.FindStringSubmatch(text); m != nil {
		month, _ = strconv.Atoi(m[2])
		day, _ = strconv.Atoi(m[3])
		return number(m[1]), month, day, true
	}
	if m := numbered.FindStringSubmatch(text); m != nil {
		day, _ = strconv.Atoi(m[1])
		month, _ = strconv.Atoi(m[2])
		return number(m[3]), month, day, true
	}
	if m := worded.FindStringSubmatch(text); m != nil {
		day, _ = strconv.Atoi(m[1])
		month = monthOf(m[2])
		return number(m[3]), month, day, month > 0
	}
	return 0, 0, 0, false
}

func monthOf(word string) int {
	for i, names := range monthNames {
		for _, name := range names {
			if strings.HasPrefix(name, word) {
				return i + 1
			}
		}
	}
	return 0
}

// endOfDay is the last second of a day.
func endOfDay(t time.Time) time.Time {
	return t.AddDate(0, 0, 1).Add(-time.Second)
}
