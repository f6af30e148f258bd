package nlu

import (
	"strings"

	"lopo/store"
)

// farthest is how many kilometres from the nearest centre a shared location may lie; the largest kelurahan reaches about that far.
const farthest = 6

// mostAmong is how many names are offered at once; a menu has at most nine items, with one for "another".
const mostAmong = 8

// Kelurahan reads where a person is registered. An exact name or one slip away is its Value; a name that begins several, or lies two slips
// away, gives Among: never a guess. A choice whose Value begins with ">" means: list that kecamatan.
func Kelurahan(in Input) Reading { return gazetteerOf(in.City).Read(in) }

// Read reads one message against this gazetteer.
func (g *Gazetteer) Read(in Input) Reading { return g.read(in, false) }

// read is Read; literal takes a name at its word although it is also that of a kecamatan or the beginning of other names.
func (g *Gazetteer) read(in Input, literal bool) Reading {
	if in.Kind == store.Location {
		if near := g.nearest(in.Lat, in.Lon, farthest); near != nil {
			return g.among(near)
		}
		return why("outside_city")
	}
	if notText(in) {
		return why("not_text")
	}
	ws := placeWords(in.Text)
	if len(ws) == 0 || len(ws) > 40 {
		if asks(in.Text, nil) {
			return why("question")
		}
		return why("unknown")
	}
	if asks(in.Text, ws) || asksWithin(normal(append([]string(nil), ws...))) {
		return why("question")
	}
	p := g.place(ws)
	p.named = p.named || literal
	if r := p.outside(ws); r.Why != "" {
		return r
	}
	return g.find(p)
}

// place is a message taken apart.
type place struct {
	ws      []string // without noise
	key     string
	named   bool   // "kelurahan X": not the kecamatan of that name, not a family
	under   string // "kecamatan X"
	beside  bool   // "dekat X"
	general bool   // nothing but "kota kupang" was said
	shared  bool   // "btn"
}

// place drops what surrounds the name: RT and RW with their numbers, the kecamatan, noise.
func (g *Gazetteer) place(ws []string) place {
	var p place
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		switch {
		case w == "nomor" && len(p.ws) > 0 && i+1 < len(ws) && g.known(p.ws, ws[i+1]): // "Naikoten no 2"
		case w == "rt" || w == "rw" || w == "nomor":
			for i+1 < len(ws) && digits(ws[i+1]) {
				i++
			}
		case w == "kecamatan" || len(w) >= 7 && w[0] == 'k' && distance(w, "kecamatan", 2) <= 2: // a district is no kelurahan, however it is spelt
			name, n := g.kecamatanAt(ws[i+1:])
			p.under = name
			i += n
		case besideWords[w] && len(p.ws) > 0: // "Kuanino dekat pasar"
			i = len(ws)
		case besideWords[w]:
			p.beside = i+1 == len(ws) || ws[i+1] != "kantor" && ws[i+1] != "kelurahan"
		case w == "kelurahan":
			p.named = i+1 < len(ws)
		case w == "kota" && i+1 < len(ws) && g.kecamatan["kota"+ws[i+1]] != "":
			p.ws = append(p.ws, w)
		case placeNoise[w]:
			p.general = p.general || w == "kupang" || w == "kota" || w == "ntt" || w == "kpg"
			p.shared = p.shared || w == "btn" || w == "perumahan"
		default:
			p.ws = append(p.ws, w)
		}
	}
	p.key = joinKey(p.ws)
	return p
}

// known reports a name made of words and one more.
func (g *Gazetteer) known(ws []string, more string) bool {
	_, ok := g.exact[joinKey(append(ws[:len(ws):len(ws)], more))]
	return ok
}

// kecamatanAt finds the longest district name at the start of ws.
func (g *Gazetteer) kecamatanAt(ws []string) (name string, n int) {
	for n := min(3, len(ws)); n > 0; n-- {
		if k := g.kecamatan[joinKey(ws[:n])]; k != "" {
			return k, n
		}
	}
	for n := min(3, len(ws)); n > 0; n-- {
		if k := g.nearKecamatan(joinKey(ws[:n])); k != "" {
			return k, n
		}
	}
	return "", 0
}

