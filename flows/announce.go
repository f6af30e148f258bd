package flows

import "strings"

// announced tells a member of staff what has become of an announcement: it was paused by the program, or it is done.
func (t *Turn) announced() {
	what, detail, _ := strings.Cut(t.Message.Start, "#")
	data := map[string]any{"Ref": t.Message.Of}
	switch what {
	case "paused":
		if detail == "late" {
			t.say("announcement.late", data)
			return
		}
		data["Why"] = t.e.words.Text("announcement."+detail, nil)
		t.say("announcement.paused", data)
	case "done":
		numbers := append(strings.Split(detail, "#"), make([]string, 5)...)
		for i, name := range []string{"Planned", "Sent", "Failed", "Skipped", "Unsure"} {
			data[name] = numbers[i]
		}
		t.say("announcement.done", data)
	}
}
