package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lopo/store"
)

// Whom an announcement is to be shown to in their chats. To count an audience takes longer than a turn may, so a turn only notes that it is wanted.
const (
	nobody      = 0
	toAuthor    = 1
	toApprovers = 2
)

// afterText is how long what an announcement comes to waits behind its text, so that it is read last: longer than it takes to put the text into its lane.
const afterText = 2 * time.Second

func (tx *Tx) want(id int64, whom int) error {
	_, err := tx.exec(`UPDATE announcements SET wants = ? WHERE id = ?`, whom, id)
	return err
}

// WantedAnnouncements lists those that are to be shown to somebody.
func (l *Ledger) WantedAnnouncements(ctx context.Context) ([]store.Announcement, error) {
	rows, err := l.read.QueryContext(ctx, sqlAnnouncementColumns+` WHERE wants <> 0`)
	return all(rows, err, scanAnnouncement)
}

// Show puts an announcement before those who wait for it: its text as residents will read it, then an event with what it comes to. What its author
// is shown in her own chat is its test. The crowd that was counted stays with it. It returns how many chats there were.
func (l *Ledger) Show(ctx context.Context, a store.Announcement, text, comesTo string, crowd store.Crowd, now time.Time) (n int, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		n = 0
		var whom int
		if err := tx.row(`SELECT wants FROM announcements WHERE id = ?`, a.ID).Scan(&whom); err != nil || whom == nobody {
			return err
		}
		if err := tx.want(a.ID, nobody); err != nil {
			return err
		}
		is, err := tx.announcement(a.ID)
		if err != nil || is.Hash() != a.Hash() { // it was changed since it was counted
			return errors.Join(err, tx.want(a.ID, whom))
		}
		is.Many = crowd
		if err := tx.putAnnouncement(is); err != nil {
			return err
		}
		chats, err := tx.shownTo(is, whom, now)
		if err != nil {
			return err
		}
		what := map[int]string{toAuthor: "preview", toApprovers: "approve"}[whom]
		for _, of := range chats {
			id := fmt.Sprintf("announcement:%s:%s:%d", a.Ref, what, ms(now))
			m := store.Outgoing{Key: of.Channel + ":" + of.Chat + "/" + id + "/text", To: of, Text: text, Media: a.Media, Due: now}
			if _, err := tx.Post(m, now); err != nil {
				return err
			}
			if err := tx.Schedule(store.Message{ID: id, From: of, Text: "announcement", Of: a.Ref, Start: what + "#" + comesTo}, now, now.Add(afterText)); err != nil {
				return err
			}
		}
		n = len(chats)
		if whom != toAuthor || n == 0 {
			return nil
		}
		_, err = tx.TakeStep(a.Ref, store.Step{Act: store.ActTest, By: a.Author}, nil, now)
		return err
	})
	return n, err
}

// tellAuthor lets who wrote an announcement know in her own chats what somebody else has decided about it.
func (tx *Tx) tellAuthor(a store.Announcement, what string, now time.Time) error {
	chats, err := tx.shownTo(a, toAuthor, now)
	if err != nil {
		return err
	}
	for _, of := range chats {
		id := fmt.Sprintf("announcement:%s:decided:%d", a.Ref, ms(now))
		if err := tx.Schedule(store.Message{ID: id, From: of, Text: "announcement", Of: a.Ref, Start: what}, now, now); err != nil {
			return err
		}
	}
	return nil
}

// shownTo are the chats of who wrote an announcement, or of all who may approve it.
func (tx *Tx) shownTo(a store.Announcement, whom int, now time.Time) (list []store.Address, err error) {
	chats, err := tx.StaffChats(now)
	if err != nil {
		return nil, err
	}
	for _, c := range chats {
		s := store.Staff{Name: c.Name, Role: c.Role, Scope: c.In}
		if whom == toApprovers && a.Many.Over() && c.Role != store.Admin { // nobody else can let it go to so many
			continue
		}
		if whom == toAuthor && c.Name == a.Author || whom == toApprovers && c.Name != a.Author && s.MayAll(store.ToApprove, a.Places(tx.ledger.city), now) == store.Allowed {
			list = append(list, c.Of)
		}
	}
	return list, nil
}

// noticeFacts reads what a decision may know of announcements.
func (tx *Tx) noticeFacts(of store.Address, f *store.Facts, need store.Need) error {
	if need.Got {
		f.Got = 0
		for _, chat := range append([]store.Address{of}, f.Linked...) {
			var n int
			if err := tx.row(`SELECT count(*) FROM deliveries`+sqlNamed+` AND (state BETWEEN 2 AND 4 OR state = 7)`, chat.Channel, chat.Chat).Scan(&n); err != nil {
				return fmt.Errorf("count announcements: %w", err)
			}
			f.Got += n
		}
	}
	if need.Notices {
		if err := tx.latestNotices(f); err != nil {
			return err
		}
	}
	if need.Notice != "" {
		a, err := tx.Announcement(need.Notice)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return fmt.Errorf("read announcement: %w", err)
		default:
			f.Notice = &a
		}
		if f.Notice != nil && a.Stage == store.StageApproved {
			err := tx.row(sqlSame, ms(f.Now.Add(-store.SameWithin)), a.Same(), a.Ref).Scan(&f.NoticeSame)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return fmt.Errorf("look for the same announcement: %w", err)
			}
		}
	}
	return nil
}

// latestNotices reads what was announced lately.
func (tx *Tx) latestNotices(f *store.Facts) (err error) {
	rows, err := tx.rows(sqlAnnouncementColumns + ` WHERE started <> 0 AND stage IN ('running', 'paused', 'done') AND fixes IS NULL ORDER BY started DESC LIMIT 20`)
	if f.Notices, err = all(rows, err, scanAnnouncement); err != nil {
		return fmt.Errorf("read announcements: %w", err)
	}
	return nil
}

// applyNotice carries out what staff do with announcements in their chats. Who may was looked at in the same transaction.
func (tx *Tx) applyNotice(e store.Effect, now time.Time) error {
	switch e := e.(type) {
	case store.DraftNotice:
		a, err := tx.NewAnnouncement(e.Announcement, e.By, now)
		if err != nil {
			return err
		}
		return tx.want(a.ID, toAuthor)
	case store.StepNotice:
		_, err := tx.TakeStep(e.Ref, e.Step, nil, now)
		return err
	}
	return fmt.Errorf("unknown effect")
}
