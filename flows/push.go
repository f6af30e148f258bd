package flows

import (
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"

	"lopo/store"
)

// stopped is the topic that a word after BERHENTI or MULAI means. "berhenti pengumuman" is said of all that comes unasked.
func stopped(word string) string {
	if word == "" || word == "pengumuman" {
		return store.All
	}
	return word
}

// push stops what is sent unasked, or allows it again, for one topic or all. It reports whether a question was opened for that: who never
// asked for anything is asked what she wants.
func (t *Turn) push(stop bool, word string) (opened bool) {
	topic := stopped(word)
	data := map[string]any{"Topic": "", "Word": strings.ToUpper(t.topicWord(word)), "Topics": ""}
	if topic != store.All {
		data["Topic"] = lowered(t.topicName(topic))
	}
	c := &t.Facts.Contact
	if stop {
		if topic == store.All {
			data["Topics"] = t.topicNames(c.Following())
		}
		t.do(store.SetOptOut{Topic: topic, Out: true})
		t.optOut(topic, true)
		if topic == store.All && c.Consents[store.Broadcast] != "" {
			t.agree(store.Broadcast, false)
		}
		t.say("push.stop", data)
		return false
	}
	switch {
	case topic != store.All && c.OptOut[store.All]:
		t.say("push.all", nil)
		return false
	case topic == store.All && len(c.Following()) > 0: // nothing is stopped: she wants to see it, or to change it
		t.subscribe(nil, "")
		return true
	case topic == store.All && len(c.Topics) > 0:
		t.allow(store.All)
		t.agree(store.Broadcast, true)
		data["Topics"] = t.topicNames(c.Following())
		t.say("push.start", data)
		return false
	case topic != store.All && t.askedFor(topic):
		t.allow(topic)
		t.say("push.start", data)
		return false
	case topic == store.All:
		if c.OptOut[store.All] {
			t.allow(store.All)
		}
		t.subscribe(nil, "")
	default:
		t.subscribe([]string{topic}, "")
	}
	return true
}

// askedFor reports whether she has asked, and agreed, to be told of a topic.
func (t *Turn) askedFor(topic string) bool {
	c := t.Facts.Contact
	for _, has := range c.Topics {
		if store.TopicOf(has) == topic && c.Consents[store.Broadcast] != "" {
			return true
		}
	}
	return false
}

// allow takes a stop back.
func (t *Turn) allow(topic string) {
	t.do(store.SetOptOut{Topic: topic, Out: false})
	t.optOut(topic, false)
}

// optOut notes a stop for the rest of this turn: the menu that follows tells it.
func (t *Turn) optOut(topic string, out bool) {
	now := maps.Clone(t.Facts.Contact.OptOut)
	if now == nil || !out && topic == store.All {
		now = map[string]bool{}
	}
	if delete(now, topic); out {
		now[topic] = true
	}
	t.Facts.Contact.OptOut = now
}

// lowered begins a label as it stands within a sentence: "Dana PEM" is "dana PEM".
func lowered(label string) string {
	r, size := utf8.DecodeRuneInString(label)
	return string(unicode.ToLower(r)) + label[size:]
}
