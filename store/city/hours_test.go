package city

import (
	"testing"
	"time"

	"lopo/store"
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15.04", text, store.WITA)
	if err != nil {
		panic(err)
	}
	return t
}

func TestParseHours(t *testing.T) {
	// Monday 23 November 2026 to Sunday 29.
	for _, c := range []struct {
		days, clock  string
		open, closed []string
	}{
		{"", "Senin-Jumat 08.00-16.00", []string{"23 08.00", "27 15.59"}, []string{"23 07.59", "23 16.00", "28 09.00", "29 09.00"}},
		{"Senin s.d. Jumat", "08:00 – 16:00 WITA", []string{"23 08.00", "27 15.59"}, []string{"28 09.00"}},
		{"Senin s/d Jumat", "pukul 8 sampai 16", []string{"23 08.00"}, []string{"28 09.00"}},
		{"", "Senin-Kamis 08.00-16.00; Jum'at 08.00-11.30.", []string{"26 15.00", "27 11.00"}, []string{"27 11.30"}},
		{"Senin-Jumat", "08.00-12.00 dan 13.00-16.00", []string{"24 11.59", "24 13.00"}, []string{"24 12.30"}},
		{"", "Senin, Rabu dan Jumat 09.00-12.00", []string{"25 09.00"}, []string{"24 09.00"}},
		{"", "Hari kerja 08.00-15.00, Sabtu tutup, Minggu 09.00-10.00", []string{"27 08.00", "29 09.30"}, []string{"28 09.30"}},
		{"", "setiap hari 00.00-24.00", []string{"29 23.59", "23 00.00"}, nil},
		{"", "Sabtu-Senin 09.00-10.00", []string{"28 09.00", "29 09.00", "23 09.00"}, []string{"24 09.00"}},
	} {
		h, err := ParseHours(c.days, c.clock)
		if err != nil {
			t.Errorf("%q %q: %v", c.days, c.clock, err)
			continue
		}
		for _, s := range c.open {
			if !h.Open(at("2026-11-" + s)) {
				t.Errorf("%q %q: closed at %s", c.days, c.clock, s)
			}
		}
		for _, s := range c.closed {
			if h.Open(at("2026-11-" + s)) {
				t.Errorf("%q %q: open at %s", c.days, c.clock, s)
			}
		}
	}
	for _, clock := range []string{"08.00-16.00", "Senin-Jumat", "Senin 16.00-08.00", "Senin 25.00-26.00", "Senen-Jumat 08.00-16.00",
		"Senin 08.00-16.00 dan 15.00-17.00", "Senin-Jumat 08.00-16.00, kecuali hari pasar", "buka"} {
		if _, err := ParseHours("", clock); err == nil {
			t.Errorf("%q was read", clock)
		}
	}
	if h, err := ParseHours("Senin-Jumat", ""); err != nil || h.Known() {
		t.Errorf("no hours: %v, %v", h, err)
	}
}

func TestWorkingTime(t *testing.T) {
	c := &store.City{
		Facts: map[string]store.Fact{
			"hari_layanan": {Value: "Senin-Jumat"},
			"jam_layanan":  {Value: "08.00-12.00, 13.00-16.00"},
		},
		Holidays: map[string]string{"2026-12-25": "Hari Raya Natal"},
	}
	h := OfficeHours(c)
	next := func(from, want string) {
		t.Helper()
		if got, ok := h.Next(at(from)); !ok || !got.Equal(at(want)) {
			t.Errorf("next after %s: %v", from, got)
		}
	}
	next("2026-11-23 09.00", "2026-11-23 09.00")
	next("2026-11-23 12.00", "2026-11-23 13.00")
	next("2026-11-27 16.00", "2026-11-30 08.00") // over the weekend
	next("2026-12-24 16.00", "2026-12-28 08.00") // Christmas is a Friday
	if got, _ := h.Next(at("2026-11-23 09.00").UTC()); !got.Equal(at("2026-11-23 09.00")) {
		t.Errorf("another zone: %v", got)
	}

	after := func(from string, working time.Duration, want string) {
		t.Helper()
		if got, ok := h.After(at(from), working); !ok || !got.Equal(at(want)) {
			t.Errorf("%s + %v: %v", from, working, got.In(store.WITA))
		}
	}
	after("2026-11-23 09.00", 2*time.Hour, "2026-11-23 11.00")
	after("2026-11-23 11.00", 2*time.Hour, "2026-11-23 14.00")
	after("2026-11-23 20.00", 7*time.Hour, "2026-11-24 16.00")
	after("2026-11-27 15.00", 8*time.Hour, "2026-11-30 16.00")
	after("2026-12-24 15.00", 2*time.Hour, "2026-12-28 09.00")
	after("2026-11-28 10.00", 0, "2026-11-30 08.00")

	between := func(from, to string, want time.Duration) {
		t.Helper()
		if got := h.Between(at(from), at(to)); got != want {
			t.Errorf("%s to %s: %v, want %v", from, to, got, want)
		}
	}
	between("2026-11-23 09.00", "2026-11-23 11.00", 2*time.Hour)
	between("2026-11-23 09.00", "2026-11-23 12.30", 3*time.Hour)
	between("2026-11-27 15.00", "2026-11-30 09.30", 150*time.Minute)
	between("2026-12-24 00.00", "2026-12-26 00.00", 7*time.Hour)
	between("2026-11-23 11.00", "2026-11-23 09.00", 0)
}

func TestUnknownHoursNeverOpen(t *testing.T) {
	h := OfficeHours(&store.City{})
	if _, ok := h.Next(at("2026-11-23 09.00")); ok || h.Known() || h.Open(at("2026-11-23 09.00")) {
		t.Error("hours that nobody filled in are open")
	}
	if _, ok := h.After(at("2026-11-23 09.00"), time.Hour); ok {
		t.Error("a due time without hours")
	}
}
