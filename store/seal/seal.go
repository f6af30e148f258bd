// Package seal keeps personal data unreadable at rest: AES-256-GCM for what must be read again, keyed HMAC-SHA256 for what must only be
// compared (duplicates, opt-outs, chats in logs).
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// KeySize is the length of the secret in bytes.
const KeySize = 32

// ErrSealed is returned by Open for content that this key did not seal, or that was changed.
var ErrSealed = errors.New("sealed with another key, or damaged")

// Box seals and opens. It is safe for many goroutines.
type Box struct {
	aead cipher.AEAD
	mac  []byte
}

// New makes a Box of a secret of KeySize bytes. Sealing and hashing use keys of their own, derived from it (RFC 5869).
func New(secret []byte) (*Box, error) {
	if len(secret) != KeySize {
		return nil, fmt.Errorf("secret key has %d bytes, %d needed", len(secret), KeySize)
	}
	derive := func(use string) []byte {
		key, err := hkdf.Key(sha256.New, secret, nil, "lopo "+use, KeySize)
		if err != nil {
			panic(err) // only for impossible lengths
		}
		return key
	}
	block, err := aes.NewCipher(derive("seal"))
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return &Box{aead: aead, mac: derive("hash")}, nil
}

// NewSecret draws a secret for New.
func NewSecret() []byte {
	secret := make([]byte, KeySize)
	rand.Read(secret) // never fails
	return secret
}

// Seal makes content unreadable without the key. Sealing the same twice gives different bytes.
func (b *Box) Seal(content []byte) []byte {
	return b.Append(make([]byte, 0, len(content)+b.aead.Overhead()), content)
}

// Append is Seal behind what is in dst; content must not lie in the same memory.
func (b *Box) Append(dst, content []byte) []byte { return b.aead.Seal(dst, nil, content, nil) }

// Open reverses Seal, or returns ErrSealed.
func (b *Box) Open(sealed []byte) ([]byte, error) {
	content, err := b.aead.Open(nil, nil, sealed, nil)
	if err != nil {
		return nil, ErrSealed
	}
	return content, nil
}

// SealText is Seal for a short text; an empty one stays empty, so that "unknown" is visible in the store.
func (b *Box) SealText(text string) []byte {
	if text == "" {
		return nil
	}
	return b.Seal([]byte(text))
}

// OpenText reverses SealText.
func (b *Box) OpenText(sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	content, err := b.Open(sealed)
	return string(content), err
}

// Hash gives the same 32 hex digits for the same value of the same use, and tells nothing about the value to who lacks the key.
func (b *Box) Hash(use, value string) string {
	h := hmac.New(sha256.New, b.mac)
	h.Write([]byte(use + "\x00" + value))
	return hex.EncodeToString(h.Sum(nil)[:16])
}
