package nlu

import (
	"regexp"
	"strings"
)

// nameIn finds a name that is told within a sentence: "nama saya Maria Tefa, dari Oesapa", "nama salah, harusnya Yuliana Ma'u".
var (
	nameIn   = regexp.MustCompile(`(?i)\b(?:nama|nma|nm|a\.n\.?|an\.|atas nama)\s*(?:lengkap\s+)?(?:saya|sy|sya|beta|bet|be|b|sa|aku)?\s*(?:itu|adalah|ialah|:|=)?\s+(.+)`)
	nameOver = regexp.MustCompile(`(?i)\bnama\b.*?\b(?:harusnya|seharusnya|yang benar|yg benar|yg bnr|mustinya|jadi|menjadi)\s+(.+)`)
	nameEnd  = regexp.MustCompile(`(?i)[,;.!?\n]|\s(?:dari|dr|umur|usia|lahir|tgl|tanggal|tinggal|alamat|kelurahan|kel|nik|no|nomor|hp|wa|dan|deng|dengan|mau|mo|ingin|dong|do|e|kak|kk|kaka|min|bukan|bkn|ya|yah)(?:\s|$)`)
	nameStop = set("saya beta be salah ketik sudah su belum di yang ada hapus ganti ubah dihapus dari ditambahkan masuk terdaftar keluar tidak sonde son apa siapa sapa pelatihan lengkap itu ini deng dengan dan nomor nik ktp karmana bagaimana kah ko saja sa peserta dipanggil dimasukkan dicoret dicatat")
)

// toldName is the name that a text tells in passing, "" when it tells none.
func toldName(text string) string {
	if len(text) > 400 || !mayName(strings.ToLower(text)) {
		return ""
	}
	for _, re := range [...]*regexp.Regexp{nameOver, nameIn} {
		m := re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		said := m[1]
		if end := nameEnd.FindStringIndex(said); end != nil {
			said = said[:end[0]]
		}
		ws := words(Clean(said))
		if len(ws) == 0 || len(ws) > 5 || anyOf(ws, nameStop) {
			continue
		}
		if r := FullName(Input{Text: said, Kind: "text"}); r.Value != "" {
			return r.Value
		}
	}
	return ""
}

// mayName is a quick look for what announces a name: the patterns are dear.
func mayName(low string) bool {
	return strings.Contains(low, "nam") || strings.Contains(low, "nm") || strings.Contains(low, "a.n")
}

var (
	bornIn    = regexp.MustCompile(`(?i)\b(?:lahir|lhr|ttl|tgl lahir|kelahiran)\b[\s:,]*((?:[^,;\n]|,\s*\d)+)`)
	livesIn   = regexp.MustCompile(`(?i)\b(?:dari|dr|kelurahan|kel\.?|tinggal di|tinggal|warga|alamat|asal)\s+([^,;.\n]+)`)
	tamatOf   = regexp.MustCompile(`(?i)\b(?:tamat|tamatan|lulusan|lulus|pendidikan|ijazah)\s+([^,;.\n]+)`)
	mistaken  = regexp.MustCompile(`(?i)^\W*(?:(?:eh|ehh|maaf|sori|sorry|ralat|salah|aduh|oh|tunggu|e|ih)\b[\s,.]*)*(?:bukan|bkn)\s+([^,;.\n]+?)\s*(?:[,;.]|\s(?:tapi|tp|melainkan|ma)\s)\s*(?:(?:tapi|tp|melainkan|yang benar|yg benar|yang betul|yang batul|harusnya|seharusnya|mustinya|maksudnya|itu)\s+)?(.+?)\W*$`)
	genderIn  = regexp.MustCompile(`(?i)\b(laki[- ]?laki|laki2|lk2|pria|cowok|perempuan|prmpn|cewek|cewe|wanita|parampuan)\b`)
	workHint  = regexp.MustCompile(`(?i)\b(?:belum (?:pernah )?(?:kerja|bekerja)|balom (?:karja|kerja)|tidak (?:kerja|bekerja)|son karja|nganggur|menganggur|pengangguran|ibu rumah tangga|irt|usaha sendiri|wiraswasta|jualan|sudah (?:kerja|bekerja)|karyawan|karyawati|masih (?:sekolah|kuliah)|mahasiswa|mahasiswi|pelajar)\b`)
	phoneHint = regexp.MustCompile(`(?i)\b(?:hp|wa|telp|telepon|nomor|no)\b`)
)

// listed is how many parts between commas make a list of answers.
const listed = 4

// Told reads what a message tells of a person beside what it is about: name, birth date, kelurahan, education, gender, phone. Only what a word
// beside it announces is taken, and only what reads to one value.
func Told(in Input) map[string]string {
	out := map[string]string{}
	put := func(slot string, r Reading) {
		if r.Value != "" && !strings.HasPrefix(r.Value, ">") {
			out[slot] = r.Value
		}
	}
	if len(in.Text) > 600 {
		return out
	}
	if name := toldName(in.Text); name != "" {
		out["name"] = name
	}
	part := func(re *regexp.Regexp) (Input, bool) {
		m := re.FindStringSubmatch(in.Text)
		if m == nil {
			return Input{}, false
		}
		p := in
		p.Text = m[1]
		return p, true
	}
	if p, ok := part(bornIn); ok {
		p.Text = "lahir " + p.Text
		if r := Birth(p); len(r.Value) == len("2006-01-02") {
			put("born", r)
		}
	}
	if p, ok := part(livesIn); ok {
		if names := KelurahanIn(p.Text, in.City); len(names) == 1 {
			p.Text = "kelurahan " + p.Text
			r := Kelurahan(p)
			put("kelurahan", r)
		}
	}
	if p, ok := part(tamatOf); ok {
		put("education", Education(p))
	}
	if m := genderIn.FindString(in.Text); m != "" {
		p := in
		p.Text = m
		put("gender", Gender(p))
	}
	parts := strings.FieldsFunc(in.Text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '.' })
	for _, part := range parts {
		p := in
		p.Text = part
		switch n := len(strings.Fields(part)); {
		case n <= 5 && workHint.MatchString(strings.Join(read(part), " ")):
			put("work", Work(p))
		case n <= 2 && len(parts) >= listed && out["education"] == "": // in a list "smk" needs no word before it
			put("education", Education(p))
		}
	}
	if phoneHint.MatchString(in.Text) {
		for _, s := range phones(scan(Clean(in.Text))) {
			if s.kind == "phone" {
				p := in
				p.Text = s.value
				put("phone", Phone(p))
			}
		}
	}
	return out
}

// Correction takes "eh bukan Oesapa, Lasiana" apart: what was wrong, and what is right.
func Correction(text string) (old, better string, ok bool) {
	if len(text) > 300 {
		return "", "", false
	}
	if low := strings.ToLower(text); !strings.Contains(low, "bukan") && !strings.Contains(low, "bkn") {
		return "", "", false // nearly every message: the pattern is dear
	}
	m := mistaken.FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}
