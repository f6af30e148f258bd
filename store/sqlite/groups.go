package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"lopo/store"
)

const sqlGroups = `SELECT channel, chat, name, kind, kelurahan, state, since, bound, by FROM groups`

func scanGroup(rows *sql.Rows) (g store.Group, err error) {
	var since, bound int64
	err = rows.Scan(&g.Of.Channel, &g.Of.Chat, &g.Name, &g.Kind, &g.Kelurahan, &g.State, &since, &bound, &g.By)
	g.Since, g.Bound = at(since), at(bound)
	return g, err
}

// Groups lists all groups that were ever bound, also those in which nothing may be posted now.
func (l *Ledger) Groups(ctx context.Context) ([]store.Group, error) {
	rows, err := l.read.QueryContext(ctx, sqlGroups+` ORDER BY kelurahan, kind, channel, chat`)
	return all(rows, err, scanGroup)
}

// GroupsOn lists those of one channel.
func (l *Ledger) GroupsOn(ctx context.Context, channel string) ([]store.Group, error) {
	rows, err := l.read.QueryContext(ctx, sqlGroups+` WHERE channel = ? ORDER BY chat`, channel)
	return all(rows, err, scanGroup)
}

// Bound reports whether a notice may be posted in a group: a coordinator has bound it, and nothing has ended that.
func (l *Ledger) Bound(ctx context.Context, of store.Address) (is bool, err error) {
	err = l.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM groups WHERE channel = ? AND chat = ? AND state = 'bound')`, of.Channel, of.Chat).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("look whether a group is bound: %w", err)
	}
	return is, nil
}

// group is what is known of a group, for who writes in it.
func (tx *Tx) group(of store.Address, sender string) (*store.Group, error) {
	var g store.Group
	var since, bound int64
	var coordinator string
	err := tx.row(`SELECT kind, kelurahan, state, since, bound, by, coordinator FROM groups WHERE channel = ? AND chat = ?`, of.Channel, of.Chat).
		Scan(&g.Kind, &g.Kelurahan, &g.State, &since, &bound, &g.By, &coordinator)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	g.Of, g.Since, g.Bound = of, at(since), at(bound)
	g.Mine = coordinator != "" && coordinator == tx.ledger.writer(of, sender)
	return &g, err
}

// PutGroupCode keeps a new one-time code by which a coordinator binds a group.
func (l *Ledger) PutGroupCode(ctx context.Context, code string, kind store.GroupKind, kelurahan, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO group_codes (number, hash, kind, kelurahan, by, made) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET hash = excluded.hash, kind = excluded.kind, kelurahan = excluded.kelurahan, by = excluded.by, made = excluded.made, misses = 0`,
			store.CodeNumber(code), l.groupHash(code), string(kind), kelurahan, by, ms(now))
		if err != nil {
			return fmt.Errorf("write group code: %w", err)
		}
		return tx.audit(by, "make group code", kelurahan, "", string(kind), "", now)
	})
}

func (l *Ledger) groupHash(code string) string { return l.box.Hash("group code", code) }

// groupCode tells what a code that somebody wrote in a group is worth.
func (tx *Tx) groupCode(code string, of store.Address, sender string, now time.Time) (*store.GroupCode, error) {
	locked, err := tx.lockedOut(of, sender, now)
	if err != nil || locked {
		return &store.GroupCode{Locked: locked}, err
	}
	var c store.GroupCode
	var hash string
	var made int64
	var misses int
	err = tx.row(`SELECT kind, kelurahan, by, hash, made, misses FROM group_codes WHERE number = ?`, store.CodeNumber(code)).
		Scan(&c.Kind, &c.Kelurahan, &c.By, &hash, &made, &misses)
	if errors.Is(err, sql.ErrNoRows) {
		return &c, nil
	}
	if err != nil {
		return nil, err
	}
	c.Locked = misses >= store.CodeMisses
	c.Valid = !c.Locked && now.Before(at(made).Add(store.CodeLife)) && hash == tx.ledger.groupHash(code)
	return &c, nil
}

// missGroup counts a wrong code against the code and against who wrote it.
func (tx *Tx) missGroup(of store.Address, code, sender string, now time.Time) error {
	if _, err := tx.exec(`UPDATE group_codes SET misses = misses + 1 WHERE number = ?`, store.CodeNumber(code)); err != nil {
		return err
	}
	return tx.miss(of, sender, now)
}

