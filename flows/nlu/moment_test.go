package nlu

import (
	"testing"
	"time"

	"lopo/store"
)

func TestMoment(t *testing.T) {
	now := time.Date(2026, 11, 26, 10, 30, 0, 0, store.WITA) // a Thursday
	for text, want := range map[string]string{
		"besok jam 9": "2026-11-27 09:00", "besok pagi jam 9": "2026-11-27 09:00", "bsk 08.30": "2026-11-27 08:30", "lusa pukul 7 pagi": "2026-11-28 07:00",
		"28 nov 09.00": "2026-11-28 09:00", "28 November 2026 pukul 09.00 WITA": "2026-11-28 09:00", "28/11 jam 9": "2026-11-28 09:00", "28-11-2026 9:15": "2026-11-28 09:15",
		"2026-12-01 08.00": "2026-12-01 08:00", "1 des jam 3 sore": "2026-12-01 15:00", "tanggal 30 jam 10": "2026-11-30 10:00", "tgl 5 jam 10": "2026-12-05 10:00",
		"senin jam 8": "2026-11-30 08:00", "kamis jam 8": "2026-12-03 08:00", "hari ini jam 2 siang": "2026-11-26 14:00", "nanti malam jam 7": "2026-11-26 19:00",
		"malam ini jam 7": "2026-11-26 19:00", "jam 11": "2026-11-26 11:00", "besok setengah sembilan": "2026-11-27 08:30", "besok jam sembilan": "2026-11-27 09:00",
		"besok jam 12 siang": "2026-11-27 12:00", "5 januari jam 9": "2027-01-05 09:00", "tomorrow at 9": "2026-11-27 09:00", "Nov 28 9 am": "2026-11-28 09:00",
		"besok 03.00": "2026-11-27 03:00", "jumat pagi pukul 10.00": "2026-11-27 10:00", "31 des 23.59": "2026-12-31 23:59",
		"besok": "hour_missing", "28 nov": "hour_missing", "besok jam 3": "hour_unclear", "jam 9": "past", "hari ini 08.00": "past", "20 nov 09.00": "past",
		"31 nov 09.00": "no_such_date", "besok 25.00": "no_such_date", "30/13 jam 9": "no_such_date", "nanti saja": "hour_missing", "tidak tahu": "unknown", "": "unknown", "12": "unknown",
	} {
		if got := toldMoment(Moment(Input{Text: text, Kind: store.Text, Now: now})); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"30 nov": "2026-11-30 23:59", "besok": "2026-11-27 23:59", "1 des 18.00": "2026-12-01 18:00", "hari ini": "2026-11-26 23:59", "jam 18.00": "2026-11-26 18:00",
		"25 nov": "past", "selamanya": "unknown",
	} {
		if got := toldMoment(Deadline(Input{Text: text, Kind: store.Text, Now: now})); got != want {
			t.Errorf("until %q: %s, want %s", text, got, want)
		}
	}
}

func toldMoment(r Reading) string {
	if r.Value == "" {
		return r.Why
	}
	at, err := time.Parse(time.RFC3339, r.Value)
	if err != nil {
		return err.Error()
	}
	return at.In(store.WITA).Format("2006-01-02 15:04")
}
