package flows

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

// Announce leads a member of staff to an announcement: what about, for where, its text, a picture or a PDF. All else stands as most want it, and
// with the answers in one summary, where its number changes it: who gets it, when it goes out, how long it is good. Then it is shown to her as
// residents will read it, with whom it goes to. With the slot "ref" it changes an announcement that is not out yet; with "copy" it begins with the
// words of another.
var Announce = &Flow{Name: "announce", Version: 2, Steps: []Step{
	{Name: "topic", Slot: "topic", Options: fixed("announce.topic", store.Topics...), Show: noticeLine("topic", saidTopic)},
	{Name: "kelurahan", Slot: "kelurahan", Options: noticePlaces, Accept: noticePlace, Why: "kelurahan", Show: showNoticePlace},
	{Name: "text", Slot: "text", Accept: noticeText, Any: true, Why: "notice", Show: noticeLine("text", saidText)},
	{Name: "file", Slot: "file", Accept: noticeFile, Zero: true, Show: noticeLine("file", saidFile)},
	{Name: "to", Slot: "to", Options: noticeTo, Then: noticeToPicked, Show: noticeLine("to", saidTo)},
	{Name: "batch", Slot: "batch", When: toBatch, Options: noticeBatches},
	{Name: "status", Slot: "status", When: toBatch, Options: fixed("announce.status", "all", "open", "waiting", "offered", "accepted", "finished")},
	{Name: "when", Slot: "when", Options: fixed("announce.when", "now"), Accept: text(noticeMoment), Why: "moment", Then: noticeTimed, Show: noticeLine("when", saidTime("when"))},
	{Name: "until", Slot: "until", Options: fixed("announce.until", "none"), Accept: text(noticeUntil), Why: "moment", Show: noticeLine("until", saidTime("until"))},
	{Name: reviewStep, Words: true, Options: fixed("announce.review", "ya", "ubah"), Accept: noticeReview, With: reviewData, Then: noticeReviewed},
}}

const (
	noticeLeast = 10   // characters of a text
	noticeMost  = 1200 // so many fit into one message with head and foot, and are read
)

// Values of the slots of an announcement beside those that the options name.
const (
	asIs     = "as"   // as it is in the announcement that is changed: what a chat has no question for
	noFile   = "none" // no attachment
	sentFile = "@"    // before the name by which the channel finds what she sent
	district = "kec:" // before a kecamatan, as a place
)

// noticeStatuses are the applications that are meant by a status of a batch.
var noticeStatuses = map[string][]store.Status{"open": {store.Submitted, store.Checked}, "waiting": {store.Waiting}, "offered": {store.Offered},
	"accepted": {store.Accepted}, "finished": {store.Finished}}

// compose begins an announcement.
func (t *Turn) compose() {
	s := t.Facts.Staff
	if why := s.May(store.ToAnnounce, s.Scope, t.Facts.Now); why != store.Allowed {
		t.refuseNotice(store.ToAnnounce, s.Scope, why)
		return
	}
	t.enter("announce", map[string]string{"scope": s.Scope, "to": "both", "when": "now", "until": "none"})
	if s.Scope != "" {
		t.s.Slots["kelurahan"] = s.Scope
	}
	t.ask()
}

// noticePlaces are the kelurahan, each kecamatan as a whole, and the whole city.
func noticePlaces(t *Turn, open string) []store.Choice {
	list := byKecamatan(t, open)
	if open == "" {
		return append(list, store.Choice{Value: cityAlone, Label: t.word("announce.kelurahan.all", nil)})
	}
	whole := store.Choice{Value: district + open, Label: t.word("announce.kelurahan.whole", map[string]any{"Name": open})}
	return append([]store.Choice{whole}, list...)
}

// wholes are the words that mean all of a kecamatan. "Kec. Oebobo" alone opens its list, since a kelurahan may have the same name.
var wholes = []string{"seluruh kecamatan ", "seluruh kec. ", "seluruh kec ", "semua kecamatan ", "se-kecamatan ", "sekecamatan ", "satu kecamatan ", "all of kecamatan "}

