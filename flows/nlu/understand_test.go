package nlu_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"lopo/flows/nlu"
	"lopo/locales"
)

// gold is one line of the test set: what somebody writes, and what it means.
type gold struct {
	text, intent, register string
	entities               map[string]string
}

// understanding reads the test set. Its lines were written apart from the lines that are learned, and are never learned.
func understanding(t testing.TB) (set []gold) {
	t.Helper()
	b, err := os.ReadFile("testdata/understanding.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		c := strings.Split(line, "\t")
		if len(c) != 4 {
			t.Fatalf("%q: %d columns", line, len(c))
		}
		g := gold{text: c[0], intent: c[1], register: c[3], entities: map[string]string{}}
		if c[2] != "" {
			var of map[string]any
			if err := json.Unmarshal([]byte(c[2]), &of); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			for k, v := range of {
				g.entities[k] = strings.TrimSuffix(fmt.Sprintf("%.0f", v), "")
				if s, ok := v.(string); ok {
					g.entities[k] = s
				}
			}
		}
		set = append(set, g)
	}
	return set
}

// TestWeightsCurrent holds that the weights in the repository are what the lines teach, to the byte, on whatever machine this runs.
func TestWeightsCurrent(t *testing.T) {
	want, err := nlu.Train(os.DirFS("../../locales/nlu"), kupang)
	if err != nil {
		t.Fatal(err)
	}
	have, err := fs.ReadFile(locales.Understanding(), "weights.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Fatal("locales/nlu/weights.bin is not what the tables and lines beside it teach: run go generate ./flows/nlu")
	}
	if len(have) > 8<<20 {
		t.Errorf("the weights take %d bytes", len(have))
	}
}

// TestUnderstandingSet holds the measures that a resident feels, on lines that were never learned.
func TestUnderstandingSet(t *testing.T) {
	var ours, right, resolved, others, left, wrong, asked, all int
	var hit, spurious, missed int
	for _, g := range understanding(t) {
		r := nlu.Understand(g.text, nlu.State{Now: today, City: kupang})
		all++
		if r.Action == nlu.Ask {
			asked++
		}
		if g.intent == nlu.OutOfScope {
			others++
			if r.Action == nlu.Act {
				wrong++
				t.Logf("%q: %s", g.text, r.Intent)
			} else {
				left++
			}
			continue
		}
		ours++
		switch {
		case r.Action == nlu.Act && r.Intent == g.intent:
			right++
			resolved++
		case r.Action == nlu.Act:
			wrong++
			t.Logf("%q: %s, not %s", g.text, r.Intent, g.intent)
		case r.Action == nlu.Ask && contains(r.Alternatives, g.intent):
			resolved++
		}
		for k, v := range g.entities {
			if strings.EqualFold(r.Entities[k], v) {
				hit++
			} else {
				missed++
				t.Logf("%q: %s is %q, not %q", g.text, k, r.Entities[k], v)
			}
		}
		for k, v := range r.Entities {
			if !strings.EqualFold(g.entities[k], v) {
				spurious++
			}
		}
	}
	hold := func(what string, part, whole int, least float64) {
		t.Helper()
		if share := 100 * float64(part) / float64(whole); share < least {
			t.Errorf("%s: %.1f%%, not %.1f%%", what, share, least)
		}
	}
	hold("done right", right, ours, 90)
	hold("right or offered", resolved, ours, 96)
	hold("none of ours and left alone", left, others, 93)
	hold("not done wrong", all-wrong, all, 96)
	hold("not asked back", all-asked, all, 88)
	hold("things named", 2*hit, 2*hit+spurious+missed, 92)
}

// TestNotLearned holds that neither test set is among the lines that are learned; a single word may be in both, since there is no other way to
// write it.
func TestNotLearned(t *testing.T) {
	lines, err := nlu.ReadLines(os.DirFS("../../locales/nlu"))
	if err != nil {
		t.Fatal(err)
	}
	learned := map[string]bool{}
	for _, l := range lines {
		learned[strings.ToLower(l.Text)] = true
	}
	for _, g := range append(understanding(t), freshLines(t)...) {
		if s := strings.ToLower(g.text); strings.Contains(s, " ") && learned[s] {
			t.Errorf("%q is learned and tested", g.text)
		}
	}
	if len(lines) < 4000 {
		t.Errorf("only %d lines", len(lines))
	}
}
