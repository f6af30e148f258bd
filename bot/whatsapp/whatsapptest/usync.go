package whatsapptest

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// usync tells what is asked of accounts: are they on WhatsApp, by which names, with which devices.
func (s *Server) usync(c *conn, n node) node {
	ask, _ := n.GetOptionalChildByTag("usync")
	query, _ := ask.GetOptionalChildByTag("query")
	list, _ := ask.GetOptionalChildByTag("list")
	var users []node
	for _, user := range list.GetChildrenByTag("user") {
		users = append(users, s.usyncUser(c, query, user))
	}
	return node{Tag: "usync", Attrs: attrs{"sid": ask.Attrs["sid"], "mode": ask.Attrs["mode"], "context": ask.Attrs["context"]},
		Content: []node{{Tag: "result"}, {Tag: "list", Content: users}}}
}

func (s *Server) usyncUser(c *conn, query, user node) node {
	asked, typed := jid(user.Attrs["jid"]), content(user, "contact")
	if asked.IsEmpty() {
		number, _, _ := strings.Cut(string(typed), "@")
		asked = types.NewJID(digits(number), types.DefaultUserServer)
	}
	a := s.find(asked)
	out := node{Tag: "user", Attrs: attrs{"jid": asked}}
	var children []node
	for _, q := range query.GetChildren() {
		switch {
		case q.Tag == "contact":
			in := node{Tag: "contact", Attrs: attrs{"type": "out"}, Content: typed}
			if a != nil {
				in.Attrs["type"] = "in"
				if text(q.Attrs["addressing_mode"]) == "lid" {
					out.Attrs["jid"], out.Attrs["pn_jid"] = a.LIDJID(), a.JID()
				}
			}
			children = append(children, in)
		case a == nil:
		case q.Tag == "devices":
			children = append(children, a.deviceList())
			a.watched[c.device.account] = true
		case q.Tag == "lid":
			if asked.Server == types.HiddenUserServer {
				continue // that is known
			}
			children = append(children, node{Tag: "lid", Attrs: attrs{"val": a.LIDJID()}})
		default: // business, status, picture, disappearing_mode: nobody has any
			children = append(children, node{Tag: q.Tag})
		}
	}
	out.Content = children
	return out
}

func (a *Account) deviceList() node {
	var devices []node
	for _, d := range a.devices {
		item := node{Tag: "device", Attrs: attrs{"id": d.id0()}}
		if d.id != 0 {
			item.Attrs["key-index"] = d.keyIndex
		}
		devices = append(devices, item)
	}
	return node{Tag: "devices", Content: []node{{Tag: "device-list", Content: devices}}}
}

// id0 is the number as a wire value: the encoder knows no uint16.
func (d *device) id0() int { return int(d.id) }

// devicesChanged tells those who know an account's devices that there is one more or less. They ask again when they write next.
func (a *Account) devicesChanged(how string, d *device) {
	for _, watcher := range a.watchers() {
		if watcher == a {
			for _, own := range a.devices {
				if own != d {
					own.push(a.ownDevices())
				}
			}
			continue
		}
		for _, to := range watcher.devices {
			to.push(a.devicesNote(how, d, types.HiddenUserServer))
			if a.shown != OnlyLID {
				to.push(a.devicesNote(how, d, types.DefaultUserServer))
			}
		}
	}
}

// devicesNote says it of one of the account's two names: clients keep a list for each.
func (a *Account) devicesNote(how string, d *device, server string) node {
	return node{Tag: "notification", Attrs: attrs{"type": "devices", "from": d.jid(server).ToNonAD(), "id": a.s.id(""), "t": now()},
		Content: []node{{Tag: how, Attrs: attrs{"device_hash": a.hash(server)},
			Content: []node{{Tag: "device", Attrs: attrs{"jid": d.jid(server), "key-index": d.keyIndex}}}}}}
}

func (a *Account) watchers() (all []*Account) {
	all = append(all, a)
	for w := range a.watched {
		if w != a {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(x, y *Account) int { return strings.Compare(x.Phone, y.Phone) })
	return all
}

func (a *Account) ownDevices() node {
	var devices []node
	for _, d := range a.devices {
		devices = append(devices, node{Tag: "device", Attrs: attrs{"jid": d.jid(types.DefaultUserServer), "key-index": d.keyIndex}})
	}
	return node{Tag: "notification", Attrs: attrs{"type": "account_sync", "from": a.JID(), "id": a.s.id(""), "t": now()},
		Content: []node{{Tag: "devices", Attrs: attrs{"dhash": a.hash(types.DefaultUserServer)}, Content: devices}}}
}

// hash is the short form of a list of devices, by which clients see whether theirs is the same.
func (a *Account) hash(server string) string {
	var names []string
	for _, d := range a.devices {
		names = append(names, d.jid(server).ADString())
	}
	slices.Sort(names)
	sum := sha256.Sum256([]byte(strings.Join(names, "")))
	return "2:" + base64.RawStdEncoding.EncodeToString(sum[:6])
}