func noticePlace(t *Turn, in nlu.Input) nlu.Reading {
	said := strings.ToLower(strings.Join(strings.Fields(in.Text), " ")) + " "
	for _, word := range wholes {
		if name, ok := strings.CutPrefix(said, word); ok {
			for _, k := range t.Facts.City.Kecamatan() {
				if strings.EqualFold(strings.TrimSpace(name), k) {
					return nlu.Reading{Value: district + k}
				}
			}
		}
	}
	return kelurahan(t, in)
}

// noticeText reads the words of an announcement. A picture with words under it brings both; one without is kept, and the words are asked for.
func noticeText(t *Turn, in nlu.Input) nlu.Reading {
	text := strings.TrimSpace(in.Text)
	file := sentAs(t, in)
	if file != "" {
		t.set("file", file)
	}
	switch n := utf8.RuneCountInString(text); {
	case file != "" && text == "":
		return nlu.Reading{Why: "file_first"}
	case file == "" && in.Kind != store.Text && in.Kind != store.Edited || text == "":
		return nlu.Reading{Why: "not_text"}
	case n < noticeLeast:
		return nlu.Reading{Why: "too_short"}
	case n > noticeMost:
		return nlu.Reading{Why: "too_long", Data: map[string]any{"Count": n}}
	}
	return nlu.Reading{Value: text}
}

// sentAs is the file that a message brings, as a slot holds it; "" when it brings none.
func sentAs(t *Turn, in nlu.Input) string {
	if (in.Kind == store.Image || in.Kind == store.Document) && t.Message.File != "" {
		return sentFile + t.Message.File
	}
	return ""
}

// noticeFile reads a picture or a document, or that there is none. What is in it is found out when it is fetched.
func noticeFile(t *Turn, in nlu.Input) nlu.Reading {
	if file := sentAs(t, in); file != "" {
		return nlu.Reading{Value: file}
	}
	if in.Kind == store.Text || in.Kind == store.Tap {
		said := nlu.Clean(in.Text)
		if nlu.Zero(in.Text) || strings.HasPrefix(said, "tanpa") || strings.HasPrefix(said, "no attachment") || nlu.YesNo(in).Value == "no" {
			return nlu.Reading{Value: noFile}
		}
	}
	return nlu.Reading{Why: "not_file"}
}

func noticeTo(t *Turn, _ string) []store.Choice {
	list := fixed("announce.to", "both", "groups", "people")(t, "")
	if len(t.Facts.Batches) > 0 {
		list = append(list, store.Choice{Value: "batch", Label: t.word("announce.to.batch", nil)})
	}
	return list
}

func noticeToPicked(t *Turn, _ string) {
	t.set("batch", "")
	t.set("status", "")
}

func toBatch(t *Turn) bool { return t.slot("to") == "batch" }

func noticeBatches(t *Turn, _ string) (list []store.Choice) {
	for _, b := range t.Facts.Batches {
		list = append(list, store.Choice{Value: b.Code, Label: t.batchName(b)})
	}
	return list
}

// noticeMoment reads when an announcement goes out: at a time, or as soon as it may.
func noticeMoment(in nlu.Input) nlu.Reading {
	switch nlu.Clean(in.Text) {
	case "sekarang", "segera", "langsung", "now", "at once":
		return nlu.Reading{Value: "now"}
	}
	return nlu.Moment(in)
}

// noticeUntil reads until when it is good: a time, or none.
func noticeUntil(in nlu.Input) nlu.Reading {
	if said := nlu.Clean(in.Text); strings.HasPrefix(said, "tanpa") || nlu.YesNo(in).Value == "no" {
		return nlu.Reading{Value: "none"}
	}
	return nlu.Deadline(in)
}

