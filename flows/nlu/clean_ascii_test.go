package nlu

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCleanASCIIAgrees holds the short way to the long one.
func TestCleanASCIIAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const letters = "aabbAAzZ09 .,!?'-\t\n()"
	for range 20000 {
		b := make([]byte, r.IntN(40))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		short, ok := cleanASCII(string(b))
		if long := cleanRunes(string(b), true); !ok || short != long {
			t.Fatalf("%q: %q, the long way %q", b, short, long)
		}
		if short, ok := wordsASCII(string(b)); ok && !slices.Equal(short, wordsRunes(string(b))) {
			t.Fatalf("%q: %q, the long way %q", b, short, wordsRunes(string(b)))
		}
	}
}

// TestSlipsAgree holds the short way to count one slip to the long one, which two is.
func TestSlipsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		b := make([]byte, r.IntN(7))
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	for range 200000 {
		a, b := word(), word()
		if short, long := distance(a, b, 1), min(distance(a, b, 2), 2); short != long {
			t.Fatalf("%q, %q: %d, the long way %d", a, b, short, long)
		}
	}
}
