package whatsapptest

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/types"
)

// Failure is a login that the server refuses.
type Failure struct {
	Reason int // 401 logged out, 402 banned for a while, 403 locked, 405 too old, 406 banned, 409, 500, 503
	Code   int // of a 402: why
	Expire int // of a 402: seconds
}

func (f Failure) node() node {
	n := node{Tag: "failure", Attrs: attrs{"reason": strconv.Itoa(f.Reason), "location": "frc"}}
	if f.Reason == 402 {
		n.Attrs["code"], n.Attrs["expire"] = strconv.Itoa(f.Code), strconv.Itoa(f.Expire)
	}
	return n
}

// faults is what will go wrong for an account; each number counts down.
type faults struct {
	failures  []Failure
	always    *Failure
	loseAcks  int // of messages it sends
	cutAcks   int
	holdAcks  bool
	held      []func()
	refusals  []int
	corrupt   int // of messages it gets
	twice     int
	otherForm int // of retry receipts that others get from it
	keyless   bool
}

func (f *faults) failure() (Failure, bool) {
	if len(f.failures) > 0 {
		first := f.failures[0]
		f.failures = f.failures[1:]
		return first, true
	}
	if f.always != nil {
		return *f.always, true
	}
	return Failure{}, false
}

func (f *faults) refusal() int {
	if len(f.refusals) == 0 {
		return 0
	}
	code := f.refusals[0]
	f.refusals = f.refusals[1:]
	return code
}

func spend(n *int) bool {
	if *n <= 0 {
		return false
	}
	*n--
	return true
}

// FailLogin refuses the account's next logins, one after the other.
func (a *Account) FailLogin(with ...Failure) {
	a.change(func() { a.faults.failures = append(a.faults.failures, with...) })
}

// Bar refuses every login until it is called with nil.
func (a *Account) Bar(with *Failure) { a.change(func() { a.faults.always = with }) }

// LoseAcks delivers the next n messages of this account and never tells it so.
func (a *Account) LoseAcks(n int) { a.change(func() { a.faults.loseAcks += n }) }

// CutAcks delivers the next n messages of this account and cuts the connection instead of acknowledging them.
func (a *Account) CutAcks(n int) { a.change(func() { a.faults.cutAcks += n }) }

// HoldAcks keeps the acknowledgements of this account's messages back until the returned function is called.
func (a *Account) HoldAcks() (release func()) {
	a.change(func() { a.faults.holdAcks = true })
	return func() {
		a.change(func() {
			a.faults.holdAcks = false
			for _, send := range a.faults.held {
				send()
			}
			a.faults.held = nil
		})
	}
}

// Refuse answers the next messages of this account with these codes, one each, and delivers none of them; 0 lets one pass.
func (a *Account) Refuse(codes ...int) {
	a.change(func() { a.faults.refusals = append(a.faults.refusals, codes...) })
}

// Corrupt spoils the next n ciphertexts to this account.
func (a *Account) Corrupt(n int) { a.change(func() { a.faults.corrupt += n }) }

// Twice delivers the next n messages to this account two times.
func (a *Account) Twice(n int) { a.change(func() { a.faults.twice += n }) }

// RetryFromOther lets the next n retry receipts of this account come from its other name than the one that was written to.
func (a *Account) RetryFromOther(n int) { a.change(func() { a.faults.otherForm += n }) }

// Keyless hands out no keys of the account's devices, so that nobody can begin to write to it, until it is called with false.
func (a *Account) Keyless(on bool) { a.change(func() { a.faults.keyless = on }) }

func (a *Account) change(f func()) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	f()
	a.s.touch()
}

// Cut ends the account's connections without a word.
func (a *Account) Cut() { a.connections(func(_ *device, c *conn) { c.cut() }) }

// StreamError ends the account's connections with a code, such as "503".
func (a *Account) StreamError(code string) {
	a.connections(func(_ *device, c *conn) { c.last(node{Tag: "stream:error", Attrs: attrs{"code": code}}) })
}

// Replace ends the account's connections as if the device had connected a second time.
func (a *Account) Replace() { a.connections(func(_ *device, c *conn) { c.last(replaced()) }) }

func replaced() node {
	return node{Tag: "stream:error", Content: []node{{Tag: "conflict", Attrs: attrs{"type": "replaced"}}}}
}

// Kick unlinks all devices but the phone, as the owner can on it.
func (a *Account) Kick() {
	a.change(func() {
		for _, d := range slices.Clone(a.devices) {
			if d.id != 0 {
				a.unlink(d)
			}
		}
	})
}

// Timelock tells the account's devices that messages to people who did not write first are limited until then, or no longer.
func (a *Account) Timelock(active bool, until time.Time) {
	a.change(func() {
		body := fmt.Sprintf(`{"data":{"xwa2_notify_account_reachout_timelock":{"is_active":%t,"enforcement_type":"DEFAULT","time_enforcement_ends":"%d"}}}`, active, until.Unix())
		for _, d := range a.devices {
			d.push(node{Tag: "notification", Attrs: attrs{"from": types.ServerJID, "type": "mex", "id": a.s.id(""), "t": now()},
				Content: []node{{Tag: "update", Attrs: attrs{"op_name": "NotificationUserReachoutTimelockUpdate"}, Content: []byte(body)}}})
		}
	})
}

// unlink removes a device and tells it. The lock is held.
func (a *Account) unlink(d *device) {
	a.remove(d)
	a.note(Entry{Kind: "unlinked", Device: d.id})
	if c := d.conn; c != nil {
		d.conn, c.device = nil, nil
		c.last(node{Tag: "stream:error", Attrs: attrs{"code": "401"}, Content: []node{{Tag: "conflict", Attrs: attrs{"type": "device_removed"}}}})
	}
}

func (a *Account) connections(do func(*device, *conn)) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	for _, d := range a.devices {
		if d.conn != nil {
			do(d, d.conn)
		}
	}
}

// other is the account's other name than this one.
func other(server string) string {
	if server == types.HiddenUserServer {
		return types.DefaultUserServer
	}
	return types.HiddenUserServer
}
