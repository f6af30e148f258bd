package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"lopo/store"
)

// Reach is what limits an audience besides the announcement itself.
type Reach struct {
	Channels []string       // those that the bot is on
	PerWeek  int            // notices that one chat may get in seven days; 0: no limit
	Heard    map[string]int // of a channel: within so many days somebody must have written, to be written to
	Most     map[string]int // of a channel: to so many people one by one, and to more only if an administrator lets it go
}

// silentSince are the days before which who has not written any more counts as a stranger, by channel, as JSON; "" where no channel asks.
func (r Reach) silentSince(now time.Time) string {
	if len(r.Heard) == 0 {
		return ""
	}
	since := map[string]int64{}
	for name, days := range r.Heard {
		since[name] = day(now) - int64(days)
	}
	text, _ := json.Marshal(since) // names and numbers always can
	return string(text)
}

// candidates are the residents whom an announcement is for, each with the reason why she does not get it, or "". Only who wrote to us is a
// contact, and nobody else can be written to: no statement makes a delivery from anything but contacts and bound groups. The parts are in the
// order in which they cost: most people are decided by their own row.
//
//	?1 ?2 behind which chat, ?3 ?4 up to which   ?5 topics that will do beside it   ?6 the topic, which must be followed   ?7 area   ?8 channels
//	?9 batches   ?10 statuses   ?11 announcements whose readers are left out   ?12 announcements of this week   ?13 how many are too many
//	?14 the youngest birthday of who is grown   ?15 since when by channel who has not written is a stranger
//
// Lists are JSON; "" does not narrow.
const candidates = `SELECT c.channel AS channel, c.chat AS chat, c.kelurahan AS kelurahan, CASE
	WHEN c.blocked THEN 'blocked'
	WHEN c.optout <> '' AND (instr(',' || c.optout || ',', ',all,') OR instr(',' || c.optout || ',', ',' || ?6 || ',')) THEN 'optout'
	WHEN ?9 = '' AND (instr(c.consents, 'siaran=') = 0 OR c.topics <> ?6 AND instr(',' || c.topics || ',', ',' || ?6 || ',') = 0
		AND (?5 = '' OR NOT EXISTS (SELECT 1 FROM json_each(?5) w WHERE instr(',' || c.topics || ',', ',' || w.value || ',')))) THEN 'unasked'
	WHEN ?6 <> 'umum' AND instr(c.consents, 'wali=') = 0 AND (c.band = 'minor' OR c.band = '' AND ?9 <> ''
		AND (SELECT r.born FROM registrations r WHERE r.channel = c.channel AND r.chat = c.chat ORDER BY r.id DESC LIMIT 1) > ?14) THEN 'minor'
	WHEN c.quiet AND EXISTS (SELECT 1 FROM contacts o WHERE o.person = c.person AND o.person <> 0 AND o.quiet = 0 AND o.blocked = 0
		AND o.channel IN (SELECT value FROM json_each(?8)) AND (?15 = '' OR o.seen >= coalesce(?15 ->> o.channel, 0))) THEN 'twin'
	WHEN ?15 <> '' AND c.seen < (?15 ->> c.channel) THEN 'silent'
	WHEN ?11 <> '' AND EXISTS (SELECT 1 FROM json_each(?11) x CROSS JOIN deliveries d
		WHERE d.announcement = x.value AND d.channel = c.channel AND d.chat = c.chat AND d.state IN (1, 2, 3, 4, 7)) THEN 'had'
	WHEN ?12 <> '' AND (SELECT count(*) FROM json_each(?12) x CROSS JOIN deliveries d
		WHERE d.announcement = x.value AND d.channel = c.channel AND d.chat = c.chat AND d.state IN (1, 2, 3, 4)) >= ?13 THEN 'often'
	ELSE '' END AS why
	FROM contacts c
	WHERE (c.channel, c.chat) > (?1, ?2) AND (c.channel, c.chat) <= (?3, ?4)
	AND +c.channel IN (SELECT value FROM json_each(?8)) -- with the plus, so that the range above leads
	AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.channel = c.channel AND g.chat = c.chat)
	AND CASE WHEN ?9 = '' THEN ?7 = '' OR c.kelurahan IN (SELECT value FROM json_each(?7))
		ELSE EXISTS (SELECT 1 FROM registrations r WHERE r.channel = c.channel AND r.chat = c.chat AND r.batch IN (SELECT value FROM json_each(?9))
			AND (?7 = '' OR r.kelurahan IN (SELECT value FROM json_each(?7)))
			AND CASE WHEN ?10 = '' THEN r.status <> 'cancelled' ELSE r.status IN (SELECT value FROM json_each(?10)) END) END`

