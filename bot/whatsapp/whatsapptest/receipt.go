package whatsapptest

import (
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// receipt takes what a device says of a message it got, and tells the sender. A device confirms by it that it has the message: without a type
// (shown to the sender as two ticks), "inactive" (the device is not looking: one tick), "sender" (a copy of one's own), "peer_msg", or
// "retry" (it has it but cannot read it). "read" and "played" come later and confirm nothing.
func (s *Server) receipt(c *conn, n node) {
	reader, id, kind, to := c.device, text(n.Attrs["id"]), text(n.Attrs["type"]), jid(n.Attrs["to"])
	c.send(node{Tag: "ack", Attrs: attrs{"class": "receipt", "id": id, "from": n.Attrs["to"], "type": kind}})
	switch kind {
	case "", "inactive", "sender", "peer_msg":
		reader.confirm("message", id, to)
	case "retry":
		reader.confirmRetry(id, to)
	}
	reader.account.note(Entry{Kind: "receipt sent", Device: reader.id, ID: id, Peer: to, Detail: kind})
	author := s.deviceOf(to)
	if to.Server == types.GroupServer {
		author = s.deviceOf(jid(n.Attrs["participant"]))
	}
	switch kind {
	case "sender", "peer_msg", "hist_sync", "read-self", "played-self", "server-error":
		return
	}
	if author == nil {
		return
	}
	out := node{Tag: "receipt", Attrs: attrs{"id": id, "t": now()}, Content: n.Content}
	if kind != "" {
		out.Attrs["type"] = kind
	}
	server := to.Server
	if kind == "retry" && spend(&reader.account.faults.otherForm) {
		server = other(server)
	}
	if to.Server == types.GroupServer {
		out.Attrs["from"], out.Attrs["participant"] = to, reader.jid(jid(n.Attrs["participant"]).Server)
	} else {
		out.Attrs["from"] = reader.jid(server)
	}
	if author.account == reader.account {
		out.Attrs["recipient"] = n.Attrs["recipient"]
	}
	for _, d := range author.account.devices {
		if d != reader && (kind != "retry" || d == author) {
			d.push(out)
		}
	}
	s.noteReceipts(author.account, n, reader, kind)
}

// noteReceipts writes one line for each message that the receipt is about.
func (s *Server) noteReceipts(a *Account, n node, reader *device, kind string) {
	ids := []string{text(n.Attrs["id"])}
	if list, ok := n.GetOptionalChildByTag("list"); ok {
		for _, item := range list.GetChildrenByTag("item") {
			ids = append(ids, text(item.Attrs["id"]))
		}
	}
	if kind == "" {
		kind = "delivered"
	}
	for _, id := range ids {
		a.note(Entry{Kind: "receipt", ID: id, Peer: reader.jid(types.HiddenUserServer), Detail: kind})
	}
}

// chatstate passes on who types; only from those who are seen as online.
func (s *Server) chatstate(c *conn, n node) {
	if !c.available {
		return
	}
	to := jid(n.Attrs["to"])
	if to.Server == types.GroupServer {
		g := s.groups[to.User]
		if g == nil {
			return
		}
		for _, m := range g.others(c.device.account) {
			s.typing(c.device, m.account, node{Tag: "chatstate", Attrs: attrs{"from": to, "participant": c.device.jid(g.server()).ToNonAD()}, Content: n.Content})
		}
		return
	}
	if a := s.find(to); a != nil {
		out := attrs{}
		from := s.appear(c.device, to.Server, out, "sender_")
		out["from"] = from.ToNonAD()
		s.typing(c.device, a, node{Tag: "chatstate", Attrs: out, Content: n.Content})
	}
}

func (s *Server) typing(from *device, to *Account, n node) {
	for _, d := range to.devices {
		if d.conn != nil {
			d.conn.send(n)
		}
	}
	if state := n.GetChildren(); len(state) > 0 {
		to.note(Entry{Kind: "typing", Peer: from.jid(types.HiddenUserServer), Detail: state[0].Tag})
	}
}

// presence notes who wants to be seen as online, and by which name.
func (s *Server) presence(c *conn, n node) {
	a := c.device.account
	switch kind := text(n.Attrs["type"]); kind {
	case "available", "unavailable", "":
		c.available = kind != "unavailable"
		if name := text(n.Attrs["name"]); name != "" {
			a.name = name
		}
		a.note(Entry{Kind: "presence", Device: c.device.id, Detail: kind})
	}
}

// Call rings at another account. It returns the call's id.
func (a *Account) Call(to *Account) string {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	id := a.s.id("CALL")
	out := attrs{}
	from := a.s.appear(a.devices[0], types.HiddenUserServer, out, "caller_").ToNonAD()
	for _, d := range to.devices {
		d.push(node{Tag: "call", Attrs: attrs{"from": from, "id": a.s.id(""), "t": now(), "platform": "android", "version": "2.26.1"},
			Content: []node{{Tag: "offer", Attrs: merge(out, attrs{"call-id": id, "call-creator": from}), Content: []node{{Tag: "audio", Attrs: attrs{"enc": "opus"}}}}}})
	}
	to.note(Entry{Kind: "call", ID: id, Peer: a.LIDJID(), Detail: "offer"})
	return id
}

func merge(a, b attrs) attrs {
	for k, v := range b {
		a[k] = v
	}
	return a
}

// callAnswer tells the caller what became of a call.
func (s *Server) callAnswer(c *conn, n node) {
	c.send(node{Tag: "ack", Attrs: attrs{"class": "call", "id": n.Attrs["id"], "from": n.Attrs["to"]}})
	caller := s.find(jid(n.Attrs["to"]))
	children := n.GetChildren()
	if caller == nil || len(children) == 0 {
		return
	}
	caller.note(Entry{Kind: "call", ID: text(children[0].Attrs["call-id"]), Peer: c.device.jid(types.HiddenUserServer), Detail: children[0].Tag})
	for _, d := range slices.Clone(caller.devices) {
		d.push(node{Tag: "call", Attrs: attrs{"from": c.device.jid(types.HiddenUserServer).ToNonAD(), "id": s.id(""), "t": now()}, Content: children})
	}
}
