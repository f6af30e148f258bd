package broadcast_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/sqlite"
)

// drafted is a draft whose author has sent a file for it.
func (r *rig) drafted(file string) store.Announcement {
	r.Helper()
	a := store.Announcement{Topic: store.TopicGeneral, Body: "Posyandu Senin pukul 08.00.", To: store.Audience{People: true}, Bring: &store.Bring{Channel: "post", File: file}}
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		return tx.Apply(store.Address{Channel: "post", Chat: "ana"}, []store.Effect{store.DraftNotice{Announcement: a, By: "Ana"}}, r.now())
	}))
	list, err := r.ledger.Announcements(r.ctx, 1)
	r.must(err)
	return list[0]
}

// later lets the room look again after a while.
func (r *rig) later(d time.Duration) {
	r.Helper()
	r.clock.Move(d)
	r.room.Look()
	r.settled()
}

func small(t *testing.T) []byte {
	t.Helper()
	var raw bytes.Buffer
	if err := jpeg.Encode(&raw, image.NewGray(image.Rect(0, 0, 100, 100)), nil); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// A file that does not come at once is asked for again, also by the next run of the program, less and less often. Once it is there the announcement is
// shown with it; before, it is not shown at all.
func TestAFileThatIsLateIsAskedForAgain(t *testing.T) {
	t.Parallel()
	r := start(t, newPost("post"))
	r.staff("Ana", "ana")
	tries := 0
	r.fetch = func(file string) ([]byte, error) {
		if tries++; tries < 4 || file != "poster" {
			return nil, &channel.Error{Class: channel.Retry, Why: "the line is down"}
		}
		return small(t), nil
	}
	a := r.drafted("poster")
	r.later(0)
	r.later(time.Second) // too soon
	r.later(5 * time.Second)
	r.restart()
	r.settled()
	r.later(10 * time.Second)
	if news := r.news(); tries != 3 || len(news) != 0 {
		t.Fatalf("after %d tries she is told %q", tries, news)
	}
	r.later(20 * time.Second)
	news := r.news()
	if tries != 4 || len(news) != 1 || !strings.HasPrefix(news[0], "preview#") {
		t.Fatalf("after %d tries she is told %q", tries, news)
	}
	a, err := r.ledger.Announcement(r.ctx, a.Ref)
	r.must(err)
	if a.Bring != nil || a.Media == nil || a.Media.Kind != store.Image {
		t.Fatalf("it has %+v, and waits for %+v", a.Media, a.Bring)
	}
	if _, _, err := r.shelf.Read(a.Media.Sum); err != nil {
		t.Error(err)
	}
}

// One that never comes is given up after some minutes, and one that is not there any more at once: its author is told which, and the draft stays.
func TestAFileThatNeverComesIsGivenUp(t *testing.T) {
	t.Parallel()
	r := start(t, newPost("post"))
	r.staff("Ana", "ana")
	tries := 0
	r.fetch = func(string) ([]byte, error) {
		tries++
		return nil, &channel.Error{Class: channel.Retry, Why: "the line is down"}
	}
	a := r.drafted("poster")
	for range 12 {
		r.later(3 * time.Minute)
	}
	if news := r.news(); tries != 8 || len(news) != 1 || news[0] != "nofile#late#" {
		t.Fatalf("after %d tries she is told %q", tries, news)
	}
	r.fetch = nil
	b := r.drafted("poster")
	r.later(time.Second)
	if news := r.news(); len(news) != 2 || news[1] != "nofile#gone#" {
		t.Fatalf("she is told %q", news)
	}
	for _, ref := range []string{a.Ref, b.Ref} {
		if is, err := r.ledger.Announcement(r.ctx, ref); err != nil || is.Stage != store.StageDraft || is.Bring != nil || is.Media != nil {
			t.Errorf("%s is %+v, %v", ref, is, err)
		}
	}
}

// A file that comes when another is wanted by now, or when the words were submitted without it, changes nothing.
func TestAFileThatIsNotWantedAnyMore(t *testing.T) {
	t.Parallel()
	r := start(t, newPost("post"))
	r.fetch = func(string) ([]byte, error) { return nil, &channel.Error{Class: channel.Retry} }
	a := r.drafted("first")
	r.must(r.ledger.Do(r.ctx, func(tx *sqlite.Tx) error {
		b := a
		b.Bring = &store.Bring{Channel: "post", File: "second"}
		return tx.Apply(store.Address{Channel: "post", Chat: "ana"}, []store.Effect{store.DraftNotice{Announcement: b, By: "Ana"}}, r.now())
	}))
	r.must(r.ledger.Brought(r.ctx, a, store.Media{Kind: store.Image, Sum: "x"}, r.now()))
	is, err := r.ledger.Announcement(r.ctx, a.Ref)
	r.must(err)
	if is.Media != nil || is.Bring == nil || is.Bring.File != "second" {
		t.Fatalf("it has %+v, and waits for %+v", is.Media, is.Bring)
	}
	if _, err := r.ledger.TakeStep(r.ctx, a.Ref, store.Step{Act: store.ActTest, By: "Ana"}, nil, r.now()); err != store.ErrBringing {
		t.Errorf("it is tested without its file: %v", err)
	}
}
