package sqlite_test

import (
	"testing"

	"lopo/store"
	"lopo/store/sessionstest"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

func TestSessions(t *testing.T) {
	sessionstest.Run(t, func(t *testing.T) store.Sessions { return sqlite.Sessions{Ledger: sqlitetest.Open(t)} })
}
