// Package transcripttest plays transcripts: it has the small world they take place in, the phone of a resident, and the engine alone as the
// first stage. Package bot plays the same files on the whole bot.
package transcripttest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// Unnamed takes a channel's name out of what was said: the stage of the files has none that residents know.
func Unnamed(text, channel string) string {
	return strings.NewReplacer(" lewat "+channel, "", " through "+channel, "", " di "+channel, "", " ("+channel+")", "").Replace(text)
}

// Begin is when a transcript begins that does not say when: a Monday morning.
var Begin = time.Date(2026, 11, 2, 9, 0, 0, 0, store.WITA)

func day(year, month, day, hour, minute int) time.Time {
	return time.Date(year, time.Month(month), day, hour, minute, 0, 0, store.WITA)
}

// Batches are the trainings of the transcripts. All of them are invented; their dates do not move, unlike those of the demo data.
func Batches() []store.Batch {
	asOf := day(2026, 10, 20, 0, 0)
	sewing := store.Training{Code: "menjahit", Name: "Menjahit", Trade: "menjahit", Year: 2026, MinAge: 18, MaxAge: 45,
		Requirements: []string{"KTP Kota Kupang", "usia 18 sampai 45 tahun"}, Source: "surat dinas", AsOf: asOf}
	engine := store.Training{Code: "motor", Name: "Teknisi sepeda motor", Trade: "bengkel", Year: 2026, MinAge: 18, AskNIK: true,
		Requirements: []string{"KTP Kota Kupang", "tamat SMP"}, Source: "surat dinas", AsOf: asOf}
	cooling := store.Training{Code: "ac", Name: "Servis AC", Trade: "servis_ac", Year: 2026, MinAge: 18}
	barber := store.Training{Code: "pangkas", Name: "Pangkas rambut", Trade: "pangkas_rambut", Year: 2026, MinAge: 18}
	wood := store.Training{Code: "kayu", Name: "Tukang kayu", Trade: "tukang_kayu", Year: 2026}
	return []store.Batch{
		{Code: "menjahit-1", Training: sewing, Name: "Angkatan 1", Place: "Balai Latihan Naikolan", Starts: day(2026, 12, 7, 8, 0), Ends: day(2026, 12, 18, 15, 0),
			Hours: "08.00-15.00", Closes: day(2026, 11, 30, 16, 0), Seats: 20, PerKelurahan: 2},
		{Code: "menjahit-2", Training: sewing, Name: "Angkatan 2", Place: "Balai Latihan Naikolan", Starts: day(2027, 1, 11, 8, 0), Ends: day(2027, 1, 22, 15, 0),
			Hours: "08.00-15.00", Closes: day(2026, 12, 31, 16, 0), Seats: 20, PerKelurahan: 2},
		{Code: "motor-1", Training: engine, Name: "Angkatan 1", Place: "Bengkel Latih Oebobo", Starts: day(2026, 12, 1, 8, 0), Ends: day(2026, 12, 12, 15, 0),
			Hours: "08.00-15.00", Closes: day(2026, 11, 25, 16, 0), Seats: 16, Endorsed: true},
		{Code: "ac-1", Training: cooling, Name: "Angkatan 1", Place: "Balai Latihan Naikolan", Starts: day(2026, 12, 14, 8, 0), Hours: "08.00-12.00",
			Closes: day(2026, 11, 10, 16, 0), Seats: 2, PerKelurahan: 1},
		{Code: "pangkas-1", Training: barber, Name: "Angkatan 1", Place: "Aula Kantor Camat Oebobo", Starts: day(2026, 11, 16, 8, 0), Hours: "08.00-15.00",
			Closes: day(2026, 11, 3, 12, 0), Seats: 1},
		{Code: "kayu-1", Training: wood, Seats: 10},
	}
}

// Loans are the terms of the PEM loan in the transcripts, all of them invented: complete ones, two that differ, a closed round, a waiting list, old
// ones, ones without a date, and ones that do not say enough for an instalment. Of the other kelurahan nobody has filled anything in.
func Loans() []store.LoanTerms {
	fresh := day(2026, 10, 12, 0, 0)
	terms := func(place string, status store.LoanStatus, most, charge, tenor int64) store.LoanTerms {
		return store.LoanTerms{Kelurahan: place, Status: status, Min: store.Known(1_000_000), Max: store.Known(most), Charge: store.Known(charge), ChargePer: store.PerMonth,
			Tenor: store.Known(tenor), Grace: store.Known(0), Collateral: store.Known(store.NoCollateral), Requirements: []string{"KTP Kota Kupang", "surat keterangan usaha"},
			Contact: "LPM " + place, Hours: "Senin-Jumat 08.00-12.00", AsOf: fresh, Source: "LPM " + place}
	}
	first := terms("Naikoten Dua", store.LoanOpen, 10_000_000, 1000, 18)
	first.Grace, first.Collateral, first.Basis = store.Known(4), store.Known(5_000_000), "juknis PEM 2026"
	second := terms("Oesapa Barat", store.LoanOpen, 5_000_000, 0, 12)
	old := terms("Alak", store.LoanOpen, 5_000_000, 1000, 12)
	old.AsOf = day(2024, 1, 8, 0, 0)
	undated := terms("Penfui", store.LoanOpen, 5_000_000, 1000, 12)
	undated.AsOf, undated.Hours, undated.Contact, undated.Source = time.Time{}, "", "", ""
	partial := store.LoanTerms{Kelurahan: "Kolhua", Status: store.LoanOpen, Max: store.Known(5_000_000), AsOf: fresh, Source: "kantor lurah"}
	return []store.LoanTerms{first, second, old, undated, partial, terms("Fontein", store.LoanClosed, 5_000_000, 1000, 12), terms("Liliba", store.LoanWaiting, 5_000_000, 500, 12)}
}

// prepared is the file of a world in which nothing has happened yet, made once a process: a copy is far cheaper than a new ledger.
var prepared struct {
	sync.Mutex
	body []byte
}

// World makes a ledger file with the trainings, the loans and the articles in it and returns its path.
func World(t testing.TB) string {
	t.Helper()
	path := filepath.Join(Folder(t), "lopo.db")
	if err := os.WriteFile(path, fresh(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func fresh(t testing.TB) []byte {
	t.Helper()
	prepared.Lock()
	defer prepared.Unlock()
	if prepared.body != nil {
		return prepared.body
	}
	path := filepath.Join(Folder(t), "lopo.db")
	l := sqlitetest.At(t, path)
	if err := l.PutBatches(context.Background(), Batches(), "petugas", day(2026, 10, 26, 9, 0)); err != nil {
		t.Fatal(err)
	}
	if err := l.PutLoans(context.Background(), Loans(), "petugas", day(2026, 10, 26, 9, 0)); err != nil {
		t.Fatal(err)
	}
	if err := l.ShipArticles(context.Background(), city.Default().Articles, nlu.Terms, day(2026, 10, 26, 9, 0)); err != nil {
		t.Fatal(err)
	}
	if err := postVacancies(l); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil { // the last to close writes all into the file itself
		t.Fatal(err)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	prepared.body = body
	return body
}

// Folder is a folder of the test's own, in memory where the system has such a place: the thousands of ledgers of the transcripts test what is
// said, not the disk.
func Folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "lopo")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// codes gives the codes of batches by id.
func codes(t testing.TB, l *sqlite.Ledger) func(int64) string {
	t.Helper()
	list, err := l.Batches(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return func(id int64) string {
		for _, b := range list {
			if b.ID == id {
				return b.Code
			}
		}
		return "?"
	}
}
