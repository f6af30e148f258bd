package nlu

import (
	"slices"
	"strings"
	"testing"

	"lopo/locales"
	"lopo/store"
)

// TestTables holds what the readers rely on: no message means two commands, and none of them is an answer to a yes/no question.
func TestTables(t *testing.T) {
	owner := map[string]string{}
	for _, c := range locales.List("commands") {
		name := c.Is
		for _, line := range c.Written {
			key := strings.Join(normal(strings.Fields(line)), " ")
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

// TestListsOnce holds that no phrase of a word list has two values; which of them won would be chance.
func TestListsOnce(t *testing.T) {
	for _, b := range []*book{tradeBook, tradeRemarks, businesses, businessRemarks} {
		owner := map[string]string{}
		for _, ps := range b.by {
			for _, p := range ps {
				key := strings.Join(p.words, " ")
				if o := owner[key]; o != "" && o != p.is {
					t.Errorf("%q is both %s and %s", key, o, p.is)
				}
				owner[key] = p.is
			}
		}
	}
}

// TestSayingsOnce holds that no whole answer of a word list means two things: the lexicon may bring two together ("tar dulu", "tidak dulu").
func TestSayingsOnce(t *testing.T) {
	for name, l := range map[string]wordlist{"yesno": yesList} {
		owner := map[string]string{}
		for kind, all := range l {
			for _, written := range all {
				key := strings.Join(read(written), " ")
				if o := owner[key]; kind[0] == '=' && o != "" && o != kind {
					t.Errorf("%s: %q is both %s and %s", name, key, o, kind)
				}
				if kind[0] == '=' {
					owner[key] = kind
				}
			}
		}
	}
}

// TestSlotReasonsAreExplained holds that the forms have words for every reason that a slot refuses for.
func TestSlotReasonsAreExplained(t *testing.T) {
	all := Reasons()
	for slot, reasons := range slotReasons {
		for reason := range reasons {
			if reason == "zero" {
				reason = "nothing"
			}
			if !slices.Contains(all[slot], reason) {
				t.Errorf("%s: %s is not among the reasons that have words", slot, reason)
			}
		}
		if !reasons[otherwise[slot]] {
			t.Errorf("%s: %q is none of its reasons", slot, otherwise[slot])
		}
	}
}

// TestSlipsGiveWay holds that whatever is a letter away from a global word, and is not one itself, is a name where a name is asked for.
func TestSlipsGiveWay(t *testing.T) {
	tried, heard := 0, 0
	for phrase := range phrases {
		if strings.Contains(phrase, " ") || len(phrase) < 5 {
			continue
		}
		for _, w := range aside(phrase) {
			c, ok := ReadCommand(w)
			if _, is := phrases[strings.Join(read(w), " ")]; is || !ok {
				continue
			}
			if heard++; !c.Slip {
				t.Errorf("%q is heard as %s, to the letter", w, c.Name)
			}
			if r := FullName(Input{Text: w, Kind: store.Text}); r.Value != "" {
				tried++
			} else if r.Why == "command" {
				t.Errorf("%q is refused as a command", w)
			}
		}
	}
	if tried < 10000 || tried*100 < heard*95 {
		t.Errorf("%d of %d are names", tried, heard)
	}
}

// aside makes the words that are one edit away from w and begin like it.
func aside(w string) (list []string) {
	for i := 1; i <= len(w); i++ {
		for c := 'a'; c <= 'z'; c++ {
			list = append(list, w[:i]+string(c)+w[i:])
			if i < len(w) {
				list = append(list, w[:i]+string(c)+w[i+1:])
			}
		}
		if i < len(w) {
			list = append(list, w[:i]+w[i+1:])
		}
		if i+1 < len(w) {
			list = append(list, w[:i]+w[i+1:i+2]+w[i:i+1]+w[i+2:])
		}
	}
	return list
}
