package nlu

import "strings"

// The words are in a list of locales: levels by one word, levels by several, and what makes a level finished or not. Words under two letters
// and those that are also little words ("ma": but) count only when little else is said.
var (
	educationList = newWordlist("slots-education")
	levels        = map[string]string{}
	multiLevels   = map[string]string{} // rewritten before reading
	finished      = educationList.set("?tamat")
	unfinished    = educationList.sayings("?tidak tamat")
	studying      = educationList.set("?sedang")
	never         = educationList.sayings("?tidak pernah")
	campus        = educationList.set("?kampus")
	unclearEd     = set("atau or ato ataw")

	educationShort = func() map[string]string {
		m := map[string]string{}
		for kind, all := range educationList {
			full, short := strings.CutPrefix(kind, "singkatan:")
			for _, written := range all {
				switch ws := words(written); {
				case short:
					m[written] = full
				case rankOf[kind] > 0 && len(ws) == 1:
					levels[ws[0]] = kind
				case rankOf[kind] > 0:
					multiLevels[strings.Join(ws, " ")] = kind
				}
			}
		}
		return m
	}()
)

// below is the level one has completed who has not completed this one.
var below = map[string]string{
	"sd": "tidak_tamat_sd", "smp": "sd", "sma": "smp", "smk": "smp", "d1": "sma", "d2": "sma", "d3": "sma", "d4": "sma", "s1": "sma", "s2": "s1", "s3": "s2",
}

var rankOf = map[string]int{"sd": 1, "smp": 2, "sma": 3, "smk": 3, "d1": 4, "d2": 5, "d3": 6, "d4": 7, "s1": 8, "s2": 9, "s3": 10}

// Education reads the highest completed level: "kelas 3 smk" is smp, "putus kuliah" is sma.
func Education(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := levelWords(in.Text)
	line := pad(ws)
	if asks(in.Text, ws) {
		return why("question")
	}
	if len(ws) == 0 || len(ws) > 30 {
		return why("level_missing")
	}
	named := levelsIn(ws)
	if kept := levelsIn(withoutAhead(ws)); len(kept) > 0 {
		named = kept
	}
	switch {
	case len(named) == 0 && saysAny(line, never):
		return value("tidak_sekolah")
	case len(named) == 0:
		return withoutLevel(ws, line)
	case highest(named) != lowest(named) && (anyOf(ws, unclearEd) || strings.Contains(in.Text, "/")):
		return why("level_missing")
	}
	if done := completed(ws); done != "" {
		return value(done)
	}
	high := highest(named)
	switch {
	case saysAny(line, unfinished), (anyOf(ws, studying) || inClass(ws) || justNow(ws)) && !anyOf(ws, finished):
		if anyOf(ws, campus) && rankOf[high] <= 3 {
			return value(high) // "sma, sekarang kuliah"
		}
		if low := highest(without(named, high)); low != "" && below[high] != "tidak_tamat_sd" {
			return value(low)
		}
		return value(below[high])
	}
	return value(high)
}

// levelWords cuts the text and writes every level as one word: "D III", "d-3" and "diploma tiga" as "d3".
func levelWords(text string) []string {
	if len(text) <= maxRunes {
		text = strings.ReplaceAll(strings.ToLower(text), "iii", "3") // Clean would read "D III" as "D I"
	}
	ws := words(Clean(text))
	for i := range ws {
		if i == 0 || ws[i-1] != "paket" { // "paket b" is no "saya"
			normal(ws[i : i+1])
		}
		if full, ok := educationShort[ws[i]]; ok {
			ws[i] = full
		}
	}
	for i, w := range ws {
		ws[i] = rightLevelWord(w)
	}
	out := make([]string, 0, len(ws))
	for i := 0; i < len(ws); {
		w, n := levelAt(ws[i:])
		out = append(out, w)
		i += n
	}
	return out
}

// levelSigns are the words that say whether a level was finished: a slip in one of them would turn its meaning round.
var levelSigns = func() map[byte][]string {
	seen := map[string]bool{}
	for _, kind := range []string{"?tamat", "?tidak tamat", "?sedang", "?kampus"} {
		for _, written := range educationList[kind] {
			for _, w := range read(written) {
				seen[w] = true
			}
		}
	}
	for w := range union(unclearEd, set("kelas klas tidak sonde belum balom belom lagi sampe")) {
		seen[w] = true
	}
	m := map[byte][]string{}
	for _, w := range sortedWords(seen) {
		if len(w) >= 4 {
			m[w[0]] = append(m[w[0]], w)
		}
	}
	return m
}()

// notLevelSlips are words of their own, one letter from a sign.
var notLevelSlips = set("tidur masuk kelar belom sampah tamah lurus luas sekolah lagu laga laki kepas beras")

// rightLevelWord rights one slip in a sign.
func rightLevelWord(w string) string {
	if len(w) < 4 || levels[w] != "" || notLevelSlips[w] || !ascii(w) {
		return w
	}
	found := ""
	for _, s := range levelSigns[w[0]] {
		switch {
		case s == w:
			return w
		case distance(w, s, 1) > 1 || len(w) == 4 && len(s) == 4 && !swapped(w, s):
		case found != "" && !alike(found, s):
			return w
		default:
			found = s
		}
	}
	if found == "" {
		return w
	}
	return signOf(found)
}

// signOf is the usual form of a sign.
func signOf(w string) string {
	if full := educationShort[w]; full != "" {
		return full
	}
	return normal([]string{w})[0]
}

// alike reports that two signs say the same of a level.
func alike(a, b string) bool {
	a, b = signOf(a), signOf(b)
	return a == b || finished[a] && finished[b] || studying[a] && studying[b]
}

