package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
)

// Ticket hands a question to a person.
var Ticket = &Flow{Name: "ticket", Version: 1, Steps: []Step{
	{Name: "text", Accept: text(nlu.FreeText), Why: "text", With: officeData, Then: ticketWritten},
}}

// ticketsMost is how many questions of one chat may be open at once.
const ticketsMost = 3

func officeData(t *Turn) map[string]any {
	return t.facts("nama_dinas", "hari_layanan", "jam_layanan", "telepon_dinas", "alamat_dinas")
}

func ticketWritten(t *Turn, value string) {
	from := t.slot("from")
	t.leave()
	data := officeData(t)
	if len(t.Facts.Tickets) >= ticketsMost {
		t.say("ticket.enough", data)
		t.home()
		return
	}
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
