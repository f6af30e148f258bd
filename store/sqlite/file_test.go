package sqlite_test

import (
	"database/sql"
	"testing"

	"lopo/store/sqlite"
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
