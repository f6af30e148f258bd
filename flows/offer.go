package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
)

// Offer asks whether an offered seat is taken. Mostly an event opens it, so it is answered with words: a "1" that was on its way to another
// question must not take a seat.
var Offer = &Flow{Name: "offer", Version: 2, Steps: []Step{
	{Name: "answer", Words: true, Options: fixed("offer", "ya", "tidak"), Accept: text(nlu.YesNo), With: numberData, Then: offerAnswered},
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
		if v.Number != apart && t.standing(v) {
			return v.Number
		}
	}
	return ""
}

// standing reports whether an application has an offer that can still be answered.
func (t *Turn) standing(v store.RegistrationView) bool {
	return v.Status == store.Offered && t.Facts.Now.Before(v.Deadline)
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

// answerOffer opens the question about an offered seat, whatever else is open: she asks for it.
func (t *Turn) answerOffer() {
	if !t.askOffer("") {
		t.say("offer.none", nil)
		t.again()
	}
}

// pending reminds of a form that was interrupted.
func (t *Turn) pending() {
	if t.Facts.Draft != nil && !t.Facts.Draft.Expired {
		t.say("engine.pending", nil)
	}
}