// nearKecamatan is the only district one slip away.
func (g *Gazetteer) nearKecamatan(key string) (name string) {
	for k, is := range g.kecamatan {
		if len(key) < 4 && len(key) < len(k)-1 || len(key) < 3 || key[0] != k[0] || distance(key, k, 1) > 1 {
			continue
		}
		if name != "" {
			return ""
		}
		name = is
	}
	return name
}

// outside explains places that no kelurahan can be found for.
func (p place) outside(ws []string) Reading {
	line, whole := pad(ws), joinKey(ws)
	switch {
	case saysAny(line, outsideSayings), outsidePlaces[p.key], outsidePlaces[whole]:
		return why("outside_city")
	case sharedPlaces[p.key], p.key == "" && p.shared:
		return why("ambiguous")
	case p.under != "" && p.key == "":
		return Reading{Why: "kecamatan", Data: map[string]any{"Kecamatan": p.under}}
	case p.key == "" && p.general, generalPlaces[p.key]:
		return why("too_general")
	case p.key == "":
		return why("too_general")
	}
	return Reading{}
}

// find looks a name up: to the letter, as the beginning of names, with one slip, without vowels, with a slip in each word, within a
// sentence, with two slips.
func (g *Gazetteer) find(p place) Reading {
	if of, ok := g.exact[p.key]; ok {
		return g.settle(of, p)
	}
	if k := g.kecamatan[p.key]; k != "" {
		return Reading{Why: "kecamatan", Data: map[string]any{"Kecamatan": k}}
	}
	if r, ok := g.begun(p); ok {
		return r
	}
	near := g.near(p.key, 1)
	if len(near) == 0 {
		near = g.withoutVowels(p.key)
	}
	if len(near) == 0 {
		near = g.nearWords(p.ws)
	}
	switch {
	case len(near) == 1:
		return g.settle(near[0], p)
	case len(near) > 1:
		return g.among(near)
	}
	if hits, rest := g.inside(p); len(hits) > 0 {
		if len(hits) == 1 && (eitherNumber(p.ws) || g.sister(hits[0], p.ws)) {
			word, _ := letters(g.own[hits[0]])
			return g.among(g.family(word))
		}
		if len(hits) == 1 && !p.beside && !anyOf(rest, outsidePlaces) && !anyOf(rest, directions) {
			return g.settle(hits[0], p)
		}
		return g.among(hits)
	}
	if anyOf(p.ws, outsidePlaces) {
		return why("outside_city")
	}
	if hits := g.guesses(p); len(hits) > 0 {
		return g.among(hits)
	}
	return why("unknown")
}

// begun reads the beginning of one or more names: "naikoten", "kayu". One name is taken from five letters on or when its first word is
// complete; a wrong number ("naikoten 3") offers the family.
func (g *Gazetteer) begun(p place) (Reading, bool) {
	word, number := letters(p.key)
	if len(word) < 4 {
		if hits := g.family(p.key); len(word) >= 2 && len(hits) > 1 {
			return g.among(hits), true
		}
		return Reading{}, false
	}
	if hits := g.family(p.key); len(hits) == 1 && (len(p.key) >= 5 || g.firstWord(hits[0]) == p.key) && !p.beside {
		return g.settle(hits[0], p), true
	} else if len(hits) > 0 {
		return g.among(hits), true
	}
	if hits := g.family(word); number != "" && len(hits) > 0 {
		return g.among(hits), true
	}
	return Reading{}, false
}

func (g *Gazetteer) firstWord(of int) string {
	first, _, _ := strings.Cut(strings.ToLower(g.kelurahan[of].Name), " ")
	return first
}

var eitherOr = set("atau ato dan dengan deng")

// eitherNumber hears "Naikoten satu atau dua".
func eitherNumber(ws []string) bool {
	for i := 1; i+1 < len(ws); i++ {
		if eitherOr[ws[i]] && digits(ws[i-1]) && digits(ws[i+1]) {
			return true
		}
	}
	return false
}

