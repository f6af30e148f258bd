package nlu

import (
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"lopo/store"
)

// Line is one example of what residents write and what they want with it.
type Line struct {
	Text     string
	Intent   string
	Register string // formal, casual, sms, kupang, mixed or typo
}

// ReadLines reads the training lines of a folder like locales/nlu: one file for each intent under lines/, each row a register and a text.
func ReadLines(files fs.FS) ([]Line, error) {
	names, err := fs.Glob(files, "lines/*.tsv")
	if err != nil {
		return nil, fmt.Errorf("list lines: %w", err)
	}
	sort.Strings(names)
	var out []Line
	for _, name := range names {
		intent := strings.TrimSuffix(path.Base(name), ".tsv")
		if _, ok := intentNumber[intent]; !ok {
			return nil, fmt.Errorf("%s: there is no intent of that name", name)
		}
		rows, err := readTable(files, name, 2)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r[1] == "" {
				return nil, fmt.Errorf("%s: %q has no text", name, r[0])
			}
			out = append(out, Line{r[1], intent, r[0]})
		}
	}
	return out, nil
}

// clean reports that a line is written in whole words, so that its words are right as they are.
func (l Line) clean() bool { return l.Register != "sms" && l.Register != "typo" }

// vocabulary are the words of the lines written in whole words.
func vocabulary(d *dictionary, lines []Line) []string {
	seen := map[string]bool{}
	for _, l := range lines {
		if !l.clean() {
			continue
		}
		for _, t := range scan(Clean(l.Text)) {
			if !t.num && len(t.raw) > 2 && d.lexicon[t.raw] == "" && d.slang[t.raw] == "" && t.raw[len(t.raw)-1] != '2' {
				seen[t.raw] = true
			}
		}
	}
	return sortedWords(seen)
}

func sortedWords(seen map[string]bool) []string {
	out := make([]string, 0, len(seen))
	for w := range seen {
		out = append(out, w)
	}
	sort.Strings(out)
	return out
}

// teach makes words known to a dictionary.
func (d *dictionary) teach(words []string) {
	for _, w := range words {
		d.known[w] = true
	}
}

// example is a line ready to be learned.
type example struct {
	features []int32 // places of features
	loud     []float64
	intent   int
}

// Settings of the learning; chosen by cross-validation on the lines.
const (
	rounds  = 14
	orders  = 5 // of the lines, see learn
	rate    = 0.25
	decay   = 0.00002 // pull of every weight towards nothing
	rareCut = 2       // pieces, pairs and neighbours seen in fewer lines are left out
)

// Train learns the weights of the lines of a folder like locales/nlu, for a city whose kelurahan are marked in them. The same lines give the same
// bytes on every machine: the order is fixed, and each step of the arithmetic is rounded on its own (a fused multiply-add would not be).
func Train(files fs.FS, city *store.City) ([]byte, error) {
	lines, err := ReadLines(files)
	if err != nil {
		return nil, err
	}
	d, err := readDictionary(files)
	if err != nil {
		return nil, err
	}
	return train(d, lines, city).encode(), nil
}

// train learns from lines. The dictionary is taught their words.
func train(d *dictionary, lines []Line, city *store.City) *model {
	m := &model{words: vocabulary(d, lines)}
	d.teach(m.words)
	ps := make([]parsed, len(lines))
	met := map[string]int{} // in how many lines a word stands
	for i, l := range lines {
		ps[i] = d.parse(l.Text, city, time.Time{})
		for w := range wordsOf(&ps[i]) {
			met[w]++
		}
	}
	m.words = familiar(met, m.words)
	lists := make([][]feature, len(lines))
	inLines := map[uint64]int{}
	keep := map[uint64]bool{}
	for i := range lines {
		x := &extractor{}
		ps[i].features(x, func(w string) bool { return met[w] < 2 }) // its own line does not make a word familiar
		lists[i] = once(x.list)
		for _, f := range lists[i] {
			inLines[f.hash]++
			if f.loud == full0 {
				keep[f.hash] = true
			}
		}
	}
	for h, n := range inLines {
		if n >= rareCut || keep[h] {
			m.hashes = append(m.hashes, h)
		}
	}
	slices.Sort(m.hashes)
	place := make(map[uint64]int32, len(m.hashes))
	for i, h := range m.hashes {
		place[h] = int32(i)
	}
	examples := make([]example, len(lines))
	for i, l := range lines {
		e := example{intent: intentNumber[l.Intent]}
		for _, f := range lists[i] {
			if at, ok := place[f.hash]; ok {
				e.features = append(e.features, at)
				e.loud = append(e.loud, louds[f.loud])
			}
		}
		examples[i] = e
	}
	m.quantise(learn(examples, len(m.hashes)))
	m.index()
	return m
}

