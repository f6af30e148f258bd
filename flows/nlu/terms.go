package nlu

import (
	"strings"
	"sync"

	"lopo/locales"
)

// stopwords say nothing of what a question is about.
var stopwords = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, m := range locales.List("stopwords") {
		for _, w := range m.Written {
			for _, form := range shipped().d.forms(w) {
				all[form] = true
			}
		}
	}
	return all
})

// piece is how many words of a long text are read at a time: a message is cut at 300 characters.
const pieceWords = 25

// Terms are the words by which an article is found, in one form: of the article and of the question alike, in standard spelling, without what
// says nothing of the matter. "brp sih iuran bpjs tu" is "iuran bpjs".
func Terms(text string) string {
	stop := stopwords()
	words := strings.Fields(text)
	var out []string
	for len(words) > 0 {
		n := min(len(words), pieceWords)
		for _, form := range shipped().d.forms(strings.Join(words[:n], " ")) {
			if !stop[form] {
				out = append(out, form)
			}
		}
		words = words[n:]
	}
	return strings.Join(out, " ")
}

// forms are the words of a text in standard spelling, brought to their root where we know it. Numbers are left out.
func (d *dictionary) forms(text string) []string {
	ts := scan(Clean(text))
	if d.inEnglish(ts) {
		ts = d.translated(ts)
	} else {
		ts = d.normalise(ts)
	}
	var out []string
	for _, t := range d.rewritten(ts) {
		if form := d.form(t); form != "" {
			out = append(out, form)
		}
	}
	return out
}

func (d *dictionary) form(t token) string {
	if t.num {
		return ""
	}
	if r := d.root(t.word); r != "" {
		return r
	}
	if bare, ok := strings.CutSuffix(t.word, "nya"); ok && len(bare) >= 4 { // "plafonnya"
		return bare
	}
	return t.word
}
