package nlu

import (
	"math/rand/v2"
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
	}
}
