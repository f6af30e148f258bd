package main

import (
	"os"
	"time"

	"lopo/store/city"
)

type understandCmd struct {
	Today time.Time `help:"The day from which ages and years are counted." format:"2006-01-02"`
	slotFlags
}

// Run reads lines and writes for each what it means.
func (c *understandCmd) Run() error {
	today := c.Today
	if today.IsZero() {
		today = time.Now()
	}
	return parseSlots(os.Stdin, os.Stdout, c.Slot, today, city.Default())
}
