package bottest

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
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

// Lying lists where words lie open: in any file of the house, byte by byte, or in Redis.
func (h *House) Lying(words ...string) (where []string) {
	h.Helper()
	look := func(place string, content []byte) {
		content = bytes.ToLower(content)
		for _, w := range words {
			if bytes.Contains(content, []byte(strings.ToLower(w))) {
				where = append(where, fmt.Sprintf("%q in %s", w, place))
			}
		}
	}
	h.Must(filepath.WalkDir(h.Dir, func(path string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		look(f.Name(), content)
		return err
	}))
	if h.Redis == nil {
		return where
	}
	for _, key := range h.Redis.Do("KEYS", "*").([]any) {
		look("redis "+key.(string), []byte(key.(string)+" "+h.Redis.Do("GET", key).(string)))
	}
	return where
}
