package sqlite

import (
	"context"
	"fmt"
	"time"

	"lopo/store"
)

// The file that a member of staff sent for an announcement is fetched apart from any turn. What is to be fetched is in the row until it is known
// what has become of it, so a crash costs a second try and nothing else.

// Brought gives an announcement the file that was fetched for it. It does nothing where another file is wanted by now, or none.
func (l *Ledger) Brought(ctx context.Context, a store.Announcement, m store.Media, now time.Time) error {
	return l.bringing(ctx, a, func(tx *Tx, is store.Announcement) error {
		is.Media, is.Bring = &m, nil
		if err := tx.putAnnouncement(is); err != nil {
			return err
		}
		return tx.noteAct(is, is.Author, "attach", fmt.Sprintf("%s, %d bytes", m.Kind, m.Size), now)
	})
}

// NotBrought gives up a file, and tells who wants it why: the announcement stays a draft, and is not shown before she has said how to go on.
func (l *Ledger) NotBrought(ctx context.Context, a store.Announcement, why, detail string, now time.Time) error {
	return l.bringing(ctx, a, func(tx *Tx, is store.Announcement) error {
		channel := is.Bring.Channel
		is.Bring = nil
		if err := tx.putAnnouncement(is); err != nil {
			return err
		}
		if err := tx.want(is.ID, nobody); err != nil {
			return err
		}
		chats, err := tx.shownTo(is, toAuthor, now)
		if err != nil {
			return err
		}
		var here []store.Address // where she sent it, if that chat is still hers
		for _, of := range chats {
			if of.Channel == channel {
				here = append(here, of)
			}
		}
		if len(here) == 0 {
			here = chats
		}
		if err := tx.tellStaff(is, here, "nofile", why+"#"+detail, now); err != nil {
			return err
		}
		return tx.noteAct(is, "", "attach failed", why, now)
	})
}

// BringLater notes that a file could not be fetched now, and when it is tried again.
func (l *Ledger) BringLater(ctx context.Context, a store.Announcement, due time.Time) error {
	return l.bringing(ctx, a, func(tx *Tx, is store.Announcement) error {
		is.Bring.Tries, is.Bring.Due = is.Bring.Tries+1, due
		return tx.putAnnouncement(is)
	})
}

// bringing runs do with the announcement as it is, if it still waits for the same file and may still be changed.
func (l *Ledger) bringing(ctx context.Context, a store.Announcement, do func(*Tx, store.Announcement) error) error {
	return l.Do(ctx, func(tx *Tx) error {
		is, err := tx.Announcement(a.Ref)
		if err != nil || is.Bring == nil || is.Bring.Channel != a.Bring.Channel || is.Bring.File != a.Bring.File {
			return err
		}
		if is.Stage != store.StageDraft && is.Stage != store.StageTested { // what was submitted meanwhile goes as it was shown
			is.Bring = nil
			return tx.putAnnouncement(is)
		}
		return do(tx, is)
	})
}