const (
	// A part of the audience is decided once, in memory, and then written from there.
	sqlPart    = `CREATE TEMP TABLE IF NOT EXISTS audience (channel TEXT, chat TEXT, kelurahan TEXT, why TEXT)`
	sqlNoPart  = `DELETE FROM temp.audience`
	sqlDecide  = `INSERT INTO temp.audience ` + candidates
	sqlFill    = `INSERT INTO deliveries (announcement, channel, chat, kelurahan, due) SELECT ?1, channel, chat, kelurahan, ?2 FROM temp.audience WHERE why = ''`
	sqlLeftOut = `INSERT INTO left_out (announcement, why, n) SELECT ?1, why, count(*) FROM temp.audience WHERE why <> '' GROUP BY why
		ON CONFLICT DO UPDATE SET n = n + excluded.n`
	sqlPreview = `SELECT channel, kelurahan, why, count(*) FROM (` + candidates + `) GROUP BY channel, kelurahan, why`
	// The last chat of the next chunk, if there are so many.
	sqlChunk    = `SELECT channel, chat FROM contacts WHERE (channel, chat) > (?, ?) ORDER BY channel, chat LIMIT 1 OFFSET ?`
	sqlChunkFix = `SELECT channel, chat FROM deliveries WHERE announcement = ? AND (channel, chat) > (?, ?) ORDER BY channel, chat LIMIT 1 OFFSET ?`

	// Groups of the kinds and the area that are meant: those in which we may write, and those in which we cannot any more. A notice for the whole
	// city goes to all.
	groupCandidates = ` FROM groups WHERE channel IN (SELECT value FROM json_each(?1)) AND (?2 = '' OR kelurahan IN (SELECT value FROM json_each(?2)))
		AND (?3 = '' OR kind IN (SELECT value FROM json_each(?3)))`
	sqlFillGroups    = `INSERT INTO deliveries (announcement, channel, chat, grp, kelurahan, due) SELECT ?4, channel, chat, 1, kelurahan, ?5` + groupCandidates + ` AND state = 'bound'`
	sqlLostGroups    = `INSERT INTO left_out (announcement, why, n) SELECT ?4, state, count(*)` + groupCandidates + ` AND state IN ('muted', 'left') GROUP BY state`
	sqlPreviewGroups = `SELECT channel, state, count(*)` + groupCandidates + ` AND state IN ('bound', 'muted', 'left') GROUP BY channel, state`

	// A correction goes to whoever was reached by another text than the one that holds now.
	sqlFillFix = `INSERT INTO deliveries (announcement, channel, chat, grp, kelurahan, due)
		SELECT ?1, channel, chat, grp, kelurahan, ?2 FROM deliveries WHERE announcement = ?3 AND state IN (2, 3, 4, 7) AND version < ?4
		AND (channel, chat) > (?5, ?6) AND (channel, chat) <= (?7, ?8) ON CONFLICT DO NOTHING`
	sqlFlying = `SELECT EXISTS (SELECT 1 FROM tallies t CROSS JOIN deliveries d WHERE t.announcement = ?1 AND t.state = 1 AND t.n > 0
		AND d.channel = t.channel AND d.announcement = ?1 AND d.state = 1 AND d.version < ?2)`
	sqlFixPlanned = `SELECT channel, kelurahan, '', count(*) FROM deliveries WHERE announcement = ? AND state IN (2, 3, 4, 7) GROUP BY channel, kelurahan`
)

