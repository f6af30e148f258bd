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
