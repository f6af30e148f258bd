package locales

import (
	"fmt"
	"strconv"
	"time"

	"lopo/store"
)

// calendar is how one language writes days, moments and amounts.
type calendar struct {
	days        [7]string
	months      [13]string
	shortMonths [13]string
	clock       string    // between hour and minute
	thousands   string    // between groups of three digits
	parts       [4]string // of the day
}

// calendars are those of the languages that have words. Clock and thousands follow what is written by hand in each.
var calendars = map[string]*calendar{
	"id": {
		days:        [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"},
		months:      [...]string{"", "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"},
		shortMonths: [...]string{"", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
		clock:       ".",
		thousands:   ".",
		parts:       [...]string{"pagi", "siang", "sore", "malam"},
	},
	"en": {
		days:        [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months:      [...]string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		shortMonths: [...]string{"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		clock:       ":",
		thousands:   ",",
		parts:       [...]string{"morning", "afternoon", "afternoon", "evening"},
	},
}

// Staff read Indonesian; what residents read comes from their own Words.
var indonesian = calendars["id"]

// Date writes a day: "Senin, 2 Des 2024".
func Date(t time.Time) string { return indonesian.date(t) }

// DateTime writes a moment: "Senin, 2 Des 2024 09.00 WITA".
func DateTime(t time.Time) string { return indonesian.moment(t) }

// AsOf writes of when a source is, as far as that is known: see Words.AsOf.
func AsOf(t time.Time) string { return indonesian.asOf(t) }

// Born writes a birth date as people say it, "12 Juni 1998", from an ISO date or a bare year.
func Born(value string) string { return indonesian.born(value) }

// Rupiah writes an amount of whole rupiah: "Rp5.000.000".
func Rupiah(amount int64) string { return indonesian.rupiah(amount) }

// Date writes a day: "Senin, 2 Des 2024", "Monday, 2 Dec 2024".
func (w *Words) Date(t time.Time) string { return w.calendar.date(t) }

// DateTime writes a moment: "Senin, 2 Des 2024 09.00 WITA", "Monday, 2 Dec 2024 09:00 WITA".
func (w *Words) DateTime(t time.Time) string { return w.calendar.moment(t) }

// AsOf writes of when a source is, as far as that is known: "17 Jan 2024", "Jan 2024" for the first of a month and "2024" for that of a year, from
// which a month or year that is known alone counts.
func (w *Words) AsOf(t time.Time) string { return w.calendar.asOf(t) }

// Born writes a birth date as people say it, "12 Juni 1998", from an ISO date or a bare year.
func (w *Words) Born(value string) string { return w.calendar.born(value) }

// Rupiah writes an amount of whole rupiah: "Rp5.000.000", "Rp5,000,000".
func (w *Words) Rupiah(amount int64) string { return w.calendar.rupiah(amount) }

// Greeting is the part of the day in a greeting: pagi 04-10, siang 10-15, sore 15-18, malam 18-04.
func (w *Words) Greeting(t time.Time) string {
	switch h := t.In(store.WITA).Hour(); {
	case h >= 4 && h < 10:
		return w.calendar.parts[0]
	case h >= 10 && h < 15:
		return w.calendar.parts[1]
	case h >= 15 && h < 18:
		return w.calendar.parts[2]
	}
	return w.calendar.parts[3]
}

func (c *calendar) date(t time.Time) string {
	t = t.In(store.WITA)
	return fmt.Sprintf("%s, %d %s %d", c.days[t.Weekday()], t.Day(), c.shortMonths[t.Month()], t.Year())
}

func (c *calendar) asOf(t time.Time) string {
	t = t.In(store.WITA)
	switch {
	case t.YearDay() == 1:
		return strconv.Itoa(t.Year())
	case t.Day() == 1:
		return fmt.Sprintf("%s %d", c.shortMonths[t.Month()], t.Year())
	}
	return fmt.Sprintf("%d %s %d", t.Day(), c.shortMonths[t.Month()], t.Year())
}

func (c *calendar) moment(t time.Time) string {
	t = t.In(store.WITA)
	return fmt.Sprintf("%s %02d%s%02d WITA", c.date(t), t.Hour(), c.clock, t.Minute())
}

func (c *calendar) born(value string) string {
	t, err := time.Parse("2006-01-02", value)
	if err != nil {
		return value
	}
	return fmt.Sprintf("%d %s %d", t.Day(), c.months[t.Month()], t.Year())
}

func (c *calendar) rupiah(amount int64) string {
	sign := ""
	if amount < 0 {
		sign, amount = "-", -amount
	}
	digits := strconv.FormatInt(amount, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + c.thousands + digits[i:]
	}
	return sign + "Rp" + digits
}
