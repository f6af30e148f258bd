package broadcast_test

import (
	"context"
	"database/sql"
	"testing"

	"lopo/store/sqlite"
)

// meet puts residents into the ledger's file, as they would be after they wrote and chose what they want to be told of.
func meet(t testing.TB, ctx context.Context, l *sqlite.Ledger, list ...resident) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+l.Path()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	put, err := tx.PrepareContext(ctx, `INSERT INTO contacts (channel, chat, first, optout, consents, blocked, topics, kelurahan, band, person, quiet, seen)
		VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.topics == "" {
			p.topics = "umum"
		}
		switch p.consents {
		case "":
			p.consents = "siaran=1"
		case "-":
			p.consents = ""
		}
		if _, err := put.ExecContext(ctx, p.channel, p.chat, p.optout, p.consents, p.blocked, p.topics, p.kelurahan, p.band, p.person, p.quiet, noon.Unix()/86400); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}
