package nlu

// newsTopics are the words for what one may be told of, where a person says what she wants to hear.
var newsTopics = invert(map[string]string{
	"lowongan":  "lowongan kerja pekerjaan karja job jobs bkk loker",
	"pelatihan": "pelatihan kursus training latihan",
	"pem":       "pem pinjaman pinjam modal",
	"umum":      "umum kelurahan lurah kota",
})

// everything are the words for all of them.
var everything = set("semua semuanya seluruhnya komplit lengkap")

// Topics are the topics of news that a text names, in the order of its words; all of them for "semua". Work that is taught is no work that is
// offered: "pelatihan kerja".
func Topics(text string) (list []string) {
	ws := read(text)
	if All(text) {
		return []string{"lowongan", "pelatihan", "pem", "umum"}
	}
	seen := map[string]bool{}
	for i, w := range ws {
		topic := newsTopics[w]
		if topic == "lowongan" && i > 0 && newsTopics[ws[i-1]] == "pelatihan" {
			continue
		}
		if topic != "" && !seen[topic] {
			seen[topic] = true
			list = append(list, topic)
		}
	}
	return list
}

// All reports whether a text asks for all there is, and for nothing in particular.
func All(text string) bool {
	ws := read(text)
	return len(ws) > 0 && len(ws) <= 3 && anyOf(ws, everything)
}

// AsksForNews reports whether a text wants to be told when there is something: "kabari kalau ada pelatihan". Of vacancies alone there are alerts,
// which are understood elsewhere.
func AsksForNews(text string) bool {
	ws := read(text)
	when, tell := -1, -1
	for i, w := range ws {
		switch {
		case w == "kalau" || w == "kalo" || w == "klo" || w == "kl" || w == "bila" || w == "jika" || w == "apabila" || w == "setiap" || w == "tiap" || w == "begitu":
			when = i
		case tellers[w], (w == "tahu" || w == "kabar" || w == "info") && i > 0 && (ws[i-1] == "beri" || ws[i-1] == "kasih" || ws[i-1] == "kirim"):
			tell = i
		case w == "jangan" || w == "tidak" || w == "berhenti" || w == "stop":
			return false
		}
	}
	list := Topics(text)
	return when >= 0 && tell >= 0 && len(list) > 0 && !(len(list) == 1 && list[0] == "lowongan")
}

// tellers are the words for letting somebody know.
var tellers = set("kabari kabarkan kabarin infokan infoin beritahu beritahukan diberitahu dikabari ingatkan kasihtahu")
