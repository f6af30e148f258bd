package store

import "testing"

func TestMask(t *testing.T) {
	for _, c := range []struct {
		mask      func(string) string
		raw, want string
	}{
		{MaskNIK, "5371045708050001", "5371********0001"},
		{MaskNIK, "", ""},
		{MaskNIK, "53710457080500", "**************"},
		{MaskPhone, "+6281234567789", "0812****789"},
		{MaskPhone, "081234567789", "0812****789"},
		{MaskPhone, "+62812345678901", "0812****901"},
		{MaskPhone, "+601123456789", "+601****789"},
		{MaskPhone, "110", "****"},
		{MaskPhone, "", ""},
		{LocalPhone, "+6281234567890", "081234567890"},
		{LocalPhone, "+601123456789", "+601123456789"},
	} {
		if got := c.mask(c.raw); got != c.want {
			t.Errorf("%q: got %q, want %q", c.raw, got, c.want)
		}
	}
}
