package bottest

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // another program's view of the files
)

// Raw is a connection of another program to the ledger's file. It ends with the test.
func (h *House) Raw() *sql.DB {
	h.Helper()
	db, err := sql.Open("sqlite", "file:"+h.Path()+"?_pragma=busy_timeout(5000)")
	h.Must(err)
	h.Cleanup(func() { db.Close() })
	return db
}

// Exec does something to the file that the program never would.
func (h *House) Exec(db *sql.DB, statement string) {
	h.Helper()
	_, err := db.Exec(statement)
	h.Must(err)
}

// Lying lists where a word lies open: in any file of the house, byte by byte, or in Redis.
func (h *House) Lying(word string) (where []string) {
	h.Helper()
	files, err := os.ReadDir(h.Dir)
	h.Must(err)
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(h.Dir, f.Name()))
		h.Must(err)
		if bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(word))) {
			where = append(where, f.Name())
		}
	}
	if h.Redis == nil {
		return where
	}
	for _, key := range h.Redis.Do("KEYS", "*").([]any) {
		content := h.Redis.Do("GET", key).(string)
		if strings.Contains(strings.ToLower(key.(string)+" "+content), strings.ToLower(word)) {
			where = append(where, "redis "+key.(string))
		}
	}
	return where
}
