package flows

import (
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

// myData says what is stored about this chat, masked: the screen may be seen by others (UU 27/2022 art. 32).
func (t *Turn) myData() {
	t.want(store.Need{Inquiries: true, Got: true})
	jobs, _ := t.jobFacts(store.JobNeed{Mine: true})
	if len(jobs.Applications)+len(jobs.Alerts)+len(t.Facts.Registrations)+len(t.Facts.Tickets)+len(t.Facts.Consents)+len(t.Facts.Inquiries) == 0 && t.Facts.Draft == nil && t.alone() {
		t.say("mydata.none", nil)
		return
	}
	t.say("mydata.title", nil)
	for _, v := range t.Facts.Registrations {
		t.say("mydata.registration", t.registrationData(v))
	}
	if d := t.Facts.Draft; d != nil {
		t.say("mydata.draft", draftData(t))
	}
	if n := len(t.Facts.Tickets); n > 0 {
		t.say("mydata.tickets", map[string]any{"Count": n})
	}
	for _, a := range jobs.Applications {
		t.say("minat.line", t.applicationData(a))
	}
	for _, a := range jobs.Alerts {
		t.say("alert.line", map[string]any{"What": t.alertWhat(a), "Stopped": false})
	}
	for _, q := range t.Facts.Inquiries {
		t.say("mydata.interest", t.inquiryData(q))
	}
	if t.Facts.Got > 0 {
		t.say("mydata.notices", map[string]any{"Count": t.Facts.Got, "Days": t.readerDays()})
	}
	t.myNews()
	for _, c := range t.Facts.Consents {
		t.say("mydata.consent", t.consentLine(c))
	}
	t.say("mydata.rights", nil)
}

// alone reports that nothing is kept of what she wants to hear, and of other chats of hers.
func (t *Turn) alone() bool {
	c := t.Facts.Contact
	return len(c.Topics) == 0 && len(c.OptOut) == 0 && len(t.Facts.Linked) == 0
}

// myNews says what she is told of, what she has stopped, and which chats are hers too.
func (t *Turn) myNews() {
	c := t.Facts.Contact
	if list := c.Following(); len(list) > 0 {
		t.say("mydata.news", map[string]any{"Topics": t.topicNames(list), "Kelurahan": c.Kelurahan, "Minor": c.Band == store.Minor})
	}
	if len(c.OptOut) > 0 {
		var stops []string
		for topic := range c.OptOut {
			if topic != store.All {
				stops = append(stops, lowered(t.topicName(topic)))
			}
		}
		slices.Sort(stops)
		if c.OptOut[store.All] {
			stops = []string{t.word("mydata.everything", nil)}
		}
		t.say("mydata.stopped", map[string]any{"Topics": strings.Join(stops, ", ")})
	}
	if len(t.Facts.Linked) > 0 {
		t.say("mydata.linked", map[string]any{"Channels": t.channels(t.Facts.Linked)})
	}
}

// consentLine says to what she agreed, when and where.
func (t *Turn) consentLine(c store.Consent) map[string]any {
	data := map[string]any{"Purpose": c.Purpose, "Given": "", "Channel": ""}
	if key := "purpose." + c.Purpose; t.e.words.Has(key) {
		data["Purpose"] = t.word(key, nil)
	}
	if !c.At.IsZero() {
		data["Given"] = t.words.DateTime(c.At)
	}
	if key := "channel." + c.Channel; t.e.words.Has(key) {
		data["Channel"] = t.word(key, nil)
	}
	return data
}

// registrationData are the answers of a sent application as they are shown to who sent it.
func (t *Turn) registrationData(v store.RegistrationView) map[string]any {
	a := v.Applicant
	data := t.statusData(v)
	data["Name"], data["Born"], data["Kelurahan"] = maskName(a.Name), t.words.Born(a.Born), a.Kelurahan
	data["Phone"], data["NIK"] = store.MaskPhone(a.Phone), ""
	if a.NIK != "" {
		data["NIK"] = store.MaskNIK(a.NIK)
	}
	data["Sent"] = t.words.DateTime(v.Sent)
	return data
}

// maskName keeps the first name and the first letters of the others.
func maskName(name string) string {
	words := strings.Fields(name)
	for i := 1; i < len(words); i++ {
		words[i] = string([]rune(words[i])[:1]) + "."
	}
	return strings.Join(words, " ")
}

// privacy says who asks for data, what for, who sees them and how to have them removed (UU 27/2022 art. 5).
func (t *Turn) privacy() {
	data := t.facts("nama_layanan", "nama_dinas", "masa_simpan", "petugas_data", "laman_privasi")
	data["Days"] = t.readerDays()
	t.say("privacy.text", data)
}

// readerDays is for how many days it is kept who got an announcement.
func (t *Turn) readerDays() int { return int(city.KeepReaders(t.Facts.City).Hours() / 24) }

// Erase removes all that is stored about this chat, after a yes in words.
var Erase = &Flow{Name: "erase", Version: 1, Steps: []Step{
	{Name: "sure", Options: fixed("erase", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true,
		With: func(t *Turn) map[string]any {
			return map[string]any{"Live": len(t.live()), "Linked": len(t.Facts.Linked), "Channels": t.channels(t.Facts.Linked)}
		},
		Then: func(t *Turn, value string) {
			if value != "yes" {
				t.leave()
				t.say("erase.kept", nil)
				t.home()
				return
			}
			linked := t.Facts.Linked
			t.forget()
			t.say("erase.done", map[string]any{"Linked": len(linked), "Channels": t.channels(linked)})
		}},
}}

// forget empties the turn of all that it knows, so that nothing of it is written again.
func (t *Turn) forget() {
	t.s = store.Session{Of: t.s.Of, Rev: t.s.Rev, Slots: map[string]string{}}
	t.Facts.Draft, t.drafted = nil, nil
	t.effects = []store.Effect{store.Erase{}}
}
