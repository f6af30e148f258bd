package nlu_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lopo/flows/nlu"
)

// told is one line of testdata/slots: what somebody writes when a slot is asked for, and what it means.
type told struct{ slot, text, value, register string }

// allTold reads testdata/slots: a few thousand lines in the registers in which residents write, formal, casual, messages and Kupang Malay.
func allTold(t testing.TB) []told {
	t.Helper()
	files, err := filepath.Glob("testdata/slots/*.tsv")
	if err != nil || len(files) != len(nlu.Slots()) {
		t.Fatalf("%d files, %v: one for each of %v", len(files), err, nlu.Slots())
	}
	var all []told
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
			cells := strings.Split(line, "\t")
			if len(cells) != 4 {
				t.Fatalf("%s, line %d: %d columns", f, i+1, len(cells))
			}
			if i > 0 {
				all = append(all, told{cells[0], cells[1], cells[2], cells[3]})
			}
		}
	}
	return all
}

// parsed is ParseSlot in the form of the lines.
func parsed(slot, s string) string {
	value, reason := nlu.ParseSlot(slot, s, today, kupang)
	if reason != "" {
		return "INVALID:" + reason
	}
	return value
}

// TestAccept08Slots holds each line to the letter, the reason of a refusal included: it picks the words with which is asked again.
func TestAccept08Slots(t *testing.T) {
	for _, l := range allTold(t) {
		if got := parsed(l.slot, l.text); got != l.value {
			t.Errorf("%s (%s) %q: got %s, want %s", l.slot, l.register, l.text, got, l.value)
		}
	}
}

// TestSlotValuesAgain holds that a value that was read means itself when it is read again: what is shown for confirming can be sent back.
func TestSlotValuesAgain(t *testing.T) {
	for _, l := range allTold(t) {
		value, reason := nlu.ParseSlot(l.slot, l.text, today, kupang)
		if reason != "" || value == "SELF" {
			continue
		}
		if again := parsed(l.slot, written(l.slot, value)); again != value {
			t.Errorf("%s %q: %s, and that again: %s", l.slot, l.text, value, again)
		}
	}
}

// written is a value as a person would write it: identifiers have underscores for spaces.
func written(slot, value string) string {
	switch slot {
	case "trade", "business_type", "education":
		return strings.ReplaceAll(value, "_", " ")
	case "amount":
		return "Rp " + value
	case "yesno":
		return map[string]string{"yes": "ya", "no": "tidak"}[value]
	}
	return value
}

// TestSlotsAroundPoliteness holds that greetings, address and signs around an answer change nothing.
func TestSlotsAroundPoliteness(t *testing.T) {
	for _, l := range allTold(t) {
		if strings.HasPrefix(l.value, "INVALID") || len(l.text) > 30 {
			continue
		}
		for _, s := range []string{l.text + " ", "  " + l.text, l.text + " 🙏", l.text + "\n"} {
			if got := parsed(l.slot, s); got != l.value {
				t.Errorf("%s %q: got %s, want %s", l.slot, s, got, l.value)
			}
		}
	}
}

// TestSlotUnknown holds that a slot nobody knows refuses.
func TestSlotUnknown(t *testing.T) {
	if v, r := nlu.ParseSlot("shoe_size", "42", today, kupang); v != "" || r != "slot" {
		t.Errorf("got %q, %q", v, r)
	}
}

// FuzzParseSlot holds that no text makes a parser panic, that exactly one of value and reason is given, and that the same text gives the same.
func FuzzParseSlot(f *testing.F) {
	for i, l := range allTold(f) {
		if i%7 == 0 {
			f.Add(l.slot, l.text)
		}
	}
	for _, s := range hostile(60) {
		f.Add("amount", s)
	}
	f.Fuzz(func(t *testing.T, slot, s string) {
		v, r := nlu.ParseSlot(slot, s, today, kupang)
		if (v == "") == (r == "") {
			t.Fatalf("%s %q: %q and %q", slot, s, v, r)
		}
		if v2, r2 := nlu.ParseSlot(slot, s, today, kupang); v != v2 || r != r2 {
			t.Fatalf("%s %q: %q %q, then %q %q", slot, s, v, r, v2, r2)
		}
	})
}

// TestHostileSlots is the same for texts that no resident writes, on each run.
func TestHostileSlots(t *testing.T) {
	for _, s := range hostile(1_000) {
		for _, slot := range nlu.Slots() {
			v, r := nlu.ParseSlot(slot, s, today, kupang)
			if (v == "") == (r == "") || strings.ContainsAny(v, "\n\t") {
				t.Fatalf("%s %q: %q and %q", slot, s, v, r)
			}
		}
	}
}

// BenchmarkParseSlot is the mean over all lines, slot by slot.
func BenchmarkParseSlot(b *testing.B) {
	lines := map[string][]string{}
	for _, l := range allTold(b) {
		lines[l.slot] = append(lines[l.slot], l.text)
	}
	for _, slot := range nlu.Slots() {
		b.Run(slot, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				nlu.ParseSlot(slot, lines[slot][i%len(lines[slot])], today, kupang)
			}
		})
	}
}
