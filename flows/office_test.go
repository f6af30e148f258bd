package flows_test

import (
	"strings"
	"testing"
	"time"

	"lopo/store"
)

// PETUGAS says when somebody is there, as far as staff have filled that in.
func TestPetugasSaysWhenTheOfficeOpens(t *testing.T) {
	e := engine(t)
	m := moments(t)[3]
	for _, c := range []struct {
		hours, at, want string
	}{
		{"Senin-Jumat 08.00-15.00", "2026-11-02 09:00", "Kantor sedang buka."},
		{"Senin-Jumat 08.00-15.00", "2026-11-06 15:00", "Kantor buka lagi Senin, 9 Nov 2026 08.00 WITA."},
		{"Senin-Jumat 08.00-15.00", "2026-12-24 18:00", "Kantor buka lagi Senin, 28 Des 2026 08.00 WITA."}, // Christmas, a Friday
		{"", "2026-11-02 09:00", "Jam buka kantor belum diisi petugas"},
	} {
		chat := m.chat(e)
		city := *chat.facts.City
		city.Facts = map[string]store.Fact{"jam_layanan": {Value: c.hours}}
		chat.facts.City = &city
		var err error
		if chat.facts.Now, err = time.ParseInLocation("2006-01-02 15:04", c.at, store.WITA); err != nil {
			t.Fatal(err)
		}
		if said := chat.say("petugas"); !strings.Contains(said, c.want) {
			t.Errorf("at %s with %q: %s", c.at, c.hours, said)
		}
	}
}
