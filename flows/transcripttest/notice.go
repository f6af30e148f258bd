package transcripttest

import (
	"context"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
)

// notice is an announcement that was written before: a draft, one that is approved and planned for an hour from now, one that has begun to go out and is
// paused, or one whose attachment could not be fetched. The member of staff called Ana wrote it.
func notice(l *sqlite.Ledger, how, text string, now time.Time) error {
	const author = "Ana"
	a := store.Announcement{Topic: store.TopicGeneral, Body: text, To: store.Audience{People: true, Groups: true}}
	steps := []store.Step{{Act: store.ActTest, By: author}, {Act: store.ActSubmit, By: author}, {Act: store.ActApprove, By: "Budi"}}
	switch how {
	case "draft":
		steps = nil
	case "approved":
		a.SendAt = now.Add(time.Hour)
	case "lost":
		a.Bring, steps = &store.Bring{Channel: Channel, File: "lost"}, nil
	case "sent":
		steps = append(steps, store.Step{Act: store.ActStart, By: author}, store.Step{Act: store.ActPause, By: author})
	}
	err := l.Do(context.Background(), func(tx *sqlite.Tx) (err error) {
		if a, err = tx.NewAnnouncement(a, author, now); err != nil {
			return err
		}
		for _, s := range steps {
			if _, err := tx.TakeStep(a.Ref, s, nil, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && a.Bring != nil {
		err = l.NotBrought(context.Background(), a, "gone", "", now)
	}
	return err
}
