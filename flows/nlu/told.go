package nlu

import (
	"regexp"
	"strings"
)

// nameIn finds a name that is told within a sentence: "nama saya Maria Tefa, dari Oesapa", "nama salah, harusnya Yuliana Ma'u".
var (
	nameIn   = regexp.MustCompile(`(?i)\b(?:nama|a\.n\.?|an\.|atas nama)\s*(?:lengkap\s+)?(?:saya|sy|sya|beta|bet|be|b|sa|aku)?\s*(?:itu|adalah|ialah|:|=)?\s+(.+)`)
	nameOver = regexp.MustCompile(`(?i)\bnama\b.*?\b(?:harusnya|seharusnya|yang benar|yg benar|yg bnr|mustinya|jadi|menjadi)\s+(.+)`)
	nameEnd  = regexp.MustCompile(`(?i)[,;.!?\n]|\s(?:dari|dr|umur|usia|lahir|tgl|tanggal|tinggal|alamat|kelurahan|kel|nik|no|nomor|hp|wa|dan|deng|dengan|mau|mo|ingin|dong|do|e|kak|kk|kaka|min|bukan|bkn|ya|yah)(?:\s|$)`)
	nameStop = set("saya beta be salah ketik sudah su belum di yang ada hapus ganti ubah dihapus dari ditambahkan masuk terdaftar keluar tidak sonde son apa siapa sapa pelatihan lengkap itu ini deng dengan dan nomor nik ktp karmana bagaimana kah ko saja sa peserta dipanggil dimasukkan dicoret dicatat")
)

// toldName is the name that a text tells in passing, "" when it tells none.
func toldName(text string) string {
	if len(text) > 400 || !strings.Contains(strings.ToLower(text), "nam") && !strings.Contains(strings.ToLower(text), "a.n") {
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
