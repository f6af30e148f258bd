package flows

import (
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// Offer asks whether an offered seat is taken. It is opened by an event, not by the resident.
var Offer = &Flow{Name: "offer", Version: 1, Steps: []Step{
	{Name: "answer", Options: fixed("offer", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", With: numberData, Then: offerAnswered},
}}

func offerAnswered(t *Turn, value string) {
	number := t.slot("number")
	v, ok := t.mine(number)
	t.leave()
	data := t.statusData(v)
	switch {
	case !ok:
		t.say("status.unknown", map[string]any{"Number": number})
	case v.Status == store.Accepted:
		t.say("offer.already", data)
	case v.Status != store.Offered || !t.Facts.Now.Before(v.Deadline):
		t.say("offer.late", data)
	case value == "yes":
		t.do(store.AnswerOffer{Number: number, Yes: true})
		t.say("offer.accepted", data)
		t.say("safety.free", nil)
	default:
		t.do(store.AnswerOffer{Number: number, Yes: false})
		t.say("offer.declined", data)
	}
	if !t.askOffer(number) {
		t.pending()
	}
}

// offered is the number of an application to which a seat is offered, other than apart; "" when there is none.
func (t *Turn) offered(apart string) string {
	for _, v := range t.Facts.Registrations {
		if v.Status == store.Offered && v.Number != apart && t.Facts.Now.Before(v.Deadline) {
			return v.Number
		}
	}
	return ""
}

// askOffer asks about the seat that is offered to an application other than apart; false when there is none.
func (t *Turn) askOffer(apart string) bool {
	number := t.offered(apart)
	if number == "" {
		return false
	}
	t.enter("offer", map[string]string{"number": number})
	t.ask()
	return true
}

// askOfferOr asks about an offered seat where nothing else is open, and does something else where there is none.
func (t *Turn) askOfferOr(otherwise func()) {
	if f := t.flow(); f != nil && f.Name != "menu" || !t.askOffer("") {
		otherwise()
	}
}

// pending reminds of a form that was interrupted.
func (t *Turn) pending() {
	if t.Facts.Draft != nil && !t.Facts.Draft.Expired {
		t.say("engine.pending", nil)
	}
}

// event handles what fell due. What is no longer true says nothing.
func (t *Turn) event() {
	number, mark, _ := strings.Cut(t.Message.Of, "#")
	v, ok := t.mine(number)
	switch t.Message.Text {
	case "offer", "offer_half", "offer_end":
		if n, _ := strconv.Atoi(mark); ok && v.Status == store.Offered && v.Offers == n {
			t.offer(v)
		}
	case "starts":
		if ms, _ := strconv.ParseInt(mark, 10, 64); ok && v.Status == store.Accepted && v.Held.Starts.UnixMilli() == ms {
			t.say("offer.starts", t.statusData(v))
		}
	case "decided":
		status, _, _ := strings.Cut(mark, "#")
		if key := "decided." + status; ok && string(v.Status) == status && t.e.words.Has(key) {
			t.say(key, t.statusData(v))
		}
	case "ticket":
		data := map[string]any{"Number": t.Message.Of, "Answer": t.Message.Start}
		if t.Message.Start == "" {
			t.say("ticket.closed", data)
			return
		}
		t.say("ticket.answer", data)
	case "account":
		t.account()
	case "again":
		if f := t.flow(); f != nil && f.Name != "menu" && f.step(t.s.Step) != nil {
			t.say("engine.back", nil)
			t.asked = true
		}
	}
}

// offer puts, repeats or ends the offer of a seat.
func (t *Turn) offer(v store.RegistrationView) {
	data := t.statusData(v)
	if t.Message.Text == "offer_end" || !t.Facts.Now.Before(v.Deadline) {
		t.do(store.LapseOffer{Number: v.Number})
		t.say("offer.lapsed", data)
		return // the question stays open: a late yes gets a clear answer
	}
	if t.Message.Text == "offer_half" {
		t.say("offer.half", nil)
	}
	t.enter("offer", map[string]string{"number": v.Number})
	t.ask()
}
