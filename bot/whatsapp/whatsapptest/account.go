package whatsapptest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// Account is a phone number on WhatsApp. Device 0 is the phone; the others were linked to it.
type Account struct {
	Phone string // digits, with the country
	LID   string // the account's other name, which says nothing of the number
	s     *Server

	name    string
	shown   Form
	key     *keys.KeyPair // the phone's identity, which vouches for the linked devices
	signed  *keys.PreKey  // the phone's signed key, both halves
	devices []*device     // by number
	last    uint16        // number given to a device
	faults  faults
	watched map[*Account]bool // those who asked for the list of devices and want to hear of changes
	journal []Entry
}

// device is one end of the encryption: its public keys, and what waits for it.
type device struct {
	account  *Account
	id       uint16
	noise    [32]byte // who logs in must hold it
	used     bool     // somebody did, once: before that nothing is kept for it
	keyIndex uint32
	reg      []byte // registration id
	identity []byte
	signed   signedKey
	oneTime  []oneTimeKey
	queue    []*parcel
	asked    map[string]int // messages it asked for again; see confirmRetry
	conn     *conn
}

// phoneRegistration is the registration id of every phone here.
const phoneRegistration = 257

type signedKey struct{ id, value, signature []byte }

type oneTimeKey struct{ id, value []byte }

// Form says by which of its names an account appears to others.
type Form string

const (
	ByLID   Form = "lid"        // by LID, with the number beside it; as WhatsApp does today
	ByPhone Form = "phone"      // by number, with the LID beside it
	OnlyLID Form = "only lid"   // by LID, and nobody learns the number
	OnlyPN  Form = "only phone" // by number, and nobody learns the LID from a message
)

// Account is the account of this number, which is created when it is first named; numbers nobody named are not on WhatsApp.
func (s *Server) Account(phone string) *Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account(phone)
}

func (s *Server) account(phone string) *Account {
	phone = digits(phone)
	if a := s.accounts[phone]; a != nil {
		return a
	}
	s.serial++
	a := &Account{
		name: phone, Phone: phone, LID: fmt.Sprint(100_000_000_000_000 + 7_919*int64(s.serial)), s: s, shown: ByLID, key: keys.NewKeyPair(),
		watched: map[*Account]bool{},
	}
	s.accounts[a.Phone], s.accounts[a.LID] = a, a
	a.signed = a.key.CreateSignedPreKey(1)
	a.devices = []*device{{account: a, reg: uint32Bytes(phoneRegistration), identity: a.key.Pub[:], signed: publicHalf(a.signed)}}
	return a
}

func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
}

// JID and LIDJID are the account's two addresses.
func (a *Account) JID() types.JID { return types.NewJID(a.Phone, types.DefaultUserServer) }

func (a *Account) LIDJID() types.JID { return types.NewJID(a.LID, types.HiddenUserServer) }

// Show chooses by which name the account appears from now on.
func (a *Account) Show(as Form) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	a.shown = as
}

// SetName sets the name that others see beside its messages.
func (a *Account) SetName(name string) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	a.name = name
}

// Devices are the numbers of its devices; 0 is the phone.
func (a *Account) Devices() (ids []int) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	for _, d := range a.devices {
		ids = append(ids, int(d.id))
	}
	return ids
}

// Connected says whether a device is logged in.
func (a *Account) Connected() bool {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	return slices.ContainsFunc(a.devices, func(d *device) bool { return d.conn != nil })
}

// Queued is how many stanzas wait for a device to confirm them; kind is "message", "receipt", "notification", "call" or "" for all.
func (a *Account) Queued(device int, kind string) (n int) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	if d := a.device(uint16(device)); d != nil {
		for _, p := range d.queue {
			if kind == "" || p.node.Tag == kind {
				n++
			}
		}
	}
	return n
}

func (a *Account) device(id uint16) *device {
	for _, d := range a.devices {
		if d.id == id {
			return d
		}
	}
	return nil
}

// jid is the address of a device under one of its account's two names.
func (d *device) jid(server string) types.JID {
	if server == types.HiddenUserServer {
		return types.JID{User: d.account.LID, Server: server, Device: d.id}
	}
	return types.JID{User: d.account.Phone, Server: types.DefaultUserServer, Device: d.id}
}

// find is the account that an address names, under either name; nil if there is none. The lock is held.
func (s *Server) find(j types.JID) *Account {
	switch j.Server {
	case types.DefaultUserServer, types.LegacyUserServer, types.HiddenUserServer:
	default:
		return nil
	}
	a := s.accounts[j.User]
	if a == nil || (j.Server == types.HiddenUserServer) != (a.LID == j.User) {
		return nil
	}
	return a
}

// remove unlinks a device. The lock is held.
func (a *Account) remove(d *device) {
	a.devices = slices.DeleteFunc(a.devices, func(x *device) bool { return x == d })
	a.devicesChanged("remove", d)
}

// Entry is one thing that the server saw happen to an account.
type Entry struct {
	At     time.Time
	Kind   string    // see the package comment
	Device uint16    // of the account
	ID     string    // of the message it is about
	Peer   types.JID // the other side
	Detail string    // the type of a receipt, the state of typing, the code of a refusal, the version that connected
}

// note writes into the journal. The lock is held.
func (a *Account) note(e Entry) {
	e.At = time.Now()
	a.journal = append(a.journal, e)
	a.s.touch()
}

// Journal is what happened to the account so far; with kinds, only these.
func (a *Account) Journal(kinds ...string) (out []Entry) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	for _, e := range a.journal {
		if len(kinds) == 0 || slices.Contains(kinds, e.Kind) {
			out = append(out, e)
		}
	}
	return out
}
