package nlu

import (
	"strconv"
	"strings"
	"time"
)

// oldest is the age above which a birth date is taken for a slip.
const oldest = 100

// adult is the age at which a person may apply without a parent.
const adult = 18

// Birth reads a birth date in any way people write it, day before month: an ISO date, or a bare year ("1998") when only the year or the age
// is told. A bare year is refused ("day_needed") when the person turns 18 in this very year: then the day decides who must sign.
func Birth(in Input) Reading {
	r := Birthdate(in)
	if age, ok := r.Data["Age"].(int); ok {
		return fromAge(age, in.Now)
	}
	if year, ok := r.Data["Year"].(int); ok {
		return fromYear(year, in.Now)
	}
	return r
}

// Birthdate reads a birth date in full. An age or a year alone is refused; its Data says which. Two-digit years up to the present one belong
// to this century.
func Birthdate(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	c := Clean(in.Text)
	ws := rightNumbers(unglue(normal(words(c))))
	line := pad(ws)
	switch {
	case len(ws) == 0 && !strings.Contains(in.Text, "?"):
		return why("not_a_birthdate")
	case strings.ContainsAny(in.Text, "?") || asks(in.Text, ws):
		return why("question")
	case len(ws) > 40:
		return why("not_a_birthdate")
	}
	if day, month, year, ok := labelled(ws); ok {
		return full(day, month, year, in.Now)
	}
	d := dateParts(ws)
	switch {
	case forgot(line) && !d.dated():
		return why("unknown")
	case len(d.nums) == 0 && d.month == 0 && d.age > 0:
		return Reading{Why: "age_not_date", Data: map[string]any{"Age": d.age}}
	case len(d.nums) == 0 && d.month == 0:
		return why("not_a_birthdate")
	case d.month > 0:
		return d.named(in.Now)
	}
	return d.numeric(in.Now)
}

// fromAge turns an age into the year of birth, right within a year.
func fromAge(age int, now time.Time) Reading {
	switch {
	case age > oldest && age < 1000:
		return why("too_old")
	case age >= 1000:
		return fromYear(age, now)
	case age == adult:
		return why("day_needed")
	case age < 1:
		return why("incomplete")
	}
	return value(strconv.Itoa(now.Year() - age))
}

// fromYear accepts a bare year.
func fromYear(year int, now time.Time) Reading {
	switch {
	case year > now.Year():
		return why("future")
	case now.Year()-year > oldest:
		return why("too_old")
	case now.Year()-year == adult:
		return why("day_needed")
	}
	return value(strconv.Itoa(year))
}

// named reads a date whose month is a word: "12 juni 98", "juni 12 1998".
func (p parts) named(now time.Time) Reading {
	nums, before := p.nums, p.before
	if before == 2 && nums[0].spoken && nums[1].spoken && nums[0].n < 4 && nums[1].n < 10 { // "tiga satu desember"
		nums = append([]num{{n: 10*nums[0].n + nums[1].n, width: 2, spoken: true}}, nums[2:]...)
		before = 1
	}
	nums = joinYear(nums, before)
	switch {
	case len(nums) > 2 && (nums[1].width != 4 || nums[2].n > 120):
		return why("incomplete")
	case len(nums) == 0:
		return why("incomplete")
	case len(nums) == 1 && before == 1 && nums[0].width <= 2:
		return why("year_missing")
	case len(nums) == 1:
		return why("day_missing")
	case before == 0 && len(nums) == 2 && nums[0].width == 4:
		return why("day_missing")
	}
	day, year := nums[0], nums[1]
	if day.width == 4 && year.width <= 2 { // "1998 juni 12"
		day, year = year, day
	}
	return full(day.n, p.month, year, now)
}

// joinYear puts spoken years together that come apart: "sembilan delapan" and "sembilan belas sembilan delapan".
func joinYear(nums []num, from int) []num {
	if k := len(nums); k >= from+2 && from >= 0 {
		a, b := nums[k-2], nums[k-1]
		switch {
		case a.spoken && b.spoken && a.n < 10 && b.n < 10:
			return append(nums[:k-2:k-2], num{n: 10*a.n + b.n, width: 2, spoken: true})
		case (a.n == 19 || a.n == 20) && b.n < 100 && b.n > 9:
			return append(nums[:k-2:k-2], num{n: 100*a.n + b.n, width: 4, spoken: true})
		}
	}
	return nums
}

