package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/store"
)

// A message can only answer a question that its writer has seen. What waited at the platform while we were away was written to what was open
// before: the first of it may be the answer, what comes after it cannot answer the question that came of it. The same holds for what was
// written before a question that an event put. Several that waited are answered once, with the last of them.

const (
	awayMost = 5 * time.Minute // what waited longer than this gets an apology
	heldMost = 1400            // characters that are kept for the answer to the last
)

// unshown are the global words that are obeyed before the question was shown: they inform or ask, and change no answer.
var unshown = []string{"menu", "help", "staff", "resume", "status", "offer", "stop", "start", "my_data", "privacy", "who",
	"my_jobs", "vacancies", "vacancy", "apply", "withdraw", "report"}

// blind reports whether the message was written before the open question could be seen. A tap says itself what it answers.
func (t *Turn) blind() bool {
	if k := t.Message.Kind; k == store.Tap || k == store.Edited || k == store.Returned || t.flow() == nil || t.flow().step(t.s.Step) == nil {
		return false
	}
	if t.s.Waited.Unseen {
		return true
	}
	return (t.Message.Queued || t.s.Pushed) && !t.Message.At.IsZero() && t.Message.At.Unix() < put(t.s.Ask)
}

// put is when a question was first put, in unix seconds: it is part of its name.
func put(ask string) int64 {
	at, _, _ := strings.Cut(ask, ".")
	n, _ := strconv.ParseInt(at, 36, 64)
	return n
}

// unused leaves a message aside that can be no answer. At the menu what it is about is opened all the same: that asks, and takes nothing.
func (t *Turn) unused() {
	topic := ""
	if t.Message.Kind == store.Text {
		topic = nlu.Topic(t.Message.Text)
	}
	switch {
	case topic == "greet" || topic == "thanks": // nothing is lost with it
	case t.s.Flow == "menu" && t.topic(topic):
		return
	default:
		t.s.Waited.Left = true
	}
	t.again()
}

// remark says what is of use only right after the message it is about, and so not when others of her wait behind it.
func (t *Turn) remark(key string, data map[string]any) {
	if !t.Message.More {
		t.say(key, data)
	}
}

// hold keeps what came of a message for the answer to the last of those that wait. Only a cry for help is answered at once.
func (t *Turn) hold() {
	w := &t.s.Waited
	if len(t.said) == 0 && !t.asked {
		return
	}
	if w.Since.IsZero() {
		w.Since = t.Message.At
	}
	said := t.said
	if t.asked {
		t.putQuestion()
		w.Unseen = w.Unseen || t.s.Ask != t.before.Ask
	}
	if t.urgent {
		return
	}
	size := 0
	for _, text := range w.Said {
		size += utf8.RuneCountInString(text)
	}
	for _, text := range said {
		if size += utf8.RuneCountInString(text); size <= heldMost && !slices.Contains(w.Said, text) {
			w.Said = append(w.Said, text)
		}
	}
	t.said, t.choices, t.tel = nil, nil, false
}

// release makes the answer to the last of the messages that waited: an apology where they waited long, what came of the others, what came of
// this one; the question follows.
func (t *Turn) release() {
	w := t.s.Waited
	since := w.Since
	if t.Message.Queued && (since.IsZero() || t.Message.At.Before(since)) {
		since = t.Message.At
	}
	if len(t.said) == 0 && !t.asked && !t.urgent {
		if w.Since.IsZero() && len(w.Said) == 0 && !w.Unseen || t.staffTalk() || t.Facts.Now.Before(t.s.Echo.Mute) {
			return // nothing to be told, or not now
		}
		t.asked = t.flow() != nil && t.flow().step(t.s.Step) != nil // the last was a mere sign, and the others want their answer
	}
	var before []string
	if !since.IsZero() && t.Facts.Now.Sub(since) > awayMost {
		before = append(before, t.word("engine.away", nil))
	}
	before = append(before, w.Said...)
	if w.Left {
		before = append(before, t.word("engine.unseen", nil))
	}
	if t.urgent { // first what helps
		t.said = append(t.said, w.Said...)
	} else {
		t.said = append(before, t.said...)
	}
	if w.Unseen { // she is to read all of the question
		t.brief, t.told = false, false
	}
	t.s.Waited = store.Waited{}
}
