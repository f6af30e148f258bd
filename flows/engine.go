package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
)

// Engine decides. It holds nothing that changes and is safe for many goroutines.
type Engine struct {
	words    *locales.Words // of the house; a resident may have asked for others
	flows    map[string]*Flow
	consents map[string][]string // versions of the texts that are agreed to, by purpose, one for each language
}

// Outcome is what a decision brings about.
type Outcome struct {
	Session store.Session
	Replies []store.Outgoing
	Effects []store.Effect
	Need    store.Need // facts that the decision lacked: read them too (Tx.More) and Take again; what came out is not to be carried out
}

// Erases reports whether the chat is to be forgotten.
func (o Outcome) Erases() bool {
	for _, e := range o.Effects {
		if _, ok := e.(store.Erase); ok {
			return true
		}
	}
	return false
}

// New makes an engine of flows and words. It fails when a flow cannot work: a step without words, two of the same name.
func New(words *locales.Words, list ...*Flow) (*Engine, error) {
	e := &Engine{words: words, flows: map[string]*Flow{}, consents: map[string][]string{}}
	for _, lang := range locales.Languages {
		for purpose := range consentTexts {
			e.consents[purpose] = append(e.consents[purpose], consentVersion(words.In(lang), purpose))
		}
	}
	for _, f := range list {
		if e.flows[f.Name] != nil {
			return nil, fmt.Errorf("two flows are called %q", f.Name)
		}
		e.flows[f.Name] = f
		if err := e.lint(f); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// lint finds what would strand a resident.
func (e *Engine) lint(f *Flow) error {
	seen := map[string]bool{}
	for _, s := range f.Steps {
		if s.Name == "" || seen[s.Name] {
			return fmt.Errorf("flow %s: step %q is there twice or has no name", f.Name, s.Name)
		}
		seen[s.Name] = true
		if s.As == nil && !e.words.Has(f.Name+"."+s.Name+".ask") {
			return fmt.Errorf("flow %s: step %s has no words %s.%s.ask", f.Name, s.Name, f.Name, s.Name)
		}
		if s.Options == nil && s.Accept == nil && s.As == nil {
			return fmt.Errorf("flow %s: step %s takes no answer", f.Name, s.Name)
		}
		if s.Slot == "" && s.Then == nil {
			return fmt.Errorf("flow %s: step %s is never done", f.Name, s.Name)
		}
	}
	return nil
}

// Needs says which facts the next decision wants beyond the usual: at the review, and before an answer of a sent application is changed,
// whether the same person applies already.
func (e *Engine) Needs(s store.Session, m store.Message) store.Need {
	switch code := staffCode(m); {
	case m.Kind == store.Event:
	case code != "":
		return store.Need{Code: code}
	case s.Flow == "training" && s.Step == reviewStep:
		a := applicant(s.Slots)
		return store.Need{Applicant: &a, Batch: id(s.Slots["batch"])}
	case s.Flow == "change" && s.Step == "sure":
		a := amendment(s.Slots)
		return store.Need{Amend: &a}
	case s.Flow == "menu":
		return store.Need{Consents: true} // she may choose to see her data
	}
	return store.Need{Consents: asksForData(m)}
}

// asksForData reports whether a message is DATA SAYA. Most are not, and show it at a glance.
func asksForData(m store.Message) bool {
	text := strings.ToLower(m.Text)
	if m.Kind != store.Text && m.Kind != store.Tap || !strings.Contains(text, "dat") && !strings.Contains(text, "dta") && !strings.Contains(text, "pro") {
		return false
	}
	cmd, _ := nlu.ReadCommand(m.Text)
	return cmd.Name == "my_data"
}

// Take decides about one message.
func (e *Engine) Take(s store.Session, f store.Facts, m store.Message) Outcome {
	t := newTurn(e, s, f, m)
	switch {
	case m.Group:
		t.group()
	case m.Kind == store.Event:
		t.event()
	case m.Kind == store.Blocked:
		t.do(store.SetBlocked{Blocked: true})
	case m.Kind == store.Reaction || m.Kind == store.Deleted || m.Kind == store.Parked || m.Kind == store.Muted:
		// a defined silence
	case m.Kind == store.Hand:
		t.s.Hand = f.Now
	case m.Kind == store.Garbled || m.Kind == store.Call:
		t.unread()
	case staffCode(m) != "":
		t.linkStaff(staffCode(m))
	case linkCode(s, m) != "":
		t.link(linkCode(s, m))
	case groupCode(m) != "":
		t.say("group.alone", nil)
		t.still()
	case !t.publishes() && t.notice(readNotice(m)):
	default:
		t.resident()
	}
	out := t.outcome()
	out.Need = t.need
	t.end()
	return out
}

// Sorry is the answer, in the language of the chat, when a message could not be handled.
func (e *Engine) Sorry(of store.Address, lang, message string) store.Outgoing {
	return store.Outgoing{Key: key(of, message, "sorry"), To: of, Text: e.words.In(lang).Text("engine.sorry", nil)}
}

// Moment is the answer while the sessions are out of reach. The message it is about is answered later.
func (e *Engine) Moment(of store.Address, lang, message string) store.Outgoing {
	return store.Outgoing{Key: key(of, message, "moment"), To: of, Text: e.words.In(lang).Text("engine.moment", nil)}
}

// consentTexts are where the texts stand that are agreed to before anything personal is asked, by purpose.
var consentTexts = map[string]string{"training": "training.consent", "pem": "interest.consent"}

// consentVersion names the text of a language that is agreed to for a purpose.
func consentVersion(words *locales.Words, purpose string) string {
	return version(words, consentTexts[purpose]+".ask", consentTexts[purpose]+".full")
}

// version names a text by its content, so that a changed text is a new version without anybody having to remember it.
func version(words *locales.Words, keys ...string) string {
	h := sha256.New()
	for _, k := range keys {
		h.Write([]byte(words.Text(k, map[string]any{})))
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

func key(of store.Address, message, n string) string {
	return of.Channel + ":" + of.Chat + "/" + message + "/" + n
}

func id(value string) int64 {
	n, _ := strconv.ParseInt(value, 10, 64) // a slot that is no id finds nothing
	return n
}
