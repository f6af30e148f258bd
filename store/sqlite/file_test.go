package sqlite_test

import (
	"database/sql"
	"sync"
	"testing"

	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// file is a connection of another program to the ledger's file.
func file(t testing.TB, l *sqlite.Ledger) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+l.Path()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// A command that is started together with the bot, on a new file: both open it.
func TestOpenTogether(t *testing.T) {
	path := t.TempDir() + "/lopo.db"
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			l, err := sqlite.Open(t.Context(), path, sqlitetest.Box(t), nil)
			if err != nil {
				t.Error(err)
				return
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
