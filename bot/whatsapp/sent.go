package whatsapp

import (
	"context"
	"database/sql"
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
func (f *file) putSent(ctx context.Context, id, chat string, m *waE2E.Message, now time.Time) (r Reach, err error) {
	body, err := proto.Marshal(m)
	if err != nil {
		return 0, err
	}
	err = f.db.QueryRowContext(ctx, `INSERT INTO lopo_sent (id, chat, body, at, reach, since) VALUES (?, ?, ?, ?, 0, ?)
		ON CONFLICT (id) DO UPDATE SET id = id RETURNING reach`, id, chat, f.box.Seal(body), now.Unix(), now.Unix()).Scan(&r)
	if err != nil {
		return 0, fmt.Errorf("keep what is sent: %w", err)
	}
	return r, nil
}

func (f *file) sentByUs(ctx context.Context, id string) (ours bool, err error) {
	if err = f.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM lopo_sent WHERE id = ?)`, id).Scan(&ours); err != nil {
		return false, fmt.Errorf("look for what was sent: %w", err)
	}
	return ours, nil
}

func (f *file) reach(ctx context.Context, id string, r Reach, now time.Time) error {
	if _, err := f.db.ExecContext(ctx, `UPDATE lopo_sent SET reach = ?, since = ? WHERE id = ? AND reach < ?`, r, now.Unix(), id, r); err != nil {
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
		c.log.Error("forget what was sent long ago", "err", err)
	}
}

// forRetry finds what a phone asks for again. It asks by the id alone: the address may be another than the one written to.
func (f *file) forRetry(log *slog.Logger) func(_, _ types.JID, id types.MessageID) *waE2E.Message {
	return func(_, _ types.JID, id types.MessageID) *waE2E.Message {
		var sealed []byte
		err := f.db.QueryRow(`SELECT body FROM lopo_sent WHERE id = ?`, string(id)).Scan(&sealed)
		if err == nil {
			var body []byte
			m := &waE2E.Message{}
			if body, err = f.box.Open(sealed); err == nil && proto.Unmarshal(body, m) == nil {
				return m
			}
		}
		log.Info("a phone asked again for a message that is no longer here")
		return nil
	}
}
