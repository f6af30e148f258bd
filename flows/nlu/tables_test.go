package nlu

import (
	"strings"
	"testing"
)

// TestTables holds what the readers rely on: no message means two commands, and none of them is an answer to a yes/no question.
func TestTables(t *testing.T) {
	owner := map[string]string{}
	for name, lines := range commandWords {
		for _, line := range strings.Split(lines, "\n") {
			key := strings.Join(normal(strings.Fields(line)), " ")
			if key == "" {
				continue
			}
			if o := owner[key]; o != "" && o != name {
				t.Errorf("%q is both %s and %s", key, o, name)
			}
			owner[key] = name
			if !strings.Contains(key, " ") && (yesWords[key] || noWords[key]) && key != "lanjut" {
				t.Errorf("%q is a command and an answer", key)
			}
		}
	}
	for variant, word := range standard {
		if standard[word] != "" {
			t.Errorf("%s -> %s -> %s: the lexicon is read once", variant, word, standard[word])
		}
	}
	for w := range yesWords {
		if noWords[w] || laterWords[w] || wrongWords[w] {
			t.Errorf("%q agrees and refuses", w)
		}
		if standard[w] != "" && !yesWords[standard[w]] {
			t.Errorf("%q is read as %q and never seen", w, standard[w])
		}
	}
}

// TestTradesOnce holds that no phrase names two trades; which of them won would be chance.
func TestTradesOnce(t *testing.T) {
	owner := map[string]string{}
	for trade, list := range tradeWords {
		for _, p := range strings.Split(list, "|") {
			key := strings.Join(normal(strings.Fields(p)), " ")
			if o := owner[key]; o != "" && o != trade {
				t.Errorf("%q is both %s and %s", key, o, trade)
			}
			owner[key] = trade
		}
	}
}
