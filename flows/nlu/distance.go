package nlu

// longest is the longest word worth comparing letter by letter.
const longest = 48

// distance counts the edits (a letter added, dropped or replaced, or two neighbours swapped) between a and b. More than limit is
// limit+1, found early. Words beyond 48 bytes never match.
func distance(a, b string, limit int) int {
	if len(a) > longest || len(b) > longest || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	if limit == 1 {
		return slips(a, b)
	}
	var rows [3][longest + 1]int
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			now[j] = d
			best = min(best, d)
		}
		if best > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return min(last[len(b)], limit+1)
}

// slips is distance as far as 1, which is nearly all that is asked: what is left between the same beginning and the same end tells.
func slips(a, b string) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a) == 0 && len(b) == 0:
		return 0
	case len(a) <= 1 && len(b) <= 1, len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]:
		return 1
	}
	return 2
}

// typo reports whether w is the word meant with at most one slip. Only words of five letters or more are read so, and the first letter must
// stand: in shorter words one letter makes another word.
func typo(w, meant string) bool {
	if w == meant {
		return true
	}
	return len(w) >= 5 && len(meant) >= 5 && w[0] == meant[0] && distance(w, meant, 1) <= 1
}
