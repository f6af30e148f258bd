package whatsapptest

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
)

// greet reads what a client says of itself: a device that is not linked yet, or one that is.
func (s *Server) greet(c *conn, payload *waWa6.ClientPayload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if data := payload.GetDevicePairingData(); data != nil && payload.Username == nil {
		s.startLink(c, data)
		return
	}
	a := s.accounts[strconv.FormatUint(payload.GetUsername(), 10)]
	if a == nil {
		c.last(Failure{Reason: 401}.node())
		return
	}
	d := a.device(uint16(payload.GetDevice()))
	if d == nil || d.noise != c.noise {
		a.note(Entry{Kind: "refused", Device: uint16(payload.GetDevice()), Detail: "401"})
		c.last(Failure{Reason: 401}.node())
		return
	}
	if f, ok := a.faults.failure(); ok {
		a.note(Entry{Kind: "refused", Device: d.id, Detail: strconv.Itoa(f.Reason)})
		c.last(f.node())
		return
	}
	v := payload.GetUserAgent().GetAppVersion()
	s.login(c, d, fmt.Sprintf("%d.%d.%d", v.GetPrimary(), v.GetSecondary(), v.GetTertiary()))
}

// login welcomes a device, which says it is this version of WhatsApp Web: success first, then all that waited for it, between a preview and a count.
func (s *Server) login(c *conn, d *device, version string) {
	if old := d.conn; old != nil {
		old.device = nil
		old.last(replaced())
	}
	c.device, d.conn = d, c
	lid := d.jid(types.HiddenUserServer)
	c.send(node{Tag: "success", Attrs: attrs{"t": now(), "lid": lid, "props": "27", "location": "frc"}})
	counts := map[string]int{}
	for _, p := range d.queue {
		counts[p.node.Tag]++
	}
	c.send(node{Tag: "ib", Attrs: attrs{"from": types.ServerJID}, Content: []node{{Tag: "offline_preview", Attrs: attrs{
		"count": len(d.queue), "message": counts["message"], "receipt": counts["receipt"], "notification": counts["notification"],
		"call": counts["call"], "appdata": 0,
	}}}})
	for _, p := range d.queue {
		late := node{Tag: p.node.Tag, Attrs: attrs{"offline": "0"}, Content: p.node.Content}
		for k, v := range p.node.Attrs {
			late.Attrs[k] = v
		}
		c.send(late)
	}
	c.send(node{Tag: "ib", Attrs: attrs{"from": types.ServerJID}, Content: []node{{Tag: "offline", Attrs: attrs{"count": len(d.queue)}}}})
	d.account.note(Entry{Kind: "connected", Device: d.id, Detail: version})
}

// parcel is a stanza on its way to a device. It stays until the device confirms it, and comes again at each login.
type parcel struct {
	node node
}

// push gives a stanza to a device, now or when it comes. The lock is held.
func (d *device) push(n node) {
	if !d.used {
		return // nobody ever was this device: a phone that only exists to link others
	}
	d.queue = append(d.queue, &parcel{node: n})
	if d.conn != nil {
		d.conn.send(n)
	}
}

// confirm takes a stanza out of the queue: the oldest of this kind and id, from this chat if it can be told.
func (d *device) confirm(tag, id string, from types.JID) bool {
	i := slices.IndexFunc(d.queue, func(p *parcel) bool {
		return p.node.Tag == tag && text(p.node.Attrs["id"]) == id && jid(p.node.Attrs["from"]).ToNonAD() == from.ToNonAD()
	})
	if i < 0 {
		i = slices.IndexFunc(d.queue, func(p *parcel) bool { return p.node.Tag == tag && text(p.node.Attrs["id"]) == id })
	}
	if i < 0 {
		return false
	}
	d.queue = slices.Delete(d.queue, i, i+1)
	d.account.s.touch()
	return true
}

// confirmRetry is confirm for a message that the device cannot read and asks for again. Clients also acknowledge it by a node of its own: that
// must not take the second copy, which has the same id and may be on its way already.
func (d *device) confirmRetry(id string, from types.JID) {
	if d.asked == nil {
		d.asked = map[string]int{}
	}
	d.asked[id]++
	d.confirm("message", id, from)
}

// acknowledged takes the node by which a client says that it has a stanza.
func (d *device) acknowledged(tag, id string, from types.JID) {
	if tag == "message" && d.asked[id] > 0 {
		d.asked[id]--
		return
	}
	d.confirm(tag, id, from)
}

// text, jid, number and content read what a client sent, which may be of another kind or not be there.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case types.JID:
		return v.String()
	}
	return ""
}

func jid(v any) types.JID {
	switch v := v.(type) {
	case types.JID:
		return v
	case string:
		if j, err := types.ParseJID(v); err == nil {
			return j
		}
	}
	return types.EmptyJID
}

func content(n node, tag string) []byte {
	for _, child := range n.GetChildren() {
		if child.Tag == tag {
			if b, ok := child.Content.([]byte); ok {
				return b
			}
		}
	}
	return nil
}

func uint32Bytes(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