func levelAt(ws []string) (string, int) {
	for n := min(4, len(ws)); n >= 2; n-- {
		key := ws[0] + " " + ws[1]
		for _, w := range ws[2:n] {
			key += " " + w
		}
		if l, ok := multiLevels[key]; ok {
			return l, n
		}
	}
	if len(ws) > 1 {
		if d := degreeNumber(ws[1]); d != "" {
			if typo(ws[0], "diploma") {
				return "d" + d, 2
			}
			switch ws[0] {
			case "d":
				return "d" + d, 2
			case "s", "strata", "strat":
				if d != "4" {
					return "s" + d, 2
				}
			}
			if ws[0] == "kelas" {
				return "kelas" + ws[1], 2
			}
		}
		if ws[0] == "kelas" && digits(ws[1]) {
			return "kelas" + ws[1], 2
		}
		if len(ws[0]) == 1 && ws[0] == "s" && len(ws[1]) <= 4 && levels["s"+ws[1]] == "s1" {
			return "s1", 2 // "S.Pd", "S.Kom"
		}
	}
	if l := levels[ws[0]]; l != "" && !littleWord(ws) {
		return l, 1
	}
	if l := levels[single(ws[0])]; l != "" && len(single(ws[0])) == 3 {
		return l, 1
	}
	if typo(ws[0], "sarjana") {
		return "s1", 1
	}
	return ws[0], 1
}

// littleWord keeps "mi", "min" and "si" from being levels within a sentence.
func littleWord(ws []string) bool {
	switch ws[0] {
	case "mi", "min", "si", "sr", "man", "sla", "div", "master":
		return len(ws) > 2
	}
	return false
}

// inClass reports "kelas 3", which levelAt has written as one word.
func inClass(ws []string) bool {
	for _, w := range ws {
		if strings.HasPrefix(w, "kelas") {
			return true
		}
	}
	return false
}

// justNow reports "lagi s2", "lagi di sma": what is being done.
func justNow(ws []string) bool {
	for i, w := range ws {
		if w == "lagi" && i+1 < len(ws) && (rankOf[ws[i+1]] > 0 || ws[i+1] == "di") {
			return true
		}
	}
	return false
}

func degreeNumber(w string) string {
	switch w {
	case "1", "i", "satu":
		return "1"
	case "2", "ii", "dua":
		return "2"
	case "3", "iii", "tiga":
		return "3"
	case "4", "iv", "empat", "ampa":
		return "4"
	}
	return ""
}

// levelsIn lists the levels in the order said; "ma" counts when it stands alone.
func levelsIn(ws []string) []string {
	var out []string
	for _, w := range ws {
		if rankOf[w] > 0 {
			out = append(out, w)
		} else if w == "ma" && len(ws) <= 2 {
			out = append(out, "sma")
		}
	}
	return out
}

var ahead = set("lanjut ambil melanjutkan rencana ingin calon mau belum sedang sementara")

// withoutAhead leaves out the level that somebody is about to do, or doing now: "D3 tapi lanjut S1".
func withoutAhead(ws []string) []string {
	out := make([]string, 0, len(ws))
	for i, w := range ws {
		if rankOf[w] > 0 && (i > 0 && ahead[ws[i-1]] || i > 1 && ahead[ws[i-2]] && rankOf[ws[i-1]] == 0 && !finished[ws[i-1]]) {
			continue
		}
		out = append(out, w)
	}
	return out
}

// completed is the level right behind a word for finishing: "tamat smp lanjut sma". A negation before that word undoes it.
func completed(ws []string) string {
	for i, w := range ws {
		if !finished[w] || i > 0 && (ws[i-1] == "tidak" || ws[i-1] == "belum") || i > 1 && ws[i-2] == "tidak" {
			continue
		}
		for j := i + 1; j < len(ws) && j <= i+3; j++ {
			if rankOf[ws[j]] > 0 && !saysAny(pad(ws[j+1:]), unfinished) {
				return ws[j]
			}
		}
	}
	return ""
}

// withoutLevel reads answers that name a class or only the university.
func withoutLevel(ws []string, line string) Reading {
	if anyOf(ws, campus) && saysAny(line, unfinished) {
		return value("sma")
	}
	for _, w := range ws {
		switch w {
		case "kelas1", "kelas2", "kelas3", "kelas4", "kelas5", "kelas6":
			if w == "kelas6" && anyOf(ws, finished) && !saysAny(line, unfinished) {
				return value("sd")
			}
			if len(ws) == 1 && w <= "kelas3" {
				return why("level_missing") // of which school
			}
			return value("tidak_tamat_sd")
		case "kelas7", "kelas8", "kelas9":
			return value("sd")
		case "kelas10", "kelas11", "kelas12":
			return value("smp")
		case "mahasiswa", "mahasiswi", "semester", "smt", "skripsi":
			return value("sma")
		case "kuliah":
			if saysAny(line, unfinished) || index(ws, "masih") >= 0 || index(ws, "sedang") >= 0 || says(ws, "lagi kuliah") || says(ws, "ada kuliah") || says(ws, "belum kuliah") || says(ws, "sementara kuliah") {
				return value("sma")
			}
		}
	}
	return why("level_missing")
}

func highest(levels []string) string {
	best := ""
	for _, l := range levels {
		if rankOf[l] > rankOf[best] {
			best = l
		}
	}
	return best
}

func lowest(levels []string) string {
	low := ""
	for _, l := range levels {
		if low == "" || rankOf[l] < rankOf[low] || rankOf[l] == rankOf[low] && l != low {
			low = l
		}
	}
	return low
}

func without(list []string, drop string) []string {
	var out []string
	for _, l := range list {
		if l != drop {
			out = append(out, l)
		}
	}
	return out
}
