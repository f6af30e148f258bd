package whatsapptest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/proto/waCert"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
	"google.golang.org/protobuf/proto"
)

// pattern names the handshake. It is 32 bytes long, so it is its own hash and the first key.
const pattern = "Noise_XX_25519_AESGCM_SHA256\x00\x00\x00\x00"

// prologue is what a client sends before anything else: "WA", the protocol's number, the number of its dictionary.
var prologue = []byte{'W', 'A', 6, 3}

// noise is one side of a handshake: the running hash, the chaining key, the present cipher and the count of its uses.
type noise struct {
	hash, chain []byte
	key         cipher.AEAD
	count       uint32
}

func startNoise() *noise {
	n := &noise{hash: []byte(pattern), chain: []byte(pattern), key: gcm([]byte(pattern))}
	n.mixHash(prologue)
	return n
}

func (n *noise) mixHash(data []byte) {
	h := sha256.Sum256(append(append([]byte{}, n.hash...), data...))
	n.hash = h[:]
}

// mixKey takes the secret that a private and a public key share into the keys.
func (n *noise) mixKey(private, public []byte) error {
	secret, err := curve25519.X25519(private, public)
	if err != nil {
		return err
	}
	chain, key := expand(n.chain, secret)
	n.chain, n.key, n.count = chain, gcm(key), 0
	return nil
}

// seal and open share one counter: within a key the sides speak by turns.
func (n *noise) seal(plain []byte) []byte {
	sealed := n.key.Seal(nil, nonce(n.count), plain, n.hash)
	n.count++
	n.mixHash(sealed)
	return sealed
}

func (n *noise) open(sealed []byte) ([]byte, error) {
	plain, err := n.key.Open(nil, nonce(n.count), sealed, n.hash)
	if err != nil {
		return nil, err
	}
	n.count++
	n.mixHash(sealed)
	return plain, nil
}

// ends gives the keys of the conversation: what comes from the client, what goes to it.
func (n *noise) ends() (in, out cipher.AEAD) {
	fromClient, toClient := expand(n.chain, nil)
	return gcm(fromClient), gcm(toClient)
}

func expand(salt, secret []byte) (first, second []byte) {
	out, err := hkdf.Key(sha256.New, secret, salt, "", 64)
	if err != nil {
		panic(err) // only for lengths that are not ours
	}
	return out[:32], out[32:]
}

func gcm(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // only for lengths that are not ours
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}

func nonce(count uint32) []byte {
	return binary.BigEndian.AppendUint32(make([]byte, 8, 12), count)
}

// root signs the certificates of every server in this process: whatsmeow keeps the key it trusts in one variable.
var root = sync.OnceValue(keys.NewKeyPair)

// identity is what a server proves itself with: a static key and the chain of two certificates above it.
type identity struct {
	static *keys.KeyPair
	chain  []byte
}

func newIdentity() (identity, error) {
	between := keys.NewKeyPair()
	id := identity{static: keys.NewKeyPair()}
	intermediate, err := certify(root(), between, 1, 0)
	if err != nil {
		return id, err
	}
	leaf, err := certify(between, id.static, 2, 1)
	if err != nil {
		return id, err
	}
	id.chain, err = proto.Marshal(&waCert.CertChain{Intermediate: intermediate, Leaf: leaf})
	return id, err
}

// certify lets one key vouch for another.
func certify(issuer, subject *keys.KeyPair, serial, issuerSerial uint32) (*waCert.CertChain_NoiseCertificate, error) {
	details, err := proto.Marshal(&waCert.CertChain_NoiseCertificate_Details{
		Serial: &serial, IssuerSerial: &issuerSerial, Key: subject.Pub[:],
		NotBefore: proto.Uint64(uint64(time.Now().Add(-time.Hour).Unix())),
		NotAfter:  proto.Uint64(uint64(time.Now().Add(10 * 365 * 24 * time.Hour).Unix())),
	})
	if err != nil {
		return nil, fmt.Errorf("encode certificate: %w", err)
	}
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(*issuer.Priv), details)
	return &waCert.CertChain_NoiseCertificate{Details: details, Signature: signature[:]}, nil
}

var errHandshake = errors.New("the handshake is not one")