// chunk is how many contacts one commit of a filling looks at: no reply waits behind it for longer than a moment.
const chunk = 5000

const (
	first = ""
	last  = "\U0010ffff" // behind every chat
)

// listOf writes a list for json_each; "" for an empty one, which does not narrow.
func listOf[T any](items []T) string {
	if len(items) == 0 {
		return ""
	}
	text, _ := json.Marshal(items) // names and numbers always can
	return string(text)
}

// filter are the arguments ?5 to ?15 of candidates.
func (l *Ledger) filter(ctx context.Context, ask func(query string, args ...any) (*sql.Rows, error), a store.Announcement, r Reach, now time.Time) ([]any, error) {
	var topics []string
	for _, trade := range a.To.Trades {
		topics = append(topics, a.Topic+"/"+trade)
	}
	ids := func(query string, args ...any) (string, error) {
		rows, err := ask(query, args...)
		list, err := all(rows, err, scanID)
		return listOf(list), err
	}
	batches := ""
	if len(a.To.Batches) > 0 {
		var err error
		if batches, err = ids(`SELECT id FROM batches WHERE code IN (SELECT value FROM json_each(?))`, listOf(a.To.Batches)); err != nil {
			return nil, err
		}
		if batches == "" {
			batches = "[0]" // none of them exists: for nobody, not for all
		}
	}
	had, err := ids(`SELECT id FROM announcements WHERE ref IN (SELECT value FROM json_each(?))`, listOf(append([]string{""}, a.To.NotThose...)))
	if err != nil {
		return nil, err
	}
	recent := ""
	if r.PerWeek > 0 && !a.Urgent {
		if recent, err = ids(`SELECT id FROM announcements WHERE started > ? AND urgent = 0 AND fixes IS NULL AND id <> ?`, ms(now.AddDate(0, 0, -7)), a.ID); err != nil {
			return nil, err
		}
	}
	return []any{listOf(topics), a.Topic, areaOf(a.To.Area(l.city)), listOf(channelsOf(a.To, r.Channels)), batches, listOf(a.To.Statuses), had, recent, r.PerWeek,
		now.In(store.WITA).AddDate(-18, 0, 0).Format(time.DateOnly), r.silentSince(now)}, nil
}

// areaOf is listOf for an area: one that is named and holds no kelurahan is nowhere, not everywhere.
func areaOf(area []string) string {
	if area != nil && len(area) == 0 {
		return "[]"
	}
	return listOf(area)
}

// channelsOf are the channels of ours that an audience allows.
func channelsOf(a store.Audience, ours []string) []string {
	if len(a.Channels) == 0 {
		return ours
	}
	return slices.DeleteFunc(slices.Clone(ours), func(name string) bool { return !slices.Contains(a.Channels, name) })
}

