package whatsapptest

import (
	"fmt"

	"go.mau.fi/whatsmeow/types"
)

// take handles one node of a client. Nothing in here waits for a client, so the lock is held all the way.
func (s *Server) take(c *conn, n *node) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.device == nil {
		s.takeLink(c, *n)
		return
	}
	switch n.Tag {
	case "iq":
		s.query(c, *n)
	case "message":
		s.message(c, *n)
	case "receipt":
		s.receipt(c, *n)
	case "ack":
		c.device.acknowledged(text(n.Attrs["class"]), text(n.Attrs["id"]), jid(n.Attrs["to"]))
	case "chatstate":
		s.chatstate(c, *n)
	case "presence":
		s.presence(c, *n)
	case "call":
		s.callAnswer(c, *n)
	}
	s.touch()
}

// takeLink handles what a device says before it is linked.
func (s *Server) takeLink(c *conn, n node) {
	if c.link == nil || n.Tag != "iq" {
		return
	}
	if _, signed := n.GetOptionalChildByTag("pair-device-sign"); signed && c.link.device != nil {
		s.signedBack(c)
		return
	}
	if kind := text(n.Attrs["type"]); kind != "set" && kind != "get" {
		return // an answer to ours
	}
	if reg, ok := n.GetOptionalChildByTag("link_code_companion_reg"); ok {
		if answer := s.companion(c, reg); answer != nil {
			c.send(result(n, answer...))
			return
		}
	}
	c.send(result(n))
}

// query answers a request. Clients stall for more than a minute on one that stays without an answer, so what is not known gets an empty one.
func (s *Server) query(c *conn, n node) {
	kind := text(n.Attrs["type"])
	if kind != "get" && kind != "set" {
		return // an answer to ours
	}
	switch space := text(n.Attrs["xmlns"]); space + " " + kind {
	case "encrypt get":
		s.keysGet(c, n)
	case "encrypt set":
		s.keysSet(c, n)
	case "usync get":
		c.send(result(n, s.usync(c, n)))
	case "privacy get":
		c.send(result(n, node{Tag: "privacy", Content: []node{{Tag: "category", Attrs: attrs{"name": "readreceipts", "value": "all"}}}}))
	case "privacy set": // a token for somebody, so that she may be written to
		c.device.account.note(Entry{Kind: "token", Device: c.device.id})
		c.send(result(n))
	case "w:m set":
		c.send(result(n, mediaHosts()))
	case "w:g2 get", "w:g2 set":
		s.groupQuery(c, n)
	case "blocklist get":
		c.send(result(n, node{Tag: "list", Attrs: attrs{"dhash": "0"}}))
	case "md set":
		c.send(result(n))
		if out, ok := n.GetOptionalChildByTag("remove-companion-device"); ok {
			if d := c.device.account.device(jid(out.Attrs["jid"]).Device); d != nil && d.id != 0 {
				d.account.unlink(d)
			}
		}
	default: // pings, presence of push, properties, digests, tokens and all else
		c.send(result(n))
	}
}

// result answers a request with these children.
func result(of node, children ...node) node {
	n := node{Tag: "iq", Attrs: attrs{"type": "result", "id": of.Attrs["id"], "from": types.ServerJID}}
	if to := jid(of.Attrs["to"]); !to.IsEmpty() {
		n.Attrs["from"] = to
	}
	if len(children) > 0 {
		n.Content = children
	}
	return n
}

// refuse answers a request with an error.
func refuse(of node, code int, why string) node {
	n := result(of, node{Tag: "error", Attrs: attrs{"code": fmt.Sprint(code), "text": why}})
	n.Attrs["type"] = "error"
	return n
}
