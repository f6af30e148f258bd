package nlu

// Around a name people write who they are, whom they greet and what they have studied. The words are in a list of locales.
var (
	nameList     = newWordlist("slots-name")
	leadIns      = nameList.starts("pembuka") // "nama saya": the name follows, wherever this stands
	weakLeadIns  = nameList.starts("awal")    // "saya": only at the start
	introPhrases = nameList.starts("salam")
	honorifics   = nameList.raw("sapaan")
	afterName    = nameList.raw("belakang")
	furtherWords = nameList.raw("lanjutan")
	degrees      = nameList.raw("gelar")
	shortDegree  = nameList.raw("gelar pendek") // also names: they need a point, a comma before them or capitals
	notNames     = nameList.raw("bukan nama")   // cannot be part of a name; they show that something else was answered
	alsoNames    = nameList.raw("juga nama")    // of those, the ones that are surnames too: Yohanes Mau
	aloneNot     = nameList.raw("tidak sendiri")
	nameRefused  = nameList.sayings("menolak")
	nameShort    = func() map[string]string {
		m := map[string]string{}
		for _, w := range [...]string{"nama", "lengkap", "panggil", "bernama"} {
			for short := range nameList.raw("singkatan:" + w) {
				m[short] = w
			}
		}
		return m
	}()
)
