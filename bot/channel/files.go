package channel

import (
	"context"
	"fmt"
	"sync"
	"time"

	"lopo/store"
)

// Files is where a channel finds the files that go with messages, and where it remembers what its platform calls them: a file is brought to a
// platform once and then named. One of it serves all channels, and its functions may be called from many goroutines; a nil one has no files, so
// texts go alone.
type Files struct {
	// Read gives the bytes with this sum, and a small JPEG of a picture (nil for what has none). It promises that they have the sum.
	Read func(sum string) (data, thumb []byte, err error)

	// Recall tells what an account on a platform calls a file, and until when; "" when nobody knows. Keep notes it, for ever when until is zero.
	Recall func(ctx context.Context, sum, channel, account string) (handle string, until time.Time, err error)
	Keep   func(ctx context.Context, sum, channel, account, handle string, until time.Time) error

	mu       sync.Mutex
	bringing map[place]chan struct{}
}

// place is a file at an account on a platform.
type place struct{ sum, channel, account string }

// Brought notes what the platform calls a file until then; see Handle. "" means that it could not be brought.
type Brought func(handle string, until time.Time) error

// Handle tells what the platform calls a file. Where that is not known, handle is "" and the caller is the one who brings the file: brought, which
// it must call, ends the waiting of all others who ask for the same file at the same account.
func (f *Files) Handle(ctx context.Context, m store.Media, channel, account string, now time.Time) (handle string, brought Brought, err error) {
	at := place{m.Sum, channel, account}
	for {
		if handle, err := f.recall(ctx, at, now); handle != "" || err != nil {
			return handle, nil, err
		}
		busy, mine := f.begin(at)
		if mine {
			break
		}
		select {
		case <-busy:
		case <-ctx.Done():
			return "", nil, ctx.Err()
		}
	}
	if handle, err = f.recall(ctx, at, now); handle != "" || err != nil { // brought between the two looks
		f.end(at)
		return handle, nil, err
	}
	return "", func(handle string, until time.Time) error {
		defer f.end(at)
		if handle == "" {
			return nil
		}
		return f.Keep(context.WithoutCancel(ctx), at.sum, at.channel, at.account, handle, until)
	}, nil
}

func (f *Files) recall(ctx context.Context, at place, now time.Time) (string, error) {
	handle, until, err := f.Recall(ctx, at.sum, at.channel, at.account)
	if err != nil {
		return "", fmt.Errorf("recall what a file is called: %w", err)
	}
	if !until.IsZero() && !until.After(now) {
		return "", nil
	}
	return handle, nil
}

// begin takes a place, or returns what is closed when its holder is done.
func (f *Files) begin(at place) (busy <-chan struct{}, mine bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if busy := f.bringing[at]; busy != nil {
		return busy, false
	}
	if f.bringing == nil {
		f.bringing = map[place]chan struct{}{}
	}
	f.bringing[at] = make(chan struct{})
	return nil, true
}

func (f *Files) end(at place) {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.bringing[at])
	delete(f.bringing, at)
}

// Forget lets go of a name of a file, once the platform no longer knows it: whoever asks next brings the file anew.
func (f *Files) Forget(ctx context.Context, m store.Media, channel, account, handle string) error {
	ctx = context.WithoutCancel(ctx)
	if now, _, err := f.Recall(ctx, m.Sum, channel, account); err != nil || now != handle { // or somebody has brought it meanwhile
		return err
	}
	return f.Keep(ctx, m.Sum, channel, account, "", time.Time{})
}
