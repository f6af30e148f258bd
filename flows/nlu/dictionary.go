package nlu

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"lopo/locales"
)

// dictionary holds the word tables of locales/nlu, indexed. It is built once and then only read.
type dictionary struct {
	lexicon map[string]string // how residents write it -> standard word
	slang   map[string]string // the same, from the public list; asked second
	english map[string]string // English word -> standard word, "-" where it says nothing; asked of messages in English alone
	phrases map[string][]rewrite
	roots   map[string]string // root -> notion, which is the root itself where no notion is given
	known   map[string]bool   // words that are right as they are: never corrected
	targets map[string]bool   // words that others may be corrected to
	core    map[string]bool   // those of them that the lexicon and our own notions are about

	byShape map[shape][]string  // targets by first letter and length, for slips
	byShort map[shape][]string  // ways of writing in the lexicon, the same way
	bySkel  map[string][]string // targets by their consonants
	bySound map[string][]string // targets by how Kupang says them

	gazetteers []*gazette
}

// shape is what two words must share to be compared letter by letter.
type shape struct {
	first byte
	size  int
}

// rewrite replaces neighbouring words by others.
type rewrite struct {
	from []string
	to   []string
}

var shippedDictionary = sync.OnceValue(func() *dictionary {
	d, err := readDictionary(locales.Understanding())
	if err != nil {
		panic(err) // a test reads the shipped tables
	}
	return d
})

// readDictionary reads the tables of a folder like locales/nlu.
func readDictionary(files fs.FS) (*dictionary, error) {
	d := &dictionary{lexicon: map[string]string{}, slang: map[string]string{}, english: map[string]string{}, phrases: map[string][]rewrite{}, roots: map[string]string{}, known: map[string]bool{}, targets: map[string]bool{}, core: map[string]bool{}}
	for _, read := range []func(fs.FS) error{d.readLexicon, d.readNotions, d.readCommon, d.readGazetteers, d.readSlang, d.readPhrases, d.readEnglish} {
		if err := read(files); err != nil {
			return nil, err
		}
	}
	d.index()
	return d, nil
}

func (d *dictionary) readLexicon(files fs.FS) error {
	rows, err := readTable(files, "lexicon.tsv", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, w := range strings.Fields(r[0]) {
			d.learn(w)
			d.core[w] = true
		}
		for _, v := range strings.Fields(r[1]) {
			if had := d.lexicon[v]; had != "" && had != r[0] {
				return fmt.Errorf("lexicon.tsv: %q is both %q and %q", v, had, r[0])
			}
			d.lexicon[v] = r[0]
		}
	}
	for v, w := range d.lexicon {
		for _, part := range strings.Fields(w) {
			if d.lexicon[part] != "" {
				return fmt.Errorf("lexicon.tsv: %q leads to %q, which leads on to %q", v, w, d.lexicon[part])
			}
		}
	}
	return nil
}

// learn makes a word known and a target of corrections.
func (d *dictionary) learn(w string) {
	d.known[w] = true
	if len(w) >= 4 {
		d.targets[w] = true
	}
}

// outside marks notions that are none of ours: their short words draw no misspelt word to themselves.
const outside = "luar"

// readNotions reads which words say the same thing. A capital letter marks the notion, so it is never taken for a word.
func (d *dictionary) readNotions(files fs.FS) error {
	rows, err := readTable(files, "notions.tsv", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, w := range strings.Fields(r[1]) {
			if had := d.roots[w]; had != "" && had != r[0] {
				return fmt.Errorf("notions.tsv: %q is both %s and %s", w, had, r[0])
			}
			if d.lexicon[w] != "" {
				return fmt.Errorf("notions.tsv: %q never arrives: the lexicon makes %q of it", w, d.lexicon[w])
			}
			d.roots[w] = r[0]
			d.core[w] = d.core[w] || r[2] != outside
			d.known[w] = true
			if r[2] != outside || len(w) >= 7 {
				d.learn(w)
			}
		}
	}
	return nil
}

// readCommon reads ordinary words that are right as they are. They are roots for the stemmer but no targets of corrections.
func (d *dictionary) readCommon(files fs.FS) error {
	rows, err := readTable(files, "common.tsv", 1)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, w := range strings.Fields(r[0]) {
			d.known[w] = true
		}
	}
	return nil
}

// readSlang reads the public list, without what our own tables know better.
func (d *dictionary) readSlang(files fs.FS) error {
	rows, err := readTable(files, "slang.tsv", 2)
	if err != nil {
		return err
	}
	for _, r := range rows { // its standard words are right as they are
		for _, w := range strings.Fields(r[1]) {
			d.known[w] = d.known[w] || len(w) >= 4 && d.lexicon[w] == ""
		}
	}
	for _, r := range rows {
		if d.lexicon[r[0]] == "" && !d.known[r[0]] {
			d.slang[r[0]] = d.standard(r[1])
		}
	}
	return nil
}

// standard passes the words of a phrase through the lexicon.
func (d *dictionary) standard(s string) string {
	ws := strings.Fields(s)
	for i, w := range ws {
		if to := d.lexicon[w]; to != "" {
			ws[i] = to
		}
	}
	return strings.Join(ws, " ")
}

func (d *dictionary) readEnglish(files fs.FS) error {
	rows, err := readTable(files, "english.tsv", 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, w := range strings.Fields(r[1]) {
			if had := d.english[w]; had != "" {
				return fmt.Errorf("english.tsv: %q is both %q and %q", w, had, r[0])
			}
			d.english[w] = d.standard(r[0])
		}
	}
	return nil
}

func (d *dictionary) readPhrases(files fs.FS) error {
	rows, err := readTable(files, "phrases.tsv", 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, from := range strings.Split(r[1], "|") {
			ws := strings.Fields(d.standard(from))
			if len(ws) == 0 {
				continue
			}
			for _, w := range ws {
				d.known[w] = true
			}
			d.phrases[ws[0]] = append(d.phrases[ws[0]], rewrite{ws, strings.Fields(r[0])})
		}
		for _, w := range strings.Fields(r[0]) {
			d.known[w] = true
		}
	}
	for _, list := range d.phrases {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].from) > len(list[j].from) })
	}
	return nil
}

// index prepares the ways by which an unknown word is brought to a known one.
func (d *dictionary) index() {
	d.byShape, d.bySkel, d.bySound = map[shape][]string{}, map[string][]string{}, map[string][]string{}
	list := make([]string, 0, len(d.targets))
	for w := range d.targets {
		list = append(list, w)
	}
	sort.Strings(list)
	d.byShort = map[shape][]string{}
	for _, w := range slices.Sorted(maps.Keys(d.lexicon)) {
		if s := (shape{w[0], len(w)}); len(w) >= 4 {
			d.byShort[s] = append(d.byShort[s], w)
		}
	}
	for _, w := range list {
		s := shape{w[0], len(w)}
		d.byShape[s] = append(d.byShape[s], w)
		d.bySkel[bones(w)] = append(d.bySkel[bones(w)], w)
		d.bySound[sound(w)] = append(d.bySound[sound(w)], w)
	}
}
