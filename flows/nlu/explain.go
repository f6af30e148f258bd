package nlu

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// loudest is how many features an explanation names for the chosen intent.
const loudest = 8

// explain is judge with the reasons: every rewrite with the rule that made it, what was found in the text, the likeliest intents, and the
// features that spoke loudest for the first.
func (r *reader) explain(text string, s State) Result {
	res, chance := r.judge(text, s)
	p := r.d.parse(text, s.City, s.Now)
	for _, t := range p.tokens {
		if t.rule != "" && t.rule != "?" || t.word != t.raw && !t.num {
			res.Trace = append(res.Trace, fmt.Sprintf("%s: %s -> %s", cmp.Or(t.rule, "known"), t.raw, t.word))
		}
		if t.stem != "" && t.stem != t.word && !t.num {
			res.Trace = append(res.Trace, fmt.Sprintf("notion: %s is %s", t.word, t.stem))
		}
	}
	for _, sp := range p.spans {
		res.Trace = append(res.Trace, strings.TrimSpace(fmt.Sprintf("%s: %s %s", sp.kind, p.said(sp), sp.value)))
	}
	for _, g := range p.guard(chances(r.scored(&p))) {
		res.Trace = append(res.Trace, "guard: "+g)
	}
	order := ranked(chance)
	for _, i := range order[:3] {
		res.Trace = append(res.Trace, fmt.Sprintf("chance: %s %.3f", Intents[i], chance[i]))
	}
	return r.spoke(res, &p, order[0], order[1])
}

// said is the text of a span.
func (p *parsed) said(sp span) string {
	ws := make([]string, 0, sp.to-sp.from)
	for _, t := range p.tokens[sp.from:sp.to] {
		ws = append(ws, t.raw)
	}
	return strings.Join(ws, " ")
}

// spoke adds the features that spoke loudest for the likeliest intent and against the next, or the other way.
func (r *reader) spoke(res Result, p *parsed, first, second int) Result {
	x := &extractor{named: true}
	p.features(x, r.strange)
	type voice struct {
		name string
		says float64
	}
	seen := map[string]bool{}
	var voices []voice
	for i, f := range x.list {
		row := r.m.row(f.hash)
		if row == nil || seen[x.names[i]] {
			continue
		}
		seen[x.names[i]] = true
		voices = append(voices, voice{x.names[i], float64(louder[f.loud]) * float64(int(row[first])-int(row[second])) / (100 * weightStep)})
	}
	slices.SortStableFunc(voices, func(a, b voice) int { return cmp.Compare(math.Abs(b.says), math.Abs(a.says)) })
	for _, v := range voices[:min(loudest, len(voices))] {
		res.Trace = append(res.Trace, fmt.Sprintf("feature: %s %+.2f", v.name, v.says))
	}
	return res
}
