// Package sqlitetest opens real ledgers for tests.
package sqlitetest

import (
	"context"
	"path/filepath"
	"testing"

	"lopo/store/city"
	"lopo/store/seal"
	"lopo/store/sqlite"
)

// Secret is the key of every ledger that tests make.
var Secret = []byte("a secret key for the tests only!")

// Box seals with Secret.
func Box(t testing.TB) *seal.Box {
	t.Helper()
	box, err := seal.New(Secret)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

// Open makes a ledger in a folder of its own and closes it at the end of the test.
func Open(t testing.TB) *sqlite.Ledger {
	t.Helper()
	l := At(t, filepath.Join(t.TempDir(), "lopo.db"))
	t.Cleanup(func() { l.Close() })
	return l
}

// At opens the ledger at a path; the test closes it.
func At(t testing.TB, path string) *sqlite.Ledger {
	t.Helper()
	l, err := sqlite.Open(context.Background(), path, Box(t), city.Default())
	if err != nil {
		t.Fatal(err)
	}
	if _, benchmark := t.(*testing.B); !benchmark {
		l.Doubt(func(remembered, read string) { t.Errorf("the ledger remembers\n%s\nand has\n%s", remembered, read) })
	}
	return l
}

// OtherBox seals with a key that fits no ledger of the tests.
func OtherBox(t testing.TB) *seal.Box {
	t.Helper()
	box, err := seal.New([]byte("some other key, of somebody else"))
	if err != nil {
		t.Fatal(err)
	}
	return box
}
