package city

import (
	"fmt"
	"strings"
	"time"

	"lopo/store"
)

// NoticeHours are the hours of the day in which phones may ring for an announcement, as times since midnight: the fact siaran_jam, else 07.00 to
// 20.00. What cannot be read is an error, and the usual hours with it: a limit that is mistyped must not be no limit.
func NoticeHours(c *store.City) (open, shut time.Duration, err error) {
	open, shut = 7*time.Hour, 20*time.Hour
	text, known := c.Fact("siaran_jam")
	if !known {
		return open, shut, nil
	}
	from, to, _ := strings.Cut(text, "-")
	a, err1 := clockTime(from)
	b, err2 := clockTime(to)
	if err1 != nil || err2 != nil || b <= a {
		return open, shut, fmt.Errorf("siaran_jam: %q is not like 07.00-20.00", text)
	}
	return a, b, nil
}

// clockTime reads "07.00".
func clockTime(text string) (time.Duration, error) {
	if text = strings.TrimSpace(text); text == "24.00" {
		return 24 * time.Hour, nil
	}
	t, err := time.Parse("15.04", text)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err
}
