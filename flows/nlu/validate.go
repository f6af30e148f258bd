package nlu

import (
	"io/fs"
)

// Guess is a line together with what was understood of it.
type Guess struct {
	Line
	Result Result
	chance []float64
}

// Validate understands each training line by weights that were learned without it: the lines are dealt into folds, and each fold is read by what
// the others taught. Nothing else may choose thresholds.
func Validate(files fs.FS, folds int, s State) ([]Guess, error) {
	lines, err := ReadLines(files)
	if err != nil {
		return nil, err
	}
	out := make([]Guess, len(lines))
	for fold := range folds {
		var others []Line
		for i, l := range lines {
			if i%folds != fold {
				others = append(others, l)
			}
		}
		d, err := readDictionary(files)
		if err != nil {
			return nil, err
		}
		r := &reader{d, train(d, others, s.City)}
		for i, l := range lines {
			if i%folds == fold {
				res, chance := r.judge(l.Text, s)
				out[i] = Guess{l, res, chance}
			}
		}
	}
	return out, nil
}
