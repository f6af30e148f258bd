package nlu

import "strings"

// placeCues stand before the name of a place.
var placeCues = set("kelurahan lurah di dari warga tinggal ke lpm rt kantor wilayah daerah dekat sekitar pindah")

// placeWordsToo are names of kelurahan that are ordinary words as well: taken for a place only behind a cue.
var placeWordsToo = set("merdeka solor alak mantasi")

// places finds kelurahan. A name is taken to the letter, or with one slip or without its vowels when only one can be meant; a name that fits
// several is marked and has no value.
func (g *Gazetteer) places(ts []token) (spans []span) {
	if len(g.keys) == 0 {
		return nil
	}
	ws := make([]string, len(ts))
	for i, t := range ts {
		ws[i] = t.raw
		if p, ok := placeShort[t.raw]; ok && i > 0 {
			ws[i] = p
		}
	}
	for i := 0; i < len(ts); {
		s, ok := g.placeAt(ts, ws, i)
		if !ok {
			i++
			continue
		}
		spans = append(spans, s)
		i = s.to
	}
	return spans
}

func (g *Gazetteer) placeAt(ts []token, ws []string, i int) (span, bool) {
	cue := i > 0 && placeCues[ts[i-1].word]
	district := i > 0 && (ts[i-1].word == "kecamatan" || ts[i-1].word == "camat")
	place := func(n, of int) (span, bool) {
		s := span{from: i, to: i + n, kind: "kelurahan", mark: "PLACE"}
		if of >= 0 && !district {
			s.value = g.kelurahan[of].Name
		}
		return s, true
	}
	for n := min(g.words, len(ws)-i); n > 0; n-- {
		key := joinKey(ws[i : i+n])
		if g.kecamatan[key] != "" && district {
			return place(n, -1)
		}
		of, ok := g.exact[key]
		if !ok || n == 1 && placeWordsToo[key] && !cue {
			continue
		}
		return place(n, of)
	}
	w := ws[i]
	if len(w) < 4 || digits(w) || ts[i].rule == "lexicon" || ts[i].rule == "" && !cue {
		return span{}, false
	}
	n := 1
	if i+1 < len(ws) && (digits(ws[i+1]) && len(ws[i+1]) == 1 || placeTail[ws[i+1]]) {
		n = 2
	}
	for ; n > 0; n-- {
		key := joinKey(ws[i : i+n])
		for _, hits := range [][]int{g.near(key, 1), g.skeletal(key, cue), g.stems(key, cue)} {
			if len(hits) == 1 {
				return place(n, hits[0])
			}
			if len(hits) > 1 && (cue || ts[i].rule == "?") {
				return place(n, -1)
			}
		}
	}
	return span{}, false
}

var placeTail = set("barat selatan putih panjang plat delha sabu oeleta lima merah kisar")

// skeletal is withoutVowels for words that are shorthand indeed.
func (g *Gazetteer) skeletal(key string, cue bool) []int {
	if word, _ := letters(key); !cue && len(word) < 5 || 2*vowels(word) > len(word) {
		return nil
	}
	return g.withoutVowels(key)
}

// stems are names that begin with key: "naikoten" fits two, "penkase" one.
func (g *Gazetteer) stems(key string, cue bool) []int {
	word, _ := letters(key)
	if len(word) < 5 || !cue && len(word) < 6 {
		return nil
	}
	hits := g.family(key)
	if len(hits) == 1 && !strings.HasPrefix(g.firstKey(hits[0]), key) {
		return nil
	}
	return hits
}

func (g *Gazetteer) firstKey(of int) string { return joinKey(placeWords(g.kelurahan[of].Name)) }
