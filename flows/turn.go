package flows

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"lopo/locales"
	"lopo/store"
)

// longest is how many characters one reply may have; a longer one is sent in parts.
const longest = 700

// Turn is one decision in the making.
type Turn struct {
	e       *Engine
	words   *locales.Words // in the language of the resident
	Facts   store.Facts
	Message store.Message

	before  store.Session // as it was loaded
	s       store.Session // as it will be stored
	said    []string      // paragraphs of the answer
	asked   bool          // the open question is to be said
	brief   bool          // she has just read it: its short form will do
	told    bool          // what was said already tells how to answer: a question without choices need not be said again
	choices []store.Choice
	tel     bool
	private bool
	urgent  bool // help is needed: it is said at once, whatever else waits
	effects []store.Effect
	topicOf string            // it is a notice about this, and not an answer
	shown   []store.Outgoing  // goes before the answer: what the answer is about
	need    store.Need        // what it would have to know beside the facts
	heard   map[string]string // what this message tells of questions not yet asked
	drafted map[string]string // the slots of the draft as it is stored
}

// turns are used again: they are large, and to collect them took a third of the time of a short decision.
var turns = sync.Pool{New: func() any { return new(Turn) }}

func newTurn(e *Engine, s store.Session, f store.Facts, m store.Message) *Turn {
	t := turns.Get().(*Turn)
	t.e, t.words, t.Facts, t.Message, t.before, t.s = e, e.words.In(f.Contact.Lang), f, m, s, s
	t.s.Slots = maps.Clone(s.Slots)
	if s.Path != nil {
		t.s.Path = append(make([]string, 0, len(s.Path)+1), s.Path...) // with room for an answer
	}
	t.s.Rev++
	if t.s.Slots == nil {
		t.s.Slots = map[string]string{}
	}
	if f.Draft != nil {
		t.drafted = f.Draft.Slots
	}
	return t
}

// end gives the turn back, with nothing of the resident left in it.
func (t *Turn) end() {
	*t = Turn{}
	turns.Put(t)
}

// say adds a paragraph to the answer.
func (t *Turn) say(key string, data map[string]any) {
	text := t.words.Text(key, data)
	if len(text) > longest { // what fits on no screen comes in parts
		t.said = append(t.said, strings.Split(text, "\n\n")...)
		return
	}
	if text != "" {
		t.said = append(t.said, text)
	}
}

// word renders a short text that becomes part of another.
func (t *Turn) word(key string, data map[string]any) string { return t.words.Text(key, data) }

func (t *Turn) do(e store.Effect) { t.effects = append(t.effects, e) }

// flow is the flow that the chat is in, nil when in none (or in one that no longer exists).
func (t *Turn) flow() *Flow { return t.e.flows[t.s.Flow] }

// slot is an answer given so far.
func (t *Turn) slot(name string) string { return t.s.Slots[name] }

// set fills a slot, or empties it with "". What "kembali" took back of it is over then.
func (t *Turn) set(name, value string) {
	delete(t.s.Slots, was+name)
	if value == "" {
		delete(t.s.Slots, name)
		return
	}
	t.s.Slots[name] = value
}

// enter starts a flow with the slots it begins with. A form that is left has its draft.
func (t *Turn) enter(name string, slots map[string]string) {
	t.keepDraft()
	t.putAside()
	f := t.e.flows[name]
	t.s.Flow, t.s.Version, t.s.Started = f.Name, f.Version, t.Facts.Now
	t.s.Slots, t.s.Path = slots, nil
	if slots == nil {
		t.s.Slots = map[string]string{}
	}
	t.closeQuestion()
}

// leave ends the flow; what a form has gathered stays as its draft.
func (t *Turn) leave() {
	t.keepDraft()
	t.putAside()
	t.s.Flow, t.s.Version, t.s.Slots, t.s.Path = "", 0, map[string]string{}, nil
	t.closeQuestion()
}

func (t *Turn) closeQuestion() {
	t.s.Step, t.s.Shown, t.s.Ask, t.s.Under, t.s.Page, t.s.Strikes, t.s.Editing = "", nil, "", "", 0, 0, ""
	t.s.Last, t.s.Pushed = store.Answered{}, false
	t.asked = false
}

// answers counts what a form has gathered, apart from the choices before the form proper.
func (t *Turn) answers() int { return count(t.flow(), t.s.Slots) }

func count(f *Flow, slots map[string]string) (n int) {
	if f == nil || !f.Form {
		return 0
	}
	for _, s := range f.Steps {
		if s.Slot != "" && !s.Kept && slots[s.Slot] != "" {
			n++
		}
	}
	return n
}

// keepDraft keeps the answers of the form that the chat is in, when there are any and they changed.
func (t *Turn) keepDraft() {
	f, d := t.flow(), t.Facts.Draft
	if f == nil || !f.Form || t.answers() == 0 || maps.Equal(t.drafted, t.s.Slots) || d != nil && d.Expired {
		return
	}
	t.drafted = t.s.Slots // whoever leaves a flow takes other slots: these change no more
	kept := store.Draft{Flow: f.Name, Version: f.Version, Slots: t.drafted, Path: t.s.Path, Started: t.s.Started, Touched: t.Facts.Now,
		Copied: d != nil && d.Copied}
	t.Facts.Draft = &kept
	t.do(store.SaveDraft{Draft: kept})
}

