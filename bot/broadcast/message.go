package broadcast

import (
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

// message is what one recipient is sent.
func (b *Broadcast) message(c *sqlite.Claimed) store.Outgoing {
	return store.Outgoing{Key: c.Key(c.Of.Ref), To: c.To, Text: Text(b.Words, c.Of, c.Group), Media: c.Of.Media, Priority: store.Bulk, Paced: true, Due: c.Due,
		Tries: c.Tries - 1} // the one in hand has not failed yet
}

// Text is an announcement as it is read: what staff wrote, then who says it, how to check it, and in a chat of one's own how to stop it.
func Text(words *locales.Words, a store.Announcement, group bool) string {
	data := map[string]any{"Ref": a.Ref, "Office": a.Office, "Topic": a.Topic, "Group": group, "Fix": a.Fixes != 0}
	if !a.Expires.IsZero() {
		data["Until"] = locales.DateTime(a.Expires)
	}
	head := ""
	if a.Fixes != 0 {
		data["Old"] = a.Corrects()
		head = words.Text("announcement.fix", data) + "\n\n"
	}
	return head + a.Text(words.Text("announcement.foot", data))
}
