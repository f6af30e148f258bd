package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
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

func (tx *Tx) want(id int64, whom int) error {
	_, err := tx.exec(`UPDATE announcements SET wants = ? WHERE id = ?`, whom, id)
	return err
}

// WantedAnnouncements lists those that are to be shown to somebody.
func (l *Ledger) WantedAnnouncements(ctx context.Context) ([]store.Announcement, error) {
	rows, err := l.read.QueryContext(ctx, sqlAnnouncementColumns+` WHERE wants <> 0`)
	return all(rows, err, scanAnnouncement)
}

// Show puts an announcement before those who wait for it: an event for each of their chats, with what it comes to. The turn that handles the event
// says the text and, behind it, what it comes to: both are written at once, so they come in this order. The crowd that was counted stays with the
// announcement. It returns how many chats there were.
func (l *Ledger) Show(ctx context.Context, a store.Announcement, comesTo store.Forecast, now time.Time) (n int, err error) {
	counted, err := json.Marshal(comesTo)
	if err != nil {
		return 0, err
	}
	err = l.Do(ctx, func(tx *Tx) error {
		n = 0
		var whom int
		if err := tx.row(`SELECT wants FROM announcements WHERE id = ?`, a.ID).Scan(&whom); err != nil || whom == nobody {
			return err
		}
		is, err := tx.announcement(a.ID)
		if err != nil || is.Hash() != a.Hash() || is.Bring != nil { // it was changed since it was counted: it is counted anew
			return err
		}
		if err := tx.want(a.ID, nobody); err != nil {
			return err
		}
		is.Many = comesTo.Crowd
		if err := tx.putAnnouncement(is); err != nil {
			return err
		}
		chats, err := tx.shownTo(is, whom, now)
		if err != nil {
			return err
		}
		n = len(chats)
		what := map[int]string{toAuthor: "preview", toApprovers: "approve"}[whom]
		return tx.tellStaff(is, chats, what, is.Confirmation(0)+"#"+string(counted), now)
	})
	return n, err
}

// tellStaff puts news of an announcement into chats.
func (tx *Tx) tellStaff(a store.Announcement, chats []store.Address, what, detail string, now time.Time) error {
	for _, of := range chats {
		id := fmt.Sprintf("announcement:%s:%s:%d", a.Ref, what, ms(now))
		if err := tx.Schedule(store.Message{ID: id, From: of, Text: "announcement", Of: a.Ref, Start: what + "#" + detail}, now, now); err != nil {
			return err
		}
	}
	return nil
}

// tellAuthor lets who wrote an announcement know in her own chats what somebody else has decided about it.
func (tx *Tx) tellAuthor(a store.Announcement, by, why string, now time.Time) error {
	chats, err := tx.shownTo(a, toAuthor, now)
	if err != nil {
		return err
	}
	return tx.tellStaff(a, chats, "decided", by+"#"+why, now)
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
	if need.AtWork && f.Staff != nil {
		return tx.atWork(f)
	}
	return nil
}

// atWork reads how far the announcement that was asked for has come, or the latest have.
func (tx *Tx) atWork(f *store.Facts) error {
	var list []store.Announcement
	if f.Notice != nil {
		list = append(list, *f.Notice)
	} else {
		rows, err := tx.rows(sqlAnnouncementColumns + ` ORDER BY id DESC LIMIT 20`)
		if list, err = all(rows, err, scanAnnouncement); err != nil {
			return fmt.Errorf("read announcements: %w", err)
		}
	}
	f.AtWork = nil
	for _, a := range list {
		rows, err := tx.rows(sqlCounts, a.ID)
		counts, err := all(rows, err, scanCount)
		if err != nil {
			return fmt.Errorf("read tallies: %w", err)
		}
		f.AtWork = append(f.AtWork, store.NoticeAt{Of: a, At: store.Sum(counts)})
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
func (tx *Tx) applyNotice(of store.Address, e store.Effect, now time.Time) error {
	switch e := e.(type) {
	case store.DraftNotice:
		a, err := tx.keepNotice(e, now)
		if err != nil {
			return err
		}
		if e.Aside {
			return tx.tellStaff(a, []store.Address{of}, "aside", "", now)
		}
		return tx.want(a.ID, toAuthor)
	case store.FixNotice:
		a, err := tx.Correct(e.Ref, "", e.Body, e.By, now)
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

// keepNotice writes what a member of staff has put together: a new announcement, or what one says from now on.
func (tx *Tx) keepNotice(e store.DraftNotice, now time.Time) (store.Announcement, error) {
	if e.Announcement.Ref == "" {
		return tx.NewAnnouncement(e.Announcement, e.By, now)
	}
	return tx.TakeStep(e.Announcement.Ref, store.Step{Act: store.ActEdit, By: e.By}, func(a *store.Announcement) error {
		is := e.Announcement
		a.Topic, a.Title, a.Body, a.Office, a.Media, a.Bring, a.To, a.Expires, a.SendAt = is.Topic, is.Title, is.Body, is.Office, is.Media, is.Bring, is.To, is.Expires, is.SendAt
		return nil
	}, now)
}