// Preview counts an audience without fixing it.
func (l *Ledger) Preview(ctx context.Context, a store.Announcement, r Reach, now time.Time) (store.Preview, error) {
	p := store.Preview{Channels: map[string]int{}, People: map[string]int{}, Kelurahan: map[string]int{}, Excluded: map[string]int{}}
	ask := func(query string, args ...any) (*sql.Rows, error) { return l.read.QueryContext(ctx, query, args...) }
	count := func(query string, args ...any) error {
		rows, err := ask(query, args...)
		_, err = all(rows, err, func(rows *sql.Rows) (none struct{}, err error) {
			var name, kelurahan, why string
			var n int
			if err := rows.Scan(&name, &kelurahan, &why, &n); err != nil {
				return none, err
			}
			if why != "" {
				p.Excluded[why] += n
				return none, nil
			}
			p.Planned += n
			p.Channels[name] += n
			p.People[name] += n
			p.Kelurahan[kelurahan] += n
			return none, nil
		})
		return err
	}
	if a.Fixes != 0 {
		return p, count(sqlFixPlanned, a.Fixes)
	}
	if err := l.stillKnown(ctx, a); err != nil {
		return p, err
	}
	if a.To.People {
		filter, err := l.filter(ctx, ask, a, r, now)
		if err != nil {
			return p, fmt.Errorf("count the audience: %w", err)
		}
		if err := count(sqlPreview, append([]any{first, first, last, last}, filter...)...); err != nil {
			return p, fmt.Errorf("count the audience: %w", err)
		}
	}
	if a.To.Groups {
		rows, err := ask(sqlPreviewGroups, listOf(channelsOf(a.To, r.Channels)), areaOf(a.To.Area(l.city)), listOf(a.To.Kinds))
		_, err = all(rows, err, func(rows *sql.Rows) (none struct{}, err error) {
			var name, state string // the last two states are named as the reasons are
			var n int
			if err = rows.Scan(&name, &state, &n); state != string(store.GroupBound) {
				p.Excluded[state] += n
				return none, err
			}
			p.Planned, p.Groups = p.Planned+n, p.Groups+n
			p.Channels[name] += n
			return none, err
		})
		if err != nil {
			return p, fmt.Errorf("count the groups: %w", err)
		}
	}
	return p, nil
}

// Fill writes the next part of the deliveries of an announcement that runs and has not all of them yet. more is false once it has.
func (l *Ledger) Fill(ctx context.Context, id int64, r Reach, now time.Time) (more bool, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		more, err = tx.fillAudience(ctx, id, r, now)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("fix the audience: %w", err)
	}
	return more, nil
}

func (tx *Tx) fillAudience(ctx context.Context, id int64, r Reach, now time.Time) (more bool, err error) {
	a, err := tx.announcement(id)
	if err != nil || a.Filled || a.Stage != store.StageRunning {
		return false, err
	}
	var upto string
	if err := tx.row(`SELECT upto FROM announcements WHERE id = ?`, id).Scan(&upto); err != nil {
		return false, err
	}
	behind := [2]string{first, first}
	if upto != "" {
		if err := json.Unmarshal([]byte(upto), &behind); err != nil {
			return false, err
		}
	} else if a.To.Groups && a.Fixes == 0 {
		if err := tx.fillGroups(a, r, now); err != nil {
			return false, err
		}
	}
	part := filling{upto: [2]string{last, last}, done: true}
	switch {
	case a.Fixes != 0:
		part, err = tx.fillFix(a, behind, now)
	case a.To.People:
		part, err = tx.fillPeople(ctx, a, behind, r, now)
	}
	if err == nil {
		err = tx.crowded(a, r)
	}
	if err != nil {
		return false, err
	}
	mark, _ := json.Marshal(part.upto) // strings always can
	if _, err := tx.exec(`UPDATE announcements SET upto = ?, filled = ?, per_week = ? WHERE id = ?`, string(mark), part.done, r.PerWeek, id); err != nil {
		return false, err
	}
	if !part.done {
		return part.more, nil
	}
	return false, tx.notePlanned(a, now)
}

// fillGroups writes the posts to groups, and counts the groups that do not let us write any more.
func (tx *Tx) fillGroups(a store.Announcement, r Reach, now time.Time) error {
	meant := []any{listOf(channelsOf(a.To, r.Channels)), areaOf(a.To.Area(tx.ledger.city)), listOf(a.To.Kinds), a.ID}
	if _, err := tx.exec(sqlFillGroups, append(meant, ms(now))...); err != nil {
		return err
	}
	_, err := tx.exec(sqlLostGroups, meant...)
	return err
}

