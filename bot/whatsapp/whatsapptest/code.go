package whatsapptest

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/sha256"
	"strings"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
)

// hello is a linking by code. The client made up eight characters and shows them; who types them on the phone proves that both ends
// talk to each other and not to somebody between them: each ephemeral key travels encrypted with the code.
type hello struct {
	account   *Account
	wrapped   []byte        // the client's ephemeral key
	ephemeral *keys.KeyPair // the phone's, once the code was typed
	shared    []byte        // of both ephemeral keys
	done      chan error    // how it ended
}

// companion answers the two requests of a linking by code. It returns what to answer with.
func (s *Server) companion(c *conn, n node) []node {
	switch text(n.Attrs["stage"]) {
	case "companion_hello":
		c.link.hello = &hello{account: s.account(jid(n.Attrs["jid"]).User), wrapped: content(n, "link_code_pairing_wrapped_companion_ephemeral_pub")}
		s.touch()
		return []node{{Tag: "link_code_companion_reg", Content: []node{{Tag: "link_code_pairing_ref", Content: []byte(c.link.ref)}}}}
	case "companion_finish":
		s.finishCode(c, content(n, "link_code_pairing_wrapped_key_bundle"))
	}
	return nil
}

// TypeCode is the account's owner typing the eight characters that a new device shows. It returns when the device has shown that it made up
// the same ones: a phone cannot tell a wrong code before that.
func (a *Account) TypeCode(ctx context.Context, code string) error {
	code = strings.ToUpper(strings.ReplaceAll(code, "-", ""))
	a.s.mu.Lock()
	var waiting *link
	for _, l := range a.s.links {
		if l.hello != nil && l.hello.account == a && l.hello.done == nil {
			waiting = l
		}
	}
	if waiting == nil {
		a.s.mu.Unlock()
		return ErrNoLink
	}
	done := make(chan error, 1)
	waiting.hello.done = done
	err := a.s.typed(waiting, code)
	a.s.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Server) typed(l *link, code string) error {
	if len(l.hello.wrapped) != 80 || len(code) != 8 {
		return ErrCode
	}
	theirs, err := wrap(code, l.hello.wrapped[:32], l.hello.wrapped[32:48], l.hello.wrapped[48:])
	if err != nil {
		return err
	}
	h := l.hello
	h.ephemeral = keys.NewKeyPair()
	if h.shared, err = curve25519.X25519(h.ephemeral.Priv[:], theirs); err != nil {
		return err
	}
	salt, iv := random(32), random(16)
	mine, err := wrap(code, salt, iv, h.ephemeral.Pub[:])
	if err != nil {
		return err
	}
	l.conn.send(node{Tag: "notification", Attrs: attrs{"type": "link_code_companion_reg", "from": types.ServerJID, "id": s.id(""), "t": now()},
		Content: []node{{Tag: "link_code_companion_reg", Attrs: attrs{"stage": "primary_hello"}, Content: []node{
			{Tag: "link_code_pairing_wrapped_primary_ephemeral_pub", Content: join(salt, iv, mine)},
			{Tag: "primary_identity_pub", Content: h.account.key.Pub[:]},
			{Tag: "link_code_pairing_ref", Content: []byte(l.ref)},
		}}}})
	return nil
}

// wrap encrypts or decrypts a key with the code.
func wrap(code string, salt, iv, key []byte) ([]byte, error) {
	secret, err := pbkdf2.Key(sha256.New, code, salt, 131_072, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(key))
	cipher.NewCTR(block, iv).XORKeyStream(out, key)
	return out, nil
}

// finishCode opens the client's bundle: its identity key, the phone's, and 32 random bytes. From both pairs of keys and the random bytes
// comes the secret that a QR code would have carried. A wrong code shows here: the bundle does not open.
func (s *Server) finishCode(c *conn, bundle []byte) {
	h := c.link.hello
	if h == nil || h.done == nil {
		return
	}
	err := s.openBundle(c.link, bundle)
	h.done <- err
	h.done = nil // a wrong code may be followed by the right one
}

func (s *Server) openBundle(l *link, bundle []byte) error {
	h := l.hello
	if h.shared == nil || len(bundle) < 44 {
		return ErrCode
	}
	key, err := hkdf.Key(sha256.New, h.shared, bundle[:32], "link_code_pairing_key_bundle_encryption_key", 32)
	if err != nil {
		return err
	}
	plain, err := gcm(key).Open(nil, bundle[32:44], bundle[44:], nil)
	if err != nil || len(plain) != 96 {
		return ErrCode
	}
	identities, err := curve25519.X25519(h.account.key.Priv[:], plain[:32])
	if err != nil {
		return err
	}
	secret, err := hkdf.Key(sha256.New, join(h.shared, identities, plain[64:]), nil, "adv_secret", 32)
	if err != nil {
		return err
	}
	return h.account.agree(l, secret)
}
