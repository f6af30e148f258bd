package nlu

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Moment reads a day and an hour to come, as people write them: "besok jam 9", "28 nov 09.00", "senin pagi pukul 8", "2026-12-01 08.00". The value is
// a moment in RFC 3339. An hour that may be of the morning or of the afternoon is refused ("hour_unclear"), a day without an hour too
// ("hour_missing"), and what is over ("past").
func Moment(in Input) Reading { return moment(in, false) }

// Deadline is Moment, but for the end of something: a day without an hour is good until its last minute.
func Deadline(in Input) Reading { return moment(in, true) }

func moment(in Input, whole bool) Reading {
	if notText(in) {
		return why("not_text")
	}
	text := strings.Join(strings.Fields(strings.ToLower(in.Text)), " ")
	if len(text) > 80 {
		return why("unknown")
	}
	text = " " + strings.ReplaceAll(text, "wita", "") + " "
	day, rest, dated := dayIn(text, in.Now)
	hour, minute, refused := hourIn(rest)
	switch {
	case refused == "no_such_date" || dated && day.IsZero():
		return why("no_such_date")
	case !dated && refused != "":
		return why("unknown")
	case refused == "hour_missing" && whole:
		hour, minute, refused = 23, 59, ""
	}
	if refused != "" {
		return why(refused)
	}
	if !dated {
		day = midnightOf(in.Now)
	}
	at := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, in.Now.Location())
	if !at.After(in.Now) {
		return why("past")
	}
	return value(at.Format(time.RFC3339))
}

func midnightOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

