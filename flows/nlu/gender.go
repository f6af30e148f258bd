package nlu

import "strings"

// The words are in a list of locales. eitherSex are those that mean either: M is "male" to some and "mama" to others; "bu" is ibu in
// Indonesian and bung in Kupang.
var (
	genderList = newWordlist("slots-gender")
	males      = genderList.set("L")
	females    = genderList.set("P")
	eitherSex  = genderList.set("rancu")
	someone    = genderList.set("sapaan") // whom one talks to or of: "perempuan pak", "kaka nona"
	genderTail = genderList.set("pengisi")

	wholeGender = func() map[string]string { // answers of several words
		m := map[string]string{}
		for is, kind := range map[string]string{"L": "L", "P": "P", "": "rancu"} {
			for _, s := range genderList.sayings(kind) {
				m[strings.TrimSpace(s)] = is
			}
		}
		return m
	}()
)

// Gender reads "L" or "P" as it stands on the identity card.
func Gender(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := normal(words(Clean(in.Text)))
	for len(ws) > 1 && genderTail[ws[len(ws)-1]] {
		ws = ws[:len(ws)-1]
	}
	if len(ws) == 0 || len(ws) == 1 && genderTail[ws[0]] {
		return drawn(in.Text)
	}
	if refused(pad(ws)) || ws[0] == "kenapa" || ws[0] == "untuk" || ws[0] == "buat" {
		return why("refused")
	}
	if is, ok := wholeGender[strings.Join(ws, " ")]; ok {
		return either(is == "L", is == "P")
	}
	male, female := false, false
	for i, w := range ws {
		if someone[w] && (i > 0 || w != "bapak") {
			continue
		}
		switch {
		case males[w] || near(w, "lelaki", "cowok") || (male || index(ws, "laki") >= 0) && distance(w, "laki", 1) <= 1:
			male = true
		case females[w] || near(w, "perempuan", "wanita", "cewek") || len(w) >= 4 && strings.HasPrefix("perempuan", w):
			female = true
		case eitherSex[w]:
			male, female = true, true
		case !genderTail[w]:
			return why("unclear")
		}
	}
	if !male && !female {
		return why("unclear")
	}
	return either(male, female)
}

func either(male, female bool) Reading {
	switch {
	case male && !female:
		return value("L")
	case female && !male:
		return value("P")
	}
	return why("ambiguous")
}

// drawn reads an answer that is only a picture.
func drawn(raw string) Reading {
	male, female := strings.ContainsAny(raw, "👨👦♂"), strings.ContainsAny(raw, "👩👧♀")
	if !male && !female {
		return why("unclear")
	}
	return either(male, female)
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
