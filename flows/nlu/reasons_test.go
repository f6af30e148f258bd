package nlu_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/locales"
)

// TestEveryReasonIsExplained holds that each refusal has its text, short and with an example, and that no text is left over.
func TestEveryReasonIsExplained(t *testing.T) {
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	data := map[string]any{"Count": 15, "Kecamatan": "Kota Raja"}
	known := map[string]bool{}
	for slot, reasons := range nlu.Reasons() {
		for _, reason := range reasons {
			key := "why." + slot + "." + reason
			known[key] = true
			if !words.Has(key) {
				t.Errorf("no text for %s", key)
				continue
			}
			s := words.Text(key, data)
			if n := utf8.RuneCountInString(s); n > 400 {
				t.Errorf("%s: %d characters", key, n)
			}
			if strings.Contains(s, "<no value>") {
				t.Errorf("%s: %s", key, s)
			}
			if slot != "gender" && slot != "yesno" && slot != "notice" && !strings.Contains(s, "isalnya:") && !strings.Contains(s, "Contoh:") && !strings.Contains(s, "misalnya: ") && !strings.Contains(s, "Tulis misalnya") {
				t.Errorf("%s gives no example: %s", key, s)
			}
		}
	}
	for _, key := range words.Keys() {
		if strings.HasPrefix(key, "why.") && !known[key] {
			t.Errorf("%s explains a reason that nobody gives", key)
		}
	}
}

// TestExamplesAreAccepted holds that following an example is not refused again.
func TestExamplesAreAccepted(t *testing.T) {
	for name, s := range map[string]string{"FullName": "Maria Nale", "Birth": "12 Juni 1998", "Kelurahan": "Naikoten Satu", "Education": "SMA", "Work": "belum bekerja",
		"Phone": "0812 3456 7890", "NIK": "5371041708059999", "FreeText": "Ingin membuka usaha jahit di rumah.", "YesNo": "YA", "Gender": "L",
		"Birthdate": "12 Juni 1998", "TradeChoice": "menjahit", "Count": "3", "Business": "jual sayur", "Amount": "500 ribu"} {
		if r := accepts[name](text(s)); r.Value == "" {
			t.Errorf("%s: %q gives %s", name, s, brief(r))
		}
	}
}