var (
	isoDay    = regexp.MustCompile(`\b(\d{4})-(\d{1,2})-(\d{1,2})\b`)
	fullDay   = regexp.MustCompile(`\b(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})\b`)
	shortDay  = regexp.MustCompile(`\b(\d{1,2}) ?[/-] ?(\d{1,2})\b`)
	namedDay  = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,})\.?(?:[ -](\d{4})\b)?`)
	monthDay  = regexp.MustCompile(`\b([a-z]{3,}) (\d{1,2})(?:st|nd|rd|th)?\b(?:,? (\d{4})\b)?`)
	dayOnly   = regexp.MustCompile(`\b(?:tanggal|tgl) ?(\d{1,2})\b`)
	spokenDay = regexp.MustCompile(`\b(hari ini|today|malam ini|sore ini|siang ini|pagi ini|nanti|besok|bsk|esok|tomorrow|lusa)\b`)
	weekDay   = regexp.MustCompile(`\b(senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b`)
)

var spokenDays = map[string]int{"besok": 1, "bsk": 1, "esok": 1, "tomorrow": 1, "lusa": 2}

var weekDays = map[string]time.Weekday{"minggu": 0, "ahad": 0, "senin": 1, "selasa": 2, "rabu": 3, "kamis": 4, "jumat": 5, "jum'at": 5, "sabtu": 6,
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6}

// dayIn finds the day that a text names, and what is left of the text without it. A day that cannot be is found and zero. A day without a year is
// the next one of that name, unless it was only just.
func dayIn(text string, now time.Time) (day time.Time, rest string, found bool) {
	without := func(at []int) string { return text[:at[0]] + " " + text[at[1]:] }
	part := func(at []int, n int) int {
		if at[2*n] < 0 {
			return 0
		}
		v, _ := strconv.Atoi(text[at[2*n]:at[2*n+1]])
		return v
	}
	if at := isoDay.FindStringSubmatchIndex(text); at != nil {
		return dateOf(part(at, 1), part(at, 2), part(at, 3), now), without(at), true
	}
	if at := fullDay.FindStringSubmatchIndex(text); at != nil {
		return dateOf(part(at, 3), part(at, 2), part(at, 1), now), without(at), true
	}
	for _, at := range namedDay.FindAllStringSubmatchIndex(text, -1) {
		if month := monthOf(text[at[4]:at[5]]); month > 0 {
			return dateOf(part(at, 3), month, part(at, 1), now), without(at), true
		}
	}
	for _, at := range monthDay.FindAllStringSubmatchIndex(text, -1) {
		if month := monthOf(text[at[2]:at[3]]); month > 0 {
			return dateOf(part(at, 3), month, part(at, 2), now), without(at), true
		}
	}
	if at := shortDay.FindStringSubmatchIndex(text); at != nil {
		return dateOf(0, part(at, 2), part(at, 1), now), without(at), true
	}
	today := midnightOf(now)
	if at := spokenDay.FindStringSubmatchIndex(text); at != nil {
		word := text[at[2]:at[3]]
		part, _, _ := strings.Cut(word, " ini") // "malam ini" names the part of the day too
		return today.AddDate(0, 0, spokenDays[word]), text[:at[0]] + " " + part + " " + text[at[1]:], true
	}
	if at := weekDay.FindStringSubmatchIndex(text); at != nil {
		ahead := (int(weekDays[text[at[2]:at[3]]]) - int(now.Weekday()) + 7) % 7
		if ahead == 0 { // "senin" on a Monday is the next: of today people say "hari ini"
			ahead = 7
		}
		return today.AddDate(0, 0, ahead), without(at), true
	}
	if at := dayOnly.FindStringSubmatchIndex(text); at != nil {
		d := part(at, 1)
		day := dateOf(now.Year(), int(now.Month()), d, now)
		if !day.IsZero() && day.Before(today) {
			next := today.AddDate(0, 0, 1-today.Day()).AddDate(0, 1, 0)
			day = dateOf(next.Year(), int(next.Month()), d, now)
		}
		return day, without(at), true
	}
	return time.Time{}, text, false
}

// soonest is how long ago a day without a year may have been and still be taken for a slip rather than for the day of next year.
const soonest = 180 * 24 * time.Hour

// dateOf is a day, zero when there is none such; year 0 when none was told.
func dateOf(year, month, day int, now time.Time) time.Time {
	y := year
	if y == 0 {
		y = now.Year()
	}
	t := time.Date(y, time.Month(month), day, 0, 0, 0, 0, now.Location())
	if year == 0 && now.Sub(t) > soonest {
		t = time.Date(y+1, time.Month(month), day, 0, 0, 0, 0, now.Location())
	}
	if t.Day() != day || month < 1 || month > 12 {
		return time.Time{}
	}
	return t
}

var (
	clock    = regexp.MustCompile(`\b(?:jam|pukul|pkl\.?|at)? ?(\d{1,2})[.:](\d{2})\b`)
	hourOnly = regexp.MustCompile(`\b(?:jam|pukul|pkl\.?|at) ?(\d{1,2})\b|\b(\d{1,2}) ?(?:am|pm|pagi|siang|sore|malam)\b`)
	halfPast = regexp.MustCompile(`\bsetengah ([a-z]+|\d{1,2})\b`)
	inWords  = regexp.MustCompile(`\b(?:jam|pukul|pkl) ([a-z]+(?: (?:belas|puluh))?)\b`)
	partOf   = regexp.MustCompile(`[ \d](pagi|siang|sore|malam|am|pm)\b`)
)

// hourIn finds the hour of the day in what a text has beside its day; else it is why not.
func hourIn(text string) (hour, minute int, refused string) {
	number := func(s string) int {
		n, used := spoken(strings.Fields(s))
		if used == 0 {
			return -1
		}
		return n
	}
	padded := false // "03.00" is written by who counts to 24
	switch at := clock.FindStringSubmatch(text); {
	case at != nil:
		hour, _ = strconv.Atoi(at[1])
		minute, _ = strconv.Atoi(at[2])
		padded = len(at[1]) == 2
	default:
		if at := halfPast.FindStringSubmatch(text); at != nil { // "setengah sembilan" is half an hour before nine
			if hour = number(at[1]) - 1; hour < 0 {
				return 0, 0, "hour_missing"
			}
			minute = 30
			break
		}
		if at := hourOnly.FindStringSubmatch(text); at != nil {
			digits := at[1] + at[2]
			hour, _ = strconv.Atoi(digits)
			padded = len(digits) == 2
			break
		}
		at := inWords.FindStringSubmatch(text)
		if at == nil {
			return 0, 0, "hour_missing"
		}
		if hour = number(at[1]); hour < 0 {
			return 0, 0, "hour_missing"
		}
	}
	if hour > 24 || minute > 59 {
		return 0, 0, "no_such_date"
	}
	part := ""
	if at := partOf.FindStringSubmatch(text); at != nil {
		part = at[1]
	}
	switch {
	case (part == "sore" || part == "pm") && hour < 12, part == "malam" && hour >= 6 && hour < 12, part == "siang" && hour < 6:
		hour += 12
	case part == "malam" && hour == 12, part == "am" && hour == 12:
		hour = 0
	case part == "" && hour > 0 && hour < 6 && !padded:
		return 0, 0, "hour_unclear"
	}
	if hour == 24 {
		return 23, 59, ""
	}
	return hour, minute, ""
}
