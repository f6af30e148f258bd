package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lopo/store"
	"lopo/store/sqlite"
)

// cityWith is a folder with the data of Kota Kupang and some facts that staff have set, "siaran_jam,00.00-24.00".
func cityWith(t testing.TB, facts ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../store/city/kupang")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "facts.csv")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	for _, fact := range facts {
		key, _, _ := strings.Cut(fact, ",")
		lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, key+",") })
		lines = append(lines, fact+",uji,2026")
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// always lets notices go out at any hour, so that a test does not depend on when it runs.
const always = "siaran_jam,00.00-24.00"

// subscribe makes chats those of residents who wrote and asked for general news.
func subscribe(t testing.TB, db, channel string, chats ...string) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+db+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	tx, err := raw.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, chat := range chats {
		if _, err := tx.Exec(`INSERT INTO contacts (channel, chat, first, seen, consents, topics) VALUES (?, ?, 1, unixepoch() / 86400, 'siaran=1', 'umum')
			ON CONFLICT DO UPDATE SET consents = excluded.consents, topics = excluded.topics`, channel, chat); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

var codeForm = regexp.MustCompile(`Ketik ([A-Z0-9]{4}) untuk`)

// confirms runs a command that asks for a code: it is shown with the announcement, and typed.
func (o *office) confirms(args ...string) string {
	o.Helper()
	out, code := o.run(args...)
	m := codeForm.FindStringSubmatch(out)
	if code == 0 || m == nil {
		o.Fatalf("%v asked for no code:\n%s", args, out)
	}
	return o.does(append(args, "--code", m[1])...)
}

var refForm = regexp.MustCompile(`PGM-\d{4}-\d{4}(-R\d)?`)

// announces writes an announcement, or takes up the draft of one, and brings it to where it runs.
func (o *office) announces(text string, more ...string) (ref string) {
	o.Helper()
	out := o.does(append([]string{"announce", "draft", "--by", "Ibu Ana", "--text", text}, more...)...)
	ref = refForm.FindString(out)
	o.sends(ref)
	return ref
}

func (o *office) sends(ref string) {
	o.Helper()
	o.does("announce", "test", ref, "--here", "--by", "Ibu Ana")
	o.does("announce", "submit", ref, "--by", "Ibu Ana")
	o.confirms("announce", "approve", ref, "--by", "Pak Budi")
	o.confirms("announce", "start", ref, "--by", "Ibu Ana")
}

// staffed is an office with somebody who writes and somebody who approves.
func staffed(t testing.TB, set ...string) *office {
	t.Helper()
	o := newOffice(t, set...)
	o.does("staff", "add", "Ibu Ana", "--role", "admin")
	o.does("staff", "add", "Pak Budi", "--role", "approver", "--by", "Ibu Ana")
	return o
}

// progress reads how far an announcement is, proved by counting, and where it stands.
func progress(t testing.TB, db, ref string) (store.Progress, store.Stage) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+db+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	read := func(query string) (p store.Progress) {
		rows, err := raw.Query(query, ref)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var list []store.Count
		for rows.Next() {
			var c store.Count
			if err := rows.Scan(&c.Channel, &c.Fate, &c.N); err != nil {
				t.Fatal(err)
			}
			list = append(list, c)
		}
		return store.Sum(list)
	}
	tx, err := raw.Begin() // both as of one moment
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	kept := read(`SELECT channel, state, n FROM tallies t JOIN announcements a ON a.id = t.announcement WHERE a.ref = ?`)
	var stage store.Stage
	if err := raw.QueryRow(`SELECT stage FROM announcements WHERE ref = ?`, ref).Scan(&stage); err != nil {
		t.Fatal(err)
	}
	if stage.Over() {
		if counted := read(`SELECT channel, state, count(*) FROM deliveries d JOIN announcements a ON a.id = d.announcement WHERE a.ref = ? GROUP BY channel, state`); counted != kept {
			t.Errorf("the tallies say %+v, the deliveries %+v", kept, counted)
		}
	}
	return kept, stage
}

// file writes a file into the office.
func (o *office) file(name, content string) string {
	o.Helper()
	if err := os.WriteFile(o.path(name), []byte(content), 0o600); err != nil {
		o.Fatal(err)
	}
	return o.path(name)
}

// started brings an announcement to where it runs.
func started(t testing.TB, l *sqlite.Ledger, a store.Announcement) store.Announcement {
	t.Helper()
	err := l.Do(t.Context(), func(tx *sqlite.Tx) (err error) {
		a, err = tx.NewAnnouncement(a, "Ana", now())
		return err
	})
	for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}, {Act: store.ActStart, By: "Ana"}} {
		if err == nil {
			a, err = l.TakeStep(t.Context(), a.Ref, s, nil, now())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// contactsOf are the chats of a channel that have written.
func contactsOf(t testing.TB, db, channel string) (chats []string) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+db)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	rows, err := raw.Query(`SELECT chat FROM contacts WHERE channel = ?`, channel)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var chat string
		if err := rows.Scan(&chat); err != nil {
			t.Fatal(err)
		}
		chats = append(chats, chat)
	}
	return chats
}

func containsAll(text string, words ...string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
