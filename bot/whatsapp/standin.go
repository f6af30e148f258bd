//go:build whatsapptest

package whatsapp

import (
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"os"

	"go.mau.fi/whatsmeow"
)

// This file is only in builds for tests (-tags whatsapptest). The environment then names a local server that stands for WhatsApp, and the key
// it proves itself with.
const (
	standinAddr = "LOPO_TEST_WHATSAPP_ADDR" // host:port
	standinRoot = "LOPO_TEST_WHATSAPP_ROOT" // its public root key, 64 hex digits
)

func outside() *http.Client {
	addr := os.Getenv(standinAddr)
	key, err := hex.DecodeString(os.Getenv(standinRoot))
	if addr == "" || err != nil || len(key) != len(whatsmeow.WACertPubKey) {
		panic(fmt.Sprintf("this build is for tests: set %s and %s", standinAddr, standinRoot))
	}
	copy(whatsmeow.WACertPubKey[:], key)
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, addr)
	}
	return &http.Client{Transport: &http.Transport{DialContext: dial, DialTLSContext: dial}}
}
