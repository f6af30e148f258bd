package nlu_test

import (
	"strings"
	"testing"

	"lopo/flows/nlu"
)

// TestMasked holds that what is kept for reading tells of nobody.
func TestMasked(t *testing.T) {
	for text, want := range map[string]string{
		"Nomor saya 081234567890 kok tidak bisa":     "nomor saya # kok tidak bisa",
		"nik 5371012345670001 salah":                 "nik # salah",
		"nama saya Maria Tefa mau itu":               "nama saya [nama] mau itu",
		"tolong bilang ke Yohanis Ndolu":             "tolong bilang ke [nama]",
		"kirim ke maria@contoh.id":                   "kirim ke [alamat]",
		"Bagaimana itu?":                             "bagaimana itu?",
		"???":                                        "",
		"\xff\xfe":                                   "",
		strings.Repeat("cerita panjang sekali ", 20): "",
	} {
		if got := nlu.Masked(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}
