package broadcast

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/city"
)

// Rules are the numbers that staff may set, in the facts of the city; what they leave empty is as the program proposes.
//
//	siaran_jam                     07.00-20.00   the hours in which phones may ring
//	siaran_per_minggu              3             notices that one person gets in a week, urgent ones apart
//	siaran_sendiri_sampai          0             up to so many recipients, who wrote a notice may approve it; more need a second person
//	siaran_KANAL_per_detik         20            of a channel: the most in a second
//	siaran_KANAL_per_menit         6
//	siaran_KANAL_per_hari          50-200        on the first day, and after two weeks
//	siaran_KANAL_jeda_detik        8-20          between two, at random
//	siaran_KANAL_istirahat_setelah 20-40         so many, then …
//	siaran_KANAL_istirahat_detik   60-180        … so long
//	siaran_KANAL_paling_banyak     1000          people one by one of one notice; more need an administrator
//	siaran_KANAL_menulis_hari      90            only people who wrote within so many days
type Rules struct {
	Hours   Hours
	PerWeek int
	Alone   int
	city    *store.City
}

// NewRules reads them. What cannot be read is an error: a limit that is mistyped must not be no limit.
func NewRules(of *store.City) (Rules, error) {
	r := Rules{PerWeek: 3, city: of}
	var err error
	if r.Hours.Open, r.Hours.Close, err = city.NoticeHours(of); err != nil {
		return r, err
	}
	for key, number := range map[string]*int{"siaran_per_minggu": &r.PerWeek, "siaran_sendiri_sampai": &r.Alone} {
		if err := readNumber(of, key, number); err != nil {
			return r, err
		}
	}
	for key := range of.Facts {
		rest, ours := strings.CutPrefix(key, "siaran_")
		if name, what, is := strings.Cut(rest, "_"); ours && is && perChannel[what] {
			if _, err := r.read(name, channel.Limits{}); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

var perChannel = map[string]bool{"per_detik": true, "per_menit": true, "per_hari": true, "jeda_detik": true, "istirahat_setelah": true, "istirahat_detik": true,
	"paling_banyak": true, "menulis_hari": true}

// limits are those of a channel, with what staff have set.
func (r Rules) limits(name string, l channel.Limits) channel.Limits {
	l, _ = r.read(name, l) // NewRules has read them
	return l
}

func (r Rules) read(name string, l channel.Limits) (channel.Limits, error) {
	if r.city == nil {
		return l, nil
	}
	for _, set := range []struct {
		what string
		to   func(from, to int)
	}{
		{"per_detik", func(_, n int) { l.PerSecond = float64(n) }},
		{"per_menit", func(_, n int) { l.PerMinute = n }},
		{"per_hari", func(first, n int) { l.FirstDay, l.PerDay = first, n }},
		{"jeda_detik", func(a, b int) { l.Gap, l.GapMost = seconds(a), seconds(b) }},
		{"istirahat_setelah", func(a, b int) { l.RestAfter, l.RestAfterMost = a, b }},
		{"istirahat_detik", func(a, b int) { l.Rest, l.RestMost = seconds(a), seconds(b) }},
		{"paling_banyak", func(_, n int) { l.PeopleMost = n }},
		{"menulis_hari", func(_, n int) { l.HeardDays = n }},
	} {
		key := "siaran_" + name + "_" + set.what
		text, known := r.city.Fact(key)
		if !known {
			continue
		}
		a, b, ranged := strings.Cut(text, "-")
		if !ranged {
			b = a
		}
		from, err1 := strconv.Atoi(strings.TrimSpace(a))
		to, err2 := strconv.Atoi(strings.TrimSpace(b))
		if err1 != nil || err2 != nil || from < 1 || to < from {
			return l, fmt.Errorf("%s: %q is neither a number nor a range like 8-20", key, text)
		}
		set.to(from, to)
	}
	return l, nil
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

func readNumber(of *store.City, key string, to *int) error {
	text, known := of.Fact(key)
	if !known {
		return nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 {
		return fmt.Errorf("%s: %q is not a number", key, text)
	}
	*to = n
	return nil
}
