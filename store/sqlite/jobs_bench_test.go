package sqlite_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

var (
	benchFields = strings.Fields("sopir kasir admin satpam pelayan penjaga_toko bengkel menjahit salon las tata_boga komputer listrik barista tenun")
	benchPlaces = [][2]string{{"Oebobo", "Oebobo"}, {"Liliba", "Oebobo"}, {"Oesapa", "Kelapa Lima"}, {"Lasiana", "Kelapa Lima"}, {"Namosain", "Alak"}, {"Kolhua", "Maulafa"}, {"Solor", "Kota Lama"}, {"Kuanino", "Kota Raja"}}
	benchLevels = strings.Fields("sd smp sma smk d3 s1")
)

// benchVacancy is one of many vacancies that differ.
func benchVacancy(i int) store.Vacancy {
	field, place := benchFields[i%len(benchFields)], benchPlaces[i/7%len(benchPlaces)]
	return store.Vacancy{Code: fmt.Sprint("v", i), Title: field, Employer: fmt.Sprint("PT Nomor ", i), Address: "Jl. Satu", Field: field, Place: place[0], Kelurahan: place[0], Kecamatan: place[1],
		Region: store.InCity, Education: benchLevels[i/3%len(benchLevels)], Apply: "antar", Free: true, Closes: noon.AddDate(1, 0, 0),
		Terms: fmt.Sprintf("f_%s %s pt nomor n%d gudang kota w%d", field, field, i, i%400)}
}

// benchBoard is a ledger with many open vacancies.
func benchBoard(b *testing.B, many int) *sqlite.Ledger {
	b.Helper()
	l := sqlitetest.Open(b)
	var list []store.Vacancy
	for i := range many {
		list = append(list, benchVacancy(i))
	}
	if err := l.PutVacancies(b.Context(), list, "Ana", noon); err != nil {
		b.Fatal(err)
	}
	if err := l.Do(b.Context(), func(tx *sqlite.Tx) error { return sqlite.OpenAll(tx, noon) }); err != nil {
		b.Fatal(err)
	}
	return l
}

// BenchmarkJobSearch looks for "sopir di oebobo" and other things among 10,000 open vacancies. The goal is under 5 ms; "of-scan" is its time
// beside that of reading all of them and looking at each, in the same run.
func BenchmarkJobSearch(b *testing.B) {
	l := benchBoard(b, 10_000)
	for name, s := range map[string]store.JobSearch{
		"field-and-area":  {Terms: "f_sopir", Area: "kec:Oebobo"},
		"field-and-level": {Terms: "f_bengkel", Education: "smk"},
		"rare-words":      {Terms: "gudang w77"},
		"nothing-like-it": {Terms: "pilot pesawat", Area: "kel:Liliba"},
		"all":             {},
	} {
		b.Run(name, func(b *testing.B) {
			err := l.Do(b.Context(), func(tx *sqlite.Tx) error {
				var scan time.Duration
				const scans = 3
				for range scans {
					start := time.Now()
					if _, err := sqlite.ScanJobs(tx, s, noon); err != nil {
						return err
					}
					scan += time.Since(start)
				}
				start := time.Now()
				for b.Loop() {
					f := store.Facts{Now: noon}
					if err := tx.More(store.Address{}, store.Need{Jobs: store.JobNeed{Look: true, Search: s}}, &f); err != nil {
						return err
					}
				}
				each := time.Since(start) / time.Duration(b.N)
				b.ReportMetric(float64(each)/float64(scan/scans), "of-scan")
				b.ReportMetric(float64(5*time.Millisecond)/float64(each), "goals")
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkDigests is a whole round: 1,000 new vacancies against 100,000 alerts in the ledger, with all that is written for who is told of them.
func BenchmarkDigests(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		l := benchBoard(b, 1000)
		err := l.Do(b.Context(), func(tx *sqlite.Tx) error {
			for i := range 100_000 {
				of := store.Address{Channel: "test", Chat: fmt.Sprint("w", i)}
				if err := tx.Meet(of, noon); err != nil {
					return err
				}
				if err := tx.Apply(of, []store.Effect{store.Subscribe{Alert: benchAlert(i)}}, noon); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		told := 0
		for more := true; more; {
			var n int
			if n, more, err = l.Digests(b.Context(), noon.AddDate(0, 0, 1)); err != nil {
				b.Fatal(err)
			}
			told += n
		}
		b.ReportMetric(float64(told), "told")
	}
}

func benchAlert(i int) store.JobAlert {
	a := store.JobAlert{Field: benchFields[i%len(benchFields)]}
	switch place := benchPlaces[i/11%len(benchPlaces)]; i % 3 {
	case 0:
		a.Area = store.AreaKecamatan(place[1])
	case 1:
		a.Area = store.AreaKelurahan(place[0])
	}
	if i%2 == 0 {
		a.Education = benchLevels[i/5%len(benchLevels)]
	}
	return a
}
