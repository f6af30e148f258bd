package city

import (
	"strconv"
	"strings"

	"lopo/store"
	"lopo/store/table"
)

// The box that holds all of Indonesia, in degrees. It catches swapped columns and lost decimal points.
const (
	south, north = -12.0, 7.0
	west, east   = 94.0, 142.0
)

// kelurahan reads the areas. A name or alias that stands for two of them is refused: a resident who writes it could not be understood.
func kelurahan(f file) ([]store.Kelurahan, error) {
	var all []store.Kelurahan
	codes, names := map[string]int{}, map[string]int{} // -> index in all
	lines := []int{}
	for _, r := range f.rows {
		k := store.Kelurahan{Code: f.at(r, "kode"), Kecamatan: f.at(r, "kecamatan"), Name: f.at(r, "kelurahan")}
		if k.Kecamatan == "" {
			return nil, f.wrong(r, "kecamatan", "kosong; isi nama kecamatannya")
		}
		if k.Name == "" {
			return nil, f.wrong(r, "kelurahan", "kosong; isi nama kelurahannya atau hapus baris ini")
		}
		if i, twice := codes[k.Code]; twice && k.Code != "" {
			return nil, f.wrong(r, "kode", "%s sudah dipakai di baris %d; perbaiki salah satu", k.Code, lines[i])
		}
		if i, twice := names[table.Key(k.Name)]; twice {
			return nil, f.wrong(r, "kelurahan", "%q sudah ada di baris %d; hapus salah satu", k.Name, lines[i])
		}
		var err error
		if k.Lat, err = f.degrees(r, "lat", south, north); err != nil {
			return nil, err
		}
		if k.Lon, err = f.degrees(r, "lon", west, east); err != nil {
			return nil, err
		}
		if (k.Lat == 0) != (k.Lon == 0) {
			return nil, f.wrong(r, "lon", "lat dan lon harus diisi keduanya atau dikosongkan keduanya")
		}
		codes[k.Code], names[table.Key(k.Name)] = len(all), len(all)
		all, lines = append(all, k), append(lines, r.Line)
	}
	if len(all) == 0 {
		return nil, f.wrong(table.Row{Line: 2}, "kelurahan", "belum ada satu pun; isi satu baris untuk setiap kelurahan")
	}
	for i, r := range f.rows {
		for alias := range strings.SplitSeq(f.at(r, "alias"), "|") {
			if alias = table.Clean(alias); alias == "" {
				continue
			}
			if j, taken := names[table.Key(alias)]; taken && j != i {
				return nil, f.wrong(r, "alias", "%q sudah berarti %s; hapus dari salah satu", alias, all[j].Name)
			}
			names[table.Key(alias)] = i
			all[i].Aliases = append(all[i].Aliases, alias)
		}
	}
	return all, nil
}

// degrees reads a coordinate, also with the decimal comma of an Indonesian spreadsheet. Empty is zero: unknown.
func (f file) degrees(r table.Row, column string, low, high float64) (float64, error) {
	text := f.at(r, column)
	if text == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || !(v >= low && v <= high) {
		return 0, f.wrong(r, column, "%q bukan derajat antara %g dan %g; tulis seperti -10.17566 (lat) dan 123.55335 (lon), atau kosongkan", text, low, high)
	}
	return v, nil
}