// dropDraft removes the unfinished form.
func (t *Turn) dropDraft() {
	t.drafted = nil
	if t.Facts.Draft == nil {
		return
	}
	t.Facts.Draft = nil
	t.effects = slices.DeleteFunc(t.effects, func(e store.Effect) bool { _, ok := e.(store.SaveDraft); return ok })
	t.do(store.DropDraft{})
}

// outcome closes the decision: the open question is put, the answer is made into messages, the session is ready to be stored.
func (t *Turn) outcome() Outcome {
	if own := t.Message.Kind == store.Event || t.Message.Kind == store.Hand; !own && !t.Message.Group {
		if t.Message.More {
			t.hold()
		} else {
			t.release()
		}
		if t.Message.Wrote() {
			t.s.Touched = t.Facts.Now
		}
		t.s.Pushed = t.s.Pushed && len(t.said) == 0 && !t.asked
	}
	if t.asked && !t.Message.More {
		t.putQuestion()
	}
	t.keepDraft()
	if len(t.s.Slots) == 0 {
		t.s.Slots = nil
	}
	o := Outcome{Session: t.s, Effects: t.effects, Replies: t.replies()}
	if !o.Erases() {
		t.guard(&o)
		return o
	}
	o.Session = store.Session{Of: t.s.Of, Rev: t.s.Rev, Waited: t.s.Waited}
	for i := range o.Replies {
		o.Replies[i].Last = true
	}
	return o
}

// replies packs the paragraphs into as few messages as fit; the choices go with the last.
func (t *Turn) replies() []store.Outgoing {
	var parts []string
	size := 0
	for i, text := range t.said {
		n := utf8.RuneCountInString(text)
		if i == len(t.said)-1 {
			n += choicesLength(t.choices)
		}
		if len(parts) > 0 && size+n+2 <= longest {
			parts[len(parts)-1] += "\n\n" + text
			size += n + 2
			continue
		}
		parts, size = append(parts, text), n
	}
	list := make([]store.Outgoing, len(parts))
	for i, text := range parts {
		list[i] = store.Outgoing{Key: key(t.s.Of, t.Message.ID, strconv.Itoa(i)), To: t.s.Of, Text: text, Private: t.private}
	}
	if t.topicOf != "" {
		for i := range list {
			list[i].Priority, list[i].Topic = store.Bulk, t.topicOf
		}
	}
	if len(t.shown) > 0 {
		list = append(t.shown, list...)
	}
	if n := len(list); n > 0 {
		list[n-1].Choices, list[n-1].Ask, list[n-1].WantTel = t.choices, t.s.Ask, t.tel
		if len(t.choices) == 0 {
			list[n-1].Ask = ""
		}
	}
	return list
}

func choicesLength(list []store.Choice) (n int) {
	for _, c := range list {
		n += utf8.RuneCountInString(c.Typed()) + 1
	}
	if n > 0 {
		n++ // the empty line before them
	}
	return n
}

const (
	echoMost   = 6               // so many times the same message led to the same place …
	echoWithin = 5 * time.Minute // … within this time: a machine
	echoMute   = time.Hour
)

// guard notices two machines that answer each other for ever, and ends it. An exchange is the same when the same words, numbers in them aside,
// leave the chat where it stood: our own answer may vary, for example with every third failure.
func (t *Turn) guard(o *Outcome) {
	if t.Message.Kind == store.Event || t.Message.Group || len(o.Replies) == 0 { // groups have a guard of their own
		return
	}
	echo, now := &o.Session.Echo, t.Facts.Now
	if sum := t.exchange(); echo.Hash != sum || now.Sub(echo.Since) > echoWithin {
		*echo = store.Echo{Hash: sum, Count: 1, Since: now}
		return
	}
	if echo.Count++; echo.Count < echoMost {
		return
	}
	echo.Mute = now.Add(echoMute)
	o.Replies = o.Replies[:1]
	o.Replies[0].Text, o.Replies[0].Choices, o.Replies[0].Ask = t.word("engine.mute", nil), nil, ""
	o.Effects = append(o.Effects, store.Flag{Why: "echo", Until: echo.Mute})
}

// exchange is a number for what was written and where the chat stands. The slots are added up, since a map has no order.
func (t *Turn) exchange() uint32 {
	sum := fold(string(t.Message.Kind), gist(t.Message.Text), t.s.Flow, t.s.Step, t.s.Under, strconv.Itoa(t.s.Page))
	for slot, value := range t.s.Slots {
		sum += fold(slot, value)
	}
	return sum
}

// fold is the 32-bit FNV-1a hash of texts, each followed by a zero.
func fold(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint32(part[i])) * 16777619
		}
		h *= 16777619
	}
	return h
}

// gist is a text without its digits, or the text itself where it has no letters.
func gist(text string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
	if letters == "" {
		return strings.TrimSpace(text)
	}
	return letters
}

// sameQuestion reports whether the question to be put is the one that was open before, so that its buttons stay good.
func (t *Turn) sameQuestion() bool {
	a, b := t.before, t.s
	return a.Ask != "" && a.Flow == b.Flow && a.Step == b.Step && a.Under == b.Under && a.Page == b.Page &&
		maps.Equal(a.Slots, b.Slots) && slices.Equal(a.Shown, b.Shown)
}
