package whatsapptest

import (
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// message takes a message from a client and passes it on. The text is encrypted once for each device that shall read it:
//
//	<message id type to><participants><to jid><enc/></to>…</participants>…       to a person, and to the sender's own other devices
//	<message id type to=group>the same for those who lack the key, <enc type=skmsg/></message>
//	<message id type to=newsletter><plaintext/></message>                         to all who follow, in the clear: newsletter.go
//	<message id type to><enc/></message>                                          to one device: a retry, or to one's own phone
//
// The sender is told at once: <ack class=message id from=to t [error]>. What the receivers do is told later, by receipts.
func (s *Server) message(c *conn, n node) {
	from, id, to := c.device, text(n.Attrs["id"]), jid(n.Attrs["to"])
	a := from.account
	code := s.refusal(a, to)
	if code == 0 {
		a.note(Entry{Kind: "sent", Device: from.id, ID: id, Peer: to, Detail: text(n.Attrs["type"])})
		s.route(from, n, to)
	} else {
		a.note(Entry{Kind: "refused", Device: from.id, ID: id, Peer: to, Detail: strconv.Itoa(code)})
	}
	ack := node{Tag: "ack", Attrs: attrs{"class": "message", "id": id, "from": n.Attrs["to"], "t": now()}}
	if code != 0 {
		ack.Attrs["error"] = code
	}
	switch f := &a.faults; {
	case spend(&f.cutAcks):
		c.cut()
	case spend(&f.loseAcks):
	case f.holdAcks:
		f.held = append(f.held, func() { c.send(ack) })
	default:
		c.send(ack)
	}
}

// refusal is why a message is not taken, 0 if it is.
func (s *Server) refusal(a *Account, to types.JID) int {
	if code := a.faults.refusal(); code != 0 {
		return code
	}
	switch to.Server {
	case types.GroupServer:
		return s.groupRefusal(a, to)
	case types.NewsletterServer:
		return s.newsletterRefusal(a, to)
	}
	return 0
}

func (s *Server) route(from *device, n node, to types.JID) {
	switch to.Server {
	case types.GroupServer:
		s.routeGroup(from, n, to)
		return
	case types.NewsletterServer:
		s.routeNewsletter(n, to)
		return
	}
	participants, many := n.GetOptionalChildByTag("participants")
	if !many {
		if d := s.deviceOf(to); d != nil {
			s.deliver(from, d, n, to, n.GetChildrenByTag("enc"))
		}
		return
	}
	for _, p := range participants.GetChildrenByTag("to") {
		at := jid(p.Attrs["jid"])
		if d := s.deviceOf(at); d != nil && d != from {
			s.deliver(from, d, n, at, p.GetChildrenByTag("enc"))
		}
	}
}

// deviceOf is the device an address names, nil if there is none.
func (s *Server) deviceOf(j types.JID) *device {
	if a := s.find(j); a != nil {
		return a.device(j.Device)
	}
	return nil
}

// deliver gives a message to one device, which was addressed as at.
func (s *Server) deliver(from, to *device, n node, at types.JID, enc []node) {
	if !to.used {
		return
	}
	out := node{Tag: "message", Attrs: s.envelope(from, n)}
	if to.account == from.account {
		s.ownCopy(from, n, at, out.Attrs)
	} else {
		out.Attrs["from"] = s.appear(from, at.Server, out.Attrs, "sender_")
	}
	out.Content = append(s.spoil(to, enc), inside(n)...)
	s.hand(to, out)
}

// envelope is what every receiver of a message sees of it.
func (s *Server) envelope(from *device, n node) attrs {
	out := attrs{"id": n.Attrs["id"], "type": n.Attrs["type"], "t": now(), "notify": from.account.name}
	if t := n.Attrs["t"]; t != nil { // of a retry: the first time
		out["t"] = t
	}
	for _, name := range []string{"edit", "category"} {
		if v := n.Attrs[name]; v != nil {
			out[name] = v
		}
	}
	return out
}

// ownCopy is what the sender's other devices see: who it went to.
func (s *Server) ownCopy(from *device, n node, at types.JID, out attrs) {
	out["from"] = from.jid(at.Server)
	if text(n.Attrs["category"]) == "peer" {
		return
	}
	out["recipient"] = jid(n.Attrs["to"]).ToNonAD()
	if r := n.Attrs["recipient"]; r != nil { // a retry
		out["recipient"] = r
	}
	if pn := n.Attrs["peer_recipient_pn"]; pn != nil {
		out["peer_recipient_pn"] = pn
	}
}

// appear is the sender's address as her account shows itself to one who was addressed by this kind of name; beside it stands her other name,
// under a prefix, if she shows it.
func (s *Server) appear(from *device, server string, out attrs, prefix string) types.JID {
	a := from.account
	switch a.shown {
	case ByPhone:
		out[prefix+"lid"] = a.LIDJID()
		return from.jid(types.DefaultUserServer)
	case OnlyPN:
		return from.jid(types.DefaultUserServer)
	case OnlyLID:
		return from.jid(types.HiddenUserServer)
	}
	if server == types.DefaultUserServer {
		out[prefix+"lid"] = a.LIDJID()
	} else {
		out[prefix+"pn"] = a.JID()
	}
	return from.jid(server)
}

// inside is what travels beside the ciphertexts: who vouches for a device that begins a conversation, and marks of the message.
func inside(n node) (parts []node) {
	for _, child := range n.GetChildren() {
		switch child.Tag {
		case "device-identity", "meta", "reporting", "biz":
			parts = append(parts, child)
		}
	}
	return parts
}

// spoil changes a byte in the middle of a ciphertext, if the receiver has that coming.
func (s *Server) spoil(to *device, enc []node) []node {
	out := append([]node{}, enc...)
	for i, e := range out {
		b, ok := e.Content.([]byte)
		if ok && len(b) > 20 && spend(&to.account.faults.corrupt) {
			b = append([]byte{}, b...)
			b[len(b)-12] ^= 0x55
			out[i].Content = b
		}
	}
	return out
}

// hand puts a message into a device's queue.
func (s *Server) hand(to *device, n node) {
	copies := 1
	if spend(&to.account.faults.twice) {
		copies = 2
	}
	for range copies {
		to.push(n)
		to.account.note(Entry{Kind: "message", Device: to.id, ID: text(n.Attrs["id"]), Peer: jid(n.Attrs["from"]), Detail: text(n.Attrs["type"])})
	}
}
