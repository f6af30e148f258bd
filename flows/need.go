package flows

import "lopo/store"

// What a decision finds out that it wants to know is not read for every turn. It asks for it with want, and goes on as if nothing were known;
// the facts are read and the message is taken again. The last decision is the one that counts.

// needsMost is how often one message is taken again at most: what the second decision asks for depends on what the first has read.
const needsMost = 3

// Decide is Take with all the facts that the decision finds out it wants: more reads them into f, inside the transaction of the turn.
func (e *Engine) Decide(s store.Session, f *store.Facts, m store.Message, more func(store.Need, *store.Facts) error) (Outcome, error) {
	out := e.Take(s, *f, m)
	for n := 0; out.Need.Asks() && n < needsMost; n++ {
		if err := more(out.Need, f); err != nil {
			return Outcome{}, err
		}
		out = e.Take(s, *f, m)
	}
	return out, nil
}

// want asks for facts, and reports whether they have been read.
func (t *Turn) want(n store.Need) bool {
	missing := n.Without(t.Facts.Read)
	t.need = t.need.And(missing)
	return !missing.Asks()
}
