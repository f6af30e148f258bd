package flows

import (
	"regexp"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// A member of staff opens or closes the loan of her kelurahan from her own chat: "pem tutup", "pem buka Oesapa Barat". It is what changes most
// often; the rest is changed at a desk. For anybody else the same words are a question.

var loanOrder = regexp.MustCompile(`^pem\s+(buka|tutup|tunggu|daftar tunggu)(?:\s+(?:di\s+|kelurahan\s+)*(.+))?$`)

// LoanState changes the status, after a yes.
var LoanState = &Flow{Name: "loanstate", Version: 1, Steps: []Step{
	{Name: "sure", Options: fixed("loanstate.sure", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: loanStateData, Then: loanStateSure},
}}

// orderLoan handles such an order; false when nobody of staff writes, or it is none.
func (t *Turn) orderLoan(text string) bool {
	if len(text) < len("pem ") || !strings.EqualFold(text[:len("pem ")], "pem ") { // as nearly every message
		return false
	}
	m := loanOrder.FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
	if m == nil || !t.want(store.Need{Staff: true}) || t.Facts.Staff == nil {
		return false
	}
	place := t.Facts.Staff.Scope
	if m[2] != "" {
		r := nlu.Kelurahan(nlu.Input{Text: "kelurahan " + m[2], Kind: store.Text, City: t.Facts.City})
		if place = r.Value; strings.HasPrefix(place, under) {
			place = ""
		}
	}
	if place == "" {
		t.say("loanstate.where", nil)
		t.again()
		return true
	}
	status := store.LoanStatus(m[1])
	if m[1] == "tunggu" {
		status = store.LoanWaiting
	}
	if !t.mayOrder(place) {
		t.again()
		return true
	}
	t.enter("loanstate", map[string]string{"kelurahan": place, "status": string(status)})
	t.ask()
	return true
}

// mayOrder says to whom may not why she may not, and leaves a trace.
func (t *Turn) mayOrder(place string) bool {
	var s store.Staff
	if t.want(store.Need{Staff: true}) && t.Facts.Staff != nil {
		s = *t.Facts.Staff
	}
	why := s.May(store.ToEditLoans, place, t.Facts.Now)
	if why == store.Allowed {
		return true
	}
	if s.Name != "" {
		t.do(store.RefuseStaff{Name: s.Name, Do: store.ToEditLoans, In: place, Why: why})
	}
	t.say("loanstate.refused", map[string]any{"Kelurahan": place})
	return false
}

func loanStateData(t *Turn) map[string]any {
	return map[string]any{"Kelurahan": t.slot("kelurahan"), "Status": t.loanStatus(store.LoanStatus(t.slot("status")))}
}

// loanStateSure asks once more who writes: a role may have ended since the question.
func loanStateSure(t *Turn, value string) {
	place, status, data := t.slot("kelurahan"), store.LoanStatus(t.slot("status")), loanStateData(t)
	t.leave()
	switch {
	case value != "yes":
		t.say("loanstate.kept", nil)
	case t.mayOrder(place):
		t.do(store.SetLoanStatus{Kelurahan: place, Status: status, By: t.Facts.Staff.Name})
		t.say("loanstate.done", data)
	}
	t.home()
}
