package flows

import (
	"regexp"
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// In a group the bot answers only what is said to it, and never with a form or with anything of a person: there is one way, to the private chat.
// A coordinator makes a group one in which notices are posted, by a one-time code of staff; being taken into a group binds nothing.

// groupWord is a code in a group: "grup-k7qf-9d2m", alone or behind a command or a name.
var groupWord = regexp.MustCompile(`^(?:/\w+\s+)?(?:@\w+\s+)*grup\s*[-–—]\s*(\S+(?:[ -]\S+)?)$`)

// groupCode is the one-time code for groups that a message holds; "" when it holds none.
func groupCode(m store.Message) string {
	if m.Kind != store.Text {
		return ""
	}
	for _, text := range [...]string{m.Start, m.Text} {
		text = strings.TrimSpace(text)
		if len(text) < len("grup-")+store.CodeLength || len(text) > 80 || !dashed(text) { // as nearly every message
			continue
		}
		if parts := groupWord.FindStringSubmatch(strings.ToLower(text)); parts != nil {
			return store.ReadCode(strings.NewReplacer("–", "-", "—", "-").Replace(parts[1]))
		}
	}
	return ""
}

// dashed reports whether a text has a dash in it, of whatever length a keyboard made it.
func dashed(text string) bool {
	return strings.IndexByte(text, '-') >= 0 || strings.Contains(text, "–") || strings.Contains(text, "—")
}

// group handles all that happens in a group.
func (t *Turn) group() {
	m := t.Message
	if m.Was != "" {
		t.do(store.MoveGroup{Was: m.Was})
	}
	switch code := groupCode(m); {
	case m.Kind == store.Blocked:
		t.do(store.SetGroup{State: store.GroupLeft})
	case m.Kind == store.Muted:
		t.do(store.SetGroup{State: store.GroupMuted})
	case m.Kind == store.Returned:
		t.do(store.SetGroup{State: store.GroupBound}) // where we could not write; to a group that we were taken out of, only a code leads back
	case code != "":
		t.bindGroup(code)
	case !m.Called:
	default:
		t.groupWord()
	}
}

func (t *Turn) bindGroup(code string) {
	t.want(store.Need{Group: t.Message.Sender, GroupCode: code})
	switch c := t.Facts.GroupCode; {
	case c == nil || c.Locked:
		t.say("group.locked", nil)
	case !c.Valid:
		t.do(store.MissGroup{Code: code, Sender: t.Message.Sender})
		t.say("group.wrong", nil)
	default:
		t.do(store.BindGroup{Code: code, Sender: t.Message.Sender})
		data := t.facts("nama_layanan", "nama_dinas")
		data["Kelurahan"], data["Kind"] = c.Kelurahan, t.word("group.kind."+string(c.Kind), nil)
		t.say("group.bound", data)
	}
}

// groupWord answers what is said to us. Who bound the group may end it with BERHENTI; nobody else's word counts for all.
func (t *Turn) groupWord() {
	cmd, _ := nlu.ReadCommand(unnamed(t.Message.Text))
	t.want(store.Need{Group: t.Message.Sender})
	g := t.Facts.Group
	bound := g != nil && (g.State == store.GroupBound || g.State == store.GroupMuted)
	switch {
	case cmd.Name == "stop" && bound && g.Mine:
		t.do(store.SetGroup{State: store.GroupUnbound})
		t.say("group.ended", nil)
		return
	case t.talkedEnough():
		return
	case cmd.Name == "stop" && bound:
		t.say("group.stop", nil)
		return
	case bound && (cmd.Name == "help" || cmd.Name == "privacy"):
		t.say("group.about", map[string]any{"Kelurahan": g.Kelurahan})
	}
	t.private = true
	t.say("engine.group", nil)
}

// talkedEnough reports whether the bot has been called so often that it is silent for a while. Many people in a group may play with it, and so may
// another machine that answers whoever answers it; each answer is read by all. Who bound the group can end it meanwhile.
func (t *Turn) talkedEnough() bool {
	echo, now := &t.s.Echo, t.Facts.Now
	switch {
	case now.Before(echo.Mute):
		return true
	case now.Sub(echo.Since) > echoWithin:
		*echo = store.Echo{Count: 1, Since: now}
		return false
	}
	if echo.Count++; echo.Count < echoMost {
		return false
	}
	echo.Mute = now.Add(echoMute)
	t.do(store.Flag{Why: "echo", Until: echo.Mute})
	return true
}

// unnamed is a text without the names by which somebody is called in it.
func unnamed(text string) string {
	words := strings.Fields(text)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return strings.HasPrefix(w, "@") }), " ")
}
