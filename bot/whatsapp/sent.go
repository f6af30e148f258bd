package whatsapp

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// remember is for how long what was sent is kept: as long as WhatsApp keeps messages for a phone that is off.
const remember = 14 * 24 * time.Hour

const purgeEvery = time.Hour

// Reach is how far a message came. It never goes back, whatever order the news of it come in.
type Reach int

const (
	Tried     Reach = iota // it may have left
	Taken                  // WhatsApp has it
	Delivered              // it is on her phone
	Read                   // she opened it; that she did not means nothing, since phones can hide it
)

// messageID is the id of part n of what goes out under a key: known before the send and the same at every repetition, also in another
// process. To who has not our secret it looks like any other.
func (c *Channel) messageID(key string, n int) types.MessageID {
	return whatsmeow.WebMessageIDPrefix + strings.ToUpper(c.o.Seal.Hash("whatsapp id", key+"\x00"+strconv.Itoa(n))[:18])
}

// Reached tells how far the message with this id (see Send) came, and since when. ok is false when it is not known here (any more).
func (c *Channel) Reached(ctx context.Context, id string) (r Reach, since time.Time, ok bool, err error) {
	var at int64
	err = c.file.db.QueryRowContext(ctx, `SELECT reach, since FROM lopo_sent WHERE id = ?`, id).Scan(&r, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, time.Time{}, false, nil
	}
	if err != nil {
		return 0, time.Time{}, false, fmt.Errorf("read what was sent: %w", err)
	}
	return r, time.Unix(at, 0).UTC(), true, nil
}

// putSent keeps what is about to be sent and reports how far an earlier try of the same came.
func (f *file) putSent(ctx context.Context, chat string, p piece, now time.Time) (r Reach, err error) {
	body, err := proto.Marshal(p.body)
	if err != nil {
		return 0, err
	}
	told := untold
	if p.notice {
		told = Taken // that it was taken, Send itself tells
	}
	err = f.db.QueryRowContext(ctx, `INSERT INTO lopo_sent (id, chat, body, at, reach, since, first, n, told) VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET id = id RETURNING reach`, p.id, chat, f.box.Seal(body), now.Unix(), now.Unix(), p.first, p.n, told).Scan(&r)
	if err != nil {
		return 0, fmt.Errorf("keep what is sent: %w", err)
	}
	return r, nil
}

// dropSent forgets what WhatsApp did not take.
func (f *file) dropSent(ctx context.Context, id string) error {
	_, err := f.db.ExecContext(ctx, `DELETE FROM lopo_sent WHERE id = ? AND reach = 0`, id)
	return err
}

// sent is a part of a message as it went out.
type sent struct {
	id   types.MessageID
	chat string // she may be known by another one since
	body *waE2E.Message
	at   time.Time
}

// parts are all parts of the message with this id (see Send), in order; none when it is not known here (any more).
func (f *file) parts(ctx context.Context, id string) (list []sent, err error) {
	rows, err := f.db.QueryContext(ctx, `SELECT id, chat, body, at FROM lopo_sent WHERE id = ?1 OR first = ?1 AND first <> '' ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("read what was sent: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		p := sent{body: &waE2E.Message{}}
		var sealed []byte
		var at int64
		if err := rows.Scan(&p.id, &p.chat, &sealed, &at); err != nil {
			return nil, fmt.Errorf("read what was sent: %w", err)
		}
		if p.at = time.Unix(at, 0); f.unseal(sealed, p.body) != nil {
			return nil, nil // sealed with another key
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// setBody changes what a phone gets that asks for a message again: not what was wrong and has been put right.
func (f *file) setBody(ctx context.Context, id types.MessageID, m *waE2E.Message) error {
	body, err := proto.Marshal(m)
	if err == nil {
		_, err = f.db.ExecContext(ctx, `UPDATE lopo_sent SET body = ? WHERE id = ?`, f.box.Seal(body), id)
	}
	if err != nil {
		return fmt.Errorf("change what was sent: %w", err)
	}
	return nil
}

func (f *file) unseal(sealed []byte, m *waE2E.Message) error {
	body, err := f.box.Open(sealed)
	if err != nil {
		return err
	}
	return proto.Unmarshal(body, m)
}

func (f *file) sentByUs(ctx context.Context, id string) (ours bool, err error) {
	if err = f.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM lopo_sent WHERE id = ?)`, id).Scan(&ours); err != nil {
		return false, fmt.Errorf("look for what was sent: %w", err)
	}
	return ours, nil
}

func (f *file) reach(ctx context.Context, r Reach, at time.Time, ids ...types.MessageID) error {
	list, err := json.Marshal(ids)
	if err == nil {
		_, err = f.db.ExecContext(ctx, `UPDATE lopo_sent SET reach = ?1, since = ?2 WHERE id IN (SELECT value FROM json_each(?3)) AND reach < ?1`, r, at.Unix(), string(list))
	}
	if err != nil {
		return fmt.Errorf("note how far a message came: %w", err)
	}
	return nil
}

// purge forgets what is too old, now and then.
func (c *Channel) purge(ctx context.Context) {
	now := c.o.Now()
	if last := c.purged.Load(); now.Unix()-last < int64(purgeEvery/time.Second) || !c.purged.CompareAndSwap(last, now.Unix()) {
		return
	}
	if _, err := c.file.db.ExecContext(ctx, `DELETE FROM lopo_sent WHERE at < ?`, now.Add(-remember).Unix()); err != nil {
		c.trouble(ctx, "forget what was sent long ago", err)
	}
}

// forRetry finds what a phone asks for again. It asks by the id alone: the address may be another than the one written to.
func (f *file) forRetry(log *slog.Logger) func(_, _ types.JID, id types.MessageID) *waE2E.Message {
	return func(_, _ types.JID, id types.MessageID) *waE2E.Message {
		var sealed []byte
		err := f.db.QueryRow(`SELECT body FROM lopo_sent WHERE id = ?`, string(id)).Scan(&sealed)
		m := &waE2E.Message{}
		if err == nil && f.unseal(sealed, m) == nil && proto.Size(m) > 0 { // nothing is left of what was taken back
			return m
		}
		log.Info("a phone asked again for a message that is no longer here")
		return nil
	}
}
