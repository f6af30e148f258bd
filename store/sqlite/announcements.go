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

const (
	sqlAnnouncementColumns = `SELECT id, ref, topic, title, body, version, office, media, batch, urgent, audience, expires, coalesce(fixes, 0), stage, send_at, reason,
		tested, approved, author, approver, made, submitted, started, finished, filled, crowd, lifted, let_go FROM announcements`
	sqlAnnouncement     = sqlAnnouncementColumns + ` WHERE ref = ?`
	sqlAnnouncementID   = sqlAnnouncementColumns + ` WHERE id = ?`
	sqlAnnouncements    = sqlAnnouncementColumns + ` ORDER BY id DESC LIMIT ?`
	sqlAnnouncementsUp  = sqlAnnouncementColumns + ` INDEXED BY announcements_live WHERE stage IN ('scheduled', 'running', 'paused') ORDER BY id`
	sqlAnnouncementsFix = sqlAnnouncementColumns + ` WHERE fixes = ? ORDER BY id`

	sqlPutAnnouncement = `INSERT INTO announcements (ref, topic, title, body, version, office, media, batch, urgent, audience, expires, fixes, stage, send_at, reason,
		tested, approved, same, author, approver, made, submitted, started, finished, filled, crowd, lifted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (ref) DO UPDATE SET topic = excluded.topic, title = excluded.title, body = excluded.body, version = excluded.version, office = excluded.office,
			media = excluded.media, batch = excluded.batch, urgent = excluded.urgent, audience = excluded.audience, expires = excluded.expires,
			stage = excluded.stage, send_at = excluded.send_at, reason = excluded.reason, tested = excluded.tested, approved = excluded.approved, same = excluded.same,
			author = excluded.author, approver = excluded.approver, submitted = excluded.submitted, started = excluded.started, finished = excluded.finished, filled = excluded.filled,
			crowd = excluded.crowd, lifted = excluded.lifted`
	sqlPutEvent = `INSERT INTO announcement_events (announcement, at, by, act, stage, detail) VALUES (?, ?, ?, ?, ?, ?)`
	sqlPutText  = `INSERT INTO announcement_texts (announcement, version, title, body, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	sqlSame     = `SELECT ref FROM announcements WHERE started > ?1 AND same = ?2 AND ref <> ?3 ORDER BY id DESC LIMIT 1`
)

func scanAnnouncement(rows *sql.Rows) (a store.Announcement, err error) {
	var to, media, crowd string
	var expires, sendAt, made, submitted, started, finished, letGo int64
	err = rows.Scan(&a.ID, &a.Ref, &a.Topic, &a.Title, &a.Body, &a.Version, &a.Office, &media, &a.Batch, &a.Urgent, &to, &expires, &a.Fixes, &a.Stage,
		&sendAt, &a.Reason, &a.Tested, &a.Approved, &a.Author, &a.Approver, &made, &submitted, &started, &finished, &a.Filled, &crowd, &a.Lifted, &letGo)
	if err != nil {
		return a, err
	}
	a.Expires, a.SendAt, a.Made, a.Submitted, a.Started, a.Finished, a.LetGo = at(expires), at(sendAt), at(made), at(submitted), at(started), at(finished), at(letGo)
	if crowd != "" {
		if err := json.Unmarshal([]byte(crowd), &a.Many); err != nil {
			return a, fmt.Errorf("crowd of %s: %w", a.Ref, err)
		}
	}
	if err := json.Unmarshal([]byte(to), &a.To); err != nil {
		return a, fmt.Errorf("audience of %s: %w", a.Ref, err)
	}
	if media == "" {
		return a, nil
	}
	var f file
	if err := json.Unmarshal([]byte(media), &f); err != nil {
		return a, fmt.Errorf("file of %s: %w", a.Ref, err)
	}
	a.Media, a.Bring = f.Media, f.Bring
	return a, nil
}

// file is the column of the file that goes with an announcement: what is there, and what is still to be fetched.
type file struct {
	*store.Media
	Bring *store.Bring `json:"bring,omitempty"`
}

// oneOf takes the only item of a list that was looked up by key.
func oneOf[T any](what, key string, list []T, err error) (T, error) {
	var none T
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s %s: %w", what, key, sql.ErrNoRows)
	}
	if err != nil {
		return none, err
	}
	return list[0], nil
}

// Announcements lists up to most announcements, the newest first.
func (l *Ledger) Announcements(ctx context.Context, most int) ([]store.Announcement, error) {
	rows, err := l.read.QueryContext(ctx, sqlAnnouncements, most)
	return all(rows, err, scanAnnouncement)
}

// LiveAnnouncements lists those that wait for their time, run or are paused.
func (l *Ledger) LiveAnnouncements(ctx context.Context) ([]store.Announcement, error) {
	rows, err := l.read.QueryContext(ctx, sqlAnnouncementsUp)
	return all(rows, err, scanAnnouncement)
}

// Announcement reads one by what residents call it.
func (l *Ledger) Announcement(ctx context.Context, ref string) (store.Announcement, error) {
	rows, err := l.read.QueryContext(ctx, sqlAnnouncement, ref)
	list, err := all(rows, err, scanAnnouncement)
	return oneOf("announcement", ref, list, err)
}

// AnnouncementByID reads one by its row.
func (l *Ledger) AnnouncementByID(ctx context.Context, id int64) (store.Announcement, error) {
	rows, err := l.read.QueryContext(ctx, sqlAnnouncementID, id)
	list, err := all(rows, err, scanAnnouncement)
	return oneOf("announcement", fmt.Sprint(id), list, err)
}

// Announcement is as of this transaction.
func (tx *Tx) Announcement(ref string) (store.Announcement, error) {
	rows, err := tx.rows(sqlAnnouncement, ref)
	list, err := all(rows, err, scanAnnouncement)
	return oneOf("announcement", ref, list, err)
}

func (tx *Tx) announcement(id int64) (store.Announcement, error) {
	rows, err := tx.rows(sqlAnnouncementID, id)
	list, err := all(rows, err, scanAnnouncement)
	return oneOf("announcement", fmt.Sprint(id), list, err)
}

// NewAnnouncement writes a draft and gives it its number. A correction is numbered under what it corrects.
func (tx *Tx) NewAnnouncement(a store.Announcement, by string, now time.Time) (store.Announcement, error) {
	a.Stage, a.Author, a.Made, a.Version = store.StageDraft, by, now, 1
	var err error
	if a.Ref, err = tx.newRef(a, now); err != nil {
		return a, err
	}
	if err := tx.putAnnouncement(a); err != nil {
		return a, err
	}
	if a, err = tx.Announcement(a.Ref); err != nil {
		return a, err
	}
	return a, tx.noteAct(a, by, "draft", "", now)
}

func (tx *Tx) newRef(a store.Announcement, now time.Time) (string, error) {
	if a.Fixes != 0 {
		parent, err := tx.announcement(a.Fixes)
		if err != nil {
			return "", err
		}
		rows, err := tx.rows(sqlAnnouncementsFix, a.Fixes)
		list, err := all(rows, err, scanAnnouncement)
		return fmt.Sprintf("%s-R%d", parent.Ref, len(list)+1), err
	}
	year := now.In(store.WITA).Year()
	name := fmt.Sprintf("announcement-%d", year)
	if err := tx.count(name); err != nil {
		return "", err
	}
	c, err := tx.open()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("PGM-%d-%04d", year, c.counters[name]), nil
}

func (tx *Tx) putAnnouncement(a store.Announcement) error {
	to, err := json.Marshal(a.To)
	if err != nil {
		return err
	}
	crowd := ""
	if a.Many.Over() {
		text, _ := json.Marshal(a.Many) // names and numbers always can
		crowd = string(text)
	}
	media := []byte{}
	if a.Media != nil || a.Bring != nil {
		if media, err = json.Marshal(file{a.Media, a.Bring}); err != nil {
			return err
		}
	}
	_, err = tx.exec(sqlPutAnnouncement, a.Ref, a.Topic, a.Title, a.Body, a.Version, a.Office, string(media), a.Batch, a.Urgent, string(to), ms(a.Expires), a.Fixes,
		a.Stage, ms(a.SendAt), a.Reason, a.Tested, a.Approved, a.Same(), a.Author, a.Approver, ms(a.Made), ms(a.Submitted), ms(a.Started), ms(a.Finished), a.Filled,
		crowd, a.Lifted)
	if err != nil {
		return fmt.Errorf("write announcement: %w", err)
	}
	return nil
}

// noteAct adds to the history of an announcement, and to the audit log where a member of staff did it.
func (tx *Tx) noteAct(a store.Announcement, by, act, detail string, now time.Time) error {
	if _, err := tx.exec(sqlPutEvent, a.ID, ms(now), by, act, a.Stage, detail); err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	if by == "" {
		return nil
	}
	return tx.audit(by, "announcement "+act, a.Ref, "", string(a.Stage), detail, now)
}

// TakeStep is a step in the life of an announcement, in one transaction with all that hangs on it. edit, where there is one, changes what it
// says; it belongs to ActEdit.
func (l *Ledger) TakeStep(ctx context.Context, ref string, s store.Step, edit func(*store.Announcement) error, now time.Time) (a store.Announcement, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		a, err = tx.TakeStep(ref, s, edit, now)
		return err
	})
	return a, err
}

// TakeStep is Ledger.TakeStep inside a transaction.
func (tx *Tx) TakeStep(ref string, s store.Step, edit func(*store.Announcement) error, now time.Time) (store.Announcement, error) {
	was, err := tx.Announcement(ref)
	if err != nil {
		return was, err
	}
	a, err := was.Take(s, now)
	if err != nil {
		return was, err
	}
	if edit != nil {
		if err := edit(&a); err != nil {
			return was, err
		}
	}
	if s.Act == store.ActStart || s.Act == store.ActResume {
		if a, err = tx.startOut(was, a, now); err != nil {
			return was, err
		}
	}
	if err := tx.putAnnouncement(a); err != nil {
		return was, err
	}
	switch s.Act {
	case store.ActSubmit:
		err = tx.want(a.ID, toApprovers)
	case store.ActApprove, store.ActReject:
		err = tx.tellAuthor(a, s.By, s.Reason, now)
	}
	if err == nil && a.Lifted != "" && was.Lifted == "" {
		err = tx.noteAct(a, s.By, "lift", fmt.Sprintf("%s: %d > %d", a.Many.Channel, a.Many.People, a.Many.Most), now)
	}
	if err != nil {
		return was, err
	}
	return a, tx.noteAct(a, s.By, string(s.Act), s.Reason, now)
}

// ErrBatchClosed is returned when an announcement invites to a batch for which nobody can apply any more.
var ErrBatchClosed = errors.New("the batch it invites to is closed")

// startOut is what hangs on a start: the batch must be open, the text is kept as the first that went out, and a correction takes the place of
// what it corrects for whoever has not had that yet.
func (tx *Tx) startOut(was, a store.Announcement, now time.Time) (store.Announcement, error) {
	if a.Batch != "" {
		b, err := tx.batch(sqlBatchCode, a.Batch)
		if err != nil {
			return a, err
		}
		if !b.Open(now) {
			return a, ErrBatchClosed
		}
	}
	if _, err := tx.exec(sqlPutText, a.ID, a.Version, a.Title, a.Body, ms(now)); err != nil {
		return a, err
	}
	if a.Fixes == 0 || !was.Started.IsZero() {
		return a, nil
	}
	return a, tx.replaceText(a, now)
}

// replaceText gives the corrected announcement the text of its correction, and lets it go on where it was paused for that.
func (tx *Tx) replaceText(fix store.Announcement, now time.Time) error {
	p, err := tx.announcement(fix.Fixes)
	if err != nil {
		return err
	}
	p.Title, p.Body, p.Version = fix.Title, fix.Body, p.Version+1
	p.Approved, p.Tested = p.Hash(), p.Hash() // by who approved the correction
	act := "replace"
	if p.Stage == store.StagePaused && p.Reason == store.PausedFix && !p.Started.IsZero() {
		p.Stage, p.Reason, act = store.StageRunning, "", "replace and resume"
	}
	if err := tx.putAnnouncement(p); err != nil {
		return err
	}
	if _, err := tx.exec(sqlPutText, p.ID, p.Version, p.Title, p.Body, ms(now)); err != nil {
		return err
	}
	return tx.noteAct(p, "", act, fix.Ref, now)
}

// SameSince finds an announcement that said the same to the same and started since then; "" when there is none.
func (l *Ledger) SameSince(ctx context.Context, a store.Announcement, since time.Time) (ref string, err error) {
	err = l.read.QueryRowContext(ctx, sqlSame, ms(since), a.Same(), a.Ref).Scan(&ref)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return ref, err
}

// Act is one line of the history of an announcement.
type Act struct {
	At                     time.Time
	By, Act, Stage, Detail string
}

// Acts is the history of an announcement, oldest first.
func (l *Ledger) Acts(ctx context.Context, id int64) ([]Act, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT at, by, act, stage, detail FROM announcement_events WHERE announcement = ? ORDER BY id`, id)
	return all(rows, err, func(rows *sql.Rows) (a Act, err error) {
		var when int64
		err = rows.Scan(&when, &a.By, &a.Act, &a.Stage, &a.Detail)
		a.At = at(when)
		return a, err
	})
}

