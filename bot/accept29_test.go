package bot_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/store"
)

// steps are the places in the form at which everything is tried, by how many messages lead there.
var steps = map[int]string{1: "menu", 2: "training", 3: "card", 4: "consent", 5: "birth date", 6: "name", 7: "gender", 8: "kelurahan", 9: "education",
	10: "work", 11: "phone", 12: "nik", 13: "review"}

// applied is the count of applications on a card; those of this test make it grow.
var applied = regexp.MustCompile(`Pendaftar sampai sekarang: \d+`)

// Everything that is not text has a defined answer, or a defined silence, at every step; the step is never lost: the right answer after it
// is taken as if nothing had been.
func TestAccept29NotText(t *testing.T) {
	kinds := map[store.Kind]bool{store.Image: true, store.Video: true, store.Voice: true, store.Sticker: true, store.Document: true, store.Poll: true,
		store.Unknown: true, store.Card: true, store.Location: true, store.Edited: false, store.Deleted: false, store.Reaction: false, store.Parked: false}
	clean := bottest.Start(t, bottest.With(bottest.Sewing()))
	lines := bottest.Maria(0).Lines()
	var want []string // what is heard when nothing odd happens
	for r, i := clean.OnTelegram(7, "Warga"), 0; i < len(lines); i++ {
		want = append(want, r.Say(lines[i]))
	}
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	n := 0
	for lead, step := range steps {
		for kind, answered := range kinds {
			t.Run(step+"/"+string(kind), func(t *testing.T) {
				n++
				r := h.OnTelegram(int64(5000+n), "Warga")
				r.Talk(lines[:lead]...)
				m := store.Message{ID: fmt.Sprint("odd", n), From: r.Of, Kind: kind, At: h.Now()}
				switch kind {
				case store.Location:
					m.Lat, m.Lon = -8.5, 125.5 // far from any kelurahan of the city
				case store.Edited, store.Deleted:
					m.Of, m.Text = "1", "ganti" // something long ago
				case store.Image:
					m.Text = "ini foto saya" // a caption
				case store.Parked:
					m.Text = `{"update_id":1}`
				}
				h.Must(h.Bot.Desk.Deliver(h.Ctx, m))
				h.Settle()
				if got := r.News(); (got != "") != answered {
					t.Errorf("she hears %q", got)
				}
				got := r.Say(lines[lead])
				if step == "review" { // she is the same person every time
					got, want[lead] = "", ""
				}
				if applied.ReplaceAllString(got, "") != applied.ReplaceAllString(want[lead], "") {
					t.Errorf("the step was lost: %q, want %q", got, want[lead])
				}
			})
		}
	}
	if c := h.Tally(); c.Registrations != 1 || c.Waiting != 0 || c.Dead != len(steps) { // parked ones are kept for staff
		t.Errorf("%+v", c)
	}
}

// What the platform really sends of such things is understood as such, and is answered once for an album.
func TestAccept29OnTelegram(t *testing.T) {
	h := bottest.Start(t)
	stranger := h.OnTelegram(9, "Yanto")
	stranger.Person.Sticker()
	h.Settle()
	if got := stranger.News(); !strings.Contains(got, "1. ") {
		t.Errorf("a sticker as the first word is answered with %q", got)
	}
	r := h.OnTelegram(7, "Maria Nale")
	r.Say("halo")
	for name, send := range map[string]func(){
		"photo": func() { r.Person.Photo("") }, "album": func() { r.Person.Album(4, "rumah") }, "voice": func() { r.Person.Voice() }, "video": func() { r.Person.Video() },
		"animation": func() { r.Person.Animation() }, "sticker": func() { r.Person.Sticker() }, "poll": func() { r.Person.Poll() }, "dice": func() { r.Person.Dice() },
		"document": func() { r.Person.Document("ktp.pdf", "") }, "contact": func() { r.Person.ShareContact() }, "location": func() { r.Person.Location(-10.17, 123.6) },
	} {
		t.Run(name, func(t *testing.T) {
			h.Clock.Move(10 * time.Minute) // as a person, not as a machine
			before := len(r.All())
			send()
			h.Settle()
			if n := len(r.All()) - before; n != 1 {
				t.Errorf("%d answers: %q", n, r.News())
			}
		})
	}
	before := len(r.All())
	r.Person.Pin()
	h.Settle()
	if len(r.All()) != before {
		t.Error("a notice of the chat is answered")
	}
}

// A place in the kelurahan step offers the nearest; editing the last answer corrects it.
func TestAccept29LocationAndEdit(t *testing.T) {
	a := bottest.Maria(0)
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	r := h.OnTelegram(7, "Maria Nale")
	r.Talk(a.Form()[:8]...)
	r.Person.Location(-10.1718, 123.6075)
	h.Settle()
	if got := r.News(); !strings.Contains(got, "1. ") {
		t.Errorf("a place in the city is answered with %q", got)
	}
	r.Say("1")
	r.Say(a.Education)
	r.Say("1")
	r.Say("081211112222")
	h.Must(r.Person.Edit("081233334444"))
	h.Settle()
	if got := r.News(); !strings.Contains(got, "081233334444") {
		t.Errorf("an edit of the last answer: %q", got)
	}
	r.Talk(a.NIK, "ya")
	rows := h.Registrations()
	if len(rows) != 1 || rows[0].Applicant.Phone != "+6281233334444" || rows[0].Applicant.Kelurahan == "" {
		t.Errorf("%+v", rows)
	}
	// Whoever blocks the bot and comes back is greeted.
	r.Person.Block()
	h.Settle()
	r.News()
	r.Person.Unblock()
	h.Settle()
	if got := r.News(); got == "" {
		t.Error("back again, and no word")
	}
}
