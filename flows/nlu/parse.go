package nlu

import (
	"sort"
	"time"

	"lopo/store"
)

// parsed is a message made ready for the classifier.
type parsed struct {
	tokens   []token
	spans    []span // in order, none overlapping
	question bool
	told     string // the name that is told in passing
}

// parse cleans, cuts, normalises and marks one message.
func (d *dictionary) parse(text string, city *store.City, today time.Time) parsed {
	p := parsed{question: asked(text), told: toldName(text)}
	if ts := scan(Clean(text)); d.inEnglish(ts) {
		p.tokens = d.rewritten(d.translated(ts))
	} else {
		p.tokens = d.rewritten(d.normalise(ts))
	}
	for i := range p.tokens {
		if t := &p.tokens[i]; t.stem == "" {
			t.stem = d.notionOf(t.word)
		}
	}
	ts := p.tokens
	p.take(phones(ts))
	p.take(calendar(ts, today))
	p.take(amounts(ts))
	p.take(singleSums(ts))
	p.take(numbersMeant(ts))
	p.take(d.named(ts))
	p.take(gazetteerOf(city).places(ts))
	sort.Slice(p.spans, func(i, j int) bool { return p.spans[i].from < p.spans[j].from })
	return p
}

// take adds spans where nothing stands yet; a longer one may replace what lies wholly within it.
func (p *parsed) take(spans []span) {
	for _, s := range spans {
		kept := p.spans[:0:0]
		free := true
		for _, o := range p.spans {
			switch overlap := s.from < o.to && o.from < s.to; {
			case !overlap:
				kept = append(kept, o)
			case s.from <= o.from && s.to >= o.to && s.to-s.from > o.to-o.from && o.kind != "amount" && o.kind != "phone":
			default:
				free = false
			}
		}
		if free {
			p.spans = append(kept, s)
		}
	}
}

// mark is what stands for token i in the features: the mark of its span at the span's first token, "" for the others of the span.
func (p *parsed) markAt(i int) (mark string, in bool) {
	for _, s := range p.spans {
		if i >= s.from && i < s.to {
			if i == s.from {
				return s.mark, true
			}
			return "", true
		}
	}
	return "", false
}
