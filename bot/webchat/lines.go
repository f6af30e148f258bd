package webchat

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite"

	"lopo/store"
	"lopo/store/seal"
)

const (
	retention  = 30 * 24 * time.Hour
	purgeEvery = time.Hour
	// doubt is the age at which a line that was never confirmed no longer holds back the lines after it: its POST is long over.
	doubt = time.Minute
	// deliverTime bounds one delivery; well below doubt.
	deliverTime = 10 * time.Second
)

// line is one bubble.
type line struct {
	n      int64  // rises by time, never used twice: the event id, and the place in the conversation
	chat   string // whose page
	mine   bool   // written by the visitor
	key    string // the visitor's: store.Message.ID; ours: Outgoing.Key
	kind   store.Kind
	sealed sealed
	ask    string
	at     time.Time
}

// sealed is what cannot be read in the file.
type sealed struct {
	Text    string         `json:"t"`
	Label   string         `json:"l,omitempty"` // a tap shows the choice's label, and says its value
	Choices []store.Choice `json:"c,omitempty"`
	Media   *store.Media   `json:"m,omitempty"`
	Edited  bool           `json:"e,omitempty"`
	Revoked bool           `json:"r,omitempty"` // its key stays, so that it is not shown anew
}

func (l line) message() store.Message {
	return store.Message{ID: l.key, From: store.Address{Channel: Name, Chat: l.chat}, Kind: l.kind, Text: l.sealed.Text, Ask: l.ask, At: l.at}
}

// lines is the file.
type lines struct {
	db     *sql.DB
	seal   *seal.Box
	now    func() time.Time
	purged atomic.Int64 // when the last purge began, Unix seconds
}

// FULL: a line that the visitor saw accepted survives a power cut. secure_delete: a forgotten line is overwritten, not just unlinked.
const pragmas = "_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)"

// The table is a display that lives thirty days, so there are no migrations: a change of shape takes a new table name and lets the old one
// go. AUTOINCREMENT, since event ids must not come back after Forget. One key shows one line, however often it is sent.
const schema = `
CREATE TABLE IF NOT EXISTS line (
	n      INTEGER PRIMARY KEY AUTOINCREMENT,
	chat   TEXT    NOT NULL,
	mine   INTEGER NOT NULL CHECK (mine IN (0, 1)),
	key    TEXT    NOT NULL,
	kind   TEXT    NOT NULL,
	sealed BLOB    NOT NULL,
	ask    TEXT    NOT NULL,
	at     INTEGER NOT NULL, -- Unix milliseconds
	sure   INTEGER NOT NULL CHECK (sure IN (0, 1)), -- 0: the visitor's, written here but not yet known to be delivered
	UNIQUE (chat, mine, key)
) STRICT;
CREATE INDEX IF NOT EXISTS line_of_chat ON line (chat, n);
CREATE INDEX IF NOT EXISTS line_by_age ON line (at);
CREATE INDEX IF NOT EXISTS line_in_doubt ON line (chat, n) WHERE sure = 0;
`

func openLines(path string, box *seal.Box, now func() time.Time) (*lines, error) {
	dsn := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + "?" + pragmas
	if path == "" {
		dsn = "file::memory:?" + pragmas
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open lines: %w", err)
	}
	db.SetMaxOpenConns(4)
	if path == "" { // each connection would be a memory of its own
		db.SetMaxOpenConns(1)
	}
	l := &lines{db: db, seal: box, now: now}
	if _, err := db.Exec(schema); err != nil {
		db.Close()
		return nil, fmt.Errorf("make the table of lines: %w", err)
	}
	if err := l.purge(context.Background()); err != nil {
		db.Close()
		return nil, err
	}
	return l, nil
}

func (l *lines) close() error { return l.db.Close() }

// A repeated key changes nothing and answers with the first line's number.
const insert = `INSERT INTO line (chat, mine, key, kind, sealed, ask, at, sure) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (chat, mine, key) DO NOTHING RETURNING n`

const find = `SELECT n, sure FROM line WHERE chat = ? AND mine = ? AND key = ?`

// add writes a line and returns its number. known: the key was there before, and sure. The visitor's own line is added unsure before it is
// delivered, so that no answer can stand above it; it shows after confirm.
func (l *lines) add(ctx context.Context, x line, sure bool) (n int64, known bool, err error) {
	content, err := json.Marshal(x.sealed)
	if err != nil {
		return 0, false, fmt.Errorf("encode line: %w", err)
	}
	err = l.db.QueryRowContext(ctx, insert, x.chat, x.mine, x.key, string(x.kind), l.seal.Seal(content), x.ask, x.at.UnixMilli(), sure).Scan(&n)
	if err == nil {
		return n, false, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, false, fmt.Errorf("insert line: %w", err)
	}
	if err := l.db.QueryRowContext(ctx, find, x.chat, x.mine, x.key).Scan(&n, &known); err != nil {
		return 0, false, fmt.Errorf("find line: %w", err)
	}
	return n, known, nil
}

func (l *lines) addOurs(ctx context.Context, m store.Outgoing) (int64, error) {
	n, _, err := l.add(ctx, line{chat: m.To.Chat, key: m.Key, kind: store.Text, ask: m.Ask, at: l.now(), sealed: sealed{Text: m.Text, Choices: m.Choices, Media: m.Media}}, true)
	return n, err
}

// begun is when the oldest line of a conversation was written; zero when there is none.
func (l *lines) begun(ctx context.Context, chat string) (time.Time, error) {
	var at int64
	err := l.db.QueryRowContext(ctx, `SELECT at FROM line WHERE chat = ? ORDER BY n LIMIT 1`, chat).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("find the first line: %w", err)
	}
	return time.UnixMilli(at), nil
}

