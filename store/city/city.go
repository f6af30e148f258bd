// Package city reads what is known of the place served: its kelurahan, its facts, its holidays. The files of Kota Kupang ship inside the
// program; another city is a folder with the same columns (see kupang/README.md). Nothing here is guessed: an empty value stays empty,
// so the bot can say that it is not known. Errors are for staff: one sentence in Indonesian with file, line, column and the way out.
package city

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"lopo/store"
	"lopo/store/table"
)

//go:embed kupang/*.csv
var shipped embed.FS

// Default is Kota Kupang as shipped. Every call gives a fresh copy.
func Default() *store.City {
	kupang, err := fs.Sub(shipped, "kupang")
	if err != nil {
		panic(err)
	}
	c, err := Read(kupang)
	if err != nil {
		panic(err) // a test reads the shipped files
	}
	return c
}

// Load reads a folder that holds kelurahan.csv and, if there are any, facts.csv, holidays.csv and articles.csv.
func Load(dir string) (*store.City, error) {
	c, err := Read(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir, err)
	}
	return c, nil
}

// Read is Load from any file system. Without facts.csv or holidays.csv nothing is known of them.
func Read(files fs.FS) (*store.City, error) {
	c := &store.City{Facts: map[string]store.Fact{}, Holidays: map[string]string{}}
	f, err := open(files, "kelurahan.csv", "kecamatan", "kelurahan")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("kelurahan.csv tidak ada; buat dengan kolom kode, kecamatan, kelurahan, lat, lon, alias")
	}
	if err != nil {
		return nil, err
	}
	if c.Kelurahan, err = kelurahan(f); err != nil {
		return nil, err
	}
	if f, err = open(files, "facts.csv", "kunci", "nilai"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := facts(f, c.Facts); err != nil {
		return nil, err
	}
	if f, err = open(files, "holidays.csv", "tanggal", "nama"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := holidays(f, c.Holidays); err != nil {
		return nil, err
	}
	if f, err = open(files, "articles.csv", "kode", "judul", "isi", "kata_kunci"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if c.Articles, err = articles(f); err != nil {
		return nil, err
	}
	c.Name, _ = c.Fact("nama_kota")
	return c, nil
}

// file is one table of the folder.
type file struct {
	name    string
	columns map[string]int
	rows    []table.Row
}

// open reads a table that must have some columns. Others are tolerated: people keep notes beside their data.
func open(files fs.FS, name string, needed ...string) (file, error) {
	f := file{name: name}
	content, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	if err != nil {
		return f, fmt.Errorf("%s tidak terbaca: %w", name, err)
	}
	rows, err := table.Parse(content)
	if err != nil {
		return f, fmt.Errorf("%s %w", name, err)
	}
	if len(rows) == 0 {
		return f, fmt.Errorf("%s kosong; isi baris pertama dengan judul kolom %s", name, strings.Join(needed, ", "))
	}
	if f.columns, err = table.Head(rows[0]); err != nil {
		return f, fmt.Errorf("%s %w", name, err)
	}
	for _, column := range needed {
		if _, ok := f.columns[column]; !ok {
			return f, fmt.Errorf("%s baris %d: kolom %s tidak ada; tambahkan judul itu di baris pertama", name, rows[0].Line, column)
		}
	}
	f.rows = rows[1:]
	return f, nil
}

// at is a cell by the name of its column, "" where the file has no such column.
func (f file) at(r table.Row, column string) string {
	if i, ok := f.columns[column]; ok {
		return r.At(i)
	}
	return ""
}

// wrong is the sentence that staff see.
func (f file) wrong(r table.Row, column, format string, args ...any) error {
	return fmt.Errorf("%s baris %d, kolom %s: %s", f.name, r.Line, column, fmt.Sprintf(format, args...))
}

func facts(f file, into map[string]store.Fact) error {
	lines := map[string]table.Row{}
	for _, r := range f.rows {
		key := table.Key(f.at(r, "kunci"))
		if key == "" {
			return f.wrong(r, "kunci", "kosong; isi nama keterangan, misalnya jam_layanan")
		}
		if first, twice := lines[key]; twice {
			return f.wrong(r, "kunci", "%q sudah ada di baris %d; hapus salah satu", key, first.Line)
		}
		lines[key] = r
		asOf, err := since(f.at(r, "per"))
		if err != nil {
			return f.wrong(r, "per", "%q bukan tanggal; tulis seperti 2026-11-22, 2026-11 atau 2026, atau kosongkan", f.at(r, "per"))
		}
		into[key] = store.Fact{Key: key, Value: f.at(r, "nilai"), Source: f.at(r, "sumber"), AsOf: asOf}
	}
	if _, err := ParseHours(into["hari_layanan"].Value, into["jam_layanan"].Value); err != nil {
		return f.wrong(lines["jam_layanan"], "nilai", "%v", err)
	}
	for _, key := range []string{pauseKey, remindKey, raiseKey} {
		if _, ok := parsePause(into[key].Value); !ok && into[key].Value != "" {
			return f.wrong(lines[key], "nilai", "%q bukan jumlah jam; tulis angka 0 sampai 168, misalnya 4", into[key].Value)
		}
	}
	for _, n := range numbers {
		if _, ok := n.parse(into[n.key].Value); !ok && into[n.key].Value != "" {
			return f.wrong(lines[n.key], "nilai", "%q bukan jumlah %s; tulis angka 1 sampai %d, misalnya %d", into[n.key].Value, n.unit, n.most, n.usual)
		}
	}
	for _, key := range hours {
		if n, err := strconv.Atoi(into[key].Value); into[key].Value != "" && (err != nil || n < 0 || n > 23) {
			return f.wrong(lines[key], "nilai", "%q bukan jam; tulis angka 0 sampai 23", into[key].Value)
		}
	}
	if n, err := strconv.Atoi(into[reportsKey].Value); into[reportsKey].Value != "" && (err != nil || n < 1) {
		return f.wrong(lines[reportsKey], "nilai", "%q bukan jumlah laporan; tulis angka, misalnya 3", into[reportsKey].Value)
	}
	return nil
}

// since reads the day, month or year of a source. A month or year counts from its first day.
func since(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	var err error
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		var t time.Time
		if t, err = time.ParseInLocation(layout, text, store.WITA); err == nil {
			return t, nil
		}
	}
	return time.Time{}, err
}

func holidays(f file, into map[string]string) error {
	for _, r := range f.rows {
		day, name := f.at(r, "tanggal"), f.at(r, "nama")
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return f.wrong(r, "tanggal", "%q bukan tanggal; tulis seperti 2027-03-26", day)
		}
		if name == "" {
			return f.wrong(r, "nama", "kosong; isi nama hari liburnya")
		}
		if _, twice := into[day]; twice {
			return f.wrong(r, "tanggal", "%s sudah ada di atas; hapus salah satu", day)
		}
		into[day] = name
	}
	return nil
}

// Unknown lists the keys of facts that nobody has filled in, sorted: what staff still owe the residents.
func Unknown(c *store.City) []string {
	var keys []string
	for key, f := range c.Facts {
		if f.Value == "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}
