// Package sqlitetest opens real ledgers for tests.
package sqlitetest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
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

// empty is a new ledger, as a file: to bring each to the newest schema would take longer than most tests do.
var empty = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "lopo")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	box, err := seal.New(Secret)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "lopo.db")
	l, err := sqlite.Open(context.Background(), path, box, city.Default())
	if err != nil {
		return nil, err
	}
	if err := l.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// begin puts an empty ledger where there is none yet.
func begin(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := empty()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, file, 0o600)
}

// At opens the ledger at a path; the test closes it.
func At(t testing.TB, path string) *sqlite.Ledger {
	t.Helper()
	if err := begin(path); err != nil {
		t.Fatal(err)
	}
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
