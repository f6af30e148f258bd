package channel

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestT2_WhereALongTextIsCut(t *testing.T) {
	a, b := strings.Repeat("a", 30), strings.Repeat("b", 30)
	for _, c := range []struct{ name, text, first string }{
		{"paragraph", a + " x. y\nz\n\n" + b + b, a + " x. y\nz"},
		{"line", a + " x. y\n" + b + b, a + " x. y"},
		{"sentence", a + " x. yyy " + b + b, a + " x."},
		{"word", a + " yyy " + b + b, a + " yyy"},
		{"early paragraph is no place", "x\n\n" + a + " y " + b + b, "x\n\n" + a + " y"},
		{"nowhere", a + b + b, a + strings.Repeat("b", 18)},
		{"emoji stay whole", strings.Repeat("😀", 40), strings.Repeat("😀", 24)},
	} {
		if got, _, _ := strings.Cut(Split(c.text, 60)[0], "\n(1/"); got != c.first {
			t.Errorf("%s: first part %q, want %q", c.name, got, c.first)
		}
	}
	if got := Split("pendek", 60); len(got) != 1 || got[0] != "pendek" {
		t.Errorf("%q", got)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("kalimat satu. kalimat dua\n\nbaru 😀 "+strings.Repeat("x ", 50), 40)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit = 30 + limit&63; !utf8.ValidString(text) || len(text) > 1000 {
			return
		}
		parts := Split(text, limit)
		whole := ""
		for i, p := range parts {
			if units(p) > limit {
				t.Fatalf("part of %d units, limit %d", units(p), limit)
			}
			if len(parts) > 1 {
				p = strings.TrimSuffix(p, fmt.Sprintf("\n(%d/%d)", i+1, len(parts)))
			}
			whole += p
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		if bare.Replace(whole) != bare.Replace(text) {
			t.Fatalf("%q became %q", text, parts)
		}
	})
}
