package store

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// boardOf are new vacancies, and alerts, that differ as those of a city do.
func boardOf(vacancies, alerts int) (list []Vacancy, wants []JobAlert) {
	levels := []string{"", "sd", "smp", "sma", "smk", "d3", "s1"}
	for i := range vacancies {
		list = append(list, Vacancy{ID: int64(i + 1), Field: fmt.Sprint("f", i%21), Kelurahan: fmt.Sprint("k", i*7%51), Kecamatan: fmt.Sprint("c", i*7%51%6), Education: levels[i/3%len(levels)]})
	}
	for i := range alerts {
		a := JobAlert{Field: fmt.Sprint("f", i%22), Education: levels[i/2%len(levels)]} // f21 is asked for and never offered
		switch i % 4 {
		case 1:
			a.Area = AreaKelurahan(fmt.Sprint("k", i/3%51))
		case 2:
			a.Area = AreaKecamatan(fmt.Sprint("c", i/3%6))
		case 3:
			a.Field = ""
		}
		wants = append(wants, a)
	}
	return list, wants
}

// The board finds what looking at each pair finds.
func TestBoardIsANestedScan(t *testing.T) {
	list, wants := boardOf(300, 2000)
	b := NewBoard(list)
	for i, a := range wants {
		var want []int
		for j := range list {
			if a.Fits(&list[j]) {
				want = append(want, j)
			}
		}
		if got := b.Match(a); !slices.Equal(got, want) {
			t.Fatalf("%+v: %v, want %v", a, got, want)
		}
		both := append(slices.Clone(want), b.Match(wants[(i+1)%len(wants)])...)
		slices.Sort(both)
		if got := b.MatchAny([]JobAlert{a, wants[(i+1)%len(wants)]}); !slices.Equal(got, slices.Compact(both)) {
			t.Fatalf("%+v and the next: %v", a, got)
		}
	}
}

func TestAlertFits(t *testing.T) {
	v := Vacancy{Field: "sopir", Kelurahan: "Liliba", Kecamatan: "Oebobo", Education: "smk"}
	for a, want := range map[JobAlert]bool{
		{}: true, {Field: "sopir"}: true, {Field: "kasir"}: false, {Area: "kec:Oebobo"}: true, {Area: "kel:Oebobo"}: false, {Area: "kel:Liliba"}: true, {Area: "kec:Alak"}: false,
		{Education: "sma"}: true, {Education: "smk"}: true, {Education: "smp"}: false, {Education: "s1"}: true, {Field: "sopir", Area: "kec:Oebobo", Education: "d3"}: true,
	} {
		if a.Fits(&v) != want {
			t.Errorf("%+v fits: %t", a, !want)
		}
	}
}

// BenchmarkAlertPass holds 1,000 new vacancies against 100,000 alerts in one pass. "of-nested" is its time beside that of looking at each pair, in
// the same run.
func BenchmarkAlertPass(b *testing.B) {
	list, wants := boardOf(1000, 100_000)
	start, plain := time.Now(), 0
	for _, a := range wants {
		for j := range list {
			if a.Fits(&list[j]) {
				plain++
			}
		}
	}
	nested := time.Since(start)
	start = time.Now()
	for b.Loop() {
		board, found := NewBoard(list), 0
		for _, a := range wants {
			found += len(board.Match(a))
		}
		if found != plain {
			b.Fatalf("%d pairs, the nested scan has %d", found, plain)
		}
	}
	b.ReportMetric(float64(time.Since(start))/float64(b.N)/float64(nested), "of-nested")
}
