package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lopo/flows/nlu"
	"lopo/store/city"
)

// TestUnderstandLines holds the form in which programs read what a line means: action, intent, alternatives, things.
func TestUnderstandLines(t *testing.T) {
	c := understandCmd{}
	state := nlu.State{Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), City: city.Default()}
	var out strings.Builder
	in := "be mo pinjam 1,5 jt par jual sayur\nSTOP\nharga beras berapa\n\nmenu\n"
	if err := eachLine(strings.NewReader(in), &out, func(text string) string { return c.line(text, state) }); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines for 5:\n%s", len(lines), out.String())
	}
	first := strings.Split(lines[0], "\t")
	var things map[string]any
	if len(first) != 4 || first[0] != "act" || first[1] != "pem_apply" || first[2] != "" || json.Unmarshal([]byte(first[3]), &things) != nil {
		t.Fatalf("%q", lines[0])
	}
	if things["amount"] != 1.5e6 || things["business_type"] != "jual_sayur" {
		t.Errorf("%v", things)
	}
	for i, want := range map[int]string{1: "act\tannouncements_unsubscribe\t\t", 2: "oos\tout_of_scope\t\t", 3: "oos\tout_of_scope\t\t", 4: "act\tmenu\t\t"} {
		if lines[i] != want {
			t.Errorf("line %d is %q, not %q", i, lines[i], want)
		}
	}
}
