package demo

import (
	"lopo/store"
	"lopo/store/city"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestBatchesOnEveryDayOfAYear(t *testing.T) {
	start := time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC) // past midnight in WITA
	for n := range 366 {
		now := start.AddDate(0, 0, n)
		batches := Batches(now)
		if len(batches) != 7 {
			t.Fatalf("%v: %d batches", now, len(batches))
		}
		for _, b := range batches {
			if !b.Open(now) {
				t.Errorf("%v: %s is closed", now, b.Code)
			}
			if !b.Training.Example || !strings.HasSuffix(b.Training.Name, "(contoh)") || b.Training.Source == "" {
				t.Errorf("%s does not say that it is an example", b.Code)
			}
			for _, r := range b.Training.Requirements {
				if !strings.HasSuffix(r, "(contoh)") {
					t.Errorf("%s: %q does not say that it is an example", b.Code, r)
				}
			}
			if b.Seats != 20 {
				t.Errorf("%s has %d seats", b.Code, b.Seats)
			}
			if day := b.Starts.In(store.WITA).Weekday(); !b.Starts.IsZero() && (day == time.Saturday || day == time.Sunday) {
				t.Errorf("%s starts on a %s", b.Code, day)
			}
		}
	}
}

func TestLoansOnEveryDayOfAYear(t *testing.T) {
	start := time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC)
	place, limit := city.Default(), city.LoanFresh(city.Default())
	for n := range 366 {
		now := start.AddDate(0, 0, n)
		loans := Loans(place, now)
		states, old := map[store.LoanStatus]int{}, 0
		for _, l := range loans {
			states[l.Status]++
			if !l.Fresh(now, limit) {
				old++
			}
			if !l.Example || !strings.Contains(l.Source, "contoh") {
				t.Errorf("%s does not say that it is an example", l.Kelurahan)
			}
		}
		if want := map[store.LoanStatus]int{store.LoanOpen: 3, store.LoanWaiting: 1, store.LoanClosed: 1}; !reflect.DeepEqual(states, want) || old != 1 {
			t.Fatalf("%v: %v, %d old", now, states, old)
		}
	}
}

func TestBatchesShowWhatTheBotCanMeet(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, store.WITA)
	batches := Batches(now)
	trades := map[string]int{}
	var unknown, closing, limited, asking, endorsed int
	for _, b := range batches {
		trades[b.Training.Trade]++
		if b.Starts.IsZero() && b.Place == "" {
			unknown++
		}
		if !b.Closes.IsZero() && b.Closes.Before(now.AddDate(0, 0, 3)) {
			closing++
		}
		if b.PerKelurahan == 2 {
			limited++
		}
		if b.Training.AskNIK {
			asking++
		}
		if b.Endorsed {
			endorsed++
		}
	}
	if want := map[string]int{"menjahit": 2, "bengkel": 1, "tukang_kayu": 1, "salon": 1, "pemasaran_digital": 2}; !reflect.DeepEqual(trades, want) {
		t.Errorf("trades %v", trades)
	}
	if unknown != 1 || closing != 1 || limited != 4 || asking != 1 || endorsed != 2 {
		t.Errorf("unknown %d, closing %d, limited %d, asking %d, endorsed %d", unknown, closing, limited, asking, endorsed)
	}
	if !reflect.DeepEqual(batches, Batches(now)) {
		t.Error("the same moment gives other batches")
	}
}
