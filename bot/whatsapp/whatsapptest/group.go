package whatsapptest

import (
	"fmt"
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// Group is a group of accounts. In a group in LID mode members know each other by LID, in one in PN mode by number.
type Group struct {
	ID       string
	s        *Server
	subject  string
	lid      bool
	announce bool // only admins may write
	silent   bool // see Silent
	created  int64
	version  int
	members  []*member // the first created it
}

type member struct {
	account *Account
	admin   bool
}

// Mode is how the members of a group are called.
type Mode string

const (
	LIDMode Mode = "lid"
	PNMode  Mode = "pn"
)

// Group creates a group; the owner is its admin. Everybody but the owner is told.
func (s *Server) Group(subject string, mode Mode, owner *Account, others ...*Account) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	g := &Group{ID: fmt.Sprint(120_363_000_000_000_000 + int64(s.serial)), s: s, subject: subject, lid: mode == LIDMode, created: now(),
		members: []*member{{owner, true}}}
	for _, a := range others {
		g.members = append(g.members, &member{a, false})
	}
	s.groups[g.ID] = g
	for _, m := range g.members[1:] {
		g.tell(m.account, owner, node{Tag: "create", Attrs: attrs{"type": "new", "reason": "invite"}, Content: []node{g.describe(m.account)}})
	}
	return g
}

// JID is the group's address.
func (g *Group) JID() types.JID { return types.NewJID(g.ID, types.GroupServer) }

// Add lets somebody in, by the owner's hand: she gets the whole group, the others her name.
func (g *Group) Add(a *Account) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if g.member(a) != nil {
		return
	}
	g.members = append(g.members, &member{a, false})
	g.version++
	g.tell(a, g.owner(), node{Tag: "create", Attrs: attrs{"type": "new", "reason": "invite"}, Content: []node{g.describe(a)}})
	for _, m := range g.others(a) {
		g.tell(m.account, g.owner(), node{Tag: "add", Attrs: attrs{"v_id": g.v()}, Content: []node{g.participant(a, false)}})
	}
}

// Remove puts somebody out, by the owner's hand; she and the others are told.
func (g *Group) Remove(a *Account) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.remove(a, g.owner())
}

func (g *Group) remove(a, by *Account) {
	if g.member(a) == nil {
		return
	}
	g.version++
	for _, m := range g.members {
		g.tell(m.account, by, node{Tag: "remove", Attrs: attrs{"v_id": g.v()}, Content: []node{g.participant(a, false)}})
	}
	g.members = slices.DeleteFunc(g.members, func(m *member) bool { return m.account == a })
}

// Announce lets only admins write, or everybody again.
func (g *Group) Announce(only bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.announce = only
	g.version++
	tag := "announcement"
	if !only {
		tag = "not_announcement"
	}
	for _, m := range g.members {
		g.tell(m.account, g.owner(), node{Tag: tag, Attrs: attrs{"v_id": g.v()}})
	}
}

// Promote makes a member an admin.
func (g *Group) Promote(a *Account) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if m := g.member(a); m != nil {
		m.admin = true
		for _, other := range g.members {
			g.tell(other.account, g.owner(), node{Tag: "promote", Attrs: attrs{"v_id": g.v()}, Content: []node{g.participant(a, true)}})
		}
	}
}

// Rename gives the group another name, by the owner's hand.
func (g *Group) Rename(subject string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.subject = subject
	for _, m := range g.members {
		g.tell(m.account, g.owner(), node{Tag: "subject", Attrs: attrs{"subject": subject, "s_t": now()}})
	}
}

// Silent ends, or begins again, that members are told of what happens in the group: the server keeps such news for a while only, and a device that
// was away for longer gets none.
func (g *Group) Silent(is bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.silent = is
}

// Members are the accounts in the group.
func (g *Group) Members() (all []*Account) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for _, m := range g.members {
		all = append(all, m.account)
	}
	return all
}

func (g *Group) owner() *Account { return g.members[0].account }

func (g *Group) v() string { return fmt.Sprint(1000 + g.version) }

func (g *Group) server() string {
	if g.lid {
		return types.HiddenUserServer
	}
	return types.DefaultUserServer
}

func (g *Group) mode() string {
	if g.lid {
		return string(LIDMode)
	}
	return string(PNMode)
}

func (g *Group) member(a *Account) *member {
	for _, m := range g.members {
		if m.account == a {
			return m
		}
	}
	return nil
}

func (g *Group) others(a *Account) (rest []*member) {
	for _, m := range g.members {
		if m.account != a {
			rest = append(rest, m)
		}
	}
	return rest
}

// tell sends one account a notification about the group.
func (g *Group) tell(to, by *Account, what node) {
	out := attrs{"type": "w:gp2", "from": g.JID(), "id": g.s.id(""), "t": now(), "notify": by.name, "addressing_mode": g.mode()}
	out["participant"] = g.who(by.devices[0], out).ToNonAD()
	if g.silent {
		return
	}
	for _, d := range to.devices {
		d.push(node{Tag: "notification", Attrs: out, Content: []node{what}})
	}
	to.note(Entry{Kind: "group", ID: g.ID, Peer: g.JID(), Detail: what.Tag})
}

