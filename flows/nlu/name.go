package nlu

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name that is stored, in characters.
const maxName = 60

var (
	// leadIns stand before a name, longest first; in standard words, as "sa pung nama" is read.
	leadIns = phraseList(`perkenalkan nama saya|nama lengkap saya adalah|nama lengkap saya|nama lengkap sa|saya punya nama lengkap|saya punya nama|
		sa punya nama|nama saya adalah|nama saya ini|nama saya|nama sa|nama anak saya|nama aku|namaku|nama lengkap|nama beta|nama adalah|nama|
		atas nama|a n|an nama|saya bernama|saya nama|sa nama|panggil sa|saya ni|saya ini|saya adalah|saya|sa|ini dengan|ini|panggil saya|panggil|my name is|namanya|dengan`)
	honorifics  = set("bapak bpk bapa pak ibu bu sdr sdri saudara saudari nona nyong kaka kakak kk mama om tante tuan nyonya ny nn tn drg mr mrs ms mas mbak pdt pendeta romo dr drs dra ir prof")
	afterName   = set("ya kakak kaka kak kk min bos pak bapak bu ibu om dong terima kasih makasih")
	degrees     = set("spd se st dr drs dra ir sh skom ssi sos ssos spdi mpd msi mm mt ma mth sth amd amdkeb amdkep skep skm mkes sag sip sfarm stp sp spt shut sik spsi mpsi lc phd ns ners apt sst spdk mhum shum ssn skh smn sak sab mba bsc sstp skpm sptd sgz amk spdgr gr drg sth spdk")
	shortDegree = set("se st sh mm mt ma ir dr sp")
	// notNames cannot be part of a name; they show that something else was answered.
	notNames = set(`bingung mengisi isi menulis tulis tahu tau mengerti ngerti paham susah sulit bagaimana karmana kermana kenapa mau daftar pelatihan kursus tidak belum sudah yang untuk apa apakah itu lowongan kerja pinjam pem halo hallo hai pagi siang sore
		malam nanti besok menu test tes testing wkwk wkwkwk haha hehe ok oke ya iya iyo tolong bisa bagaimana kenapa kapan berapa siapa dimana
		kelurahan umur tahun makasih bangsat anjing babi bodok bodoh goblok tolol asu puki pukimai cuki kontol memek setan monyet kampret
		bajingan sialan jancok fuck shit terserah asdf qwerty nama ganti salah lupa saja jangan http https www com kosong nol formulir
		dulu kasi kasih tadi ktp sesuai saya
		warga masyarakat orang kupang admin bot rahasia beritahu punya lengkap sonde bantuan gratis info`)
)

var (
	introWords = set("perkenalkan oh ok oke ya iya baik halo hai , kak")
	// furtherWords begin what is told after a name: "dari Oesapa", "umur …".
	furtherWords = set("dari umur usia tinggal alamat nama asal")
	aloneNot     = set("yes no sip siap setuju betul benar batul bukan son sond hm hmm abc beta be aku su sa")
)

// phraseList cuts "a b|c d" into word lists.
func phraseList(list string) [][]string {
	var out [][]string
	for _, s := range strings.Split(list, "|") {
		if ws := strings.Fields(s); len(ws) > 0 {
			out = append(out, ws)
		}
	}
	return out
}

// FullName reads a person's name as on the identity card: forms of address, degrees and words before it dropped, each word with a capital.
// One word is a legal name; digits, questions, commands and insults are not names.
func FullName(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	c := clean(in.Text, false)
	ws := words(c)
	switch {
	case len(ws) == 0 && strings.ContainsAny(in.Text, "?？"):
		return why("question")
	case len(ws) == 0:
		return why("empty")
	case strings.ContainsAny(c, "0123456789"):
		return why("digits")
	}
	std := normal(append([]string(nil), ws...))
	if _, ok := ReadCommand(in.Text); ok {
		return why("command")
	}
	switch line := pad(std); {
	case asks(in.Text, std):
		return why("question")
	case refused(line):
		return why("refused")
	case haveNone(line):
		return why("not_a_name")
	}
	return properName(strings.Fields(spaced(c)), in.Text)
}

// spaced sets a space where a point or comma has none, so that "st.,s.pd" comes apart, but keeps initials such as "g.f." together.
func spaced(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, ",", " , "), "’", "'")
}