// confirm reports whether the line was still there.
func (l *lines) confirm(ctx context.Context, n int64) (bool, error) {
	result, err := l.db.ExecContext(ctx, `UPDATE line SET sure = 1 WHERE n = ?`, n)
	if err != nil {
		return false, fmt.Errorf("confirm line: %w", err)
	}
	changed, err := result.RowsAffected()
	return changed > 0, err
}

// drop takes back what could not be delivered. A line that another POST confirmed meanwhile stays.
func (l *lines) drop(ctx context.Context, n int64) error {
	if _, err := l.db.ExecContext(ctx, `DELETE FROM line WHERE n = ? AND sure = 0`, n); err != nil {
		return fmt.Errorf("drop line: %w", err)
	}
	return nil
}

const columns = `n, chat, mine, key, kind, sealed, ask, at`

// A line in doubt holds back those after it for the moment of its delivery: a reader that had passed it would never go back for it.
const unhindered = ` AND sure = 1 AND n < coalesce((SELECT min(n) FROM line WHERE chat = ?1 AND sure = 0 AND at > ?3), 9223372036854775807)`

const after = `SELECT ` + columns + ` FROM line WHERE chat = ?1 AND n > ?2` + unhindered + ` ORDER BY n LIMIT ?4`

// after lists the lines that follow n, oldest first.
func (l *lines) after(ctx context.Context, chat string, n int64, limit int) ([]line, error) {
	return l.list(ctx, after, chat, n, l.now().Add(-doubt).UnixMilli(), limit)
}

const before = `SELECT * FROM (SELECT ` + columns + ` FROM line WHERE chat = ?1 AND n < ?2` + unhindered + ` ORDER BY n DESC LIMIT ?4) ORDER BY n`

// before lists the last lines in front of n, oldest first.
func (l *lines) before(ctx context.Context, chat string, n int64, limit int) ([]line, error) {
	return l.list(ctx, before, chat, n, l.now().Add(-doubt).UnixMilli(), limit)
}

// doubtful lists what was written and never confirmed. While no POST is under way, that is what a crash left.
func (l *lines) doubtful(ctx context.Context) ([]line, error) {
	return l.list(ctx, `SELECT `+columns+` FROM line WHERE sure = 0 ORDER BY n`)
}

// asked finds the question of a tap, for the label of the choice.
func (l *lines) asked(ctx context.Context, chat, ask string) ([]line, error) {
	return l.list(ctx, `SELECT `+columns+` FROM line WHERE chat = ? AND mine = 0 AND ask = ? ORDER BY n DESC LIMIT 1`, chat, ask)
}

// ours is one of our lines; ok is false when there is none.
func (l *lines) ours(ctx context.Context, chat string, n int64) (x line, ok bool, err error) {
	all, err := l.list(ctx, `SELECT `+columns+` FROM line WHERE chat = ? AND n = ? AND mine = 0`, chat, n)
	if err != nil || len(all) == 0 {
		return line{}, false, err
	}
	return all[0], true, nil
}

// rewrite changes what a line says.
func (l *lines) rewrite(ctx context.Context, x line) error {
	content, err := json.Marshal(x.sealed)
	if err == nil {
		_, err = l.db.ExecContext(ctx, `UPDATE line SET sealed = ?, ask = ? WHERE n = ?`, l.seal.Seal(content), x.ask, x.n)
	}
	if err != nil {
		return fmt.Errorf("rewrite a line: %w", err)
	}
	return nil
}

func (l *lines) list(ctx context.Context, query string, args ...any) ([]line, error) {
	rows, err := l.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list lines: %w", err)
	}
	defer rows.Close()
	var all []line
	for rows.Next() {
		var x line
		var content []byte
		var at int64
		if err := rows.Scan(&x.n, &x.chat, &x.mine, &x.key, &x.kind, &content, &x.ask, &at); err != nil {
			return nil, fmt.Errorf("read line: %w", err)
		}
		x.at = time.UnixMilli(at).UTC()
		content, err := l.seal.Open(content)
		if err != nil {
			continue // sealed with an earlier key: it cannot be shown, and expires
		}
		if err := json.Unmarshal(content, &x.sealed); err != nil {
			return nil, fmt.Errorf("decode line %d: %w", x.n, err)
		}
		all = append(all, x)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list lines: %w", err)
	}
	return all, nil
}

func (l *lines) forget(ctx context.Context, chat string) error {
	if _, err := l.db.ExecContext(ctx, `DELETE FROM line WHERE chat = ?`, chat); err != nil {
		return fmt.Errorf("delete lines: %w", err)
	}
	return nil
}

// A thousand at a time: a delete holds the write lock, and visitors wait behind it.
const expire = `DELETE FROM line WHERE n IN (SELECT n FROM line WHERE at < ? LIMIT 1000)`

func (l *lines) purge(ctx context.Context) error {
	l.purged.Store(l.now().Unix())
	for {
		result, err := l.db.ExecContext(ctx, expire, l.now().Add(-retention).UnixMilli())
		if err != nil {
			return fmt.Errorf("purge lines: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
	}
}

// purgeSometimes purges when the last time is an hour ago. It needs no goroutine: lines come only with use. A failure waits for the next hour.
func (l *lines) purgeSometimes(ctx context.Context) {
	last := l.purged.Load()
	if now := l.now().Unix(); now-last >= int64(purgeEvery/time.Second) && l.purged.CompareAndSwap(last, now) {
		l.purge(ctx)
	}
}
