package flows

import (
	"lopo/locales"
	"lopo/store"
)

// Notice is an announcement as it is read: what staff wrote, then who says it, how to check it, and in a chat of one's own how to stop it.
func Notice(words *locales.Words, a store.Announcement, group bool) string {
	data := map[string]any{"Ref": a.Ref, "Office": a.Office, "Topic": a.Topic, "Group": group, "Fix": a.Fixes != 0}
	if !a.Expires.IsZero() {
		data["Until"] = words.DateTime(a.Expires)
	}
	head := ""
	if a.Fixes != 0 {
		data["Old"] = a.Corrects()
		head = words.Text("announcement.fix", data) + "\n\n"
	}
	return head + a.Text(words.Text("announcement.foot", data))
}
