package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"lopo/store"
)

const sqlCounts = `SELECT channel, state, why, n FROM tallies WHERE announcement = ? AND n <> 0 ORDER BY channel, state, why`

func scanCount(rows *sql.Rows) (c store.Count, err error) {
	return c, rows.Scan(&c.Channel, &c.Fate, &c.Why, &c.N)
}

// Counts tells how many deliveries of an announcement stand where. It reads a few rows, however many deliveries there are.
func (l *Ledger) Counts(ctx context.Context, id int64) ([]store.Count, error) {
	rows, err := l.read.QueryContext(ctx, sqlCounts, id)
	list, err := all(rows, err, scanCount)
	if err != nil {
		return nil, fmt.Errorf("read tallies: %w", err)
	}
	return list, nil
}

// GroupCounts is Counts of the posts to groups alone, found by the groups that were ever bound.
func (l *Ledger) GroupCounts(ctx context.Context, id int64) ([]store.Count, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT d.channel, d.state, d.why, count(*) FROM groups g CROSS JOIN deliveries d
		ON d.announcement = ? AND d.channel = g.channel AND d.chat = g.chat WHERE d.grp = 1 GROUP BY d.channel, d.state, d.why`, id)
	list, err := all(rows, err, scanCount)
	if err != nil {
		return nil, fmt.Errorf("count posts to groups: %w", err)
	}
	return list, nil
}

// LeftOut tells how many of an audience do not get an announcement, by reason.
func (l *Ledger) LeftOut(ctx context.Context, id int64) (map[string]int, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT why, n FROM left_out WHERE announcement = ?`, id)
	out := map[string]int{}
	_, err = all(rows, err, func(rows *sql.Rows) (none struct{}, err error) {
		var why string
		var n int
		err = rows.Scan(&why, &n)
		out[why] = n
		return none, err
	})
	return out, err
}

// Deliveries lists the deliveries of an announcement in order of chat, from behind one, up to most of them: a report is read in pieces, so that no
// reader keeps the ledger's log from being written back.
func (l *Ledger) Deliveries(ctx context.Context, id int64, behind store.Address, most int) ([]store.Delivery, error) {
	rows, err := l.read.QueryContext(ctx, sqlDeliveryColumns+` WHERE announcement = ? AND (channel, chat) > (?, ?) ORDER BY channel, chat LIMIT ?`,
		id, behind.Channel, behind.Chat, most)
	list, err := all(rows, err, scanDelivery)
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	return list, nil
}

// SawVersion counts, by channel, who was reached by a text that was replaced since.
func (l *Ledger) SawVersion(ctx context.Context, id int64, before int) (map[string]int, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT channel, count(*) FROM deliveries WHERE announcement = ? AND state IN (2, 3, 4, 7) AND version < ? GROUP BY channel`, id, before)
	out := map[string]int{}
	_, err = all(rows, err, func(rows *sql.Rows) (none struct{}, err error) {
		var name string
		var n int
		err = rows.Scan(&name, &n)
		out[name] = n
		return none, err
	})
	return out, err
}
