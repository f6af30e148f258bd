package flows

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"lopo/store"
)

// A member of staff makes a private chat her own with "petugas-k7qf-9d2m", written or carried by a deep link. The hyphen keeps it apart from
// "petugas kapan…", a question.
var staffWord = regexp.MustCompile(`^petugas\s*[-–—]\s*(.+)$`)

// staffCode is the one-time code of staff that a message holds; "" when it holds none.
func staffCode(m store.Message) string {
	if m.Kind != store.Text || m.Group {
		return ""
	}
	for _, text := range [...]string{m.Start, m.Text} {
		text = strings.TrimSpace(text)
		if len(text) < len("petugas") || !strings.EqualFold(text[:len("petugas")], "petugas") { // as nearly every message
			continue
		}
		if parts := staffWord.FindStringSubmatch(strings.ToLower(text)); parts != nil {
			return store.ReadCode(strings.NewReplacer("–", "-", "—", "-").Replace(parts[1]))
		}
	}
	return ""
}

// linkStaff answers a one-time code of staff. What is open stays open.
func (t *Turn) linkStaff(code string) {
	switch c := t.Facts.Code; {
	case c == nil || c.Name == "":
		t.say("staff.wrong", nil)
	case c.Valid:
		t.do(store.LinkStaff{Name: c.Name})
		data := map[string]any{"Name": c.Name, "Role": t.word("role."+string(c.Staff.Role), nil), "Scope": c.Staff.Scope, "Until": "",
			"Alerts": c.Staff.Role == store.Admin || c.Staff.Role == store.Operator}
		if !c.Staff.Until.IsZero() {
			data["Until"] = t.words.DateTime(c.Staff.Until)
		}
		t.say("staff.linked", data)
	case c.Locked:
		t.say("staff.locked", nil)
	default:
		t.do(store.MissCode{Number: store.CodeNumber(code)})
		t.say("staff.wrong", nil)
	}
	t.still()
}

// accountNews are the texts in which staff are told how the account behind a channel is doing.
var accountNews = map[string]string{
	"up": "staff.up", "connecting": "staff.connecting", "limited": "staff.limited", "banned": "staff.banned", "unlinked": "staff.unlinked", "replaced": "staff.replaced",
	"outdated": "staff.outdated", "shut": "staff.shut", "warned": "staff.warned",
}

// account tells a member of staff how the account behind a channel is doing: "limited#<until, ms>#<held or empty>#<why>".
func (t *Turn) account() {
	part := strings.SplitN(t.Message.Start, "#", 4)
	key := accountNews[part[0]]
	if key == "" || len(part) < 4 {
		return
	}
	data := map[string]any{"Account": t.Message.Of, "Why": part[3], "Until": "", "Held": part[2]}
	if ms, _ := strconv.ParseInt(part[1], 10, 64); ms > 0 {
		data["Until"] = t.words.DateTime(time.UnixMilli(ms))
	}
	t.say(key, data)
}

// groupNews are the texts in which staff are told what has become of a group.
var groupNews = map[string]string{string(store.GroupMuted): "staff.group_muted", string(store.GroupLeft): "staff.group_left"}

// groupLost tells a member of staff that notices do not get into a group any more: "<state>#<kind>#<kelurahan>#<name>".
func (t *Turn) groupLost() {
	part := strings.SplitN(t.Message.Start, "#", 4)
	if len(part) < 4 || groupNews[part[0]] == "" {
		return
	}
	t.say(groupNews[part[0]], map[string]any{"Group": t.Message.Of, "Name": part[3], "Kind": t.word("group.kind."+part[1], nil), "Kelurahan": part[2]})
}

// ticketWaits reminds a member of staff of a question that waits for her: "<working hours>#<context>#<kelurahan>".
func (t *Turn) ticketWaits() {
	part := strings.SplitN(t.Message.Start, "#", 3)
	if len(part) < 3 {
		return
	}
	data := map[string]any{"Number": t.Message.Of, "Hours": part[0], "Kelurahan": part[2]}
	if part[1] == "danger" {
		t.say("staff.danger", data)
		return
	}
	t.say("staff.waits", data)
}