// bindGroup makes a group one in which notices are posted, and uses up its code. A group that was bound before is bound anew.
func (tx *Tx) bindGroup(of store.Address, code, sender string, now time.Time) error {
	c, err := tx.groupCode(code, of, sender, now)
	if err != nil {
		return err
	}
	if !c.Valid {
		return errors.New("a group code that is not valid")
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM group_codes WHERE number = ?`, []any{store.CodeNumber(code)}},
		{`INSERT INTO groups (channel, chat, kind, kelurahan, state, since, bound, coordinator, by) VALUES (?1, ?2, ?3, ?4, 'bound', ?5, ?5, ?6, ?7)
			ON CONFLICT DO UPDATE SET kind = excluded.kind, kelurahan = excluded.kelurahan, state = excluded.state, since = excluded.since,
				bound = excluded.bound, coordinator = excluded.coordinator, by = excluded.by`,
			[]any{of.Channel, of.Chat, string(c.Kind), c.Kelurahan, ms(now), tx.ledger.writer(of, sender), c.By}},
	} {
		if _, err := tx.exec(step.query, step.args...); err != nil {
			return fmt.Errorf("bind group: %w", err)
		}
	}
	return tx.audit(c.By, "bind group", tx.ledger.groupName(of), "", string(c.Kind)+" "+c.Kelurahan, "code used in the group", now)
}

// groupName names a group in the audit log: the channel, and a short keyed hash that `groups list` shows too.
func (l *Ledger) groupName(of store.Address) string { return of.Channel + "/" + l.GroupID(of) }

// GroupID is the short name by which staff mean a group.
func (l *Ledger) GroupID(of store.Address) string {
	return l.box.Hash("group", of.Channel+"/"+of.Chat)[:8]
}

// setGroup notes what has become of a group and the rooms in it, and returns those that it has changed. One that nobody bound stays unknown, and an
// ended one stays ended: only a code binds it again. Staff see it: in the list, and as a flag where it was not their own doing.
func (tx *Tx) setGroup(of store.Address, state store.GroupState, by string, now time.Time) (changed []store.Group, err error) {
	rows, err := tx.rows(sqlGroups+` WHERE channel = ?1 AND `+sqlRooms, of.Channel, of.Chat)
	list, err := all(rows, err, scanGroup)
	if err != nil {
		return nil, err
	}
	for _, g := range list {
		if !follows(g.State, state) {
			continue
		}
		if _, err := tx.exec(`UPDATE groups SET state = ?, since = ? WHERE channel = ? AND chat = ?`, string(state), ms(now), g.Of.Channel, g.Of.Chat); err != nil {
			return nil, err
		}
		if state == store.GroupMuted || state == store.GroupLeft {
			if err := tx.flag(g.Of, "group_"+string(state), tx.ledger.groupName(g.Of), now); err != nil {
				return nil, err
			}
		}
		if err := tx.audit(by, "group", tx.ledger.groupName(g.Of), string(g.State), string(state), "", now); err != nil {
			return nil, err
		}
		changed = append(changed, g)
	}
	return changed, nil
}

// follows reports whether a group in one state can come into another without a code.
func follows(was, is store.GroupState) bool {
	switch was {
	case store.GroupBound:
		return is != store.GroupBound
	case store.GroupMuted:
		return is != store.GroupMuted
	case store.GroupLeft:
		return is == store.GroupUnbound
	}
	return false
}

// LoseGroup notes that a send into a group was refused: we may not write there (muted), or are not in it any more (left). Staff are told, once. It
// does nothing for a chat that is no bound group.
func (tx *Tx) LoseGroup(of store.Address, state store.GroupState, now time.Time) error {
	lost, err := tx.setGroup(of, state, "", now)
	if err != nil {
		return err
	}
	return tx.tellGroups(lost, state, now)
}

// nameMost is how much of a group's name is kept, in characters.
const nameMost = 60

// NameGroup keeps what the members of a group call it. Anybody may have chosen that, so it is kept short and in one line. Groups that nobody bound have
// no name here.
func (l *Ledger) NameGroup(ctx context.Context, of store.Address, name string) error {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if short := []rune(name); len(short) > nameMost {
		name = string(short[:nameMost-1]) + "…"
	}
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.exec(`UPDATE groups SET name = ?3 WHERE channel = ?1 AND chat = ?2 AND name <> ?3`, of.Channel, of.Chat, name)
		return err
	})
}

// RegainGroup notes that something we wrote has arrived in a group: where we could not write we can again.
func (l *Ledger) RegainGroup(ctx context.Context, of store.Address, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.setGroup(of, store.GroupBound, "", now)
		return err
	})
}

// applyGroup carries out what a group has become by its members' hands. That only administrators may write now is no news for anybody's chat: many
// groups do so every night. That we were taken out is.
func (tx *Tx) applyGroup(of store.Address, e store.SetGroup, now time.Time) error {
	changed, err := tx.setGroup(of, e.State, e.By, now)
	if err != nil || e.State != store.GroupLeft {
		return err
	}
	return tx.tellGroups(changed, e.State, now)
}

// tellGroups tells the members of staff who answer for groups, in their chats, that notices do not reach some any more.
func (tx *Tx) tellGroups(lost []store.Group, state store.GroupState, now time.Time) error {
	if len(lost) == 0 {
		return nil
	}
	chats, err := tx.StaffChats(now)
	if err != nil {
		return err
	}
	for _, g := range lost {
		for _, c := range chats {
			if (store.Staff{Name: c.Name, Role: c.Role, Scope: c.In}).May(store.ToGather, g.Kelurahan, now) != store.Allowed {
				continue
			}
			m := store.Message{ID: fmt.Sprintf("group:%s:%s:%d", tx.ledger.groupName(g.Of), state, ms(now)), From: c.Of, Text: "group", Of: tx.ledger.groupName(g.Of),
				Start: strings.Join([]string{string(state), string(g.Kind), g.Kelurahan, g.Name}, "#")}
			if err := tx.Schedule(m, now, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// moveGroup: a group, and the rooms in it, had another address until now, as when it grows into a supergroup.
func (tx *Tx) moveGroup(of store.Address, was string) error {
	_, err := tx.exec(`UPDATE OR REPLACE groups SET chat = ?3 || substr(chat, length(?2) + 1) WHERE channel = ?1 AND `+sqlRooms, of.Channel, was, of.Chat)
	if err != nil {
		return err
	}
	if err := tx.moveDeliveries(store.Address{Channel: of.Channel, Chat: was}, of); err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE OR IGNORE deliveries SET chat = ?3`+sqlNamed+` AND state = 1 AND grp = 1`, of.Channel, was, of.Chat) // Settle finds it: see inHand
	return err
}

