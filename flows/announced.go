package flows

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lopo/store"
)

// announced tells a member of staff what has become of an announcement: it is to be looked at, somebody has decided about it, its attachment did not
// come, it was paused by the program, or it is done.
func (t *Turn) announced() {
	what, detail, _ := strings.Cut(t.Message.Start, "#")
	data := map[string]any{"Ref": t.Message.Of}
	if what != "done" && !t.want(store.Need{Notice: t.Message.Of}) {
		return
	}
	a := t.Facts.Notice
	switch {
	case what == "done":
		numbers := append(strings.Split(detail, "#"), make([]string, 5)...)
		for i, name := range []string{"Planned", "Sent", "Failed", "Skipped", "Unsure"} {
			data[name] = numbers[i]
		}
		t.say("announcement.done", data)
	case a == nil:
	case what == "preview" || what == "approve":
		t.present(what, detail, *a)
	case what == "aside":
		t.say("announce.aside", data)
	case what == "nofile":
		t.lacksFile(detail, *a)
		return
	case what == "decided":
		key := "announcement.returned"
		if a.Stage == store.StageApproved {
			key = "announcement.approved"
		}
		data["By"], data["Why"], _ = strings.Cut(detail, "#")
		data["Code"], data["At"] = a.Confirmation(0), ""
		if a.SendAt.After(t.Facts.Now) {
			data["At"] = t.words.DateTime(a.SendAt)
		}
		t.say(key, data)
	case what == "paused":
		data["Code"] = a.Confirmation(0)
		if detail == store.PausedLate {
			t.say("announcement.late", data)
			break
		}
		data["Why"] = t.word("announcement."+detail, nil)
		t.say("announcement.paused", data)
		if detail == store.PausedMany {
			t.crowd(a)
		}
	}
	t.still()
}

// present shows an announcement as residents will read it, with its file, and behind it what it comes to and how it goes on. What its author is shown
// is its test. What has moved on or was changed since it was counted is not shown: it is counted anew.
func (t *Turn) present(what, detail string, a store.Announcement) {
	code, counted, _ := strings.Cut(detail, "#")
	var f store.Forecast
	if json.Unmarshal([]byte(counted), &f) != nil || code != a.Confirmation(0) {
		return
	}
	test := store.Step{Act: store.ActTest, By: a.Author}
	switch _, err := a.Take(test, t.Facts.Now); {
	case what == "approve" && a.Stage != store.StageSubmitted, what == "preview" && err != nil:
		return
	case what == "preview" && a.Stage == store.StageDraft:
		t.do(store.StepNotice{Ref: a.Ref, Step: test})
	}
	t.shown = append(t.shown, store.Outgoing{Key: key(t.s.Of, t.Message.ID, "text"), To: t.s.Of, Media: a.Media,
		Text: t.word("announce.test", nil) + "\n\n" + Notice(t.e.words, a, false)})
	data := map[string]any{"Ref": a.Ref, "Code": code, "By": a.Author, "Planned": f.Planned, "Groups": f.Groups, "At": "", "End": ""}
	if a.SendAt.After(t.Facts.Now) {
		data["At"] = t.words.DateTime(a.SendAt)
	}
	if end := f.End(); !end.IsZero() {
		data["End"] = t.words.DateTime(end)
	}
	data["Channels"], data["Out"] = t.perChannel(f), t.leftOut(f)
	t.say("announce.counted", data)
	if a.SendAt.After(t.Facts.Now) {
		t.sayQuiet(a.SendAt)
	}
	t.crowd(&a)
	if what == "preview" && f.Planned == 0 && a.Fixes == 0 { // a correction changes what is still to go out too
		t.say("announce.nobody", data)
		return
	}
	t.say("announce."+what, data)
}

// perChannel writes how many each channel brings it to, where there are several.
func (t *Turn) perChannel(f store.Forecast) string {
	if len(f.Channels) < 2 {
		return ""
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(f.Channels)) {
		lines = append(lines, "- "+t.word("announce.channel", map[string]any{"Name": t.channelName(name), "N": f.Channels[name], "End": t.words.DateTime(f.Ends[name])}))
	}
	return strings.Join(lines, "\n")
}

// leftOut writes how many of the audience do not get it and why, the most frequent reason first.
func (t *Turn) leftOut(f store.Forecast) string {
	reasons := slices.SortedFunc(maps.Keys(f.Excluded), func(a, b string) int {
		if f.Excluded[a] != f.Excluded[b] {
			return f.Excluded[b] - f.Excluded[a]
		}
		return strings.Compare(a, b)
	})
	var list []string
	for _, why := range reasons {
		list = append(list, fmt.Sprintf("%d %s", f.Excluded[why], t.word("announce.out."+why, nil)))
	}
	return strings.Join(list, ", ")
}

// lacksFile says why the attachment that she sent is none, and asks for another where no question is open; else it names the word that asks.
func (t *Turn) lacksFile(detail string, a store.Announcement) {
	if !t.want(store.Need{Staff: true}) || t.Facts.Staff == nil || a.Stage != store.StageDraft {
		return
	}
	why, said, _ := strings.Cut(detail, "#")
	t.say("announce.nofile."+why, map[string]any{"Ref": a.Ref, "Why": said})
	if t.busy() {
		t.say("announce.nofile.later", map[string]any{"Ref": a.Ref})
		t.still()
		return
	}
	t.rewrite(a, false)
	t.s.Pushed = true
}
