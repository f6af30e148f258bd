package locales

import (
	"fmt"
	"strconv"
	"time"

	"lopo/store"
)

var (
	days        = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months      = [...]string{"", "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
	shortMonths = [...]string{"", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
)

// Date writes a day: "Senin, 2 Des 2024".
func Date(t time.Time) string {
	t = t.In(store.WITA)
	return fmt.Sprintf("%s, %d %s %d", days[t.Weekday()], t.Day(), shortMonths[t.Month()], t.Year())
}

// DateTime writes a moment: "Senin, 2 Des 2024 09.00 WITA".
func DateTime(t time.Time) string {
	t = t.In(store.WITA)
	return fmt.Sprintf("%s %02d.%02d WITA", Date(t), t.Hour(), t.Minute())
}

// AsOf writes of when a source is, as far as that is known: "17 Jan 2024", "Jan 2024" for the first of a month and "2024" for that of a year, from
// which a month or year that is known alone counts.
func AsOf(t time.Time) string {
	t = t.In(store.WITA)
	switch {
	case t.YearDay() == 1:
		return strconv.Itoa(t.Year())
	case t.Day() == 1:
		return fmt.Sprintf("%s %d", shortMonths[t.Month()], t.Year())
	}
	return fmt.Sprintf("%d %s %d", t.Day(), shortMonths[t.Month()], t.Year())
}

// Born writes a birth date as people say it, "12 Juni 1998", from an ISO date or a bare year.
func Born(value string) string {
	t, err := time.Parse("2006-01-02", value)
	if err != nil {
		return value
	}
	return fmt.Sprintf("%d %s %d", t.Day(), months[t.Month()], t.Year())
}

// Rupiah writes an amount of whole rupiah: "Rp5.000.000".
func Rupiah(amount int64) string {
	sign := ""
	if amount < 0 {
		sign, amount = "-", -amount
	}
	digits := strconv.FormatInt(amount, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return sign + "Rp" + digits
}

// Greeting is the part of the day in a greeting: pagi 04-10, siang 10-15, sore 15-18, malam 18-04.
func Greeting(t time.Time) string {
	switch h := t.In(store.WITA).Hour(); {
	case h >= 4 && h < 10:
		return "pagi"
	case h >= 10 && h < 15:
		return "siang"
	case h >= 15 && h < 18:
		return "sore"
	}
	return "malam"
}
