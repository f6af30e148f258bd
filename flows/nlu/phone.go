package nlu

import (
	"strings"

	"lopo/store"
)

var (
	phoneList   = newWordlist("slots-phone")
	selfPhrases = phoneList.sayings("nomor ini") // the number that the message comes from
	selfAlone   = phoneList.set("sendiri")
	phoneWords  = phoneList.set("sekitar")
)

// Phone reads the number at which a person can be called, in E.164. The rule is that of Indonesian mobile numbers: 62 8, a digit from 1,
// seven to ten more; it is not tied to operators' prefixes, whose published lists disagree. A shared contact card wins over the text.
func Phone(in Input) Reading {
	if in.Phone != "" && (in.Kind == store.Card || !notText(in)) {
		return value(in.Phone)
	}
	if notText(in) {
		return why("not_text")
	}
	c := Clean(in.Text)
	ws := normal(words(c))
	count := digitCount(c)
	if count == 0 {
		if spelt := speltDigits(ws); len(spelt) >= 8 {
			return mobile(spelt, false)
		}
		return noNumber(in, ws)
	}
	if refusedDigits(ws) {
		return why("non_digit")
	}
	groups := numbersIn(in.Text)
	if len(groups) > 1 {
		return why("multiple")
	}
	if strings.ContainsAny(in.Text, "?") && count < 8 {
		return why("question")
	}
	plus := strings.HasPrefix(strings.TrimLeft(in.Text, " \t\n("), "+") || strings.Contains(in.Text, " +")
	return mobile(strings.Join(groups, ""), plus)
}

// noNumber reads a text without digits.
func noNumber(in Input, ws []string) Reading {
	line := pad(ws)
	switch {
	case asks(in.Text, ws), asksWithin(ws):
		return why("question")
	case late(ws):
		return why("deferred")
	case forgot(line):
		return why("unknown")
	case haveNone(line):
		return why("none")
	case refused(line):
		return why("question") // its words say what the number is for
	case isSelf(ws, line):
		if in.Self == "" {
			return why("unknown_self")
		}
		return value(in.Self)
	}
	return why("non_digit")
}

// isSelf reports "nomor ini" and what else means the sender's own number.
func isSelf(ws []string, line string) bool {
	if index(ws, "bukan") >= 0 || index(ws, "tidak") >= 0 || index(ws, "jangan") >= 0 {
		return false
	}
	if saysAny(line, selfPhrases) {
		return true
	}
	for _, w := range ws {
		if !selfAlone[w] {
			return false
		}
	}
	return index(ws, "ini") >= 0 || index(ws, "sama") >= 0 || index(ws, "ni") >= 0 || index(ws, "sekarang") >= 0
}

// refusedDigits reports letters where digits should be: "0812345678x0".
func refusedDigits(ws []string) bool {
	for _, w := range ws {
		if n := digitCount(w); n > 0 && !digits(w) && n >= 2 && !leadDigits(w) {
			return true
		}
	}
	return false
}

// leadDigits reports a known word written onto a number: "hp0812…", "no0812…".
func leadDigits(w string) bool {
	parts := split([]string{w})
	return len(parts) == 2 && digits(parts[1]) && phoneWords[normal(parts[:1])[0]]
}

// numbersIn gathers digits. A number may be written in groups ("0852.3900.1122"); a word, a comma or a slash begins another one, which
// counts when it is long enough to be a phone number.
func numbersIn(text string) []string {
	var all []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			all = append(all, b.String())
			b.Reset()
		}
	}
	for _, r := range Clean(text) {
		switch {
		case r >= '0' && r <= '9':
			if b.Len() < 40 {
				b.WriteRune(r)
			}
		case r == ' ' || r == '.' || r == '-' || r == '(' || r == ')' || r == '_' || r == '–' || r == '—' || r == '+':
		default:
			flush()
		}
	}
	flush()
	var long []string
	for _, n := range all {
		if len(n) >= 9 && (len(long) == 0 || long[0] != n) {
			long = append(long, n)
		}
	}
	if len(long) > 1 {
		return long
	}
	for _, n := range all {
		if len(n) >= 9 {
			return []string{n}
		}
	}
	return []string{strings.Join(all, "")}
}

// mobile brings the digits of a number to +62 and judges them.
func mobile(n string, plus bool) Reading {
	typed := len(n)
	switch {
	case strings.HasPrefix(n, "00"):
		n, plus = n[2:], true
	case strings.HasPrefix(n, "0"):
		n = "62" + n[1:]
	case !plus && strings.HasPrefix(n, "8"):
		n = "62" + n
	}
	if rest, ok := strings.CutPrefix(n, "620"); ok {
		n = "62" + rest // "+62 0812…"
	}
	switch {
	case typed < 6 || typed > 15:
		return Reading{Why: "length", Data: map[string]any{"Count": typed}}
	case !strings.HasPrefix(n, "62") && plus:
		return why("not_indonesian")
	case !strings.HasPrefix(n, "62") && typed < 9:
		return Reading{Why: "length", Data: map[string]any{"Count": typed}}
	case !strings.HasPrefix(n, "62"):
		return why("not_indonesian")
	case len(n) < 4 || n[2] != '8' || n[3] == '0':
		return why("not_mobile")
	case len(n) < 11 || len(n) > 14:
		return Reading{Why: "length", Data: map[string]any{"Count": typed}}
	}
	return value("+" + n)
}

// speltDigits reads a number spoken digit by digit: "nol delapan satu dua …". Anything else between gives nothing.
func speltDigits(ws []string) string {
	var b strings.Builder
	for _, w := range ws {
		d, ok := unitWords[w]
		switch {
		case ok:
			b.WriteByte(byte('0' + d))
		case !phoneWords[w]:
			return ""
		}
	}
	return b.String()
}