// familiar are the words that stand in the lines, together with those that were known beforehand.
func familiar(met map[string]int, words []string) []string {
	seen := map[string]bool{}
	for _, w := range words {
		seen[w] = true
	}
	for w := range met {
		seen[w] = true
	}
	return sortedWords(seen)
}

func wordsOf(p *parsed) map[string]bool {
	seen := map[string]bool{}
	for _, u := range p.units() {
		seen[u.word] = true
	}
	return seen
}

// once drops repeated features.
func once(list []feature) []feature {
	seen := make(map[uint64]bool, len(list))
	out := list[:0]
	for _, f := range list {
		if !seen[f.hash] {
			seen[f.hash] = true
			out = append(out, f)
		}
	}
	return out
}

// learn learns several times, the lines in another order each time, and takes the mean: what depends on the order alone falls away.
func learn(examples []example, features int) []float64 {
	mean := learnOnce(examples, features, 1)
	for seed := uint64(2); seed <= orders; seed++ {
		gather(mean, learnOnce(examples, features, seed))
	}
	for i := range mean {
		mean[i] /= orders
	}
	return mean
}

//go:norace
func gather(sum, w []float64) {
	for i := range sum {
		sum[i] += w[i]
	}
}

// learnOnce runs stochastic gradient descent with a step for each weight that shrinks with use (AdaGrad).
func learnOnce(examples []example, features int, seed uint64) []float64 {
	n := len(Intents)
	w, used := make([]float64, features*n), make([]float64, features*n)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	score := make([]float64, n)
	for range rounds {
		for i := len(order) - 1; i > 0; i-- {
			seed = seed*6364136223846793005 + 1442695040888963407
			j := int((seed >> 33) % uint64(i+1))
			order[i], order[j] = order[j], order[i]
		}
		for _, at := range order {
			step(&examples[at], w, used, score)
		}
	}
	return w
}

// step learns from one example. The race detector is kept out of this loop: nothing here is shared, and it would take minutes.
//
//go:norace
func step(e *example, w, used, score []float64) {
	n := len(score)
	clear(score)
	for k, at := range e.features {
		row, l := w[int(at)*n:int(at)*n+n], e.loud[k]
		for i := range score {
			score[i] += float64(row[i] * l)
		}
	}
	soften(score)
	score[e.intent]--
	for k, at := range e.features {
		from := int(at) * n
		row, sum, l := w[from:from+n], used[from:from+n], e.loud[k]
		for i := range score {
			g := float64(score[i]*l) + float64(decay*row[i])
			if g < 1e-4 && g > -1e-4 {
				continue
			}
			sum[i] += float64(g * g)
			row[i] -= float64(float64(rate*g) / (1e-6 + math.Sqrt(sum[i])))
		}
	}
}

// soften turns scores into chances.
func soften(score []float64) {
	top := score[0]
	for _, s := range score {
		top = max(top, s)
	}
	sum := 0.0
	for i, s := range score {
		score[i] = exp(s - top)
		sum += score[i]
	}
	for i := range score {
		score[i] /= sum
	}
}

// exp is e to the x for x up to 0, by additions and multiplications that are rounded one by one; the library's differs between processors.
func exp(x float64) float64 {
	if x < -40 {
		return 0
	}
	const parts = 1024
	y := float64(x / parts)
	sum, term := 1.0, 1.0
	for i := 1.0; i < 7; i++ {
		term = float64(float64(term*y) / i)
		sum += term
	}
	for range 10 {
		sum = float64(sum * sum)
	}
	return sum
}

// quantise rounds the weights to steps and drops features that say nothing.
func (m *model) quantise(w []float64) {
	n := len(Intents)
	hashes := m.hashes[:0]
	for i, h := range m.hashes {
		row := make([]int8, n)
		some := false
		for j := range row {
			q := math.Round(float64(w[i*n+j] * weightStep))
			row[j] = int8(max(-127, min(127, q)))
			some = some || row[j] > 1 || row[j] < -1
		}
		if some {
			hashes = append(hashes, h)
			m.weights = append(m.weights, row...)
		}
	}
	m.hashes = hashes
}
