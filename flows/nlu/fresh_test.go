package nlu_test

import (
	"os"
	"strings"
	"testing"
)

// freshLines reads a test set of a text, its intent and its register. It was written before anything was read with the weights of its day.
func freshLines(t testing.TB) (set []gold) {
	t.Helper()
	b, err := os.ReadFile("testdata/fresh.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		c := strings.Split(line, "\t")
		if len(c) != 3 {
			t.Fatalf("%q: %d columns", line, len(c))
		}
		set = append(set, gold{text: c[0], intent: c[1], register: c[2]})
	}
	return set
}
