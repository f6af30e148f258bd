package nlu

// What a text asks about money where a training is meant.

var (
	costWords = set("biaya biayanya bayar bayarnya bayaran bayarannya gratis gratiskah tarif tarifnya ongkos ongkosnya berbayar dibayar pungut dipungut pungutan iuran duitnya uangnya bayarkah free cost costs fee fees pay")
	costAsks  = set("berapa apa apakah apaan ko kah kan atau tidak harus perlu ada berapakah brapa is how much what does do")
	// Nothing else may stand in a question that is about the cost alone.
	costGlue = set(`ini itu tu ni nya kursus kursusnya pelatihan pelatihannya kelas daftar daftarnya mendaftar pendaftaran ikut ikutnya untuk semua semuanya saya ya kakak pak bu bapak ibu min admin
		dulu e dong sih uang pakai kena nanti kalau mau yang total saja lagi jadi betul benar kami it the this that a to i be any there for training course have registration`)
)

// AsksCost reports whether a text asks what it costs and nothing else: "berapa biayanya", "bayar ko sonde".
func AsksCost(text string) bool {
	ws := read(text)
	cost, asked := false, asked(text)
	for _, w := range ws {
		switch {
		case costWords[w]:
			cost = true
		case costAsks[w]:
			asked = true
		case !costGlue[w]:
			return false
		}
	}
	return cost && asked && len(ws) <= 9
}

// NamesCost reports whether the cost is part of what is asked: "berapa biaya pelatihan menjahit".
func NamesCost(text string) bool { return anyOf(read(text), costWords) }
