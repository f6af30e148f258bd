package demo

import (
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/city"
)

func TestVacanciesOnEveryDayOfAYear(t *testing.T) {
	start := time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC)
	for n := range 366 {
		now := start.AddDate(0, 0, n)
		have := Schools(now)
		for i := range have {
			have[i].ID = int64(i + 1)
			if !have[i].Example || !strings.HasSuffix(have[i].Name, "(contoh)") {
				t.Errorf("%s does not say that it is an example", have[i].Code)
			}
		}
		list := Vacancies(city.Default(), have, now)
		open, far, alumni := 0, 0, 0
		for _, v := range list {
			if !v.Example || !strings.HasSuffix(v.Title, "(contoh)") || !strings.HasPrefix(v.Code, "contoh-") || !strings.Contains(v.Source, "contoh") {
				t.Errorf("%s does not say that it is an example", v.Code)
			}
			if len(v.Lacks(now)) == 0 {
				open++
			}
			if v.Far {
				far++
			}
			if v.Alumni {
				alumni++
			}
			if day := v.Closes.In(store.WITA).Weekday(); day == time.Saturday || day == time.Sunday {
				t.Errorf("%s closes on a %s", v.Code, day)
			}
		}
		if len(list) != 8 || open != 7 || far != 1 || alumni != 2 {
			t.Fatalf("%v: %d vacancies, %d may be open, %d far, %d for alumni", now, len(list), open, far, alumni)
		}
	}
}
