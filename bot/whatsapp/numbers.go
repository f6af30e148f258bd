package whatsapp

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// Numbers tells who stands behind phone numbers, as far as an account has learned it: people appear by an id of their own, and WhatsApp tells the
// number that belongs to it only for some.
type Numbers struct {
	chats map[string][]string // by number, E.164
	named map[string]bool     // chats whose number is known
}

// ReadNumbers reads them from the file of an account, also while that runs. It asks nobody else. A file that is not there knows nobody.
func ReadNumbers(ctx context.Context, path string) (n Numbers, err error) {
	n = Numbers{chats: map[string][]string{}, named: map[string]bool{}}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return n, nil
	}
	db, err := sql.Open("sqlite", dsn(path)+"&_pragma=query_only(1)")
	if err != nil {
		return n, fmt.Errorf("open the account's file: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name IN ('lopo_alias', 'whatsmeow_lid_map')`).Scan(&tables); err != nil {
		return n, fmt.Errorf("open the account's file: %w", err)
	}
	if tables < 2 { // made, and never used
		return n, nil
	}
	for _, query := range []string{`SELECT jid, chat FROM lopo_alias`, `SELECT pn || '@s.whatsapp.net', lid || '@lid' FROM whatsmeow_lid_map`} {
		if err := n.read(ctx, db, query); err != nil {
			return n, fmt.Errorf("read numbers: %w", err)
		}
	}
	return n, nil
}

// read takes in pairs of an address and the chat that it is known as.
func (n Numbers) read(ctx context.Context, db *sql.DB, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var address, chat string
		if err := rows.Scan(&address, &chat); err != nil {
			return err
		}
		if jid, err := types.ParseJID(address); err == nil && jid.Server == types.DefaultUserServer {
			phone := "+" + jid.User
			n.chats[phone], n.named[chat] = append(n.chats[phone], chat), true
		}
	}
	return rows.Err()
}

// Chats are the chats by which the holder of a number (E.164) may be known.
func (n Numbers) Chats(phone string) []string {
	return append([]string{ChatOf(phone)}, n.chats[phone]...)
}

// Nameless reports whether a chat is somebody's whose number is not known: no list of numbers can name her.
func (n Numbers) Nameless(chat string) bool {
	return strings.HasSuffix(chat, "@"+types.HiddenUserServer) && !n.named[chat]
}
