package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
)

// topic opens what a text is about; false when it is about nothing known.
func (t *Turn) topic(topic string) bool {
	switch topic {
	case "training":
		t.begin(nlu.Trade(t.Message.Text))
	case "status":
		t.status("")
		t.askOfferOr(t.again)
	case "pem":
		t.loan("", "", nil)
	case "jobs":
		t.jobs()
	case "safety":
		t.say("safety.warning", t.facts("hotline_pekerja_migran", "hotline_perempuan_anak", "polisi"))
		t.again()
	case "danger":
		t.danger()
	case "thanks":
		t.say("engine.welcome", nil)
		t.again()
	case "greet":
		t.greet()
		t.again()
	default:
		return false
	}
	return true
}

// danger hands a cry for help to a person at once, with the numbers to call, and without a menu.
func (t *Turn) danger() {
	data := t.facts("hotline_pekerja_migran", "hotline_perempuan_anak", "polisi", "ambulans", "pemadam")
	if open := t.Facts.Tickets; len(open) >= ticketsMost { // staff know of her; a machine that repeats itself is not to fill their list
		data["Ticket"] = open[0].Number
	} else {
		data["Ticket"] = t.Facts.NextTicket
		t.do(store.OpenTicket{Ticket: store.Ticket{Number: t.Facts.NextTicket, Text: t.Message.Text, Context: "danger", Kelurahan: t.kelurahan()}})
	}
	t.urgent = true
	t.say("safety.danger", data)
	t.leave()
}

// topicWord is what residents call a topic, and can type behind a stop or start word.
func (t *Turn) topicWord(topic string) string {
	if key := "topic." + topic; topic != "" && t.e.words.Has(key) {
		return t.word(key, nil)
	}
	return topic
}

// greet says who we are, once in full and then in a word.
func (t *Turn) greet() {
	data := t.facts("nama_layanan", "petugas_data")
	data["Part"] = t.words.Greeting(t.Facts.Now)
	if t.Facts.Contact.First.IsZero() {
		t.say("menu.hello", data)
		return
	}
	t.say("menu.greet", data)
}

// introduce says who we are to somebody who comes straight to the point.
func (t *Turn) introduce() {
	data := t.facts("nama_layanan")
	data["Part"] = t.words.Greeting(t.Facts.Now)
	t.say("menu.intro", data)
}

// facts gives facts of the city to a text under their own names; what nobody has filled in is "".
func (t *Turn) facts(keys ...string) map[string]any {
	data := make(map[string]any, len(keys)+2)
	for _, k := range keys {
		data[k], _ = t.Facts.City.Fact(k)
	}
	return data
}