// Leftovers lists announcements that are over by order or by time, and have deliveries that still wait.
func (l *Ledger) Leftovers(ctx context.Context) ([]store.Announcement, error) {
	rows, err := l.read.QueryContext(ctx, sqlAnnouncementColumns+` WHERE stage IN ('cancelled', 'expired') AND started <> 0
		AND EXISTS (SELECT 1 FROM tallies t WHERE t.announcement = announcements.id AND t.state = 0 AND t.n > 0)`)
	return all(rows, err, scanAnnouncement)
}

// ErrNothingToFix is returned when an announcement has gone to nobody: it can be edited instead.
var ErrNothingToFix = errors.New("it has gone to nobody yet")

// Correct writes the draft of a correction, and stops what it corrects.
func (l *Ledger) Correct(ctx context.Context, ref, title, body, by string, now time.Time) (fix store.Announcement, err error) {
	err = l.Do(ctx, func(tx *Tx) error {
		fix, err = tx.Correct(ref, title, body, by, now)
		return err
	})
	return fix, err
}

// Correct is Ledger.Correct inside a transaction. A correction has the area of what it corrects, so that the same people answer for it.
func (tx *Tx) Correct(ref, title, body, by string, now time.Time) (fix store.Announcement, err error) {
	a, err := tx.Announcement(ref)
	if err != nil {
		return fix, err
	}
	if a.Started.IsZero() || a.Fixes != 0 {
		return fix, ErrNothingToFix
	}
	if !a.LetGo.IsZero() {
		return fix, &store.LetGoError{Ref: ref}
	}
	if a.Stage == store.StageRunning {
		if a, err = tx.TakeStep(ref, store.Step{Act: store.ActPause, By: by, Reason: store.PausedFix}, nil, now); err != nil {
			return fix, err
		}
	}
	if title == "" {
		title = a.Title
	}
	return tx.NewAnnouncement(store.Announcement{Topic: a.Topic, Title: title, Body: body, Office: a.Office, Media: a.Media, Urgent: true, Expires: a.Expires, Fixes: a.ID,
		To: store.Audience{Kelurahan: a.To.Kelurahan, Kecamatan: a.To.Kecamatan}}, by, now)
}
