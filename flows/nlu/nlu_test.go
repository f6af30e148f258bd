package nlu_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
)

// today is the reference day of the tests.
var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// kupang is the city with its 51 kelurahan.
var kupang = loadKupang()

func loadKupang() *store.City {
	f, err := os.Open("testdata/kelurahan.csv")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(err)
	}
	city := &store.City{Name: "Kota Kupang"}
	for _, r := range rows[1:] {
		lat, _ := strconv.ParseFloat(r[3], 64)
		lon, _ := strconv.ParseFloat(r[4], 64)
		k := store.Kelurahan{Code: r[0], Kecamatan: r[1], Name: r[2], Lat: lat, Lon: lon}
		if r[5] != "" {
			k.Aliases = strings.Split(r[5], "|")
		}
		city.Kelurahan = append(city.Kelurahan, k)
	}
	return city
}

func text(s string) nlu.Input {
	return nlu.Input{Text: s, Kind: store.Text, Now: today, City: kupang, Self: "+6281200000001"}
}

// brief writes a reading in one line: the value, "!why", or "a|b" for a choice.
func brief(r nlu.Reading) string {
	switch {
	case r.Why != "":
		return "!" + r.Why
	case r.Among != nil:
		var all []string
		for _, c := range r.Among {
			all = append(all, c.Value)
		}
		return strings.Join(all, "|")
	}
	return r.Value
}

// table checks lines of "text => reading"; blank lines are skipped.
func table(t *testing.T, accept nlu.Accept, lines string) {
	t.Helper()
	for _, line := range strings.Split(lines, "\n") {
		in, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
		if !ok {
			continue
		}
		if got := brief(accept(text(in))); got != strings.TrimSpace(want) {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

// each checks that every one of the texts, separated by bars, is read as want.
func each(t *testing.T, want, texts string, read func(string) string) {
	t.Helper()
	for _, s := range strings.Split(texts, "|") {
		s = strings.TrimSpace(s)
		if got := read(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
