package nlu

import "strings"

// The local lexicon: left the standard word, right how residents of Kupang write it, in Kupang Malay, in the shorthand of messages and with
// frequent slips. It must win over any public slang list: those read "su" (already) as an insult. No spelling is official, and a speaker
// should check it; correcting it is correcting this table. Words that only their neighbours decide (sa, ma, na, do, p) stay as they are.
var standard = invert(map[string]string{
	"saya":       "sy sya beta bet be b aku gue gw bt",
	"tidak":      "tdk tdak tidk tida tiada tak gak ga gk gaa nggak ngga nggk ngk enggak engga kagak kaga ndak ndk nda sonde sond sonda sonder son snd tar trada tra",
	"sudah":      "su sdh sdah suda udah udh dah uda",
	"belum":      "blm blom balom balum belom blum",
	"mau":        "mo mw mao ingin pengen pingin pgn pengin hendak",
	"punya":      "pung punk pu pny",
	"bagaimana":  "karmana kermana gimana gmn gmana bgmn bgmna bagemana",
	"uang":       "doi duit uwang",
	"jangan":     "jang jgn jngn",
	"saja":       "aja aj sja",
	"yang":       "yg",
	"dengan":     "deng dgn dg",
	"untuk":      "par utk",
	"ikut":       "iko ikt ikutan",
	"kerja":      "karja krja kerjaan karjaan pekerjaan bekerja bakarja krj kerj",
	"dari":       "dr dri",
	"dulu":       "dolo dlu dolu",
	"lagi":       "lai lg lgi leh",
	"daftar":     "dftr daptar dafta daftr mendaftar",
	"pelatihan":  "plthn plthan platihan pelatian pelathan pltihan latihan plthian pelatihn",
	"lowongan":   "loker lowker lokker lwongan lowogan lowngan lwgn",
	"pinjam":     "pinjaman pinjm pnjm pnjam minjam meminjam pinjem minjem pnjman",
	"pergi":      "pi pigi",
	"nomor":      "no nmr nomer nmor nomr",
	"nanti":      "nnt nnti ntar entar nti",
	"tahu":       "tau tao",
	"kelurahan":  "kel klurahan kelurhan kelurahn lurah",
	"kakak":      "kk kaka kak",
	"kasih":      "kasi kas kase ksh ksih",
	"terima":     "tarima trima trm",
	"betul":      "batul btul btl betol",
	"benar":      "bnr benr bener bnar bner",
	"berapa":     "barapa brp brapa brpa",
	"siapa":      "sapa",
	"kenapa":     "kanapa akurang knp knapa mengapa napa",
	"tolong":     "tlong tlg tolonk tlng",
	"lihat":      "lia liat lht",
	"bicara":     "baomong omong ngomong bcr bicra",
	"paspor":     "pasport passport",
	"bulan":      "bln",
	"tahun":      "thn taon th tahon",
	"tanggal":    "tgl tggl",
	"perempuan":  "prempuan parampuan permpuan perempuang pr prmpuan",
	"sekolah":    "skolah skola sekola skul",
	"hp":         "hape handpone",
	"dikasih":    "dikasi",
	"kelas":      "kls klas klz",
	"mahasiswa":  "mhs mhsw",
	"kursus":     "krsus kursu khursus",
	"petugas":    "ptgas ptugas",
	"maksudnya":  "maksud mksd mksdnya",
	"bapak":      "bpk bapa pak",
	"dapat":      "dapa dpt",
	"keluar":     "kaluar kluar",
	"hilang":     "ilang",
	"ubah":       "ubh ubha rubah",
	"juta":       "million millions",
	"ribu":       "thousand thousands",
	"satu":       "one",
	"dua":        "two",
	"tiga":       "three",
	"empat":      "four",
	"lima":       "five",
	"nama":       "nma",
	"pengumuman": "pengumumn pngumuman pengumuman2",
	"makasih":    "makasi mksh mksih makasii mkasih trims trimakasih terimakasih tks thx thanks thank tq tengkyu danke",
})

// invert turns "standard: variants" into "variant -> standard".
func invert(table map[string]string) map[string]string {
	m := make(map[string]string, 8*len(table))
	for word, variants := range table {
		for _, v := range strings.Fields(variants) {
			m[v] = word
		}
	}
	return m
}

// normal replaces local spellings by the standard word, in place.
func normal(ws []string) []string {
	for i, w := range ws {
		if s, ok := standard[w]; ok {
			ws[i] = s
		}
	}
	return ws
}

// read is the usual way from a text to comparable words.
func read(text string) []string { return normal(words(Clean(text))) }

// set makes a lookup of space-separated words.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// anyOf reports whether one of the words is in the set.
func anyOf(ws []string, in map[string]bool) bool {
	for _, w := range ws {
		if in[w] {
			return true
		}
	}
	return false
}

// says reports whether the words of phrase stand together in ws.
func says(ws []string, phrase string) bool {
	return strings.Contains(" "+strings.Join(ws, " ")+" ", " "+phrase+" ")
}

// saysAny reports whether one of the phrases stands in line, which is words joined and padded by single spaces.
func saysAny(line string, phrases []string) bool {
	for _, p := range phrases {
		if strings.Contains(line, p) {
			return true
		}
	}
	return false
}

// pad joins words with a space at either end, the form that saysAny searches.
func pad(ws []string) string { return " " + strings.Join(ws, " ") + " " }

// padded prepares phrases, one to a line, for saysAny.
func padded(lines string) []string {
	var out []string
	for _, l := range strings.Split(lines, "\n") {
		if ws := strings.Fields(l); len(ws) > 0 {
			out = append(out, pad(ws))
		}
	}
	return out
}
