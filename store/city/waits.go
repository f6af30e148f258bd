package city

import (
	"time"

	"lopo/store"
)

const (
	remindKey = "tiket_ingatkan_jam"
	raiseKey  = "tiket_naik_jam"
)

// Waits are how much working time a resident's question may wait before those who answer for her kelurahan are reminded of it, and before the
// admins are told.
type Waits struct{ Remind, Raise time.Duration }

// TicketWaits are the facts tiket_ingatkan_jam and tiket_naik_jam; where nobody has set them a day of work, and two.
func TicketWaits(c *store.City) Waits {
	w := Waits{8 * time.Hour, 16 * time.Hour}
	for key, into := range map[string]*time.Duration{remindKey: &w.Remind, raiseKey: &w.Raise} {
		value, known := c.Fact(key)
		if d, ok := parsePause(value); known && ok {
			*into = d
		}
	}
	return w
}

// assumed are the hours by which waiting is counted where nobody has filled in those of the office. Residents are never told of them.
var assumed, _ = ParseHours("Senin-Jumat", "08.00-16.00")

// WorkHours are the hours by which waiting is counted: those of the office, without the holidays.
func WorkHours(c *store.City) Hours {
	h := OfficeHours(c)
	if !h.Known() {
		h = assumed
		h.holidays = c.Holidays
	}
	return h
}
