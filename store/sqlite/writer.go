package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrClosed is returned by Do after Close.
var ErrClosed = errors.New("the ledger is closed")

// share is how many jobs may share one commit. A commit with FULL costs about as much as thirty turns, so sharing is what makes one file
// fast; the bound keeps the first of a burst from waiting for the last.
const share = 256

// job is work that waits for the writer.
type job struct {
	work func(*Tx) error
	done chan error
}

// writer owns the only writing connection. It takes the jobs that wait, runs them one after the other and commits them together: when one
// fails nothing of it stays and the others are run again without it; a commit that fails fails all of them.
type writer struct {
	db    *sql.DB
	tx    *Tx
	jobs  chan job
	quit  chan struct{}
	ended chan struct{}
}

func newWriter(ctx context.Context, db *sql.DB, l *Ledger) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{
		db: db, jobs: make(chan job, share), quit: make(chan struct{}), ended: make(chan struct{}),
		tx: &Tx{conn: conn, ledger: l, prepared: map[string]*prepared{}},
	}
	go w.run()
	return w, nil
}

// Do runs work inside a transaction and returns when it is committed, or not at all. Work runs on the writer's goroutine, one after the
// other, and must not wait for anything. It may be run again from its beginning when a neighbour fails: what it hands out through variables
// must be set anew by each run. It may run while ctx is over already, but is then either committed whole or not at all.
func (l *Ledger) Do(ctx context.Context, work func(*Tx) error) error {
	j := job{work: work, done: make(chan error, 1)}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-l.write.quit:
		return ErrClosed
	default:
	}
	select {
	case l.write.jobs <- j:
	case <-l.write.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-j.done:
		return err
	case <-l.write.ended: // the writer has left; it may have done this job as its last
		select {
		case err := <-j.done:
			return err
		default:
			return ErrClosed
		}
	}
}

func (w *writer) close() error {
	close(w.quit)
	<-w.ended
	return errors.Join(w.tx.close(), w.db.Close())
}

func (w *writer) run() {
	defer close(w.ended)
	for {
		select {
		case j := <-w.jobs:
			w.batch(j)
		case <-w.quit:
			for {
				select {
				case j := <-w.jobs:
					w.batch(j)
				default:
					return
				}
			}
		}
	}
}

// batch runs first and whatever else waits by now in one commit.
func (w *writer) batch(first job) {
	if err := w.tx.begin(); err != nil {
		first.done <- fmt.Errorf("begin: %w", err)
		return
	}
	var worked []job
	for j, more := first, true; more; j, more = w.next(len(worked)) {
		if err := w.tx.try(j.work); err != nil {
			w.apart(worked, j, err)
			return
		}
		worked = append(worked, j)
	}
	w.commit(worked)
}

// apart undoes a shared transaction in which a job failed, and runs again those before it, which did not. Failures are rare: a savepoint
// around every job would cost more than this.
func (w *writer) apart(worked []job, failed job, cause error) {
	if err := w.tx.rollback(); err != nil {
		cause = errors.Join(cause, err)
	}
	failed.done <- cause
	if len(worked) == 0 {
		return
	}
	if err := w.tx.begin(); err != nil {
		for _, j := range worked {
			j.done <- fmt.Errorf("begin: %w", err)
		}
		return
	}
	for i, j := range worked {
		if err := w.tx.try(j.work); err != nil {
			w.apart(worked[:i], j, err)
			for _, left := range worked[i+1:] {
				w.batch(left)
			}
			return
		}
	}
	w.commit(worked)
}

func (w *writer) commit(worked []job) {
	err := w.tx.commit()
	for _, j := range worked {
		j.done <- err
	}
}

// next takes a waiting job, if there is one and the commit has room.
func (w *writer) next(taken int) (j job, ok bool) {
	if taken >= share {
		return job{}, false
	}
	for range 2 {
		select {
		case j = <-w.jobs:
			return j, true
		default:
			runtime.Gosched() // who is about to ask goes first: the more jobs share a commit, the less each costs
		}
	}
	return job{}, false
}

// begin starts the shared transaction. Another process (a command of staff) may have written since the last one: what is remembered of
// the catalogue and of chats is then forgotten, and the claim looked at.
func (tx *Tx) begin() error {
	if _, err := tx.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	var version int64
	if err := tx.row("PRAGMA data_version").Scan(&version); err != nil {
		return errors.Join(err, tx.rollback())
	}
	if version != tx.version {
		if err := tx.ledger.mine(func() *sql.Row { return tx.row(sqlOwner) }); err != nil {
			return errors.Join(err, tx.rollback())
		}
		tx.version = version
		tx.forget()
	}
	return nil
}

func (tx *Tx) commit() error {
	if _, err := tx.exec("COMMIT"); err != nil {
		return errors.Join(fmt.Errorf("commit: %w", err), tx.rollback())
	}
	return nil
}

// forget lets go of all that is remembered of the file.
func (tx *Tx) forget() {
	tx.catalogue = nil
	tx.keywords = nil
	tx.known.clear()
}

func (tx *Tx) rollback() error {
	tx.forget()
	_, err := tx.exec("ROLLBACK")
	return err
}

// try runs work. A panic is an error of that work alone.
func (tx *Tx) try(work func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Value: p, Stack: debug.Stack()}
		}
	}()
	return work(tx)
}

// PanicError is what Do returns when work panicked. Value may hold personal data: log the stack, not the value.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic in a transaction (%T)", e.Value) }

func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}
