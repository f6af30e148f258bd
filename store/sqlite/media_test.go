package sqlite_test

import (
	"strings"
	"testing"
	"time"

	"lopo/store/sqlite/sqlitetest"
)

// What a platform calls a file outlives a restart, differs from account to account, and goes when it is worth nothing any more.
func TestRemote(t *testing.T) {
	path := t.TempDir() + "/lopo.db"
	l := sqlitetest.At(t, path)
	sum := strings.Repeat("a", 64)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	is := func(channel, account, want string, until time.Time) {
		t.Helper()
		got, end, err := l.Remote(t.Context(), sum, channel, account)
		if err != nil || got != want || !end.Equal(until) {
			t.Errorf("%s of %s: %q until %v, %v", channel, account, got, end, err)
		}
	}
	is("telegram", "1", "", time.Time{})
	must(l.KeepRemote(t.Context(), sum, "telegram", "1", "file-1", time.Time{}))
	must(l.KeepRemote(t.Context(), sum, "telegram", "2", "file-2", time.Time{}))
	must(l.KeepRemote(t.Context(), sum, "whatsapp", "1", "old", noon))
	must(l.KeepRemote(t.Context(), sum, "whatsapp", "1", "new", noon.Add(24*time.Hour)))
	must(l.Close())
	l = sqlitetest.At(t, path)
	defer l.Close()
	is("telegram", "1", "file-1", time.Time{})
	is("telegram", "2", "file-2", time.Time{})
	is("whatsapp", "1", "new", noon.Add(24*time.Hour))
	must(l.KeepRemote(t.Context(), sum, "telegram", "1", "", time.Time{}))
	must(l.Retain(t.Context(), noon.Add(25*time.Hour)))
	is("telegram", "1", "", time.Time{})
	is("telegram", "2", "file-2", time.Time{})
	is("whatsapp", "1", "", time.Time{})
}
