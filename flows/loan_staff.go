package flows

import (
	"regexp"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// "pem tutup" and "pem buka Oesapa Barat" are the short way for staff to what LoanStatus asks. For anybody else the same words are a question.

var loanOrder = regexp.MustCompile(`^pem\s+(buka|tutup|tunggu|daftar tunggu)(?:\s+(?:di\s+|kelurahan\s+)*(.+))?$`)

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
	if place != "" && !t.may(store.ToEditLoans, place) {
		t.again()
		return true
	}
	status := store.LoanStatus(m[1])
	if m[1] == "tunggu" {
		status = store.LoanWaiting
	}
	t.enter("loanstatus", map[string]string{"status": string(status)})
	t.set("kelurahan", place)
	t.ask()
	return true
}
