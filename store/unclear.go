package store

import "time"

// Unclear is a text that was not understood, masked, and nothing of who wrote it. Staff read these to teach the bot.
type Unclear struct {
	Text  string
	Guess string // what it may have meant, separated by commas; "" for nothing of ours
	Count int
	Last  time.Time
}

// KeepUnclear counts a text that was not understood.
type KeepUnclear struct{ Unclear Unclear }

func (KeepUnclear) effect() {}
