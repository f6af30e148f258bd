package sqlite

import (
	"fmt"
	"regexp"

	"lopo/store"
)

// about is what the facts of most turns say of a chat.
type about struct {
	contact    store.Contact
	draft      *store.Draft
	registered bool // it has applications
	asked      bool // it has open tickets
}

// String shows all of it, for Doubt alone: it is personal data.
func (a about) String() string {
	s := fmt.Sprintf("%v %t %t", a.contact, a.registered, a.asked)
	if a.draft != nil {
		s += string(a.draft.Append(nil))
	}
	return s
}

// Doubt makes every turn read the file in spite of what is remembered, and report where the two differ. Tests hold the memory against the file
// so; call it before anything is written.
func (l *Ledger) Doubt(report func(remembered, read string)) { l.doubt = report }

// knownMost is how many chats each of two generations of known remembers: all that are busy on a small machine.
const knownMost = 2048

// known remembers what a chat's last turn read and wrote, so that a busy chat's own rows are not read, unsealed and decoded at every turn. It
// holds as long as nobody else writes: a statement that changes one of the tables it is read from empties it, unless it says whose rows those are
// (see Tx.execOf), and so do a rollback and a commit of another process. What is in it is shared: nobody may change its maps and slices.
type known struct {
	young, old map[store.Address]about
}

func (k *known) get(of store.Address) (a about, ok bool) {
	if a, ok = k.young[of]; ok {
		return a, true
	}
	if a, ok = k.old[of]; ok {
		k.put(a)
	}
	return a, ok
}

func (k *known) put(a about) {
	if k.young == nil || len(k.young) >= knownMost {
		k.old, k.young = k.young, map[store.Address]about{}
	}
	k.young[a.contact.Of] = a
}

func (k *known) drop(of store.Address) {
	delete(k.young, of)
	delete(k.old, of)
}

func (k *known) clear() { k.young, k.old = nil, nil }

// changesKnown finds the statements that may change what known remembers: all that write and name one of its tables.
var changesKnown = regexp.MustCompile(`(?is)^\s*(INSERT|UPDATE|DELETE|REPLACE|WITH)\b.*\b(contacts|drafts|registrations|tickets)\b`)
