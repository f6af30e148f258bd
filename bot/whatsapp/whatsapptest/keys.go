package whatsapptest

import (
	"slices"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// Clients leave keys with the server, so that others can begin a conversation while they are away: an identity, a key signed by it, and
// many keys to be used once.

// fewKeys is when a device is told to bring more.
const fewKeys = 5

func publicHalf(k *keys.PreKey) signedKey {
	return signedKey{uint32Bytes(k.KeyID)[1:], k.Pub[:], k.Signature[:]}
}

// keysSet keeps a device's keys.
func (s *Server) keysSet(c *conn, n node) {
	d := c.device
	for _, child := range n.GetChildren() {
		b, _ := child.Content.([]byte)
		switch child.Tag {
		case "registration":
			d.reg = b
		case "identity":
			d.identity = b
		case "skey":
			d.signed = signedKey{content(child, "id"), content(child, "value"), content(child, "signature")}
		case "list":
			for _, key := range child.GetChildren() {
				d.leave(oneTimeKey{content(key, "id"), content(key, "value")})
			}
		}
	}
	d.account.note(Entry{Kind: "keys", Device: d.id})
	c.send(result(n))
}

// leave adds a key unless it is there.
func (d *device) leave(key oneTimeKey) {
	if !slices.ContainsFunc(d.oneTime, func(k oneTimeKey) bool { return string(k.id) == string(key.id) }) {
		d.oneTime = append(d.oneTime, key)
	}
}

// keysGet counts a device's own keys, or hands out bundles of others.
func (s *Server) keysGet(c *conn, n node) {
	if _, ok := n.GetOptionalChildByTag("count"); ok {
		c.send(result(n, node{Tag: "count", Attrs: attrs{"value": len(c.device.oneTime)}}))
		return
	}
	ask, ok := n.GetOptionalChildByTag("key")
	if !ok { // what the server has of one's own keys
		d := c.device
		c.send(result(n, node{Tag: "digest", Content: []node{{Tag: "registration", Content: d.reg}, {Tag: "identity", Content: d.identity}}}))
		return
	}
	var users []node
	for _, user := range ask.GetChildrenByTag("user") {
		users = append(users, s.bundle(jid(user.Attrs["jid"])))
	}
	c.send(result(n, node{Tag: "list", Content: users}))
}

// bundle is what a conversation with a device begins with. Each one-time key is handed out once; when they are gone it goes without.
func (s *Server) bundle(j types.JID) node {
	user := node{Tag: "user", Attrs: attrs{"jid": j}}
	var d *device
	if a := s.find(j); a != nil && !a.faults.keyless {
		d = a.device(j.Device)
	}
	if d == nil {
		user.Content = []node{{Tag: "error", Attrs: attrs{"code": "404", "text": "item-not-found"}}}
		return user
	}
	user.Attrs["t"] = now()
	parts := []node{
		{Tag: "registration", Content: d.reg},
		{Tag: "type", Content: []byte{ecc.DjbType}},
		{Tag: "identity", Content: d.identity},
		{Tag: "skey", Content: []node{{Tag: "id", Content: d.signed.id}, {Tag: "value", Content: d.signed.value}, {Tag: "signature", Content: d.signed.signature}}},
	}
	if len(d.oneTime) > 0 {
		key := d.oneTime[0]
		d.oneTime = d.oneTime[1:]
		parts = append(parts, node{Tag: "key", Content: []node{{Tag: "id", Content: key.id}, {Tag: "value", Content: key.value}}})
		if len(d.oneTime) == fewKeys-1 {
			d.push(node{Tag: "notification", Attrs: attrs{"type": "encrypt", "from": types.ServerJID, "id": s.id(""), "t": now()},
				Content: []node{{Tag: "count", Attrs: attrs{"value": len(d.oneTime)}}}})
		}
	}
	user.Content = parts
	return user
}
