package transcripttest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"lopo/store/seal"
	"lopo/store/sqlite/sqlitetest"
)

// aside are the columns that say nothing of the world: numbers of rows, keyed or sealed copies of what other columns have, the moment and the
// count of tries, which a crash may change. Sealed columns are opened.
var aside = map[string][]string{
	"inbox":    {"id", "body", "tries", "received", "done"},
	"outbox":   {"id", "body", "tries", "doubt", "why", "platform", "made", "done", "due"},
	"meta":     {"value"},
	"erasures": {"id"}, "consents": {"id"}, "flags": {"id"}, "audit": {"id"}, "registrations": {"id"}, "tickets": {"id"}, "loan_inquiries": {"id"}, "articles": {"id"},
}

// tables are compared; sessions are compared as who keeps them gives them back.
var tables = []string{"inbox", "outbox", "drafts", "contacts", "consents", "optouts", "trainings", "batches", "registrations", "tickets", "staff", "audit",
	"flags", "erasures", "counters", "unknowns", "loan_terms", "loan_inquiries", "articles", "link_codes", "staff_chats", "staff_codes", "misses", "groups", "group_codes",
	"schools", "vacancies", "applications", "vacancy_reports", "job_alerts", "vacancy_sent"}

// Dump writes all that a ledger file knows, a line a row, in an order that does not depend on the order of writing. Tables in without are
// left out.
func Dump(t testing.TB, path string, without ...string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	box := sqlitetest.Box(t)
	var lines []string
	for _, table := range tables {
		if slices.Contains(without, table) {
			continue
		}
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(names))
			into := make([]any, len(names))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			b.WriteString(table)
			for i, name := range names {
				if !slices.Contains(aside[table], name) {
					fmt.Fprintf(&b, " %s=%s", name, plain(box, values[i]))
				}
			}
			lines = append(lines, b.String())
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	sort.Strings(lines)
	return lines
}

// plain writes a value; what is sealed is opened.
func plain(box *seal.Box, value any) string {
	sealed, ok := value.([]byte)
	if !ok {
		return fmt.Sprint(value)
	}
	if text, err := box.OpenText(sealed); err == nil {
		return text
	}
	body, err := box.Open(sealed)
	if err != nil {
		return "?"
	}
	var v any
	if json.Unmarshal(body, &v) != nil {
		return string(body)
	}
	again, _ := json.Marshal(v) // keys in order
	return string(again)
}

// Differ reports the lines that only one of two dumps has.
func Differ(t testing.TB, want, got []string) {
	t.Helper()
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("missing: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("too much: %s", line)
		}
	}
	if len(want) != len(got) {
		t.Errorf("%d rows, expected %d", len(got), len(want))
	}
}
