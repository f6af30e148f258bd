package nlu

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"sort"
	"strings"
	"sync"

	"lopo/locales"
)

// model holds what was learned: for each feature how much it speaks for each intent, in steps of 1/weightStep. Scores are whole numbers, so
// they are the same on every machine.
type model struct {
	words   []string // words of the training lines, sorted: what is not strange
	hashes  []uint64 // sorted
	weights []int8   // len(Intents) for each hash
	places  []uint32 // open addressing: hash -> 1 + its place in hashes
	known   map[string]bool
}

const (
	weightStep = 24
	weightsTag = "lopo understanding 1\n"
)

// louder are louds in hundredths, for whole-number scores.
var louder = func() (out [len(louds)]int32) {
	for i, l := range louds {
		out[i] = int32(math.Round(l * 100))
	}
	return out
}()

// encode writes the model: a tag, the words, the hashes, the weights.
func (m *model) encode() []byte {
	words := strings.Join(m.words, "\n")
	out := append([]byte(weightsTag), binary.LittleEndian.AppendUint32(nil, uint32(len(words)))...)
	out = append(out, words...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(m.hashes)))
	for _, h := range m.hashes {
		out = binary.LittleEndian.AppendUint64(out, h)
	}
	for _, w := range m.weights {
		out = append(out, byte(w))
	}
	return out
}

var errWeights = errors.New("weights.bin is no file of weights, or one of another version; build it again")

// decode reads what encode wrote.
func decode(b []byte) (*model, error) {
	take := func(n int) []byte {
		if n < 0 || n > len(b) {
			b = nil
			return nil
		}
		head := b[:n]
		b = b[n:]
		return head
	}
	size := func() int {
		if h := take(4); len(h) == 4 {
			return int(binary.LittleEndian.Uint32(h))
		}
		return -1
	}
	if string(take(len(weightsTag))) != weightsTag {
		return nil, errWeights
	}
	m := &model{}
	m.words = strings.Fields(string(take(size())))
	n := size()
	hashes := take(8 * n)
	if n < 0 || len(hashes) != 8*n || len(b) != n*len(Intents) {
		return nil, errWeights
	}
	m.hashes, m.weights = make([]uint64, n), make([]int8, len(b))
	for i := range m.hashes {
		m.hashes[i] = binary.LittleEndian.Uint64(hashes[8*i:])
	}
	for i := range b {
		m.weights[i] = int8(b[i])
	}
	m.index()
	return m, nil
}

// index prepares the lookups.
func (m *model) index() {
	size := 1
	for size < 2*len(m.hashes) {
		size *= 2
	}
	m.places = make([]uint32, size)
	for i, h := range m.hashes {
		at := h & uint64(size-1)
		for m.places[at] != 0 {
			at = (at + 1) & uint64(size-1)
		}
		m.places[at] = uint32(i + 1)
	}
	m.known = make(map[string]bool, len(m.words))
	for _, w := range m.words {
		m.known[w] = true
	}
}

// row gives the weights of a feature, nil when it was never learned.
func (m *model) row(h uint64) []int8 {
	if len(m.hashes) == 0 {
		return nil
	}
	mask := uint64(len(m.places) - 1)
	for at := h & mask; m.places[at] != 0; at = (at + 1) & mask {
		if i := int(m.places[at] - 1); m.hashes[i] == h {
			return m.weights[i*len(Intents) : (i+1)*len(Intents)]
		}
	}
	return nil
}

// scores adds up what the features say, in steps of 1/(100·weightStep).
func (m *model) scores(list []feature) []int32 {
	var sum [many]int32
	for _, f := range list {
		row := m.row(f.hash)
		if row == nil {
			continue
		}
		l := louder[f.loud]
		for i, w := range (*[many]int8)(row) {
			sum[i] += l * int32(w)
		}
	}
	return sum[:]
}

// many is how many intents there are.
const many = 29

// chances turns scores into the chance of each intent.
func chances(scores []int32) []float64 {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	out := make([]float64, len(scores))
	sum := 0.0
	for i, s := range scores {
		out[i] = math.Exp(float64(s-top) / (100 * weightStep))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// ranked are the intents from the likeliest on.
func ranked(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return p[order[i]] > p[order[j]] })
	return order
}

var shippedModel = sync.OnceValue(func() *model {
	m, err := readModel(locales.Understanding())
	if err != nil {
		panic(err) // a test reads the shipped weights
	}
	return m
})

func readModel(files fs.FS) (*model, error) {
	b, err := fs.ReadFile(files, "weights.bin")
	if err != nil {
		return nil, fmt.Errorf("read the weights: %w", err)
	}
	return decode(b)
}
