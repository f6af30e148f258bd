package flows

import (
	"cmp"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

// Ticket hands a question to a person.
var Ticket = &Flow{Name: "ticket", Version: 3, Steps: []Step{
	{Name: "sure", Slot: "sure", When: func(t *Turn) bool { return t.slot("said") != "" }, Options: fixed("ticket.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true,
		With: func(t *Turn) map[string]any { return map[string]any{"Said": t.slot("said")} }, Then: func(t *Turn, value string) {
			if value == "yes" {
				ticketWritten(t, t.slot("said"))
			}
		}},
	{Name: "text", Accept: question, Any: true, Why: "text", With: officeData, Then: ticketWritten},
}}

// toStaff asks what to hand to a person, unless she waits for several answers already.
func (t *Turn) toStaff(from string) {
	if len(t.Facts.Tickets) >= ticketsMost {
		t.say("ticket.enough", nil)
		t.again()
		return
	}
	slots := map[string]string{"from": from}
	if place := t.slot("kelurahan"); place != "" && (t.s.Flow == "pem" || t.s.Flow == "interest") { // it is about the loan there, wherever she lives
		slots["kelurahan"] = place
	}
	t.enter("ticket", slots)
	t.ask()
}

// complain offers to hand on what was written, where it says more than that there is a complaint.
func (t *Turn) complain(text string) {
	if n := len(strings.Fields(text)); n < 4 || len(text) > 200 || len(t.Facts.Tickets) >= ticketsMost {
		t.toStaff("complaint")
		return
	}
	t.enter("ticket", map[string]string{"from": "complaint", "said": strings.Join(strings.Fields(text), " ")})
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
		data["Open"], data["Opens"] = next.Equal(t.Facts.Now), t.words.DateTime(next)
	}
	return data
}

func ticketWritten(t *Turn, value string) {
	from, of := t.slot("from"), cmp.Or(t.slot("kelurahan"), t.kelurahan())
	t.leave()
	data := officeData(t)
	t.do(store.OpenTicket{Ticket: store.Ticket{Number: t.Facts.NextTicket, Text: value, Context: from, Kelurahan: of}})
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
	return t.Facts.Contact.Kelurahan
}
