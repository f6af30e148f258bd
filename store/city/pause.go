package city

import (
	"strconv"
	"strings"
	"time"

	"lopo/store"
)

const pauseKey = "jeda_petugas_jam"

// handPause is how long the bot is silent after a word of staff where nobody has set it.
const handPause = 4 * time.Hour

// HandPause is how long the bot leaves a chat to staff after they wrote there by hand: the fact
// jeda_petugas_jam.
func HandPause(c *store.City) time.Duration {
	value, known := c.Fact(pauseKey)
	if d, ok := parsePause(value); known && ok {
		return d
	}
	return handPause
}

// parsePause reads "4" or "4 jam", at most a week.
func parsePause(text string) (time.Duration, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.ToLower(text), "jam")))
	return time.Duration(n) * time.Hour, err == nil && n >= 0 && n <= 7*24
}
