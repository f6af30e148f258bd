package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func post(key string) func(*sqlite.Tx) error {
	return func(tx *sqlite.Tx) error {
		_, err := tx.Post(store.Outgoing{Key: key, To: store.Address{Channel: "test", Chat: "1"}, Text: key, Due: noon}, noon)
		return err
	}
}

// together makes jobs wait behind a first one, so that they share its commit, and returns what each ends with, the first one last.
func together(t *testing.T, l *sqlite.Ledger, jobs ...func(*sqlite.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(jobs)+1)
	first, free := make(chan struct{}), make(chan struct{})
	taken := sync.OnceFunc(func() { close(first) }) // a job may be run again
	var all sync.WaitGroup
	all.Go(func() {
		errs[len(jobs)] = l.Do(t.Context(), func(*sqlite.Tx) error { taken(); <-free; return nil })
	})
	<-first
	for i, j := range jobs {
		all.Go(func() { errs[i] = l.Do(t.Context(), j) })
	}
	for l.Backlog() < len(jobs) { // they are on their way, and nothing takes them
		runtime.Gosched()
	}
	close(free)
	all.Wait()
	return errs
}

func queued(t *testing.T, l *sqlite.Ledger) (texts []string) {
	t.Helper()
	list, err := l.Queue(t.Context(), noon, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		texts = append(texts, q.Message.Text)
	}
	return texts
}

// One that fails, or panics, is rolled back alone.
func TestFailingJobAlone(t *testing.T) {
	l := sqlitetest.Open(t)
	broken := errors.New("broken")
	errs := together(t, l, post("test:1/a"),
		func(tx *sqlite.Tx) error { return errors.Join(post("test:1/b")(tx), broken) },
		func(tx *sqlite.Tx) error { _ = post("test:1/c")(tx); panic("Maria Nale") },
		post("test:1/d"))
	var p *sqlite.PanicError
	if errs[0] != nil || errs[3] != nil || errs[4] != nil || !errors.Is(errs[1], broken) || !errors.As(errs[2], &p) {
		t.Fatalf("errors %v", errs)
	}
	if strings.Contains(errs[2].Error(), "Maria") || !strings.Contains(string(p.Stack), "writer_test.go") {
		t.Errorf("the error of a panic: %v", errs[2])
	}
	if got := queued(t, l); len(got) != 2 || got[0] == got[1] || strings.Contains(fmt.Sprint(got), "/b") || strings.Contains(fmt.Sprint(got), "/c") {
		t.Errorf("written: %v", got)
	}
}

// Jobs that wait share one commit. When it fails all of them have failed, and the next one works.
func TestCommitFailsAll(t *testing.T) {
	l := sqlitetest.Open(t)
	raw := file(t, l)
	for _, s := range []string{`CREATE TABLE owed (x REFERENCES trainings (id) DEFERRABLE INITIALLY DEFERRED)`,
		`CREATE TRIGGER owe AFTER INSERT ON outbox WHEN new.key = 'test:1/b' BEGIN INSERT INTO owed VALUES (-1); END`} {
		if _, err := raw.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	for i, err := range together(t, l, post("test:1/a"), post("test:1/b"), post("test:1/c")) {
		if err == nil || !strings.Contains(err.Error(), "commit") {
			t.Errorf("job %d ends with %v", i, err)
		}
	}
	if got := queued(t, l); len(got) != 0 {
		t.Errorf("written: %v", got)
	}
	if err := l.Do(t.Context(), post("test:1/a")); err != nil || len(queued(t, l)) != 1 {
		t.Errorf("afterwards: %v, %v", err, queued(t, l))
	}
}

// Close finishes what waits; afterwards nothing is taken.
func TestCloseFinishes(t *testing.T) {
	path := t.TempDir() + "/lopo.db"
	l := sqlitetest.At(t, path)
	first, free := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() { l.Do(t.Context(), func(*sqlite.Tx) error { close(first); <-free; return nil }) })
	<-first
	errs := make([]error, 5)
	for i := range errs {
		all.Go(func() { errs[i] = l.Do(t.Context(), post(fmt.Sprint("test:1/", i))) })
	}
	for l.Backlog() < len(errs) {
		runtime.Gosched()
	}
	closed := make(chan error, 1)
	go func() { closed <- l.Close() }()
	close(free)
	all.Wait()
	if err := errors.Join(append(errs, <-closed)...); err != nil {
		t.Error(err)
	}
	if err := l.Do(context.Background(), post("test:1/late")); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	again := sqlitetest.At(t, path)
	defer again.Close()
	if got := queued(t, again); len(got) != len(errs) {
		t.Errorf("written: %v", got)
	}
}

// A context that is over before the work is taken means that nothing was done.
func TestDoOverContext(t *testing.T) {
	l := sqlitetest.Open(t)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Do(over, post("test:1/a")); !errors.Is(err, context.Canceled) || len(queued(t, l)) != 0 {
		t.Errorf("%v, %v", err, queued(t, l))
	}
}