// inHand is where the claimed delivery of a group is now: the group may have moved, by what its members' phones told, while it was being sent. Of two
// claimed in the same millisecond nobody can tell which it is: then it stays, and counts as unknown at the next start.
func (tx *Tx) inHand(d store.Delivery, claimed int) (chat string, err error) {
	rows, err := tx.rows(`SELECT chat FROM deliveries INDEXED BY deliveries_flight WHERE channel = ?1 AND announcement = ?2 AND state = 1 AND grp = 1 AND tries = ?4 AND claimed = ?5
		AND NOT EXISTS (SELECT 1 FROM groups WHERE channel = ?1 AND chat = ?3)`, d.To.Channel, d.Announcement, d.To.Chat, claimed, ms(d.Claimed))
	list, err := all(rows, err, scanName)
	if err != nil || len(list) != 1 {
		return "", err
	}
	return list[0], nil
}

// sqlRooms holds for the group ?2 of the channel ?1 and for the rooms in it, whose addresses follow its own behind a stroke.
const sqlRooms = ` (chat = ?2 OR substr(chat, 1, length(?2) + 1) = ?2 || '/')`

// ErrNoGroup is returned for a short name that no group has.
var ErrNoGroup = errors.New("no group has this name")

// FindGroup finds a group by its short name.
func (l *Ledger) FindGroup(ctx context.Context, id string) (store.Group, error) {
	list, err := l.Groups(ctx)
	if err != nil {
		return store.Group{}, err
	}
	for _, g := range list {
		if l.GroupID(g.Of) == id {
			return g, nil
		}
	}
	return store.Group{}, ErrNoGroup
}

// UnbindGroup ends the posting in a group, by staff.
func (l *Ledger) UnbindGroup(ctx context.Context, of store.Address, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		_, err := tx.setGroup(of, store.GroupUnbound, by, now)
		return err
	})
}