// noticeTimed says that phones do not ring at night.
func noticeTimed(t *Turn, value string) {
	if at := momentOf(value); !at.IsZero() {
		t.sayQuiet(at)
	}
}

// momentOf reads a moment as a slot holds it; zero: it holds none.
func momentOf(value string) time.Time {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return time.Time{}
	}
	return at
}

// sayQuiet says when what is planned for a moment outside the hours of announcements really goes out.
func (t *Turn) sayQuiet(at time.Time) {
	open, shut, _ := city.NoticeHours(t.Facts.City) // the program has read them before
	at = at.In(zone)
	since := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	if since >= open && since < shut {
		return
	}
	t.say("announce.quiet", map[string]any{"Open": clockOf(open), "Shut": clockOf(shut)})
}

// clockOf writes a time of the day: "07.00".
func clockOf(since time.Duration) string {
	return time.Time{}.Add(since).Format("15.04")
}

// noticeLine makes a Show of the name of a line of the summary and of how its answer is written.
func noticeLine(name string, write func(t *Turn, value string) string) func(*Turn, string) (string, string) {
	return func(t *Turn, value string) (label, said string) {
		if label = t.word("announce.line."+name, nil); value == asIs {
			said = t.word("announce.as", nil)
		} else if value != "" {
			said = write(t, value)
		}
		return label, said
	}
}

func saidTopic(t *Turn, value string) string { return t.word("announce.topic."+value, nil) }

// showNoticePlace hides the place from who answers for one kelurahan: it is hers.
func showNoticePlace(t *Turn, value string) (label, said string) {
	if t.slot("scope") != "" {
		return "", value
	}
	return noticeLine("place", saidPlace)(t, value)
}

func saidPlace(t *Turn, value string) string {
	if name, whole := strings.CutPrefix(value, district); whole {
		return t.word("announce.kelurahan.whole", map[string]any{"Name": name})
	}
	if value == cityAlone {
		return t.word("announce.kelurahan.all", nil)
	}
	return value
}

func saidText(_ *Turn, value string) string { return strings.TrimSuffix(firstWords(value), ".") }

func saidFile(t *Turn, value string) string {
	if value == noFile {
		return t.word("announce.file.nothing", nil)
	}
	return t.word("announce.file.sent", nil)
}

func saidTo(t *Turn, value string) string {
	if i := slices.IndexFunc(t.Facts.Batches, func(b store.Batch) bool { return b.Code == t.slot("batch") }); i >= 0 && value == "batch" && t.slot("status") != "" {
		return t.word("announce.to.of", map[string]any{"Batch": t.batchName(t.Facts.Batches[i]), "Status": t.word("announce.status."+t.slot("status"), nil)})
	}
	return t.word("announce.to."+value, nil)
}

func saidTime(slot string) func(*Turn, string) string {
	return func(t *Turn, value string) string {
		if at := momentOf(value); !at.IsZero() {
			return t.words.DateTime(at)
		}
		return t.word("announce."+slot+"."+value, nil)
	}
}

// noticeReview reads what the review reads, and a picture, which takes the place of what there was.
func noticeReview(t *Turn, in nlu.Input) nlu.Reading {
	if file := sentAs(t, in); file != "" {
		return nlu.Reading{Value: file}
	}
	return reviewWords(t, in)
}

func noticeReviewed(t *Turn, value string) {
	what, edit := strings.CutPrefix(value, "edit:")
	switch {
	case strings.HasPrefix(value, sentFile):
		t.set("file", value)
		t.say("announce.file.replaced", nil)
	case edit && t.flow().step(what) == nil:
		t.which()
	case edit:
		t.correctAt(t.flow().step(what))
	default:
		t.composed()
	}
}

// publishes reports that words are asked for that many will read. Whatever they say, a warning of those who withhold passports too, they are neither a
// cry for help nor a word about another announcement.
func (t *Turn) publishes() bool {
	return (t.s.Flow == "announce" || t.s.Flow == "fix") && t.s.Step == "text"
}
