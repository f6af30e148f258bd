package sqlite_test

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

var freeze = flag.Bool("freeze", false, "write a first schema where there is none; once released it never changes again")

// frozen is a ledger of the first release as SQL: its schema, and a row of everything, sealed with the key of the tests.
const frozen = "testdata/first.sql"

// contents are what first.sql has in it, and what must still be readable after every migration to come.
var contents = store.Registration{Number: "KPG-2026-0001", Of: store.Address{Channel: "telegram", Chat: "7"}, Batch: 1, Flags: "age",
	Applicant: store.Applicant{Name: "Maria Nale", Born: "1998-06-12", Gender: "P", Kelurahan: "Naikoten Satu", Education: "sma", Work: "bekerja",
		Phone: "+6281234567890", NIK: "5371045206980001"}}

// fillFrozen puts a row into every table that has people in it.
func fillFrozen(t *testing.T, l *sqlite.Ledger) {
	t.Helper()
	b := batch("menjahit-2026-1", 20, 2, true)
	b.Starts, b.Training.AskNIK, b.Training.Requirements = noon.AddDate(0, 1, 0), true, []string{"KTP"}
	if err := l.PutBatches(t.Context(), []store.Batch{b}, "Ibu Ana", noon); err != nil {
		t.Fatal(err)
	}
	if err := l.PutStaff(t.Context(), store.Staff{Name: "Ibu Ana", Role: store.Admin}, "Ibu Ana", noon); err != nil {
		t.Fatal(err)
	}
	of := contents.Of
	err := l.Do(t.Context(), func(tx *sqlite.Tx) error {
		return errors.Join(tx.Meet(of, noon), tx.Apply(of, []store.Effect{
			store.RecordConsent{Consent: store.Consent{Purpose: "training", Version: "v1", At: noon, Given: true}},
			store.Register{Registration: contents},
			store.SaveDraft{Draft: store.Draft{Flow: "training", Version: 1, Slots: map[string]string{"name": "Maria Nale"}, Started: noon, Touched: noon}},
			store.OpenTicket{Ticket: store.Ticket{Number: "T-0001", Text: "Kapan mulai?", Kelurahan: "Alak", Context: "menu.pick"}},
			store.SetOptOut{Topic: "lowongan", Out: true},
			store.Flag{Why: "echo", Until: noon},
		}, noon), tx.PutSession(store.Session{Of: of, Rev: 3, Flow: "menu", Step: "pick"}, noon), post("telegram:7/m1/0")(tx))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Arrive(t.Context(), noon, store.Message{ID: "m1", From: of, Kind: store.Text, Text: "halo", At: noon}); err != nil {
		t.Fatal(err)
	}
}

// schema lists what a database is made of, in the order in which it was made.
func schema(t *testing.T, db *sql.DB, kinds string) (list []string) {
	t.Helper()
	return texts(t, db, `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND instr(?, type) > 0 ORDER BY rowid`, kinds)
}

func texts(t *testing.T, db *sql.DB, query string, args ...any) (list []string) {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// dump writes a database as SQL: tables, rows, then what watches over them.
func dump(t *testing.T, db *sql.DB) string {
	t.Helper()
	out := schema(t, db, "table")
	for _, table := range texts(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`) {
		columns := texts(t, db, `SELECT 'quote("' || name || '")' FROM pragma_table_info(?)`, table)
		out = append(out, texts(t, db, fmt.Sprintf(`SELECT 'INSERT INTO %s VALUES (' || %s || ')' FROM %s`, table, strings.Join(columns, ` || ', ' || `), table))...)
	}
	return strings.Join(append(out, schema(t, db, "index trigger view")...), ";\n") + ";\n"
}

// thaw makes a ledger file of the first release.
func thaw(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(frozen)
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/lopo.db"
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(string(content)); err != nil {
		t.Fatal(err)
	}
	return path
}

// The first schema is what it was at the release: whoever wants another one writes a migration.
func TestAccept39FirstSchemaIsFrozen(t *testing.T) {
	if _, err := os.Stat(frozen); *freeze && errors.Is(err, fs.ErrNotExist) {
		l := sqlitetest.Open(t)
		fillFrozen(t, l)
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(frozen, []byte(dump(t, file(t, l))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	fresh, err := sql.Open("sqlite", "file:"+t.TempDir()+"/first.db")
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	first, err := os.ReadFile("migrations/0001_ledger.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, _, _ := strings.Cut(string(first), "-- +goose Down")
	if _, err := fresh.Exec(up); err != nil {
		t.Fatal(err)
	}
	old, err := sql.Open("sqlite", "file:"+thaw(t))
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	want := map[string]bool{}
	for _, s := range schema(t, old, "table index trigger view") {
		want[s] = true
	}
	for _, s := range schema(t, fresh, "table index trigger view") {
		if !want[s] {
			t.Errorf("migrations/0001_ledger.sql was edited after its release; write a new migration instead:\n%s", s)
		}
		delete(want, s)
	}
	for s := range want {
		if !strings.Contains(s, "goose_db_version") {
			t.Errorf("missing from migrations/0001_ledger.sql:\n%s", s)
		}
	}
}

// A ledger of the first release opens in today's program, becomes what a new one is, and keeps everything.
func TestAccept39MigrateUp(t *testing.T) {
	path := thaw(t)
	for range 2 { // the second time there is nothing to do
		l := sqlitetest.At(t, path)
		rows, err := l.Registrations(t.Context())
		if err != nil || len(rows) != 1 || rows[0].Applicant != contents.Applicant || rows[0].Number != contents.Number || rows[0].Status != store.Offered {
			t.Errorf("%+v, %v", rows, err)
		}
		err = l.Do(t.Context(), func(tx *sqlite.Tx) error {
			f, err := tx.Facts(contents.Of, noon, store.Need{Applicant: &contents.Applicant, Batch: 1})
			if err != nil {
				return err
			}
			if f.Twin == nil || !f.Twin.Own || f.Draft == nil || f.Draft.Slots["name"] != "Maria Nale" || len(f.Tickets) != 1 || f.Tickets[0].Text != "Kapan mulai?" ||
				f.Contact.Consents["training"] != "v1" || !f.Contact.OptOut["lowongan"] || f.NextNumber != "KPG-2026-0002" {
				t.Errorf("facts %+v", f)
			}
			s, err := tx.Session(contents.Of)
			if s.Rev != 3 || s.Flow != "menu" {
				t.Errorf("session %+v", s)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if list, err := l.Waiting(t.Context(), noon, 0, 10); err != nil || len(list) == 0 || list[0].Message.Text != "halo" && list[len(list)-1].Message.Text != "halo" {
			t.Errorf("inbox %+v, %v", list, err)
		}
		do(t, l, contents.Of, store.AskLoan{Inquiry: store.LoanInquiry{Kelurahan: "Alak", Business: "las", Need: "kawat las"}})
		if got := read(t, l, contents.Of, store.Need{Inquiries: true, Search: "nib", Loan: "Alak"}); len(got.Inquiries) == 0 || got.Inquiries[0].Need != "kawat las" || got.Loan != nil {
			t.Errorf("%+v", got)
		}
		if got := schema(t, file(t, l), "table index trigger view"); len(got) != len(schema(t, file(t, sqlitetest.Open(t)), "table index trigger view")) {
			t.Errorf("%d parts in a migrated ledger", len(got))
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

// The driver ignores a pragma that it does not know, in silence.
func TestAccept39PragmasAreOn(t *testing.T) {
	l := sqlitetest.Open(t)
	for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "10000"} {
		if got, err := l.Pragma(t.Context(), name); err != nil || got != want {
			t.Errorf("PRAGMA %s is %q, want %q (%v)", name, got, want, err)
		}
	}
}

// A file that another key sealed is refused at once, whole and untouched.
func TestWrongKey(t *testing.T) {
	path := thaw(t)
	if _, err := sqlite.Open(t.Context(), path, sqlitetest.OtherBox(t), nil); !errors.Is(err, sqlite.ErrWrongKey) {
		t.Errorf("another key: %v", err)
	}
	sqlitetest.At(t, path).Close()
}
