package sheet

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Unknown reports whether a cell says that its value is not known yet. It counts as empty.
func Unknown(cell string) bool {
	switch strings.ToLower(strings.Trim(cell, " .")) {
	case "", "-", "--", "?", "belum", "belum ada", "belum ditentukan", "belum diketahui", "belum tahu", "menyusul", "akan diumumkan", "n/a", "tba":
		return true
	}
	return false
}

// A whole number, with thousands in groups ("1.000") or as a spreadsheet writes it ("20.0"), and the thing counted after it ("20 orang").
var (
	whole  = regexp.MustCompile(`^(\d+|\d{1,3}(?:\.\d{3})+)\s*(?:\p{L}[\p{L} ]*)?$`)
	float  = regexp.MustCompile(`^\d+(?:\.\d+)?(?:[eE]\+?\d+)?$`)
	amount = regexp.MustCompile(`^(?:rp\.?|idr)?\s*(\d[\d.,]*?)\s*(rb|ribu|k|jt|juta|m|miliar|milyar)?(?:\s*rupiah)?(?:,-|,00|\.00)?$`)
)

// Number reads a whole number of things.
func Number(cell string) (int, error) {
	text := strings.TrimSpace(cell)
	if m := whole.FindStringSubmatch(text); m != nil {
		if n, err := strconv.Atoi(strings.ReplaceAll(m[1], ".", "")); err == nil && n < math.MaxInt32 {
			return n, nil
		}
	}
	if float.MatchString(text) { // the result of a formula may be 19.999999999999996
		if v, err := strconv.ParseFloat(text, 64); err == nil && v < math.MaxInt32 && math.Abs(v-math.Round(v)) < 1e-6 {
			return int(math.Round(v)), nil
		}
	}
	return 0, fmt.Errorf("%q bukan bilangan bulat; tulis angkanya saja, misalnya 20", cell)
}

// Money reads an amount of whole rupiah: "Rp 5 jt", "5.000.000", "Rp5.000.000,00", "2,5 juta", "750 ribu".
func Money(cell string) (int64, error) {
	wrong := fmt.Errorf("%q bukan jumlah rupiah; tulis misalnya 5000000 atau Rp 5 juta", cell)
	m := amount.FindStringSubmatch(strings.ToLower(strings.TrimSpace(cell)))
	if m == nil {
		if v, err := strconv.ParseFloat(cell, 64); err == nil && v >= 0 && v < 1e15 && v == math.Trunc(v) {
			return int64(v), nil // 5E+06
		}
		return 0, wrong
	}
	digits, unit := m[1], map[string]float64{"rb": 1e3, "ribu": 1e3, "k": 1e3, "jt": 1e6, "juta": 1e6, "m": 1e9, "miliar": 1e9, "milyar": 1e9}[m[2]]
	if unit == 0 {
		digits = strings.TrimSuffix(strings.TrimSuffix(digits, ",00"), ".00")
		groups := strings.FieldsFunc(digits, func(r rune) bool { return r == '.' || r == ',' })
		for i, g := range groups {
			if i > 0 && len(g) != 3 || len(groups) > 1 && len(g) > 3 {
				return 0, wrong
			}
		}
		v, err := strconv.ParseInt(strings.Join(groups, ""), 10, 64)
		if err != nil {
			return 0, wrong
		}
		return v, nil
	}
	v, err := strconv.ParseFloat(strings.Replace(digits, ",", ".", 1), 64)
	if err != nil || v*unit > 1e15 || math.Abs(v*unit-math.Round(v*unit)) > 1e-6 {
		return 0, wrong
	}
	return int64(math.Round(v * unit)), nil
}

// YesNo reads "ya" and "tidak" and what people write instead. Empty is no.
func YesNo(cell string) (bool, error) {
	switch strings.ToLower(strings.Trim(cell, " .")) {
	case "ya", "y", "iya", "yes", "true", "benar", "1", "✓", "✔", "v":
		return true, nil
	case "", "tidak", "t", "tdk", "bukan", "no", "n", "false", "salah", "0", "-":
		return false, nil
	}
	return false, fmt.Errorf("%q tidak jelas; tulis ya atau tidak", cell)
}

// short refuses text that would not fit into a message.
func short(cell string, most int) (string, error) {
	text := strings.Join(strings.Fields(cell), " ")
	if n := len([]rune(text)); n > most {
		return "", fmt.Errorf("terlalu panjang: %d huruf, paling banyak %d; ringkas tulisannya", n, most)
	}
	return text, nil
}
