package nlu

import "strings"

// levels are the words for a school level, in standard words. Those under two letters and those that are also little words ("ma": but) count
// only when little else is said.
var levels = invert(map[string]string{
	"sd":  "sd sdn sdk sdi esde mi sdit sr min sdinpres ibtidaiyah",
	"smp": "smp smpn smpk sltp slp esempe mts mtsn smpit tsanawiyah tsanawiah",
	"sma": "sma sman smak smu smun slta sla esema esma aliyah aliah man smas smaswasta",
	"smk": "smk smkn smks stm smea smkk smip smik smki esemka spk spg sma_kejuruan smf smti",
	"d1":  "d1 diploma1 diplomasatu",
	"d2":  "d2 pgsd_d2",
	"d3":  "d3 diploma3 akademi akper akbid diii",
	"d4":  "d4 div",
	"s1":  "s1 sarjana strata1 spd skom sse ssos skep si",
	"s2":  "s2 magister strata2 master pascasarjana mpd msi",
	"s3":  "s3 doktor strata3 phd doktoral",
})

// below is the level one has completed who has not completed this one.
var below = map[string]string{
	"sd": "tidak_tamat_sd", "smp": "sd", "sma": "smp", "smk": "smp", "d1": "sma", "d2": "sma", "d3": "sma", "d4": "sma", "s1": "sma", "s2": "s1", "s3": "s2",
}

var rankOf = map[string]int{"sd": 1, "smp": 2, "sma": 3, "smk": 3, "d1": 4, "d2": 5, "d3": 6, "d4": 7, "s1": 8, "s2": 9, "s3": 10}

// multiLevels are levels of more than one word, rewritten before reading.
var multiLevels = map[string]string{
	"paket a": "sd", "paket b": "smp", "paket c": "sma", "madrasah ibtidaiyah": "sd", "madrasah tsanawiyah": "smp", "madrasah aliyah": "sma",
	"sekolah dasar": "sd", "sekolah rakyat": "sd", "menengah pertama": "smp", "menengah atas": "sma", "menengah umum": "sma",
	"menengah kejuruan": "smk", "sekolah kejuruan": "smk", "sekolah teknik": "smk", "sarjana muda": "d3", "es de": "sd", "es em pe": "smp",
	"es em a": "sma", "es satu": "s1", "es dua": "s2", "de tiga": "d3", "de satu": "d1", "de empat": "d4", "lanjutan pertama": "smp", "lanjutan atas": "sma",
	"sekolah lanjutan tingkat pertama": "smp", "sma kejuruan": "smk",
}

var (
	finished   = set("tamat tamatan lulus lulusan ijazah ijasah selesai alumni tamatannya lulusannya sarjana wisuda ijazahnya")
	unfinished = padded("tidak tamat\nbelum tamat\ntidak lulus\nbelum lulus\ntidak selesai\nbelum selesai\nputus\nberhenti\nbrenti\nkeluar\ntidak sampai\ntidak sampe\ndo dari\ndrop out\ntidak kasih tamat\nbelum wisuda\ntidak sampai tamat\ntidak punya ijazah\ntidak ada ijazah")
	studying   = set("masih sedang kelas semester smt siswa siswi pelajar mahasiswa mahasiswi murid kuliah aktif")
	never      = padded("tidak sekolah\ntidak pernah sekolah\nbelum sekolah\nbelum pernah sekolah\ntidak bersekolah\ntidak pernah bersekolah\nbuta huruf\ntidak pernah duduk\ntidak makan sekolah\ntidak ada sekolah\ntidak pernah skolah")
	campus     = set("kuliah mahasiswa mahasiswi semester smt universitas kampus")
	unclearEd  = set("atau")
)

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
	switch {
	case len(named) == 0 && saysAny(line, never):
		return value("tidak_sekolah")
	case len(named) == 0:
		return withoutLevel(ws, line)
	case len(named) > 1 && anyOf(ws, unclearEd):
		return why("level_missing")
	}
	if done := completed(ws); done != "" {
		return value(done)
	}
	high := highest(named)
	switch {
	case saysAny(line, unfinished), (anyOf(ws, studying) || inClass(ws)) && !anyOf(ws, finished):
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
	}
	out := make([]string, 0, len(ws))
	for i := 0; i < len(ws); {
		w, n := levelAt(ws[i:])
		out = append(out, w)
		i += n
	}
	return out
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
			switch ws[0] {
			case "d", "diploma", "dip", "diplom":
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
	for _, w := range ws {
		switch w {
		case "kelas1", "kelas2", "kelas3", "kelas4", "kelas5", "kelas6":
			if len(ws) == 1 && w <= "kelas3" {
				return why("level_missing") // of which school
			}
			return value("tidak_tamat_sd")
		case "kelas7", "kelas8", "kelas9":
			return value("sd")
		case "kelas10", "kelas11", "kelas12":
			return value("smp")
		case "mahasiswa", "mahasiswi", "semester", "smt":
			return value("sma")
		case "kuliah":
			if saysAny(line, unfinished) || index(ws, "masih") >= 0 || index(ws, "sedang") >= 0 || says(ws, "lagi kuliah") || says(ws, "belum kuliah") {
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

func without(list []string, drop string) []string {
	var out []string
	for _, l := range list {
		if l != drop {
			out = append(out, l)
		}
	}
	return out
}