// numeric reads a date of numbers only.
func (p parts) numeric(now time.Time) Reading {
	nums := p.nums
	if len(nums) > 3 {
		nums = joinYear(nums, 2)
	}
	switch len(nums) {
	case 1:
		return p.single(nums[0], now)
	case 2:
		a, b := nums[0], nums[1]
		if year := joinYear(nums, 0); a.spoken && len(year) == 1 { // "sembilan belas sembilan puluh lima"
			return p.single(year[0], now)
		}
		switch {
		case b.width == 4 && a.n <= 12, a.width == 4 && b.n <= 12:
			return why("day_missing")
		case a.n >= 1 && a.n <= 31 && b.n >= 1 && b.n <= 12 && b.width <= 2:
			return why("year_missing")
		}
		return why("incomplete")
	}
	if len(nums) > 3 && !trailingAge(p, nums) {
		return why("not_a_birthdate")
	}
	if nums[0].width == 4 {
		return full(nums[2].n, nums[1].n, nums[0], now)
	}
	return full(nums[0].n, nums[1].n, nums[2], now)
}

// trailingAge reports a full date with more behind it, as in "12-06-1998 umur 28".
func trailingAge(p parts, nums []num) bool {
	return len(nums) == 4 && nums[2].width == 4 && nums[3].n < 120
}

// single reads one number: a year, an age, or a date without separators.
func (p parts) single(n num, now time.Time) Reading {
	switch {
	case n.width == 8 && !n.spoken:
		d, m, y := n.n/1000000, n.n/10000%100, n.n%10000
		if y < 1850 || m > 12 {
			if iso := n.n / 10000; iso >= 1850 && iso <= now.Year()+1 {
				return full(n.n%100, n.n/100%100, num{n: iso, width: 4}, now)
			}
		}
		return full(d, m, num{n: y, width: 4}, now)
	case n.width == 6 && !n.spoken:
		return full(n.n/10000, n.n/100%100, num{n: n.n % 100, width: 2}, now)
	case n.width == 4:
		return onlyYear(n.n, now)
	case p.year && n.width <= 2:
		return onlyYear(century(n.n, now), now)
	case p.day && n.width <= 2:
		return why("incomplete")
	case n.width == 2 && n.n >= 10 && n.n <= 70:
		return Reading{Why: "age_not_date", Data: map[string]any{"Age": n.n}}
	case n.width <= 3:
		return why("incomplete")
	}
	return why("not_a_birthdate")
}

// onlyYear refuses a bare year, and says which it was when it can be one.
func onlyYear(year int, now time.Time) Reading {
	switch {
	case year > now.Year():
		return why("future")
	case now.Year()-year > oldest:
		return why("too_old")
	}
	return Reading{Why: "incomplete", Data: map[string]any{"Year": year}}
}

// century completes a two-digit year.
func century(yy int, now time.Time) int {
	if yy <= now.Year()%100 {
		return 2000 + yy
	}
	return 1900 + yy
}

// full checks day, month and year and writes the date.
func full(day, month int, year num, now time.Time) Reading {
	y := year.n
	switch {
	case year.width <= 2 && year.spoken && y < 10, year.width == 2:
		y = century(y, now)
	case year.width != 4:
		return why("incomplete")
	}
	date := time.Date(y, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	switch {
	case month < 1 || month > 12 || day < 1 || date.Day() != day || int(date.Month()) != month:
		return why("no_such_date")
	case y > now.Year() || date.Format(time.DateOnly) > now.Format(time.DateOnly):
		return why("future")
	}
	iso := date.Format(time.DateOnly)
	if years, known := Age(iso, now); !known || years > oldest {
		return why("too_old")
	}
	return value(iso)
}

// Age is how old a person is on the day of now. From a bare year it is the age reached in that year. Unknown: the value is neither, or lies
// in the future.
func Age(born string, now time.Time) (years int, known bool) {
	if len(born) == 4 && digits(born) {
		y, _ := strconv.Atoi(born)
		return now.Year() - y, y > 0 && y <= now.Year()
	}
	t, err := time.Parse(time.DateOnly, born)
	if err != nil {
		return 0, false
	}
	years = now.Year() - t.Year()
	if now.Month() < t.Month() || now.Month() == t.Month() && now.Day() < t.Day() {
		years--
	}
	return years, years >= 0
}