// crowded refuses the part of an audience with which it becomes a crowd that nobody has let it go to. It is the last line of defence: an audience
// grows between the day on which it is counted and that on which it is fixed.
func (tx *Tx) crowded(a store.Announcement, r Reach) error {
	if len(r.Most) == 0 || a.Lifted != "" || a.Fixes != 0 || !a.To.People {
		return nil
	}
	for name, most := range r.Most {
		var n int
		if err := tx.row(`SELECT count(*) FROM deliveries WHERE announcement = ? AND channel = ? AND grp = 0`, a.ID, name).Scan(&n); err != nil {
			return err
		}
		if n > most {
			return &store.ManyError{Ref: a.Ref, Crowd: store.Crowd{Channel: name, People: n, Most: most}}
		}
	}
	return nil
}

// filling is how far the deliveries of an announcement are written.
type filling struct {
	upto [2]string
	more bool // the next part can be written at once
	done bool
}

// upto is how far the next part goes, when there are chats behind it.
func (tx *Tx) upto(query string, args ...any) (f filling, err error) {
	rows, err := tx.rows(query, args...)
	ends, err := all(rows, err, func(rows *sql.Rows) (e [2]string, err error) { return e, rows.Scan(&e[0], &e[1]) })
	if len(ends) == 0 {
		return filling{upto: [2]string{last, last}, done: true}, err
	}
	return filling{upto: ends[0], more: true}, err
}

// fillPeople looks at the next contacts. The statements name contacts and change none, so what is known of busy chats stays.
func (tx *Tx) fillPeople(ctx context.Context, a store.Announcement, behind [2]string, r Reach, now time.Time) (filling, error) {
	f, err := tx.upto(sqlChunk, behind[0], behind[1], chunk-1)
	if err != nil {
		return f, err
	}
	filter, err := tx.ledger.filter(ctx, tx.rows, a, r, now)
	if err != nil {
		return f, err
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{sqlPart, nil}, {sqlNoPart, nil}, {sqlDecide, append([]any{behind[0], behind[1], f.upto[0], f.upto[1]}, filter...)},
		{sqlFill, []any{a.ID, ms(now)}}, {sqlLeftOut, []any{a.ID}},
	} {
		if err := tx.execAside(step.query, step.args...); err != nil {
			return f, err
		}
	}
	return f, nil
}

// fillFix looks at the next deliveries of what is corrected. What was in flight with the old text when that was replaced is waited for.
func (tx *Tx) fillFix(a store.Announcement, behind [2]string, now time.Time) (filling, error) {
	parent, err := tx.announcement(a.Fixes)
	if err != nil {
		return filling{}, err
	}
	f, err := tx.upto(sqlChunkFix, parent.ID, behind[0], behind[1], chunk-1)
	if err != nil {
		return f, err
	}
	if _, err := tx.exec(sqlFillFix, a.ID, ms(now), parent.ID, parent.Version, behind[0], behind[1], f.upto[0], f.upto[1]); err != nil || !f.done {
		return f, err
	}
	var flying bool
	if err := tx.row(sqlFlying, parent.ID, parent.Version).Scan(&flying); err != nil || !flying {
		return f, err
	}
	return filling{upto: [2]string{first, first}}, nil // once more, when it has landed
}

// notePlanned writes into the history how many an announcement goes to.
func (tx *Tx) notePlanned(a store.Announcement, now time.Time) error {
	var n int
	if err := tx.row(`SELECT coalesce(sum(n), 0) FROM tallies WHERE announcement = ?`, a.ID).Scan(&n); err != nil {
		return err
	}
	return tx.noteAct(a, "", "fix the audience", fmt.Sprint(n), now)
}

// execAside is exec for a statement that names the tables that busy chats are remembered of, and changes none of them.
func (tx *Tx) execAside(query string, args ...any) error {
	_, err := tx.prepare(query).ExecContext(background, args...)
	return err
}
