package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
)

// slotFlags ask for the value of a slot instead of a meaning.
type slotFlags struct {
	Slot  string `help:"Read each line as the answer to one question: name, nik, birthdate, kelurahan, …"`
	Slots bool   `help:"The same, each line with the name of its slot and a tab before it."`
}

// parseSlots reads lines and writes for each the value that it gives a slot, or "INVALID:reason". With a slot named, a line is a text;
// without, it is a slot, a tab and a text.
func parseSlots(in io.Reader, out io.Writer, slot string, today time.Time, city *store.City) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64*1024), 1024*1024)
	w := bufio.NewWriter(out)
	for lines.Scan() {
		name, text := slot, lines.Text()
		if slot == "" {
			name, text, _ = strings.Cut(text, "\t")
		}
		value, reason := nlu.ParseSlot(name, text, today, city)
		if reason != "" {
			value = "INVALID:" + reason
		}
		fmt.Fprintln(w, value)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read the lines: %w", err)
	}
	return w.Flush()
}
