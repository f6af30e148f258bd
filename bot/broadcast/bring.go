package broadcast

import (
	"bytes"
	"context"
	"errors"
	"time"

	"lopo/bot/channel"
	"lopo/bot/poster"
	"lopo/store"
)

// How often a file is asked for that does not come, and how long after the first try it is tried again; each time twice as long.
const (
	bringTries = 8
	bringFirst = 5 * time.Second
)

// Why a file did not become part of an announcement. Staff read them in their own words.
const (
	fileGone  = "gone"  // the platform does not have it any more, or it is larger than may be
	fileUnfit = "unfit" // it is no picture and no PDF, or one that cannot go out
	fileLate  = "late"  // it did not come
)

// bring fetches the file that was sent for an announcement, draws it anew and puts it on the shelf. What comes back has no Bring when it is there;
// else it is not to be shown now: the file is tried again later, or who wants it is told why it cannot be.
func (b *Broadcast) bring(ctx context.Context, a store.Announcement) (store.Announcement, error) {
	now := b.Clock.Now()
	if a.Bring.Due.After(now) {
		return a, nil
	}
	m, err := b.fetched(ctx, a)
	var unfit *poster.Unfit
	switch {
	case err == nil:
		if err := b.Ledger.Brought(ctx, a, m, now); err != nil {
			return a, err
		}
		return b.Ledger.Announcement(ctx, a.Ref)
	case ctx.Err() != nil: // the program stops: it is fetched at the next start
		return a, nil
	case errors.As(err, &unfit):
		return a, b.Ledger.NotBrought(ctx, a, fileUnfit, unfit.Why, now)
	}
	class := channel.Classify(err)
	b.Log.Warn("a file for an announcement was not fetched", "announcement", a.Ref, "channel", a.Bring.Channel, "class", class.Class.String(), "tries", a.Bring.Tries)
	switch {
	case class.Class == channel.Refused || class.Class == channel.Gone:
		return a, b.Ledger.NotBrought(ctx, a, fileGone, "", now)
	case a.Bring.Tries+1 >= bringTries:
		return a, b.Ledger.NotBrought(ctx, a, fileLate, "", now)
	}
	return a, b.Ledger.BringLater(ctx, a, later(class.Until, now.Add(bringFirst<<a.Bring.Tries)))
}

// fetched fetches it. The bytes are a stranger's until they are drawn anew. What is on the shelf and in no row, as after a crash, is the same file
// the next time.
func (b *Broadcast) fetched(ctx context.Context, a store.Announcement) (store.Media, error) {
	from := b.fetcher(a.Bring.Channel)
	if from == nil || b.Shelf == nil {
		return store.Media{}, &channel.Error{Class: channel.Refused, Why: "nothing can be fetched from there"}
	}
	raw, err := from.Fetch(ctx, a.Bring.File, poster.MaxPicture)
	if err != nil {
		return store.Media{}, err
	}
	return b.Shelf.Add(bytes.NewReader(raw), a.Ref)
}

func (b *Broadcast) fetcher(name string) channel.Fetcher {
	for _, c := range b.Channels {
		if f, can := c.(channel.Fetcher); can && c.Name() == name {
			return f
		}
	}
	return nil
}
