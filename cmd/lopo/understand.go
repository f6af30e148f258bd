package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"lopo/flows/nlu"
	"lopo/store/city"
)

type understandCmd struct {
	Today   time.Time `help:"The day that 'besok' and 'minggu depan' are counted from." format:"2006-01-02"`
	Explain bool      `help:"Say after each line what was changed in it and what spoke loudest."`
	slotFlags
}

// Run reads lines and writes for each what it means: what to do, the intent, the alternatives, the things it names.
func (c *understandCmd) Run() error {
	today := c.Today
	if today.IsZero() {
		today = now()
	}
	if c.Slot != "" || c.Slots {
		return parseSlots(os.Stdin, os.Stdout, c.Slot, today, city.Default())
	}
	state := nlu.State{Now: today, City: city.Default()}
	return eachLine(os.Stdin, os.Stdout, func(text string) string { return c.line(text, state) })
}

func (c *understandCmd) line(text string, state nlu.State) string {
	if !c.Explain {
		return meaning(nlu.Understand(text, state))
	}
	r := nlu.Explain(text, state)
	return meaning(r) + "\n\t" + strings.Join(r.Trace, "\n\t")
}

// meaning is one result as a line of columns.
func meaning(r nlu.Result) string {
	return strings.Join([]string{string(r.Action), r.Intent, strings.Join(r.Alternatives, ","), things(r.Entities)}, "\t")
}

// things writes entities as JSON, sums and counts as numbers.
func things(of map[string]string) string {
	if len(of) == 0 {
		return ""
	}
	out := map[string]any{}
	for k, v := range of {
		out[k] = v
		if k == "amount" || k == "number" {
			out[k] = json.Number(v)
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(out) != nil {
		return "" // strings and numbers always encode
	}
	return strings.TrimSpace(b.String())
}

// eachLine writes one answer for each line read.
func eachLine(in io.Reader, out io.Writer, answer func(string) string) error {
	w := bufio.NewWriter(out)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fmt.Fprintln(w, answer(lines.Text()))
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
