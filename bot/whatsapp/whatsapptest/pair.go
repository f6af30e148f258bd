package whatsapptest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// link is the linking of a new device, from its first connection until it has signed.
type link struct {
	conn    *conn
	ref     string // names it in what the client shows
	payload *waWa6.ClientPayload_DevicePairingRegistrationData
	hello   *hello  // when a code was asked for
	device  *device // once a phone agreed
}

// Problems of a phone that links a device.
var (
	ErrNoLink = errors.New("nobody waits for this code")
	ErrCode   = errors.New("the code is wrong")
	ErrFull   = errors.New("an account has at most four linked devices")
)

const maxLinked = 4

// startLink hands out six references, which the client shows as QR codes one after the other.
func (s *Server) startLink(c *conn, data *waWa6.ClientPayload_DevicePairingRegistrationData) {
	c.link = &link{conn: c, ref: "2@" + base64.StdEncoding.EncodeToString(random(24)), payload: data}
	s.links[c.link.ref] = c.link
	var refs []node
	for n := range 6 {
		refs = append(refs, node{Tag: "ref", Content: fmt.Appendf(nil, "%s.%d", c.link.ref, n)})
	}
	c.send(node{Tag: "iq", Attrs: attrs{"from": types.ServerJID, "type": "set", "id": s.id(""), "xmlns": "md"},
		Content: []node{{Tag: "pair-device", Content: refs}}})
	s.touch()
}

// Scan is the account's phone pointed at a QR code; text is what the code says: reference, the client's noise key, its identity key and
// a secret, since 2026 behind an address and before a fifth part that names the client.
func (a *Account) Scan(text string) error {
	if _, rest, ok := strings.Cut(text, "#"); ok {
		text = rest
	}
	parts := strings.Split(text, ",")
	if len(parts) < 4 {
		return fmt.Errorf("%w: %d parts", ErrCode, len(parts))
	}
	secret, err := base64.StdEncoding.DecodeString(parts[3])
	if err != nil {
		return fmt.Errorf("%w: secret: %w", ErrCode, err)
	}
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	ref, _, _ := strings.Cut(parts[0], ".")
	l := a.s.links[ref]
	if l == nil {
		return ErrNoLink
	}
	if parts[1] != base64.StdEncoding.EncodeToString(l.conn.noise[:]) || parts[2] != base64.StdEncoding.EncodeToString(l.payload.GetEIdent()) {
		return fmt.Errorf("%w: other keys", ErrCode)
	}
	return a.agree(l, secret)
}

// agree is the phone's yes: it signs the new device's identity, and proves with the secret that it saw the code. The lock is held.
func (a *Account) agree(l *link, secret []byte) error {
	if l.device != nil {
		return ErrNoLink
	}
	if len(a.devices) > maxLinked {
		return ErrFull
	}
	a.last++
	data := l.payload
	l.device = &device{account: a, id: a.last, keyIndex: uint32(a.last), noise: l.conn.noise, used: true, reg: data.GetERegid(),
		identity: data.GetEIdent(), signed: signedKey{data.GetESkeyID(), data.GetESkeyVal(), data.GetESkeySig()}}
	signed, err := a.vouch(l.device)
	if err != nil {
		return err
	}
	signed.DeviceSignature = nil // the device's own, which it adds
	inner, err := proto.Marshal(signed)
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(inner)
	outer, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentityHMAC{Details: inner, HMAC: mac.Sum(nil)})
	if err != nil {
		return err
	}
	l.conn.send(node{Tag: "iq", Attrs: attrs{"from": types.ServerJID, "type": "set", "id": a.s.id(""), "xmlns": "md", "t": now()},
		Content: []node{{Tag: "pair-success", Content: []node{
			{Tag: "device-identity", Content: outer},
			{Tag: "device", Attrs: attrs{"jid": l.device.jid(types.DefaultUserServer), "lid": l.device.jid(types.HiddenUserServer)}},
			{Tag: "platform", Attrs: attrs{"name": "android"}},
		}}}})
	return nil
}

// vouch signs a device's identity with the account's key: over 06 00, the details and the device's key. The phone's own device vouches for
// itself and signs the other half too: over 06 01, the details, the device's key and the account's.
func (a *Account) vouch(d *device) (*waAdv.ADVSignedDeviceIdentity, error) {
	details, err := proto.Marshal(&waAdv.ADVDeviceIdentity{RawID: proto.Uint32(1), Timestamp: proto.Uint64(uint64(now())), KeyIndex: &d.keyIndex,
		AccountType: waAdv.ADVEncryptionType_E2EE.Enum(), DeviceType: waAdv.ADVEncryptionType_E2EE.Enum()})
	if err != nil {
		return nil, err
	}
	key := ecc.NewDjbECPrivateKey(*a.key.Priv)
	account := ecc.CalculateSignature(key, join([]byte{6, 0}, details, d.identity))
	own := ecc.CalculateSignature(key, join([]byte{6, 1}, details, d.identity, a.key.Pub[:]))
	return &waAdv.ADVSignedDeviceIdentity{Details: details, AccountSignatureKey: a.key.Pub[:], AccountSignature: account[:], DeviceSignature: own[:]}, nil
}

// signedBack is the new device's answer to pair-success: now it exists. It is told to come again, as itself.
func (s *Server) signedBack(c *conn) {
	d := c.link.device
	a := d.account
	a.devices = append(a.devices, d)
	delete(s.links, c.link.ref)
	c.link = nil
	a.devicesChanged("add", d)
	a.note(Entry{Kind: "linked", Device: d.id})
	c.last(node{Tag: "stream:error", Attrs: attrs{"code": "515"}})
}

func join(parts ...[]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}
