package flows

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/store"
)

// Interest leaves an interest in the loan with the LPM of a kelurahan ("titip minat"): dated, with the kind of business and what is needed, after
// a consent of its own. It is no request, and asks nothing about debts or income.
var Interest = &Flow{Name: "interest", Version: 1, Steps: []Step{
	{Name: "kelurahan", Slot: "kelurahan", Options: byKecamatan, Accept: kelurahan, Why: "kelurahan"},
	{Name: "have", When: hasInterest, Options: fixed("interest.have", "keep", "withdraw"), With: interestHeld, Then: interestHad},
	{Name: "consent", Slot: "consent", When: noLoanConsent, Options: fixed("interest.consent", "yes", "no", "more"), Accept: text(nlu.YesNo), With: consentData,
		Why: "yesno", Then: loanConsented},
	{Name: "business", Slot: "business", Accept: loanBusiness, Why: "business_type"},
	{Name: "need", Slot: "need", Accept: text(nlu.FreeText), Any: true, Why: "text"},
	{Name: "phone", Slot: "phone", Options: loanPhones, Accept: loanPhone, Why: "phone"},
	{Name: "sure", Options: fixed("interest.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", With: interestData, Grave: true, Then: interestSure},
}}

const (
	noPhone      = "none" // she will come herself
	businessMost = 60
)

// leaveInterest opens the form, or what is to be done with the interest that was left before. Who wants one back, back says so, has left one.
func (t *Turn) leaveInterest(place string, back bool) {
	left := t.want(store.Need{Inquiries: true}) && len(t.Facts.Inquiries) > 0
	if back && !left {
		t.say("interest.none", nil)
		t.again()
		return
	}
	if back && place == "" && len(t.Facts.Inquiries) == 1 {
		place = t.Facts.Inquiries[0].Kelurahan
	}
	place = cmp.Or(place, t.kelurahan())
	t.enter("interest", nil)
	t.set("kelurahan", place)
	t.ask()
}

// interest is what she has left with the LPM of the kelurahan at hand.
func (t *Turn) interest() (store.LoanInquiry, bool) {
	if !t.want(store.Need{Inquiries: true}) {
		return store.LoanInquiry{}, false
	}
	i := slices.IndexFunc(t.Facts.Inquiries, func(q store.LoanInquiry) bool { return q.Kelurahan == t.slot("kelurahan") })
	if i < 0 {
		return store.LoanInquiry{}, false
	}
	return t.Facts.Inquiries[i], true
}

func hasInterest(t *Turn) bool {
	_, ok := t.interest()
	return ok
}

func interestHeld(t *Turn) map[string]any {
	q, _ := t.interest()
	return t.inquiryData(q)
}

func (t *Turn) inquiryData(q store.LoanInquiry) map[string]any {
	data := map[string]any{"Kelurahan": q.Kelurahan, "Business": t.business(q.Business), "Need": q.Need, "Phone": "", "Sent": ""}
	if q.Phone != "" {
		data["Phone"] = store.MaskPhone(q.Phone)
	}
	if !q.At.IsZero() {
		data["Sent"] = t.words.Date(q.At)
	}
	return data
}

// interestHad leaves an interest as it is, or takes it back; with the last of them the consent ends.
func interestHad(t *Turn, value string) {
	q, ok := t.interest()
	place := t.slot("kelurahan")
	t.leave()
	if value == "withdraw" && ok {
		t.do(store.WithdrawLoan{ID: q.ID})
		if len(t.Facts.Inquiries) == 1 {
			t.consentToLoan(false)
		}
		t.say("interest.withdrawn", t.inquiryData(q))
	} else {
		t.say("interest.kept", nil)
	}
	t.backToLoan(place)
}

// backToLoan goes on with the choices of the loan.
func (t *Turn) backToLoan(place string) {
	t.toLoan(place)
	t.brief = true
	t.ask()
}

func noLoanConsent(t *Turn) bool {
	return !slices.Contains(t.e.consents["pem"], t.Facts.Contact.Consents["pem"])
}

func (t *Turn) consentToLoan(given bool) {
	shown := consentVersion(t.words, "pem")
	t.do(store.RecordConsent{Consent: store.Consent{Purpose: "pem", Version: shown, At: t.Facts.Now, Given: given}})
	all := maps.Clone(t.Facts.Contact.Consents)
	if all == nil {
		all = map[string]string{}
	}
	if delete(all, "pem"); given {
		all["pem"] = shown
	}
	t.Facts.Contact.Consents = all
}

func loanConsented(t *Turn, value string) {
	switch value {
	case "yes":
		t.consentToLoan(true)
	case "more":
		t.set("consent", "")
		t.brief = true
		t.say("interest.consent.full", consentData(t))
	default:
		place := t.slot("kelurahan")
		t.consentToLoan(false)
		t.leave()
		t.say("interest.refused", nil)
		t.backToLoan(place)
	}
}

// loanBusiness reads a business; one that no list knows is taken as it is written.
func loanBusiness(_ *Turn, in nlu.Input) nlu.Reading {
	r := nlu.Business(in)
	if r.Why != "unknown" {
		return r
	}
	own := nlu.FreeText(in)
	if own.Value == "" || utf8.RuneCountInString(own.Value) > businessMost || strings.Contains(own.Value, "\n") {
		return r
	}
	return own
}

func loanPhones(t *Turn, _ string) []store.Choice {
	return append(ownPhone(t, ""), store.Choice{Value: noPhone, Label: t.word("interest.nophone", nil)})
}

func loanPhone(_ *Turn, in nlu.Input) nlu.Reading {
	r := nlu.Phone(in)
	if r.Value == "" && nlu.YesNo(in).Value == "no" {
		return nlu.Reading{Value: noPhone}
	}
	return r
}

func interestData(t *Turn) map[string]any {
	return t.inquiryData(t.inquiry())
}

// inquiry is the interest as the answers make it.
func (t *Turn) inquiry() store.LoanInquiry {
	q := store.LoanInquiry{Kelurahan: t.slot("kelurahan"), Business: t.slot("business"), Need: t.slot("need"), At: t.Facts.Now}
	if p := t.slot("phone"); p != noPhone {
		q.Phone = p
	}
	return q
}

func interestSure(t *Turn, value string) {
	q := t.inquiry()
	t.leave()
	if value != "yes" {
		t.say("interest.dropped", nil)
		t.backToLoan(q.Kelurahan)
		return
	}
	t.do(store.AskLoan{Inquiry: q})
	terms, _ := t.terms(q.Kelurahan)
	data := t.officeOf(terms)
	t.say("interest.done", data)
	t.pending()
	t.backToLoan(q.Kelurahan)
}
