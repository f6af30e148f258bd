package nlu

import "strings"

// feature is one thing that speaks for or against an intent: its name as a hash, and how loudly it speaks.
type feature struct {
	hash uint64
	loud uint8 // index of louds
}

// louds are the values of features. Words speak full, pairs and neighbours a little less, pieces of words softly.
var louds = [...]float64{1, 0.7, 0.5, 0.15}

const (
	full0 = iota
	pairLoud
	softLoud
	pieceLoud
)

const (
	fnvStart = 14695981039346656037
	fnvPrime = 1099511628211
)

func hashOf(kind byte, s string) uint64 {
	return hashOn(start(kind), s)
}

func start(kind byte) uint64 {
	h := uint64(fnvStart)
	return (h ^ uint64(kind)) * fnvPrime
}

// hashOn goes on with a hash: the hash of "ab" is that of "a" gone on with "b".
func hashOn(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

// extractor collects the features of one message. With names set it also keeps them in words, for explanations.
type extractor struct {
	list  []feature
	names []string
	named bool
}

func (x *extractor) add(kind byte, s string, loud uint8) {
	h := hashOf(kind, s)
	x.list = append(x.list, feature{h, loud})
	if x.named {
		x.names = append(x.names, string(kind)+":"+s)
	}
}

// two is add for two words with a space between them.
func (x *extractor) two(kind byte, a, b string, loud uint8) {
	x.list = append(x.list, feature{hashOn(hashOn(hashOf(kind, a), " "), b), loud})
	if x.named {
		x.names = append(x.names, string(kind)+":"+a+" "+b)
	}
}

// unit is what the classifier sees of a token.
type unit struct {
	word string // standard word, or the mark of a thing
	stem string // its notion; the word where there is none
}

// units are the tokens without particles, names as marks.
func (p *parsed) units() []unit {
	out := make([]unit, 0, len(p.tokens))
	for i, t := range p.tokens {
		mark, in := p.markAt(i)
		switch {
		case in && mark == "":
		case in:
			out = append(out, unit{mark, mark})
		case t.num:
			out = append(out, unit{"#", "#"})
		case particles[t.word]:
		case t.stem != "":
			out = append(out, unit{t.word, t.stem})
		default:
			out = append(out, unit{t.word, t.word})
		}
	}
	return out
}

// quiet are words that join no pairs: they stand in sentences of every kind.
var quiet = set("di ke dari yang dan itu ini saja ko untuk dengan kakak bapak ibu min tolong ya dulu dong mohon pada oleh")

const pairsWithin = 9 // units further apart than this are no pair

// features are what a message says to the classifier. strange counts the content words that no line of ours has.
func (p *parsed) features(x *extractor, strange func(word string) bool) {
	us := p.units()
	unknown, content := 0, 0
	for i := range us {
		u := &us[i]
		x.add('w', u.word, full0)
		if u.stem != u.word {
			x.add('s', u.stem, full0)
		}
		if quiet[u.word] || u.word[0] < 'a' {
			continue
		}
		content++
		if strange(u.word) {
			unknown++
			if u.stem == u.word {
				u.stem = "STRANGE"
			}
		}
	}
	for i := range us[:max(0, len(us)-1)] {
		x.two('b', us[i].stem, us[i+1].stem, pairLoud)
	}
	p.pairs(x, us)
	p.edges(x, us, unknown, content)
	p.pieces(x)
}

func (p *parsed) pairs(x *extractor, us []unit) {
	var stems [pairsMost]string
	n := 0
	for _, u := range us {
		if n == pairsMost {
			break
		}
		if !quiet[u.word] && u.stem != "#" {
			stems[n] = u.stem
			n++
		}
	}
	for i := 0; i < n; i++ {
		for j := i + 1; j < n && j-i <= pairsWithin; j++ {
			a, b := stems[i], stems[j]
			if b < a {
				a, b = b, a
			}
			if a != b {
				x.two('p', a, b, softLoud)
			}
		}
	}
}

const pairsMost = 14

// edges are what the message is as a whole: how it begins, whether it asks, what it is when it is short, how much of it is strange.
func (p *parsed) edges(x *extractor, us []unit, unknown, content int) {
	x.add('e', "always", full0)
	if len(us) > 0 {
		x.add('f', us[0].stem, softLoud)
		x.add('l', us[len(us)-1].stem, softLoud)
	}
	if p.question {
		x.add('e', "?", softLoud)
	}
	if len(us) <= 3 {
		parts := make([]string, len(us))
		for i, u := range us {
			parts[i] = u.stem
		}
		x.add('u', strings.Join(parts, " "), full0)
	}
	switch n := len(us); {
	case n <= 1:
		x.add('e', "one", full0)
	case n <= 3:
		x.add('e', "short", full0)
	case n >= 9:
		x.add('e', "long", softLoud)
	}
	switch {
	case unknown == 0:
		x.add('e', "familiar", full0)
	case unknown == 1:
		x.add('e', "strange1", full0)
	case unknown == 2:
		x.add('e', "strange2", full0)
	default:
		x.add('e', "strange3", full0)
	}
	if content > 0 && unknown*2 >= content {
		x.add('e', "mostly strange", full0)
	}
}

// pieces are the two to five letters that stand together in words, for what no table corrects.
func (p *parsed) pieces(x *extractor) {
	for i, t := range p.tokens {
		if _, in := p.markAt(i); in || t.num || particles[t.word] || len(t.word) > longest {
			continue
		}
		w := "<" + t.word + ">"
		for j := range len(w) {
			h := start('c')
			for k := j; k < len(w) && k < j+5; k++ {
				if h = hashOn(h, w[k:k+1]); k == j {
					continue
				}
				x.list = append(x.list, feature{h, pieceLoud})
				if x.named {
					x.names = append(x.names, "c:"+w[j:k+1])
				}
			}
		}
	}
}