// who is a member's address in the group; beside it stands her other name, if she shows it.
func (g *Group) who(d *device, out attrs) types.JID {
	a := d.account
	if g.lid {
		if a.shown != OnlyLID {
			out["participant_pn"] = a.JID()
		}
	} else if a.shown != OnlyPN {
		out["participant_lid"] = a.LIDJID()
	}
	return d.jid(g.server())
}

func (g *Group) participant(a *Account, admin bool) node {
	p := node{Tag: "participant", Attrs: attrs{"jid": a.LIDJID()}}
	if !g.lid {
		p.Attrs["jid"], p.Attrs["lid"] = a.JID(), a.LIDJID()
	} else if a.shown != OnlyLID {
		p.Attrs["phone_number"] = a.JID()
	}
	if admin {
		p.Attrs["type"] = "admin"
	}
	return p
}

func (g *Group) describe(to *Account) node {
	n := node{Tag: "group", Attrs: attrs{"id": g.ID, "subject": g.subject, "creation": g.created, "s_t": g.created, "size": len(g.members),
		"addressing_mode": g.mode(), "p_v_id": g.v(), "creator": g.owner().devices[0].jid(g.server())}}
	var children []node
	for _, m := range g.members {
		children = append(children, g.participant(m.account, m.admin))
	}
	if g.announce {
		children = append(children, node{Tag: "announcement"})
	}
	n.Content = children
	return n
}

// HoldGroups leaves the question which groups an account is in without an answer, as a server does that is busy.
func (s *Server) HoldGroups(is bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holdGroups = is
}

// groupQuery answers what clients ask of groups: one, all they are in, and to leave.
func (s *Server) groupQuery(c *conn, n node) {
	a := c.device.account
	if _, all := n.GetOptionalChildByTag("participating"); all {
		a.note(Entry{Kind: "groups"})
		if s.holdGroups {
			return
		}
		var groups []node
		for _, id := range s.groupIDs() {
			if g := s.groups[id]; g.member(a) != nil {
				groups = append(groups, g.describe(a))
			}
		}
		c.send(result(n, node{Tag: "groups", Content: groups}))
		return
	}
	if leave, ok := n.GetOptionalChildByTag("leave", "group"); ok {
		if g := s.groups[jid(leave.Attrs["id"]).User]; g != nil {
			g.remove(a, a)
		}
		c.send(result(n, node{Tag: "leave"}))
		return
	}
	g := s.groups[jid(n.Attrs["to"]).User]
	switch _, query := n.GetOptionalChildByTag("query"); {
	case g == nil:
		c.send(refuse(n, 404, "item-not-found"))
	case g.member(a) == nil:
		c.send(refuse(n, 403, "forbidden"))
	case query:
		c.send(result(n, g.describe(a)))
	default:
		c.send(result(n))
	}
}

func (s *Server) groupIDs() (ids []string) {
	for id := range s.groups {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// groupRefusal is why an account may not write to a group, 0 if it may. 420 is this server's choice: what the real one answers is not known.
func (s *Server) groupRefusal(a *Account, to types.JID) int {
	g := s.groups[to.User]
	if g == nil {
		return 404
	}
	m := g.member(a)
	if m == nil {
		return 403
	}
	if g.announce && !m.admin {
		return 420
	}
	return 0
}

// routeGroup passes a message to every device in the group: the key it was told in its own ciphertext, if it was told one, and the text, which
// is one ciphertext for all. A retry goes to the device that asked.
func (s *Server) routeGroup(from *device, n node, to types.JID) {
	g := s.groups[to.User]
	deliver := func(d *device, enc []node) {
		if !d.used {
			return
		}
		out := s.envelope(from, n)
		out["from"], out["addressing_mode"] = to, g.mode()
		out["participant"] = g.who(from, out)
		s.hand(d, node{Tag: "message", Attrs: out, Content: append(s.spoil(d, enc), inside(n)...)})
	}
	shared := n.GetChildrenByTag("enc")
	if only := jid(n.Attrs["participant"]); !only.IsEmpty() {
		if d := s.deviceOf(only); d != nil {
			deliver(d, shared)
		}
		return
	}
	own := map[*device][]node{}
	participants, _ := n.GetOptionalChildByTag("participants")
	for _, p := range participants.GetChildrenByTag("to") {
		if d := s.deviceOf(jid(p.Attrs["jid"])); d != nil {
			own[d] = p.GetChildrenByTag("enc")
		}
	}
	for _, m := range g.members {
		for _, d := range m.account.devices {
			if d != from {
				deliver(d, append(slices.Clone(own[d]), shared...))
			}
		}
	}
}
