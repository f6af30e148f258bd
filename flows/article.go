package flows

import (
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// Articles answer what is asked about matters beside our own: an insurance, a permit, a card. They are found by the words of the question.

const (
	askedMost = 25  // words of a text that may be a question to an article; a longer one tells a story
	covered   = 0.6 // share of the words of a question that an article must know where no key phrase stands in it
	coveredBy = 2   // and so many of them
)

// readUp answers a text with an article that clearly fits. What is open stays open. False: there is none.
func (t *Turn) readUp(text string) bool { return t.article(text, keyed) || t.article(text, covers) }

// article answers with the best article that fits in one way.
func (t *Turn) article(text string, fits func(terms string, a store.Article) bool) bool {
	if len(strings.Fields(text)) > askedMost {
		return false
	}
	terms := nlu.Terms(text)
	if terms == "" || !t.want(store.Need{Search: terms}) {
		return false
	}
	for _, a := range t.Facts.Found {
		if fits(terms, a) && !ofLoan(a) {
			t.sayArticle(a)
			t.again()
			return true
		}
	}
	return false
}

// ofLoan reports an article that the flow of the loan says in its place.
func ofLoan(a store.Article) bool { return strings.HasPrefix(a.Code, "pem-") }

// keyed reports that one of the key phrases of an article stands in the question, or its title.
func keyed(terms string, a store.Article) bool {
	for _, phrase := range a.Terms {
		if nlu.Holds(terms, phrase) {
			return true
		}
	}
	return false
}

// covers reports that an article knows most words of a question.
func covers(terms string, a store.Article) bool {
	known := map[string]bool{}
	for _, phrase := range a.Terms {
		for w := range strings.FieldsSeq(phrase) {
			known[w] = true
		}
	}
	words, hits := strings.Fields(terms), 0
	for _, w := range words {
		if known[w] {
			hits++
		}
	}
	return hits >= coveredBy && float64(hits) >= covered*float64(len(words))
}

// sayArticle says an article with where it comes from, of when it is, and where to make sure.
func (t *Turn) sayArticle(a store.Article) {
	t.say("article.text", t.articleData(a))
}

func (t *Turn) articleData(a store.Article) map[string]any {
	data := map[string]any{"Title": a.Title, "Text": a.Text, "Source": a.Source, "AsOf": ""}
	if !a.AsOf.IsZero() {
		data["AsOf"] = t.words.AsOf(a.AsOf)
	}
	return data
}
