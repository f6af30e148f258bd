package nlu

var (
	males = set(`l lk lk2 laki laki2 lelaki cowok cowo cwo cwok cow pria bapak bapa ayah nyong jantan male man putra om tuan lanang kakek opa
		lakilaki lk2x lki`)
	females = set(`p perempuan prmpn cewek cewe cwe cwek wanita wnita wanto ibu nona mama mama2 puan putri female woman tante nenek oma nyonya
		betina gadis ibu2 parampuang`)
	// Letters and words that mean either: M is "male" to some and "mama" to others; "bu" is ibu in Indonesian and bung in Kupang.
	eitherSex  = set("m w f bu kakak adik anak")
	genderTail = set(`saya sa itu ini ni tu ya kakak min seorang jenis kelamin adalah e dong do saja sudah lah tulen asli jelas bos kok makasih kelaminnya
		muda orang jenisnya`)
)

// Gender reads "L" or "P" as it stands on the identity card.
func Gender(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := normal(words(Clean(in.Text)))
	if refused(pad(ws)) || len(ws) > 0 && (ws[0] == "kenapa" || ws[0] == "untuk") {
		return why("refused")
	}
	male, female, either := false, false, false
	for i, w := range ws {
		if (w == "kakak" || w == "bapak") && i > 0 {
			continue // whom one talks to: "perempuan pak"
		}
		switch {
		case males[w] || near(w, "lelaki", "cowok"):
			male = true
		case females[w] || near(w, "perempuan", "wanita", "cewek"):
			female = true
		case eitherSex[w]:
			either = true
		case !genderTail[w]:
			return why("unclear")
		}
	}
	switch {
	case male != female && !either && male:
		return value("L")
	case male != female && !either:
		return value("P")
	case male || female || either:
		return why("ambiguous")
	}
	return why("unclear")
}

// near reports w as one of the words with at most one slip.
func near(w string, meant ...string) bool {
	for _, m := range meant {
		if typo(w, m) {
			return true
		}
	}
	return false
}
