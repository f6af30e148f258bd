package city

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lopo/store"
)

// Hours says when the office is open. The zero value is an office whose hours nobody has filled in: Known is false and it never opens.
// All its answers are about the city's zone, whatever zone the time asked about is written in.
type Hours struct {
	week     [7][]span // by time.Weekday, in order, not overlapping
	holidays map[string]string
}

// span is a stretch of one day, in minutes since midnight: [from, to).
type span struct{ from, to int }

// OfficeHours takes the hours from the facts hari_layanan and jam_layanan, and the holidays of the city. Hours that cannot be read count as
// unknown; Read has refused such a file before.
func OfficeHours(c *store.City) Hours {
	days, _ := c.Fact("hari_layanan")
	clock, _ := c.Fact("jam_layanan")
	h, err := ParseHours(days, clock)
	if err != nil {
		return Hours{}
	}
	h.holidays = c.Holidays
	return h
}

var (
	weekdays = map[string]time.Weekday{"minggu": 0, "ahad": 0, "senin": 1, "selasa": 2, "rabu": 3, "kamis": 4, "jumat": 5, "jum'at": 5, "sabtu": 6}
	until    = regexp.MustCompile(`[–—−]|\bs\.?\s?/?d\.?(\s|$)|\b(sampai|hingga)\b`)
	silent   = regexp.MustCompile(`\b(hari|jam|pukul|pkl|wita|dan)\b|[,;:&()]`)
	phrases  = strings.NewReplacer("setiap hari", "senin-minggu", "hari kerja", "senin-jumat", "’", "'")
	colon    = regexp.MustCompile(`(\d):(\d)`)
	token    = regexp.MustCompile(`[a-z']+(\s*-\s*[a-z']+)?|\d{1,2}(\.\d{2})?\s*-\s*\d{1,2}(\.\d{2})?|\S+`)
	dash     = regexp.MustCompile(`\s*-\s*`)
)

// ParseHours reads "Senin-Kamis 08.00-16.00, Jumat 08.00-11.30", with the days apart from the hours if the hours name none
// ("Senin s.d. Jumat", "08.00-12.00 dan 13.00-16.00"). An empty clock is unknown hours, no error.
func ParseHours(days, clock string) (Hours, error) {
	var h Hours
	if clock == "" {
		return h, nil // the days alone say nothing about the hours
	}
	wrong := fmt.Errorf("jam layanan %q tidak terbaca; tulis seperti Senin-Kamis 08.00-16.00, Jumat 08.00-11.30", strings.TrimSpace(days+" "+clock))
	text := phrases.Replace(strings.ToLower(clock))
	named := false
	for day := range weekdays {
		named = named || strings.Contains(text, day)
	}
	if !named {
		text = phrases.Replace(strings.ToLower(days)) + " " + text
	}
	text = colon.ReplaceAllString(text, "$1.$2")
	text = silent.ReplaceAllString(until.ReplaceAllString(text, "-"), " ")
	var current []time.Weekday
	timed := true // the days in current have their hours; a new day starts anew
	for _, word := range token.FindAllString(strings.TrimRight(text, ". "), -1) {
		if word == "tutup" || word == "libur" {
			current, timed = nil, true
			continue
		}
		if word[0] < '0' || word[0] > '9' {
			more, ok := daysOf(word)
			if !ok {
				return Hours{}, wrong
			}
			if timed {
				current, timed = nil, false
			}
			current = append(current, more...)
			continue
		}
		s, ok := spanOf(word)
		if !ok || len(current) == 0 {
			return Hours{}, wrong
		}
		timed = true
		for _, day := range current {
			h.week[day] = append(h.week[day], s)
		}
	}
	for day := range h.week {
		slices.SortFunc(h.week[day], func(a, b span) int { return a.from - b.from })
		for i := 1; i < len(h.week[day]); i++ {
			if h.week[day][i].from < h.week[day][i-1].to {
				return Hours{}, wrong
			}
		}
	}
	if !h.Known() {
		return Hours{}, wrong
	}
	return h, nil
}

