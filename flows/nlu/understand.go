package nlu

import (
	"sync"
	"time"

	"lopo/store"
)

// State is what is needed to understand a message beside its text.
type State struct {
	Open string // the kind of question that is open ("yesno", "gender", "name" …), "" for none
	Now  time.Time
	City *store.City
}

// Action is what to do with a message.
type Action string

// Act: the intent is clear. Ask: it may be one of a few. Fallback: it is nothing of ours.
const (
	Act      Action = "act"
	Ask      Action = "ask"
	Fallback Action = "oos"
)

// Result is what a message means.
type Result struct {
	Action       Action
	Intent       string // the likeliest; OutOfScope with Fallback
	Conf         float64
	Alternatives []string          // with Ask: up to three, the likeliest first
	Entities     map[string]string // by kind
	Trace        []string          // with Explain: every rewrite and what spoke loudest
}

// Meaning are the things that a text names, for an intent that is known otherwise.
func Meaning(text, intent string, s State) map[string]string {
	p := shipped().d.parse(text, s.City, s.Now)
	return entities(&p, intent, s)
}

// reader is a dictionary with the weights that belong to it.
type reader struct {
	d *dictionary
	m *model
}

//go:generate go run lopo/cmd/lopo intents build --words ../../locales/nlu

// Understand reads free text. It is pure: the same text in the same state gives the same result.
func Understand(text string, s State) Result {
	res, _ := shipped().judge(text, s)
	return res
}

// Explain is Understand with its reasons.
func Explain(text string, s State) Result { return shipped().explain(text, s) }

// judge reads a text and gives beside the result the chance of each intent.
func (r *reader) judge(text string, s State) (Result, []float64) {
	p := r.d.parse(text, s.City, s.Now)
	chance := chances(r.scored(&p))
	p.guard(chance)
	return decide(&p, ranked(chance), chance, s), chance
}

// scored is what the features of a message say for each intent.
func (r *reader) scored(p *parsed) []int32 {
	x := &extractor{list: make([]feature, 0, 256)}
	p.features(x, r.strange)
	return r.m.scores(distinct(x.list))
}

// strange reports a word that no line of ours has.
func (r *reader) strange(w string) bool { return !r.m.known[w] }

var shipped = sync.OnceValue(func() *reader {
	d, m := shippedDictionary(), shippedModel()
	d.teach(m.words)
	return &reader{d, m}
})

// distinct drops repeated features: saying a thing twice is not saying it louder.
func distinct(list []feature) []feature {
	size := 64
	for size < 2*len(list) {
		size *= 2
	}
	seen := make([]uint64, size)
	out := list[:0]
next:
	for _, f := range list {
		at := f.hash & uint64(size-1)
		for seen[at] != 0 {
			if seen[at] == f.hash {
				continue next
			}
			at = (at + 1) & uint64(size-1)
		}
		seen[at] = f.hash
		out = append(out, f)
	}
	return out
}
