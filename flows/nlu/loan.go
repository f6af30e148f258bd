package nlu

import (
	"slices"
	"strings"
	"sync"

	"lopo/locales"
)

// LoanQuestion is what somebody asks about the PEM loan.
type LoanQuestion struct {
	About    []string // parts of the matter, as locales/nlu/loan-aspects.tsv names them, in the order of the text
	Place    string   // how she wrote a place that may be several, or something else
	Rest     []string // what else the text speaks of, and no part of the matter answers
	Question bool     // it asks something, or tells it
}

// commonWord marks the words of every question about the loan.
const commonWord = "?umum"

type aspect struct {
	forms []string
	is    string
}

var aspects = sync.OnceValue(func() map[string][]aspect {
	by := map[string][]aspect{}
	for _, m := range locales.List("loan-aspects") {
		for _, written := range m.Written {
			if forms := shippedDictionary().forms(written); len(forms) > 0 {
				by[forms[0]] = append(by[forms[0]], aspect{forms, m.Is})
			}
		}
	}
	for _, list := range by { // the longest first
		slices.SortStableFunc(list, func(a, b aspect) int { return len(b.forms) - len(a.forms) })
	}
	return by
})

// askNotions are the notions of questions.
var askNotions = set("APA CARA MANA BERAPA SIAPA KENAPA")

// ReadLoan reads what a text asks about the PEM loan. The intent is known already: nothing here decides whether it is about the loan at all.
func ReadLoan(text string, s State) LoanQuestion {
	d := shippedDictionary()
	p := d.parse(text, s.City, s.Now)
	q := LoanQuestion{Question: p.question}
	forms := make([]string, len(p.tokens))
	for i, t := range p.tokens {
		forms[i] = d.form(t)
		q.Question = q.Question || askNotions[t.stem] || t.word == "kapan" || t.raw == "ko" && i > 0
	}
	named := make([]bool, len(forms)) // by a thing, not by a word
	for _, sp := range p.spans {
		if sp.kind == "kelurahan" && sp.value == "" && q.Place == "" {
			q.Place = p.said(sp)
		}
		for i := sp.from; i < sp.to; i++ {
			named[i] = sp.kind == "kelurahan" || sp.kind == "amount" || sp.kind == "phone" || !sp.weak && (sp.kind == "business_type" || sp.kind == "trade")
		}
	}
	for i, t := range p.tokens { // a name that is a word as well is one behind "pem", or where nothing follows
		if placeWordsToo[t.raw] && !named[i] && q.Place == "" && (i > 0 && forms[i-1] == "pem" || i == len(forms)-1) {
			q.Place, named[i] = t.raw, true
		}
	}
	stop := stopwords()
	for i := 0; i < len(forms); {
		if named[i] { // "jual minuman" asks for no minimum
			i++
			continue
		}
		is, n := aspectAt(forms[i:])
		switch {
		case is != "" && is != commonWord:
			if !slices.Contains(q.About, is) {
				q.About = append(q.About, is)
			}
		case is == "" && forms[i] != "" && !stop[forms[i]]:
			q.Rest = append(q.Rest, forms[i])
		}
		i += max(n, 1)
	}
	return q
}

// NamesLoan reports whether a text says itself that it is about the PEM loan.
func NamesLoan(text string) bool {
	forms := shippedDictionary().forms(text)
	return slices.Contains(forms, "pem") || slices.Contains(forms, "lpm")
}

// aspectAt is the part of the matter that is named at the start of forms.
func aspectAt(forms []string) (is string, n int) {
	for _, a := range aspects()[forms[0]] {
		if len(a.forms) <= len(forms) && slices.Equal(a.forms, forms[:len(a.forms)]) {
			return a.is, len(a.forms)
		}
	}
	return "", 0
}

// Holds reports whether terms hold a phrase of terms, word for word.
func Holds(terms, phrase string) bool {
	return phrase != "" && strings.Contains(" "+terms+" ", " "+phrase+" ")
}
