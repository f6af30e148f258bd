package flows

import (
	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

// What staff do in their own chats. Who writes is looked up each time, and what she may do where is asked each time, so a role that was taken away
// or has ended acts at once; a try beyond it is said to her and recorded.

// Duty shows a member of staff her role, and what she can do here.
var Duty = &Flow{Name: "duty", Version: 1, Steps: []Step{
	{Name: "pick", Options: dutyOptions, With: dutyData, Then: func(t *Turn, value string) {
		if value == "announce" && t.want(store.Need{Staff: true}) && t.Facts.Staff != nil {
			t.compose()
			return
		}
		if value == "work" && t.want(store.Need{Staff: true, AtWork: true}) && t.Facts.Staff != nil {
			t.atWork()
			t.again()
			return
		}
		if value == "loan" {
			t.enter("loanstatus", nil)
			t.ask()
			return
		}
		t.home()
	}},
}}

// duty opens it, for staff alone.
func (t *Turn) duty() {
	if !t.want(store.Need{Staff: true}) {
		return
	}
	if t.Facts.Staff == nil {
		t.say("duty.nobody", nil)
		t.again()
		return
	}
	t.enter("duty", nil)
	t.ask()
}

func dutyOptions(t *Turn, _ string) (list []store.Choice) {
	add := func(value string) {
		list = append(list, store.Choice{Value: value, Label: t.word("duty."+value, nil)})
	}
	if s := t.Facts.Staff; t.want(store.Need{Staff: true}) && s != nil {
		may := func(do store.Deed) bool { return s.May(do, s.Scope, t.Facts.Now) == store.Allowed }
		if may(store.ToEditLoans) {
			add("loan")
		}
		if may(store.ToAnnounce) {
			add("announce")
		}
		if may(store.ToAnnounce) || may(store.ToApprove) {
			add("work")
		}
	}
	add("leave")
	return list
}

func dutyData(t *Turn) map[string]any {
	data := map[string]any{"Name": "", "Role": "", "Scope": "", "Until": ""}
	if s := t.Facts.Staff; t.want(store.Need{Staff: true}) && s != nil {
		data["Name"], data["Role"], data["Scope"] = s.Name, t.word("role."+string(s.Role), nil), s.Scope
		if !s.Until.IsZero() {
			data["Until"] = t.words.DateTime(s.Until)
		}
	}
	return data
}

// may reports whether who writes may do something in a kelurahan now. If not, she is told why, and it is recorded.
func (t *Turn) may(do store.Deed, in string) bool {
	if !t.want(store.Need{Staff: true}) {
		return false
	}
	s := t.Facts.Staff
	if s == nil {
		t.say("duty.nobody", nil)
		return false
	}
	why := s.May(do, in, t.Facts.Now)
	if why == store.Allowed {
		return true
	}
	t.do(store.RefuseStaff{Name: s.Name, Do: do, In: in, Why: why})
	t.say("duty.refused", map[string]any{"Kelurahan": in, "Scope": s.Scope, "Role": t.word("role."+string(s.Role), nil)})
	return false
}

// LoanStatus lets staff of a kelurahan say whether its loan is open.
var LoanStatus = &Flow{Name: "loanstatus", Version: 1, Steps: []Step{
	{Name: "place", Slot: "kelurahan", Options: dutyPlaces, Accept: kelurahan, Why: "kelurahan", Then: func(t *Turn, place string) {
		if !t.may(store.ToEditLoans, place) {
			t.leave()
			t.home()
		}
	}},
	{Name: "status", Slot: "status", Options: loanStatuses, With: loanStatusData},
	{Name: "sure", Options: fixed("loanstatus", "yes", "no"), Accept: text(nlu.YesNo), Why: "yesno", Grave: true, With: loanStatusData, Then: loanStatusSet},
}}

// dutyPlaces are her own kelurahan, or all where she answers for the city.
func dutyPlaces(t *Turn, open string) []store.Choice {
	if s := t.Facts.Staff; t.want(store.Need{Staff: true}) && s != nil && s.Scope != "" {
		return []store.Choice{{Value: s.Scope, Label: s.Scope}}
	}
	return byKecamatan(t, open)
}

func loanStatuses(t *Turn, _ string) (list []store.Choice) {
	for _, s := range []store.LoanStatus{store.LoanOpen, store.LoanClosed, store.LoanWaiting} {
		list = append(list, store.Choice{Value: string(s), Label: t.loanStatus(s)})
	}
	return list
}

func loanStatusData(t *Turn) map[string]any {
	terms, told := t.terms(t.slot("kelurahan"))
	return map[string]any{"Old": told && !terms.Fresh(t.Facts.Now, city.LoanFresh(t.Facts.City)), "Kelurahan": t.slot("kelurahan"), "Was": t.loanStatus(terms.Status), "Status": t.loanStatus(store.LoanStatus(t.slot("status")))}
}

func loanStatusSet(t *Turn, value string) {
	place, status := t.slot("kelurahan"), store.LoanStatus(t.slot("status"))
	data := loanStatusData(t)
	allowed := value != "yes" || t.may(store.ToEditLoans, place)
	t.leave()
	switch {
	case !allowed:
	case value != "yes":
		t.say("loanstatus.kept", nil)
	default:
		t.do(store.SetLoanStatus{Kelurahan: place, Status: status, By: t.Facts.Staff.Name, Source: t.word("loanstatus.source", nil)})
		t.say("loanstatus.done", data)
	}
	t.home()
}
