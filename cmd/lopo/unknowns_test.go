package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTeachLine holds that a line is added as a row, and that one with a name or a number in it is refused.
func TestTeachLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "menu.tsv")
	if err := os.WriteFile(path, []byte("gaya\ttulisan\ncasual\tmenu\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := addLine(path, "kupang", "kasi lia menu"); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "gaya\ttulisan\ncasual\tmenu\nkupang\tkasi lia menu\n" {
		t.Errorf("%q", b)
	}
	for _, text := range []string{"nama saya [nama]", "nomor # salah", "nik 5371012345670001", "tolong bilang ke Yohanis", ""} {
		c := unknownsAddCmd{Intent: "menu", Text: text}
		if err := c.Run(t.Context()); !errors.Is(err, errMasked) {
			t.Errorf("%q: %v", text, err)
		}
	}
	c := unknownsAddCmd{Intent: "weather", Text: "apa"}
	if err := c.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "out_of_scope") {
		t.Errorf("%v", err)
	}
}
