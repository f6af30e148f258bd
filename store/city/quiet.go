package city

import (
	"strconv"
	"time"

	"lopo/store"
)

// hours are the facts that are an hour of the day.
var hours = []string{"jam_tenang_mulai", "jam_tenang_selesai", "jam_kabar_lowongan"}

// reportsKey is how many reports hide a vacancy.
const reportsKey = "lowongan_lapor_batas"

// The hours of the night in which nobody is written to unasked, when the city's data do not say (facts "jam_tenang_mulai", "jam_tenang_selesai").
const (
	quietFrom  = 20
	quietUntil = 7
)

// Awake is t, or the end of the quiet hours when t lies in them.
func Awake(c *store.City, t time.Time) time.Time {
	from, until := Hour(c, "jam_tenang_mulai", quietFrom), Hour(c, "jam_tenang_selesai", quietUntil)
	w := t.In(store.WITA)
	h := w.Hour()
	morning := time.Date(w.Year(), w.Month(), w.Day(), until, 0, 0, 0, store.WITA)
	switch {
	case from == until:
		return t
	case from < until && (h < from || h >= until), from > until && h >= until && h < from: // awake
		return t
	case from > until && h >= from:
		return morning.AddDate(0, 0, 1)
	}
	return morning
}

// Hour is a fact that is an hour of the day, 0 to 23, or otherwise when it is not known.
func Hour(c *store.City, key string, otherwise int) int {
	text, _ := c.Fact(key)
	if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < 24 {
		return n
	}
	return otherwise
}
