package flows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"lopo/store"
)

// reaction is what the bot does about a kind of message, at whatever step it comes.
type reaction int

const (
	answered reaction = iota // there is an answer, and no answer of hers is lost
	silent                   // nothing is said, and the step stays as it was
	once                     // answered, and then not for ten minutes; the step stays as it was
	ours                     // from ourselves, see the events
)

// kinds says of every kind there is what becomes of it.
var kinds = map[store.Kind]reaction{
	store.Text: answered, store.Tap: answered, store.Card: answered, store.Location: answered, store.Image: answered, store.Video: answered, store.Voice: answered,
	store.Sticker: answered, store.Document: answered, store.Poll: answered, store.Unknown: answered, store.Returned: answered,
	store.Edited: silent, store.Deleted: silent, store.Reaction: silent, store.Blocked: silent, store.Parked: silent, store.Hand: silent, store.Muted: silent,
	store.Garbled: once, store.Call: once, store.Event: ours,
}

// A new kind cannot be forgotten here.
func TestEveryKindIsThoughtOf(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../store/message.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		v, ok := node.(*ast.ValueSpec)
		if name, is := v, ok; is && name.Type != nil {
			if kind, ok := name.Type.(*ast.Ident); ok && kind.Name == "Kind" {
				value, _ := literal(v.Values[0])
				if _, known := kinds[store.Kind(value)]; !known {
					t.Errorf("nobody says what becomes of %s", value)
				}
				n++
			}
		}
		return true
	})
	if n != len(kinds) {
		t.Errorf("%d kinds in the source, %d here", n, len(kinds))
	}
}

// place is where a chat stands, without what only counts or times.
func place(s store.Session) store.Session {
	s.Rev, s.Strikes, s.Echo, s.Touched, s.Garbled, s.Rang, s.Hand, s.Pushed = 0, 0, store.Echo{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}, false
	s.Slots = answers(s.Slots)
	if len(s.Slots) == 0 {
		s.Slots = nil
	}
	return s
}

// Every kind at every step: answered or passed over in silence as the table says, and no step and no answer is lost by what is none.
func TestAccept29EveryKindAtEveryStep(t *testing.T) {
	e := engine(t)
	for _, m := range spots(t) {
		if m.asleep() {
			continue
		}
		for kind, want := range kinds {
			if want == ours || kind == store.Text || kind == store.Tap {
				continue
			}
			c := m.chat(e)
			c.facts.Now = m.session.Touched.Add(time.Minute)
			if m.session.Touched.IsZero() {
				c.facts.Now = m.facts.Now
			}
			c.session.Garbled, c.session.Rang = time.Time{}, time.Time{}
			said := c.send(store.Message{Kind: kind, Of: "long ago"})
			where := m.where + ": " + string(kind) + " at " + m.session.Flow + "." + m.session.Step
			if (len(said) == 0) != (want == silent) {
				t.Errorf("%s: %d answers", where, len(said))
			}
			if lost := missing(m.session.Slots, c.session.Slots); lost != "" && m.session.Flow == c.session.Flow {
				t.Errorf("%s: %s is lost", where, lost)
			}
			if want == answered {
				continue
			}
			if !reflect.DeepEqual(place(m.session), place(c.session)) {
				t.Errorf("%s: from %+v to %+v", where, place(m.session), place(c.session))
			}
			if c.session.Strikes != m.session.Strikes {
				t.Errorf("%s: counted as a failure", where)
			}
			if want == once {
				if again := c.send(store.Message{Kind: kind}); len(again) > 0 {
					t.Errorf("%s: and once more", where)
				}
				c.facts.Now = c.facts.Now.Add(10 * time.Minute)
				if again := c.send(store.Message{Kind: kind}); len(again) != 1 {
					t.Errorf("%s: and not after ten minutes", where)
				}
			}
		}
	}
}

// missing is an answer that is gone.
func missing(before, after map[string]string) string {
	for _, slot := range slices.Sorted(maps.Keys(answers(before))) {
		if before[slot] != after[slot] {
			return slot
		}
	}
	return ""
}
