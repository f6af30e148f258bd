package nlu

import (
	"math"
	"sort"
	"strings"
	"sync/atomic"

	"lopo/store"
)

// Gazetteer finds the kelurahan of one city by what people call them. It is built once and then only read, by many goroutines.
type Gazetteer struct {
	kelurahan []store.Kelurahan
	keys      []placeName       // every name and alias
	exact     map[string]int    // key -> kelurahan
	kecamatan map[string]string // key -> official name
	words     int               // the most words in a name
}

// placeName is one way to write a kelurahan.
type placeName struct {
	key      string // joined, "naikoten1"
	skeleton string // its consonants and digits, "nktn1"
	words    []string
	of       int
}

// NewGazetteer indexes the kelurahan of a city. A nil city gives an empty one.
func NewGazetteer(city *store.City) *Gazetteer {
	g := &Gazetteer{exact: map[string]int{}, kecamatan: map[string]string{}}
	if city == nil {
		return g
	}
	g.kelurahan = city.Kelurahan
	for i, k := range g.kelurahan {
		g.add(k.Name, i)
		g.kecamatan[joinKey(placeWords(k.Kecamatan))] = k.Kecamatan
	}
	for i, k := range g.kelurahan {
		for _, a := range k.Aliases {
			g.add(a, i)
		}
	}
	return g
}

func (g *Gazetteer) add(name string, of int) {
	ws := placeWords(name)
	key := joinKey(ws)
	if _, taken := g.exact[key]; key == "" || taken {
		return
	}
	g.exact[key] = of
	g.keys = append(g.keys, placeName{key, skeleton(key), ws, of})
	g.words = max(g.words, len(ws))
}

// latest keeps the index of the city last asked about: a program serves one, and staff's edits give a new one.
var latest atomic.Pointer[indexed]

type indexed struct {
	city *store.City
	n    int
	g    *Gazetteer
}

// gazetteerOf is the index of a city, built on first use.
func gazetteerOf(city *store.City) *Gazetteer {
	n := 0
	if city != nil {
		n = len(city.Kelurahan)
	}
	if l := latest.Load(); l != nil && l.city == city && l.n == n {
		return l.g
	}
	l := &indexed{city, n, NewGazetteer(city)}
	latest.Store(l)
	return l.g
}

// placeWords cuts a name into the words that are compared: shorthand opened, I and II as digits.
func placeWords(s string) []string {
	ws := split(words(Clean(s)))
	out := ws[:0:0]
	for _, w := range ws {
		if p, ok := placeShort[w]; ok {
			w = p
		} else if s := standard[w]; placeNoise[s] && w != "pi" {
			w = s
		}
		out = append(out, w)
	}
	return out
}

// joinKey is how place words are compared: together, a doubled letter once ("Bello" and "Belo").
func joinKey(ws []string) string { return single(strings.Join(ws, "")) }

// skeleton keeps consonants and digits, and a first vowel: what is left of a word in the shorthand of messages.
func skeleton(key string) string {
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		if i == 0 || !strings.ContainsRune("aeiou", rune(key[i])) {
			b.WriteByte(key[i])
		}
	}
	return b.String()
}

// letters is the key without its number, "naikoten1" -> "naikoten", and that number.
func letters(key string) (word, number string) {
	i := len(key)
	for i > 0 && isDigit(key[i-1]) {
		i--
	}
	return key[:i], key[i:]
}

// family lists the kelurahan of which a name or alias begins with prefix, in city order.
func (g *Gazetteer) family(prefix string) []int {
	seen := map[int]bool{}
	for _, k := range g.keys {
		if strings.HasPrefix(k.key, prefix) {
			seen[k.of] = true
		}
	}
	return sorted(seen)
}

func sorted(seen map[int]bool) []int {
	out := make([]int, 0, len(seen))
	for i := range seen {
		out = append(out, i)
	}
	sort.Ints(out)
	return out
}

// near lists the kelurahan within limit edits of key. Numbers must be the same: Manulai 1 is not Manulai 2.
func (g *Gazetteer) near(key string, limit int) []int {
	word, number := letters(key)
	if len(word) < 5 {
		return nil
	}
	seen := map[int]bool{}
	for _, k := range g.keys {
		w, n := letters(k.key)
		if n == number && distance(word, w, limit) <= limit {
			seen[k.of] = true
		}
	}
	return sorted(seen)
}

// withoutVowels lists the kelurahan that key abbreviates by leaving vowels out: "nkoten1".
func (g *Gazetteer) withoutVowels(key string) []int {
	s := skeleton(key)
	word, number := letters(s)
	if len(word) < 3 {
		return nil
	}
	seen := map[int]bool{}
	for _, k := range g.keys {
		w, n := letters(k.skeleton)
		if w == word && (n == number || number == "") && len(key) < len(k.key)+2 && within(key, k.key) {
			seen[k.of] = true
		}
	}
	return sorted(seen)
}

// nearWords lists the kelurahan of several words of which each is written with one slip at most, or without vowels: "kayo puti".
func (g *Gazetteer) nearWords(ws []string) []int {
	if len(ws) < 2 {
		return nil
	}
	seen := map[int]bool{}
names:
	for _, k := range g.keys {
		if len(k.words) != len(ws) {
			continue
		}
		for i, w := range k.words {
			if !nearWord(ws[i], w) {
				continue names
			}
		}
		seen[k.of] = true
	}
	return sorted(seen)
}

// nearWord reports one slip in a word of four letters or more, or its consonants alone.
func nearWord(w, meant string) bool {
	switch {
	case w == meant:
		return true
	case w == "" || meant == "" || w[0] != meant[0] || isDigit(meant[0]):
		return false
	case len(meant) >= 4 && len(w) >= 3 && distance(w, meant, 1) <= 1:
		return true
	}
	return len(w) >= 2 && len(w) < len(meant) && skeleton(w) == w && within(w, meant) && within(w, skeleton(meant))
}

// within reports whether the letters of short stand in long in the same order.
func within(short, long string) bool {
	i := 0
	for j := 0; j < len(long) && i < len(short); j++ {
		if long[j] == short[i] {
			i++
		}
	}
	return i == len(short)
}

// nearest lists up to three kelurahan by the distance of their centres, if the first is within limit kilometres. A centre of zero is unknown.
func (g *Gazetteer) nearest(lat, lon, limit float64) []int {
	type away struct {
		of int
		km float64
	}
	var all []away
	for i, k := range g.kelurahan {
		if k.Lat != 0 || k.Lon != 0 {
			if km := kilometres(lat, lon, k.Lat, k.Lon); !math.IsNaN(km) {
				all = append(all, away{i, km})
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].km < all[j].km })
	if len(all) == 0 || all[0].km > limit {
		return nil
	}
	out := make([]int, 0, 3)
	for _, a := range all[:min(3, len(all))] {
		out = append(out, a.of)
	}
	return out
}

// kilometres is the distance of two points on the globe.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, deg = 6371, math.Pi / 180
	a := math.Sin((lat2 - lat1) * deg / 2)
	b := math.Sin((lon2 - lon1) * deg / 2)
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(a*a+math.Cos(lat1*deg)*math.Cos(lat2*deg)*b*b)))
}
