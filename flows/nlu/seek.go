package nlu

import (
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"lopo/locales"
	"lopo/store"
)

// Vacancies are found by terms: the words of a post in standard spelling, with marks for what it is about, "f_sopir" for a job or trade and
// "s_smk5" for a school. Post and question go through the same normaliser, so that "bawa oto" finds "Sopir truk".

const (
	fieldMark  = "f_"
	schoolMark = "s_"
	termsMost  = 6 // words of a question
)

// Wanted is the work that a text asks for.
type Wanted struct {
	Terms     string // for store.JobSearch
	Field     string // a job or a trade
	Area      string // for store.JobSearch
	Education string
	Said      string // the words of Terms as they were written, where Terms are words
	Vacancy   bool   // it speaks of vacancies in so many words
}

// Any reports whether the text names something to look for by a name that is known.
func (w Wanted) Any() bool {
	return w.Field != "" || w.Area != "" || w.Education != "" || strings.Contains(w.Terms, schoolMark)
}

// Seek reads what work a text asks for. Words beside a job or trade narrow nothing: "kasir yang ramah" is looking for a cashier.
func Seek(text string, city *store.City, now time.Time) Wanted {
	d := shipped().d
	p := d.parse(workWords().Replace(" "+strings.ToLower(text)+" "), city, now)
	of := entities(&p, "job_search", State{City: city, Now: now})
	w := Wanted{Field: of["job"], Education: of["education"], Area: area(&p, of["kelurahan"], gazetteerOf(city))}
	if w.Field == "" {
		w.Field = of["trade"]
	}
	for _, t := range p.tokens {
		w.Vacancy = w.Vacancy || t.word == "lowongan"
	}
	var terms []string
	if w.Field != "" {
		terms = append(terms, fieldMark+w.Field)
	}
	if school := schoolIn(&p); school != "" {
		terms = append(terms, school)
		w.Education = "" // "smkn 5" is a place to learn, not what was learnt
	}
	if len(terms) == 0 {
		terms, w.Said = p.leftOver()
	}
	w.Terms = strings.Join(terms, " ")
	return w
}

// workWords puts the Indonesian word for an English one, where work is looked for.
var workWords = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	for _, m := range locales.List("english-work") {
		for _, written := range m.Written {
			pairs = append(pairs, " "+written+" ", " "+m.Is+" ")
		}
	}
	return strings.NewReplacer(pairs...)
})

// PostTerms are what a vacancy with such a text is found by. fields are the jobs and trades it is known to be about.
func PostTerms(text string, city *store.City, now time.Time, fields ...string) string {
	d := shipped().d
	p := d.parse(text, city, now)
	var list []string
	for _, f := range fields {
		if f != "" {
			list = append(list, fieldMark+f)
		}
	}
	for i, t := range p.tokens {
		if word := term(t.word); word != "" {
			list = append(list, word)
		}
		if s := schoolAt(p.tokens[i:]); s != "" {
			list = append(list, s)
		}
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}

// Fields are the jobs and trades that a text names, the first first.
func Fields(text string) (list []string) {
	d := shipped().d
	p := d.parse(text, nil, time.Time{})
	for _, sp := range p.spans {
		if sp.kind != "trade" && sp.kind != "job" && sp.kind != "business_type" || sp.weak && sp.kind != "job" {
			continue
		}
		if kind, value := sp.as(false, true, false); (kind == "job" || kind == "trade") && !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list
}

// Far reports whether a text speaks of work far away, or of those who broker it.
func Far(text string) bool {
	ws := read(text)
	return anyOf(ws, farPlace) || anyOf(ws, brokers) || saysAny(pad(ws), safety) || anyOf(ws, set("bali denpasar agen agensi"))
}

// term is a word as the index has it: letters and digits; "" for what cannot be looked for.
func term(word string) string {
	if len(word) < 2 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return ""
	}
	return word
}

// leftOver are the words of a question that may stand in a post.
func (p *parsed) leftOver() (list []string, said string) {
	d := shipped().d
	for i, t := range p.tokens {
		if _, in := p.markAt(i); in || t.num || len(t.word) < 3 || idle[t.word] || idle[d.root(t.word)] || particles[t.word] {
			continue
		}
		if word := term(t.word); word != "" && !slices.Contains(list, word) && len(list) < termsMost {
			list = append(list, word)
			said += " " + t.raw
		}
	}
	return list, strings.TrimSpace(said)
}

// idle are words that ask, and name nothing.
var idle = set(`lowongan kerja ada apa apakah adakah cari mencari saya mau dong yang untuk di dari ke dan atau dengan bagi info informasi tolong mohon bisa boleh dapat lihat
	kakak bapak ibu min admin dekat daerah sekitar wilayah kota kupang kecamatan kelurahan lulusan tamat tamatan alumni ijazah sekolah jurusan bidang posisi bagian baru terbaru
	sekarang hari ini minggu bulan tidak belum sudah masih lagi juga saja ya iya dulu selamat pagi siang sore malam halo terima kasih buka dibuka tersedia perlu butuh cocok
	semua daftar menu yg tanya bertanya siapa mana berapa bagaimana kapan itu nya jadi tenaga karyawan pegawai ingin punya kalau kabari kasih tahu kirim langganan cuma hanya
	sonde kami kita mereka dia orang punya pengalaman tanpa umur usia tahun gaji`)

// area is where a text wants to work. A name that is that of a kelurahan and of its kecamatan means the larger one, unless it says which.
func area(p *parsed, kelurahan string, g *Gazetteer) string {
	ws := make([]string, len(p.tokens))
	for i, t := range p.tokens {
		ws[i] = t.raw
	}
	for i := range ws {
		for n := min(2, len(ws)-i); n > 0; n-- {
			name := g.kecamatan[joinKey(ws[i:i+n])]
			if name == "" || i > 0 && p.tokens[i-1].word == "kelurahan" {
				continue
			}
			if kelurahan == "" || kelurahan == name {
				return store.AreaKecamatan(name)
			}
		}
	}
	if kelurahan == "" {
		return ""
	}
	return store.AreaKelurahan(kelurahan)
}

// schoolIn is the mark of the first numbered school that a text names.
func schoolIn(p *parsed) string {
	for i := range p.tokens {
		if s := schoolAt(p.tokens[i:]); s != "" {
			return s
		}
	}
	return ""
}

// schoolAt reads "smkn 5", "SMK Negeri 5" and "sman 3" at the start of ts.
func schoolAt(ts []token) string {
	kind := map[string]string{"smk": "smk", "smkn": "smk", "sma": "sma", "sman": "sma"}[ts[0].raw]
	if kind == "" {
		return ""
	}
	rest := ts[1:]
	if len(rest) > 0 && rest[0].word == "negeri" {
		rest = rest[1:]
	}
	if len(rest) == 0 || !rest[0].num || len(rest[0].raw) > 2 {
		return ""
	}
	return schoolMark + kind + rest[0].raw
}
