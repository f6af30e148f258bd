//go:build !whatsapptest

package whatsapp

import "net/http"

// outside is how WhatsApp is reached: over the network, at the addresses and with the keys that are built into the library. Nothing from
// outside of the program can change that.
func outside() *http.Client {
	return &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
}
