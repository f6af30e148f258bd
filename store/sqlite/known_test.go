package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// What is remembered of a chat follows each change, from whatever side it comes: its own turn, a turn that fails, a statement for many chats,
// another process. The ledger of a test compares with the file at every turn (see Ledger.Doubt); here is something to compare after each.
func TestKnownFollows(t *testing.T) {
	path := t.TempDir() + "/lopo.db"
	l, staff := sqlitetest.At(t, path), sqlitetest.At(t, path)
	defer l.Close()
	defer staff.Close()
	of := store.Address{Channel: "test", Chat: "1"}
	apply := func(l *sqlite.Ledger, effects ...store.Effect) {
		t.Helper()
		if err := l.Do(t.Context(), func(tx *sqlite.Tx) error { return tx.Apply(of, effects, noon) }); err != nil {
			t.Fatal(err)
		}
	}
	look := func() (f store.Facts) {
		t.Helper()
		err := l.Do(t.Context(), func(tx *sqlite.Tx) (err error) { f, err = tx.Facts(of, noon, store.Need{}); return err })
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	look()
	if err := l.Do(t.Context(), func(tx *sqlite.Tx) error { return tx.Meet(of, noon) }); err != nil {
		t.Fatal(err)
	}
	look()
	draft := store.Draft{Flow: "training", Version: 1, Slots: map[string]string{"name": "Maria Nale"}, Started: noon, Touched: noon}
	apply(l, store.SaveDraft{Draft: draft})
	if f := look(); f.Draft == nil || f.Draft.Slots["name"] != "Maria Nale" {
		t.Errorf("draft %+v", f.Draft)
	}
	failed := errors.New("failed")
	err := l.Do(t.Context(), func(tx *sqlite.Tx) error {
		return errors.Join(tx.Apply(of, []store.Effect{store.DropDraft{}, store.SetBlocked{Blocked: true}}, noon), failed)
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if f := look(); f.Draft == nil || f.Contact.Blocked {
		t.Errorf("after a turn that failed: %+v", f)
	}
	apply(l, store.SetBlocked{Blocked: true}, store.OpenTicket{Ticket: store.Ticket{Number: "T-0001", Of: of, Text: "halo"}})
	if f := look(); !f.Contact.Blocked || len(f.Tickets) != 1 {
		t.Errorf("after a ticket: %+v", f)
	}
	if err := staff.CloseTicket(t.Context(), "T-0001", "sudah", "ANI", noon); err != nil {
		t.Fatal(err)
	}
	apply(staff, store.SetOptOut{Topic: store.All, Out: true})
	if f := look(); len(f.Tickets) != 0 || !f.Contact.OptOut[store.All] {
		t.Errorf("after staff: %+v", f)
	}
	if err := l.Retain(t.Context(), noon.Add(sqlite.KeepDrafts+time.Second)); err != nil {
		t.Fatal(err)
	}
	if f := look(); f.Draft == nil || !f.Draft.Expired || len(f.Draft.Slots) != 0 {
		t.Errorf("after the draft became too old: %+v", f.Draft)
	}
	apply(l, store.SaveDraft{Draft: draft}, store.DropDraft{})
	look()
	apply(l, store.Erase{})
	if f := look(); !f.Contact.First.IsZero() || f.Draft != nil || f.Contact.Blocked {
		t.Errorf("after the erasure: %+v", f)
	}
}
