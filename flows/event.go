package flows

import (
	"strconv"
	"strings"

	"lopo/store"
)

// What comes by itself: offers, reminders, decisions, answers of staff. None of it changes what her next "1" or "ya" means: a question that is
// open stays open, and is put once more behind the news, so that what she reads last is what she answers. Only an offer may open a question,
// and only where none is open.

// event handles what fell due. What is no longer true says nothing.
func (t *Turn) event() {
	if t.jobEvent() {
		return
	}
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
			t.still()
		}
	case "decided":
		status, _, _ := strings.Cut(mark, "#")
		if key := "decided." + status; ok && string(v.Status) == status && t.e.words.Has(key) {
			t.say(key, t.statusData(v))
			t.still()
		}
	case "ticket":
		data := map[string]any{"Number": t.Message.Of, "Answer": t.Message.Start}
		if t.Message.Start == "" {
			t.say("ticket.closed", data)
		} else {
			t.say("ticket.answer", data)
		}
		t.still()
	case "account":
		t.account()
		t.still()
	case "ticket_waits":
		t.ticketWaits()
		t.still()
	case "group":
		t.groupLost()
		t.still()
	case "linked", "parted", "erase":
		t.peopleEvent(number)
	case "announcement":
		t.announced()
	case "again":
		if f := t.flow(); f != nil && f.Name != "menu" && f.step(t.s.Step) != nil && !t.staffTalk() {
			t.say("engine.back", nil)
			t.asked = true
		}
	}
}

// offer tells of a seat, reminds of it or ends the offer. It asks for the answer where no question is open; else it names the word that asks.
func (t *Turn) offer(v store.RegistrationView) {
	data := t.statusData(v)
	own := t.s.Flow == "offer" && t.slot("number") == v.Number
	if t.Message.Text == "offer_end" || !t.Facts.Now.Before(v.Deadline) {
		t.do(store.LapseOffer{Number: v.Number})
		t.say("offer.lapsed", data)
		if !own { // her own question stays as it is: a late yes gets a clear answer
			t.still()
		}
		return
	}
	half := t.Message.Text == "offer_half"
	switch {
	case own && t.s.Step != "": // the question is the same, and its buttons stay good
		if half {
			t.say("offer.half", nil)
		}
		t.repeat()
	case !t.busy():
		if half {
			t.say("offer.half", nil)
		}
		t.enter("offer", map[string]string{"number": v.Number})
		t.ask()
		t.s.Pushed = true
	case half:
		t.say("offer.waits", data)
		t.still()
	default:
		t.say("offer.told", data)
		t.still()
	}
}

// busy reports whether a question is open that an event must leave alone. One that she has left for hours is not, but an unfinished form is:
// it waits for her.
func (t *Turn) busy() bool {
	f := t.flow()
	switch {
	case t.staffTalk():
		return true
	case f == nil || f.Name == "menu" || f.step(t.s.Step) == nil:
		return false
	}
	return f.Form && t.answers() > 0 || !t.idle()
}

// idle reports whether she has not written for long. What waited at the platform was written when it was written.
func (t *Turn) idle() bool {
	at := t.Facts.Now
	if t.Message.Queued && t.Message.At.Before(at) {
		at = t.Message.At
	}
	return at.Sub(t.s.Touched) > idleMost
}

// still puts the open question once more, where she is in the middle of answering it.
func (t *Turn) still() {
	f := t.flow()
	if f == nil || f.Name == "menu" || f.step(t.s.Step) == nil || t.idle() || t.staffTalk() {
		return
	}
	if v, ok := t.mine(t.slot("number")); f.Name == "offer" && (!ok || !t.standing(v)) {
		return
	}
	t.again()
}
