package channel

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"lopo/store"
)

// memory is Files that remember in a map.
func memory() *Files {
	type remote struct {
		handle string
		until  time.Time
	}
	var mu sync.Mutex
	known := map[place]remote{}
	return &Files{
		Recall: func(_ context.Context, sum, channel, account string) (string, time.Time, error) {
			mu.Lock()
			defer mu.Unlock()
			r := known[place{sum, channel, account}]
			return r.handle, r.until, nil
		},
		Keep: func(_ context.Context, sum, channel, account, handle string, until time.Time) error {
			mu.Lock()
			defer mu.Unlock()
			known[place{sum, channel, account}] = remote{handle, until}
			return nil
		},
	}
}

var (
	poster = store.Media{Sum: "aa"}
	noon   = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)
)

// Of many who want a file at the same moment one brings it; when that fails another one does, and nobody waits for ever.
func TestOneBringsAFileForAll(t *testing.T) {
	f := memory()
	var mu sync.Mutex
	tries, got := 0, 0
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			for {
				handle, brought, err := f.Handle(t.Context(), poster, "x", "1", noon)
				if err != nil {
					t.Error(err)
					return
				}
				if brought == nil {
					mu.Lock()
					defer mu.Unlock()
					if got++; handle != "third" {
						t.Errorf("called %q", handle)
					}
					return
				}
				mu.Lock()
				tries++
				n := tries
				mu.Unlock()
				name := ""
				if n == 3 {
					name = "third"
				}
				if err := brought(name, time.Time{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if tries != 3 || got != 50 {
		t.Errorf("%d tries, %d have it", tries, got)
	}
}

func TestANameOfAFileEnds(t *testing.T) {
	f := memory()
	bring := func(account, name string, until, now time.Time) {
		t.Helper()
		handle, brought, err := f.Handle(t.Context(), poster, "x", account, now)
		if err != nil || brought == nil {
			t.Fatalf("%q %v: nothing to bring", handle, err)
		}
		if err := brought(name, until); err != nil {
			t.Fatal(err)
		}
	}
	called := func(account, want string, now time.Time) {
		t.Helper()
		if handle, brought, err := f.Handle(t.Context(), poster, "x", account, now); handle != want || brought != nil || err != nil {
			t.Errorf("called %q, %v; want %q", handle, err, want)
		}
	}
	bring("1", "one", noon.Add(time.Hour), noon)
	bring("2", "two", time.Time{}, noon)
	called("1", "one", noon.Add(59*time.Minute))
	called("2", "two", noon.AddDate(5, 0, 0))
	bring("1", "again", noon.Add(2*time.Hour), noon.Add(time.Hour))
	called("1", "again", noon.Add(time.Hour))
	if err := f.Forget(t.Context(), poster, "x", "1", "one"); err != nil { // an old name: somebody has brought it meanwhile
		t.Error(err)
	}
	called("1", "again", noon)
	if err := f.Forget(t.Context(), poster, "x", "1", "again"); err != nil {
		t.Error(err)
	}
	bring("1", "third", time.Time{}, noon)
}

func TestWhoWaitsForAFileCanGiveUp(t *testing.T) {
	f := memory()
	_, brought, err := f.Handle(t.Context(), poster, "x", "1", noon)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := f.Handle(ctx, poster, "x", "1", noon); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := brought("", time.Time{}); err != nil {
		t.Error(err)
	}
	f.Recall = func(context.Context, string, string, string) (string, time.Time, error) {
		return "", time.Time{}, errors.New("busy")
	}
	if _, brought, err := f.Handle(t.Context(), poster, "x", "1", noon); err == nil || brought != nil {
		t.Error("a ledger that cannot be read is taken for one that knows nothing")
	}
}
