package flows

import (
	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
)

// Ticket hands a question to a person.
var Ticket = &Flow{Name: "ticket", Version: 1, Steps: []Step{
	{Name: "text", Accept: question, Free: true, Why: "text", With: officeData, Then: ticketWritten},
}}

// toStaff asks what to hand to a person, unless she waits for several answers already.
func (t *Turn) toStaff(from string) {
	if len(t.Facts.Tickets) >= ticketsMost {
		t.say("ticket.enough", nil)
		t.again()
		return
	}
	t.enter("ticket", map[string]string{"from": from})
	t.ask()
}

// question reads what a person is to answer; a greeting asks nothing yet.
func question(_ *Turn, in nlu.Input) nlu.Reading {
	if topic := nlu.Topic(in.Text); topic == "greet" || topic == "thanks" {
		return nlu.Reading{Why: "too_short"}
	}
	return nlu.FreeText(in)
}

// ticketsMost is how many questions of one chat may be open at once.
const ticketsMost = 3

// officeData says how to reach the office, and when it opens next as far as staff have filled in its hours.
func officeData(t *Turn) map[string]any {
	data := t.facts("nama_dinas", "hari_layanan", "jam_layanan", "telepon_dinas", "alamat_dinas")
	data["Open"], data["Opens"] = false, ""
	if next, ok := city.OfficeHours(t.Facts.City).Next(t.Facts.Now); ok {
		data["Open"], data["Opens"] = next.Equal(t.Facts.Now), locales.DateTime(next)
	}
	return data
}

func ticketWritten(t *Turn, value string) {
	from := t.slot("from")
	t.leave()
	data := officeData(t)
	t.do(store.OpenTicket{Ticket: store.Ticket{Number: t.Facts.NextTicket, Text: value, Context: from, Kelurahan: t.kelurahan()}})
	data["Number"] = t.Facts.NextTicket
	t.say("ticket.done", data)
	t.pending()
}

// kelurahan is where the resident lives, as far as she has said so.
func (t *Turn) kelurahan() string {
	if d := t.Facts.Draft; d != nil && d.Slots["kelurahan"] != "" {
		return d.Slots["kelurahan"]
	}
	for _, v := range t.Facts.Registrations {
		return v.Applicant.Kelurahan
	}
	return ""
}
