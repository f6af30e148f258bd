package nlu

import "strings"

// Words of a label that name nothing by themselves, and words that people put before the label they chose.
var (
	emptyWords  = set("yang dan di ke dari ya tidak untuk atau kelurahan kota saya sa mau pilih ambil ikut kursus pelatihan no nomor")
	beforeLabel = set("saya sa mau pilih pilihan ambil ikut yang ke daftar kursus pelatihan di dari tentang soal lihat info")
)

// Match reads the typed label of a shown choice: the label itself, a beginning of it (four letters or more) or some of its words when no
// other label has them, each also with one slip; for trades also another word for the same trade. A text that fits two labels fits none.
func Match(text string, labels []string) (index int, ok bool) {
	ws := read(text)
	if len(ws) == 0 || len(ws) > 16 || len(labels) > 100 {
		return 0, false
	}
	cut := make([][]string, len(labels))
	for i, l := range labels {
		cut[i] = read(l)
	}
	all := ws
	for len(ws) > 0 {
		if i, ok := matchWords(ws, cut); ok {
			return i, true
		}
		if !beforeLabel[ws[0]] {
			break
		}
		ws = ws[1:]
	}
	return matchTrade(all, labels)
}

func matchWords(ws []string, labels [][]string) (int, bool) {
	joined := strings.Join(ws, "")
	long := len(joined) >= 4
	for _, fits := range [...]func(label []string) bool{
		func(label []string) bool { return joined == strings.Join(label, "") },
		func(label []string) bool { return names(ws, joined) && contains(label, ws) },
		func(label []string) bool { return long && strings.HasPrefix(strings.Join(label, ""), joined) },
		func(label []string) bool { return typo(joined, strings.Join(label, "")) },
		func(label []string) bool { return len(ws) == 1 && oneNear(ws[0], label) },
	} {
		if i, n := only(labels, fits); n == 1 {
			return i, true
		} else if n > 1 {
			return 0, false
		}
	}
	return 0, false
}

// NamedIn finds the only label whose words stand together in a text: "nama salah, ubah nama do" names "Nama".
func NamedIn(text string, labels []string) (index int, ok bool) {
	ws := read(text)
	if len(ws) > 16 {
		return 0, false
	}
	cut := make([][]string, len(labels))
	for i, l := range labels {
		cut[i] = read(l)
	}
	i, n := only(cut, func(label []string) bool { return contains(ws, label) })
	return i, n == 1
}

// only counts the labels that fit, and returns the first.
func only(labels [][]string, fits func([]string) bool) (first, n int) {
	for i, l := range labels {
		if len(l) > 0 && fits(l) {
			if n == 0 {
				first = i
			}
			n++
		}
	}
	return first, n
}

// names reports whether words say enough to mean a label: not digits alone (they are numbers), not only empty words.
func names(ws []string, joined string) bool {
	if digits(joined) || len(joined) < 2 {
		return false
	}
	for _, w := range ws {
		if !emptyWords[w] && !digits(w) {
			return true
		}
	}
	return false
}

// contains reports whether part stands in whole as neighbouring words.
func contains(whole, part []string) bool {
	for i := 0; i+len(part) <= len(whole); i++ {
		j := 0
		for j < len(part) && whole[i+j] == part[j] {
			j++
		}
		if j == len(part) {
			return true
		}
	}
	return false
}

func oneNear(w string, label []string) bool {
	for _, l := range label {
		if len(w) >= 4 && !digits(w) && !emptyWords[l] && (typo(w, l) || strings.HasPrefix(l, w)) {
			return true
		}
	}
	return false
}

// matchTrade accepts "jahit" or "montir" for the only label of that trade. A question about a trade chooses none.
func matchTrade(ws []string, labels []string) (int, bool) {
	if len(ws) > 2 && (asksWithin(ws) || anyOf(ws, costWords)) {
		return 0, false
	}
	trade := trade(asWork(ws))
	if trade == "" {
		return 0, false
	}
	found, n := 0, 0
	for i, l := range labels {
		if Trade(l) == trade {
			found = i
			n++
		}
	}
	return found, n == 1
}