// sister reports that what stands behind a name is nearly what makes another one of it: "Bakunase ddua".
func (g *Gazetteer) sister(of int, ws []string) bool {
	key := g.own[of]
	for i := 1; i < len(ws); i++ {
		if joinKey(ws[:i]) != key && ws[i-1] != key {
			continue
		}
		for _, k := range g.keys {
			n := len(k.words)
			if k.of == of || n < 2 || joinKey(k.words[:n-1]) != key {
				continue
			}
			last := k.words[n-1]
			if last == "2" {
				last = "dua"
			}
			if distance(ws[i], last, 1) <= 1 {
				return true
			}
		}
	}
	return false
}

// directions behind a name make another one of it: "Oesapa Tengah" is no kelurahan.
var directions = set("tengah timur utara barat selatan atas bawah dalam")

// inside finds names within a sentence, the longest first, and what else was said. A kecamatan beside one of its kelurahan only says where that lies.
func (g *Gazetteer) inside(p place) (hits []int, rest []string) {
	seen := map[int]bool{}
	for i := 0; i < len(p.ws); {
		n := min(g.words, len(p.ws)-i)
		for ; n > 0; n-- {
			if of, ok := g.exact[joinKey(p.ws[i:i+n])]; ok {
				seen[of] = true
				break
			}
		}
		if n == 0 {
			rest = append(rest, p.ws[i])
		}
		i += max(n, 1)
	}
	hits = sorted(seen)
	if len(hits) < 2 || anyOf(p.ws, eitherOr) {
		return hits, rest
	}
	var kept []int
	for _, h := range hits {
		district := false
		for _, o := range hits {
			district = district || o != h && g.kelurahan[o].Kecamatan == g.kelurahan[h].Name
		}
		if !district {
			kept = append(kept, h)
		}
	}
	return kept, rest
}

// guesses are names two slips away, or of which one word was said ("sabu"). They are only ever offered.
func (g *Gazetteer) guesses(p place) []int {
	if len(p.key) >= 6 {
		if hits := g.near(p.key, 2); len(hits) > 0 {
			return hits
		}
	}
	seen := map[int]bool{}
	for i, k := range g.kelurahan {
		for _, w := range strings.Fields(strings.ToLower(k.Name)) {
			for _, said := range p.ws {
				if len(said) >= 4 && (said == w || typo(said, w)) {
					seen[i] = true
				}
			}
		}
	}
	return sorted(seen)
}

// settle turns one kelurahan into an answer, unless its bare name can mean more: the kecamatan of that name, or the family it begins.
func (g *Gazetteer) settle(of int, p place) Reading {
	k := g.kelurahan[of]
	switch {
	case p.beside:
		return g.among([]int{of})
	case p.named:
		return value(k.Name)
	}
	key := g.own[of]
	if family := g.family(key); len(family) > 1 && !g.numbered(p, key) {
		return g.among(family)
	}
	if district := g.kecamatan[key]; district != "" && p.under == "" {
		r := g.among([]int{of})
		r.Among = append(r.Among, store.Choice{Value: ">" + district, Label: "Lihat kelurahan lain di Kec. " + district})
		return r
	}
	return value(k.Name)
}

// numbered reports that a number was said where the official name has none: "Bakunase 1" is Bakunase, not its family.
func (g *Gazetteer) numbered(p place, key string) bool {
	_, said := letters(p.key)
	_, own := letters(key)
	return said != "" && own == ""
}

func (g *Gazetteer) among(hits []int) Reading {
	var r Reading
	for _, h := range hits[:min(len(hits), mostAmong)] {
		k := g.kelurahan[h]
		r.Among = append(r.Among, store.Choice{Value: k.Name, Label: k.Name + " (Kec. " + k.Kecamatan + ")"})
	}
	return r
}

// KelurahanIn lists the official names of the kelurahan that a longer text names, as in "syarat pem naikoten 2"; several when it names
// several, or one that begins others is not meant alone.
func KelurahanIn(text string, city *store.City) []string {
	g := gazetteerOf(city)
	p := g.place(placeWords(text))
	var out []string
	hits, _ := g.inside(p)
	for _, of := range hits {
		out = append(out, g.kelurahan[of].Name)
	}
	return out
}
