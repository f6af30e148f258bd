package main

import (
	"database/sql"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"lopo/bot/bottest"
	"lopo/store"
)

// Export masks by default. Whole numbers need an admin and a reason, and leave a trace.
func TestAccept36Export(t *testing.T) {
	a := bottest.Maria(0)
	o := stocked(t)
	o.does("staff", "add", "Pak Budi", "--role", "operator", "--by", "Ibu Ana")
	o.does("staff", "add", "Ibu Cita", "--role", "admin", "--by", "Ibu Ana")
	o.does("staff", "revoke", "Ibu Cita", "--by", "Ibu Ana")
	s := o.serve()
	b := bottest.NewBrowser(t, s.URL)
	for _, text := range a.Lines() {
		b.Ask(text)
	}
	s.stop()
	if row := o.exported()[0]; row["NIK"] != store.MaskNIK(a.NIK) || row["HP"] != store.MaskPhone(a.Phone) {
		t.Errorf("masked: %v", row)
	}
	for _, list := range []string{o.does("registrations", "list"), o.does("registrations", "show", "KPG-2026-0001")} {
		for _, word := range a.Secrets()[1:] {
			if strings.Contains(list, word) {
				t.Errorf("%q is shown in\n%s", word, list)
			}
		}
	}
	path := o.path("whole.csv")
	o.refuses("--reason", "export", "registrations", path, "--unmask", "--by", "Ibu Ana")
	o.refuses("tidak berwenang", "export", "registrations", path, "--unmask", "--by", "Pak Budi", "--reason", "ingin tahu")
	o.refuses("tidak berwenang", "export", "registrations", path, "--unmask", "--by", "Ibu Cita", "--reason", "ingin tahu")
	o.refuses("tidak ada petugas", "export", "registrations", path, "--unmask", "--reason", "ingin tahu")
	if n := o.audited("export unmasked"); len(n) != 0 {
		t.Errorf("refused, and in the audit: %v", n)
	}
	row := o.exported("--unmask", "--by", "Ibu Ana", "--reason", "daftar hadir")[0]
	whole := func(cell string) string { return strings.TrimPrefix(cell, "'") } // the mark that keeps a spreadsheet from rounding it
	if whole(row["NIK"]) != a.NIK || whole(row["HP"]) != a.Phone {
		t.Errorf("unmasked: %v", row)
	}
	if got := o.audited("export unmasked"); len(got) != 1 || got[0] != "Ibu Ana: daftar hadir" {
		t.Errorf("audit %v", got)
	}
}

// audited lists who did something, and why.
func (o *office) audited(action string) (list []string) {
	o.Helper()
	db, err := sql.Open("sqlite", "file:"+o.path("lopo.db"))
	if err != nil {
		o.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT by || ': ' || reason FROM audit WHERE action = ?`, action)
	if err != nil {
		o.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			o.Fatal(err)
		}
		list = append(list, line)
	}
	return list
}
