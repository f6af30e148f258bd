package whatsapptest_test

import (
	"testing"

	"lopo/bot/whatsapp/whatsapptest"
)

func TestPhonesReadMarks(t *testing.T) {
	for text, want := range map[string]string{
		"*tebal* _miring_ ~coret~ `kode`": "tebal miring coret kode",
		"nama_panjang_sekali@contoh.id":   "nama_panjang_sekali@contoh.id",
		"5 * 3 * 2":                       "5 * 3 * 2",
		"*\u200atebal*":                   "*tebal*",
		"(*tebal*)":                       "(tebal)",
		"*satu\ndua*":                     "*satu\ndua*",
	} {
		if got := whatsapptest.Shown(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}
