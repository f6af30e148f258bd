package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lopo/flows/nlu"
	"lopo/store/city"
)

// intentsCmd works on the words by which free text is understood.
type intentsCmd struct {
	Build intentsBuildCmd `cmd:"" help:"Learn the weights from the lines again."`
	Check intentsCheckCmd `cmd:"" help:"Say how well lines are understood by weights learned without them (cross-validation)."`
}

type wordsFolder struct {
	Words string `help:"The folder of the words." default:"locales/nlu" type:"existingdir"`
}

type intentsBuildCmd struct{ wordsFolder }

// Run writes weights.bin anew.
func (c *intentsBuildCmd) Run() error {
	b, err := nlu.Train(os.DirFS(c.Words), city.Default())
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Words, "weights.bin"), b, 0o644); err != nil {
		return fmt.Errorf("write the weights: %w", err)
	}
	return nil
}

type intentsCheckCmd struct {
	wordsFolder
	Folds int  `help:"Into how many parts the lines are dealt." default:"5"`
	Wrong bool `help:"List the lines that were not understood."`
}

// Run prints the measures.
func (c *intentsCheckCmd) Run() error {
	guesses, err := nlu.Validate(os.DirFS(c.Words), c.Folds, nlu.State{Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), City: city.Default()})
	if err != nil {
		return err
	}
	t := tally{name: "all"}
	byIntent, byRegister := map[string]*tally{}, map[string]*tally{}
	for _, g := range guesses {
		t.count(g)
		of(byIntent, g.Intent).count(g)
		of(byRegister, g.Register).count(g)
		if c.Wrong && !right(g) {
			fmt.Printf("%-24s %-7s %-3s %-24s %.2f %v\t%s\n", g.Intent, g.Register, g.Result.Action, g.Result.Intent, g.Result.Conf, g.Result.Alternatives, g.Text)
		}
	}
	fmt.Println(t.String())
	for _, list := range []map[string]*tally{byRegister, byIntent} {
		for _, t := range sortedTallies(list) {
			fmt.Println(t.String())
		}
	}
	return nil
}

// tally counts what became of lines.
type tally struct {
	name                          string
	ours, right, offered, strayed int // lines in scope: done right, right among the offers, taken for none of ours
	others, left                  int // lines out of scope, and those not acted on
	wrong, asked, all             int
}

func right(g nlu.Guess) bool {
	if g.Intent == nlu.OutOfScope {
		return g.Result.Action != nlu.Act
	}
	return g.Result.Action == nlu.Act && g.Result.Intent == g.Intent
}

func (t *tally) count(g nlu.Guess) {
	t.all++
	if g.Result.Action == nlu.Ask {
		t.asked++
	}
	if g.Intent == nlu.OutOfScope {
		t.others++
		if g.Result.Action != nlu.Act {
			t.left++
		} else {
			t.wrong++
		}
		return
	}
	t.ours++
	switch {
	case right(g):
		t.right++
	case g.Result.Action == nlu.Ask && slices.Contains(g.Result.Alternatives, g.Intent):
		t.offered++
	case g.Result.Action == nlu.Act:
		t.wrong++
	case g.Result.Action == nlu.Fallback:
		t.strayed++
	}
}

func (t *tally) String() string {
	return fmt.Sprintf("%-26s %5d lines  right %5.1f  resolved %5.1f  strayed %5.1f  others left %5.1f  wrong %5.1f  asked %5.1f", t.name, t.all,
		share(t.right, t.ours), share(t.right+t.offered, t.ours), share(t.strayed, t.ours), share(t.left, t.others), share(t.wrong, t.all), share(t.asked, t.all))
}

func share(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }

func of(m map[string]*tally, name string) *tally {
	if m[name] == nil {
		m[name] = &tally{name: name}
	}
	return m[name]
}

func sortedTallies(m map[string]*tally) []*tally {
	out := make([]*tally, 0, len(m))
	for _, t := range m {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b *tally) int {
		return cmp.Or(cmp.Compare(a.right*max(1, b.ours), b.right*max(1, a.ours)), cmp.Compare(a.name, b.name))
	})
	return out
}