// properName checks and writes the words of a name. They are clean: lower case, without invisible characters.
func properName(parts []string, raw string) Reading {
	for len(parts) > 1 && introWords[parts[0]] {
		parts = parts[1:]
	}
	parts = dropTitles(dropLeadIn(parts))
	for i := range parts {
		if i > 0 && furtherWords[parts[i]] {
			parts = parts[:i]
			break
		}
	}
	parts = dropDegrees(parts, raw)
	for len(parts) > 1 && (afterName[parts[len(parts)-1]] || parts[len(parts)-1] == ",") {
		parts = parts[:len(parts)-1]
	}
	letters, word := 0, false
	for _, p := range parts {
		n := lettersOf(p)
		if n < 0 || notNames[strings.Trim(p, ".-")] || isNoise(p) {
			return why("not_a_name")
		}
		letters += n
		word = word || n >= 2
	}
	switch {
	case letters < 2 || !word:
		return why("too_short")
	case len(parts) == 1 && (aloneNot[parts[0]] || honorifics[parts[0]] || afterName[parts[0]]):
		return why("not_a_name")
	}
	name := titled(parts)
	if len([]rune(name)) > maxName {
		return why("too_long")
	}
	return value(name)
}

// dropLeadIn drops "nama saya" and its like when something follows.
func dropLeadIn(parts []string) []string {
	std := make([]string, len(parts))
	for i, p := range parts {
		std[i] = strings.TrimRight(p, ":,.-=")
	}
	normal(std)
	for _, l := range leadIns {
		if len(l) < len(parts) && contains(std[:len(l)], l) {
			rest := parts[len(l):]
			for len(rest) > 1 && lettersOf(strings.Trim(rest[0], ":-=,")) == 0 {
				rest = rest[1:]
			}
			return dropNi(rest)
		}
	}
	return parts
}

// dropNi drops the "ni" of "beta ni Soleman Kase" and the colon of "nama :Soleman".
func dropNi(parts []string) []string {
	if len(parts) > 1 && (parts[0] == "ni" || parts[0] == "adalah") {
		parts = parts[1:]
	}
	first := strings.TrimLeft(parts[0], ":-=,.")
	if first == "" {
		return parts
	}
	return append([]string{first}, parts[1:]...)
}

// dropTitles drops forms of address before a name; one that stands alone stays, to be refused or to be a name.
func dropTitles(parts []string) []string {
	for len(parts) > 1 && honorifics[bareWord(parts[0])] && !isComma(parts[1]) {
		parts = parts[1:]
	}
	return parts
}

// dropDegrees drops degrees at the end. The short ones are also names, so they need a point, a comma before them or capitals.
func dropDegrees(parts []string, raw string) []string {
	for len(parts) > 1 {
		last := parts[len(parts)-1]
		if isComma(last) {
			parts = parts[:len(parts)-1]
			continue
		}
		w := bareWord(last)
		if !degrees[w] {
			break
		}
		marked := strings.Contains(last, ".") || isComma(parts[len(parts)-2]) || strings.Contains(raw, strings.ToUpper(w)) && strings.ToUpper(raw) != raw
		if shortDegree[w] && !marked {
			break
		}
		parts = parts[:len(parts)-1]
	}
	return parts
}

func isComma(p string) bool { return p == "," }

// bareWord is a word without points, quotes and hyphens: "s.pd." -> "spd".
func bareWord(p string) string {
	if !strings.ContainsAny(p, ".'-") {
		return p
	}
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '\'' || r == '-' {
			return -1
		}
		return r
	}, p)
}

// lettersOf counts letters, or is -1 when the word holds anything that no name on an identity card has.
func lettersOf(p string) int {
	n := 0
	for _, r := range p {
		switch {
		case unicode.Is(unicode.Latin, r) && unicode.IsLetter(r):
			n++
		case r == '.' || r == '\'' || r == '-':
		default:
			return -1
		}
	}
	return n
}

// isNoise reports what a hand laid on the keyboard gives: a run of consonants, or a word without vowels; and a web address.
func isNoise(p string) bool {
	run, most, vowels := 0, 0, 0
	for _, r := range p {
		if r == '.' || r >= utf8.RuneSelf || strings.ContainsRune("aeiouy", r) {
			run = 0
			vowels++
			continue
		}
		run++
		most = max(most, run)
	}
	return most >= 6 || len(p) >= 5 && vowels == 0 || webAddress(p)
}

func webAddress(p string) bool {
	i := strings.LastIndexByte(p, '.')
	return i > 1 && endings[p[i+1:]]
}

var endings = set("com net org id co info xyz")

// titled writes each word with a capital, initials and the parts of d'Rozari and of Ma-Riwu too.
func titled(parts []string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte(' ')
		}
		up, at := true, 0
		for j, r := range p {
			if up {
				b.WriteRune(unicode.ToUpper(r))
			} else {
				b.WriteRune(r)
			}
			switch {
			case r == '.' || r == '-':
				up, at = true, j+1
			case r == '\'':
				up = j-at == 1 // D'Rozari, but Ma'u
			default:
				up = false
			}
		}
	}
	return strings.TrimRight(b.String(), "-' ")
}