// Weekday reads the name of a day in Indonesian, in lower case.
func Weekday(name string) (day time.Weekday, ok bool) {
	day, ok = weekdays[name]
	return day, ok
}

// daysOf reads "senin" or "senin-jumat"; "sabtu-senin" goes round the end of the week.
func daysOf(word string) ([]time.Weekday, bool) {
	from, to, ranged := strings.Cut(dash.ReplaceAllString(word, "-"), "-")
	first, ok := weekdays[from]
	if !ok || !ranged {
		return []time.Weekday{first}, ok
	}
	last, ok := weekdays[to]
	days := []time.Weekday{first}
	for d := first; ok && d != last; {
		d = (d + 1) % 7
		days = append(days, d)
	}
	return days, ok
}

func spanOf(word string) (span, bool) {
	from, to, ranged := strings.Cut(dash.ReplaceAllString(word, "-"), "-")
	a, ok1 := minutes(from)
	b, ok2 := minutes(to)
	return span{a, b}, ranged && ok1 && ok2 && a < b
}

// minutes reads "08.00" or "8" as minutes since midnight.
func minutes(clock string) (int, bool) {
	hour, minute, _ := strings.Cut(clock, ".")
	h, err := strconv.Atoi(hour)
	m := 0
	if err == nil && minute != "" {
		m, err = strconv.Atoi(minute)
	}
	return h*60 + m, err == nil && m < 60 && h*60+m <= 24*60
}

// Known reports whether anybody has filled the hours in.
func (h Hours) Known() bool {
	return slices.ContainsFunc(h.week[:], func(day []span) bool { return len(day) > 0 })
}

// Open reports whether the office is open at that moment.
func (h Hours) Open(at time.Time) bool {
	next, ok := h.Next(at)
	return ok && next.Equal(at)
}

// Next is the moment itself when the office is open, else the next opening; ok is false when it does not open within a year.
func (h Hours) Next(at time.Time) (opening time.Time, ok bool) {
	for from, to := range h.stretches(at) {
		if to.After(at) {
			if from.Before(at) {
				from = at
			}
			return from, true
		}
	}
	return time.Time{}, false
}

// After is the moment when that much working time has passed since at: a question asked on Friday evening "within 8 working hours" is
// due on Monday afternoon. ok is false when the office does not open that long within a year.
func (h Hours) After(at time.Time, working time.Duration) (due time.Time, ok bool) {
	for from, to := range h.stretches(at) {
		if from.Before(at) {
			from = at
		}
		if length := to.Sub(from); length >= working && length > 0 {
			return from.Add(working), true
		} else if length > 0 {
			working -= length
		}
	}
	return time.Time{}, false
}

// Between is the working time between two moments, at most that of the first year; 0 when to is not after from.
func (h Hours) Between(from, to time.Time) time.Duration {
	var sum time.Duration
	for a, b := range h.stretches(from) {
		if a.Before(from) {
			a = from
		}
		if b.After(to) {
			b = to
		}
		if !b.After(a) {
			if !a.Before(to) {
				break
			}
			continue
		}
		sum += b.Sub(a)
	}
	return sum
}

// stretches gives the opening times of a year from the day of at, in order.
func (h Hours) stretches(at time.Time) func(yield func(from, to time.Time) bool) {
	return func(yield func(from, to time.Time) bool) {
		if !h.Known() {
			return
		}
		year, month, day := at.In(store.WITA).Date()
		for n := range 366 {
			midnight := time.Date(year, month, day+n, 0, 0, 0, 0, store.WITA)
			if _, closed := h.holidays[midnight.Format(time.DateOnly)]; closed {
				continue
			}
			for _, s := range h.week[midnight.Weekday()] {
				if !yield(midnight.Add(time.Duration(s.from)*time.Minute), midnight.Add(time.Duration(s.to)*time.Minute)) {
					return
				}
			}
		}
	}
}
