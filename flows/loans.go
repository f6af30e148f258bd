package flows

import (
	"slices"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
)

// PEM answers what residents ask about the loan of their kelurahan, from what its staff have filled in. It informs: it takes no request, asks
// nothing about debts or income, knows nobody's instalments and invents no number.
var PEM = &Flow{Name: "pem", Version: 2, Free: true, Steps: []Step{
	{Name: "kelurahan", Slot: "kelurahan", When: lacksPlace, Options: byKecamatan, Accept: kelurahan, Why: "kelurahan", Then: loanAsked},
	{Name: "sum", Slot: "sum", When: lacksSum, Accept: loanSum, Why: "amount", With: loanPlace, Then: loanAsked},
	{Name: "info", Options: loanTopics, Accept: loanWords, With: loanOverview, Then: loanPicked},
}}

// Parts of the matter, as the word list loan-aspects names them. Slot "about" has those that wait for an answer, slot "last" the last that got one.
const (
	aboutOpen, aboutAmount, aboutCharge, aboutTenor, aboutCollateral  = "open", "amount", "charge", "tenor", "collateral"
	aboutWhat, aboutPapers, aboutSteps, aboutOffice, aboutEstimate    = "what", "papers", "steps", "office", "estimate"
	aboutRepay, aboutArrears, aboutOwn, aboutReady, aboutTip, aboutNo = "repay", "arrears", "own", "ready", "interest", "withdraw"
	aboutBasis                                                        = "basis"
)

// anywhere are the parts that are the same in every kelurahan.
var anywhere = []string{aboutWhat, aboutSteps, aboutRepay, aboutArrears, aboutOwn, aboutReady}

// loanPick are the choices of the loan, in order.
var loanPick = []string{aboutOpen, aboutPapers, aboutSteps, aboutEstimate, aboutRepay, aboutOffice, aboutReady, aboutTip}

func loanTopics(t *Turn, under string) (list []store.Choice) {
	if under != "" { // she named a kecamatan
		return byKecamatan(t, under)
	}
	for _, about := range loanPick {
		list = append(list, store.Choice{Value: about, Label: t.word("pem.topic."+about, nil)})
	}
	return list
}

// loan answers a text about the loan, or shows what can be asked. Where another question is open it is answered on the spot, and that one stays.
func (t *Turn) loan(intent, text string, of map[string]string) {
	q := nlu.ReadLoan(text, nlu.State{Now: t.Facts.Now.In(zone), City: t.Facts.City})
	about := loanAbout(intent, q, of["amount"] != "")
	place := of["kelurahan"]
	switch {
	case slices.Contains(about, aboutTip) || slices.Contains(about, aboutNo):
		if !t.free() { // one thing at a time
			t.say("pem.later", nil)
			t.again()
			return
		}
		t.leaveInterest(place, slices.Contains(about, aboutNo))
		return
	case len(about) == 0 && len(q.Rest) > 0 && (q.Question || t.s.Flow == "pem") && t.free():
		if t.article(text, covers) {
			return
		}
		t.askKelurahan(place, text)
		return
	case !t.free():
		t.loanInPassing(about, place, of["amount"])
		return
	}
	t.toLoan(place)
	t.set("about", strings.Join(about, ","))
	if sum := of["amount"]; sum != "" {
		t.set("sum", sum)
	}
	if q.Place != "" && t.slot("kelurahan") == "" || q.Place != "" && place == "" {
		t.placeAmong(q.Place)
		return
	}
	t.answerLoan()
}

// toLoan opens the flow, with the kelurahan that is named or known.
func (t *Turn) toLoan(place string) {
	if t.s.Flow != "pem" {
		known := t.kelurahan()
		t.enter("pem", nil)
		t.set("kelurahan", known)
	}
	if place != "" {
		t.set("kelurahan", place)
	}
}

// loanMore answers what is asked of the loan where the intent alone is not clear: by somebody who reads about it, however little she says of it
// ("bunganya"), where only parts of the loan may be meant, and where it is named.
func (t *Turn) loanMore(r nlu.Result, text string) bool {
	q := nlu.ReadLoan(text, nlu.State{Now: t.Facts.Now.In(zone), City: t.Facts.City})
	named := nlu.Topic(text) == "pem"
	maybe, only := loanAmong(r.Alternatives)
	switch {
	case slices.Contains(q.About, aboutNo), slices.Contains(q.About, aboutTip) && strings.Contains(strings.ToLower(text), "titip"):
	case len(q.About) > 0 && (t.s.Flow == "pem" || named || only):
	case q.Question && len(q.Rest) > 0 && (named || t.s.Flow == "pem" && maybe):
	default:
		return false
	}
	t.loan("", text, r.Entities)
	return true
}

// askLoanOffice answers where and when the people of the loan are met; false where no office is asked for, or another one.
func (t *Turn) askLoanOffice(text string, of map[string]string) bool {
	q := nlu.ReadLoan(text, nlu.State{Now: t.Facts.Now.In(zone), City: t.Facts.City})
	if !slices.Contains(q.About, aboutOffice) || t.s.Flow != "pem" && nlu.Topic(text) != "pem" {
		return false
	}
	t.loan("", text, of)
	return true
}

// loanAmong reports whether one of some intents is about the loan, and whether all are.
func loanAmong(intents []string) (one, all bool) {
	n := 0
	for _, intent := range intents {
		if strings.HasPrefix(intent, "pem_") {
			n++
		}
	}
	return n > 0, n > 0 && n == len(intents)
}

// loanAbout are the parts of the matter that a text asks about. What it wants decides between those that its words may mean.
func loanAbout(intent string, q nlu.LoanQuestion, sum bool) []string {
	about := slices.Clone(q.About)
	drop := func(parts ...string) {
		if rest := slices.DeleteFunc(slices.Clone(about), func(a string) bool { return slices.Contains(parts, a) }); len(rest) > 0 {
			about = rest
		}
	}
	has := func(part string) bool { return slices.Contains(about, part) }
	if sum && intent != "pem_repay_or_arrears" && (has(aboutRepay) || has(aboutEstimate) || intent == "pem_info" && (len(about) == 0 || has(aboutWhat)) && q.Question) {
		return []string{aboutEstimate}
	}
	keep := func(parts ...string) { // what else the words may mean, the first of these is meant
		about = slices.DeleteFunc(about, func(a string) bool { return !slices.Contains(parts, a) })
		if len(about) == 0 {
			about = parts[:1]
		}
	}
	switch intent {
	case "pem_repay_or_arrears":
		keep(aboutRepay, aboutArrears, aboutOwn, aboutOffice)
	case "pem_requirements":
		keep(aboutPapers, aboutCollateral, aboutReady, aboutOffice)
	case "pem_apply":
		keep(aboutSteps, aboutOffice, aboutReady, aboutTip, aboutNo)
	case "pem_info":
		drop(aboutRepay, aboutArrears, aboutOwn)
	}
	switch {
	case has(aboutNo):
		return []string{aboutNo}
	case has(aboutTip):
		return []string{aboutTip}
	case has(aboutArrears):
		return []string{aboutArrears}
	case has(aboutOwn):
		return []string{aboutOwn}
	case has(aboutRepay):
		drop(aboutEstimate, aboutOffice, aboutTenor)
	case len(about) > 1:
		drop(aboutWhat)
		if has(aboutTenor) && !sum { // "berapa kali cicilan"
			drop(aboutEstimate)
		}
	}
	return about
}

// lacksPlace: what is asked differs from kelurahan to kelurahan, and hers is not known.
func lacksPlace(t *Turn) bool {
	return slices.ContainsFunc(t.abouts(), func(a string) bool { return !slices.Contains(anywhere, a) })
}

// lacksSum: an instalment is asked for, and the terms would give one.
func lacksSum(t *Turn) bool {
	return slices.Contains(t.abouts(), aboutEstimate) && t.slot("sum") == "" && countable(t)
}

func (t *Turn) abouts() []string {
	if t.slot("about") == "" {
		return nil
	}
	return strings.Split(t.slot("about"), ",")
}

// loanAsked goes on once the kelurahan or the sum is there.
func loanAsked(t *Turn, _ string) { t.answerLoan() }

func loanPlace(t *Turn) map[string]any { return map[string]any{"Kelurahan": t.slot("kelurahan")} }

// loanSum reads a sum; what asks something else is for the others.
func loanSum(_ *Turn, in nlu.Input) nlu.Reading { return nlu.Amount(in) }

// placeWordsMost is how many words the mere name of a place, or a mere sum, has.
const placeWordsMost = 4

// loanWords reads the name of another kelurahan, or a sum: the last question is then asked of it.
func loanWords(t *Turn, in nlu.Input) nlu.Reading {
	if in.Kind == store.Location {
		return kelurahan(t, in)
	}
	if in.Kind != store.Text || len(strings.Fields(in.Text)) > placeWordsMost {
		return noWords(t, in)
	}
	if sum := nlu.Amount(in); sum.Value != "" {
		return nlu.Reading{Value: sumMark + sum.Value}
	}
	if len(nlu.ReadLoan(in.Text, nlu.State{Now: in.Now, City: in.City}).About) > 0 {
		return noWords(t, in)
	}
	if r := kelurahan(t, in); r.Value != "" || len(r.Among) > 0 {
		return r
	}
	return noWords(t, in)
}

// sumMark stands before a sum among the choices.
const sumMark = "Rp"

// loanPicked answers a choice, or takes the kelurahan or the sum that was named.
func loanPicked(t *Turn, value string) {
	switch sum, isSum := strings.CutPrefix(value, sumMark); {
	case value == aboutTip:
		t.leaveInterest(t.slot("kelurahan"), false)
		return
	case isSum:
		t.set("sum", sum)
		t.set("about", aboutEstimate)
	case slices.Contains(loanPick, value):
		t.set("about", value)
		if value == aboutEstimate {
			t.set("sum", "")
		}
	case !slices.ContainsFunc(t.Facts.City.Kelurahan, func(k store.Kelurahan) bool { return k.Name == value }): // as an older version offered it
		t.toStaff("pem")
		return
	default:
		t.set("kelurahan", value)
		t.set("about", t.slot("last"))
		if last := t.slot("last"); last == "" || slices.Contains(anywhere, last) {
			t.set("about", aboutOpen)
		}
	}
	t.answerLoan()
}

// placeAmong asks which of several places is meant by a name.
func (t *Turn) placeAmong(name string) {
	t.set("kelurahan", "")
	if !lacksPlace(t) {
		t.set("about", aboutOpen)
	}
	t.ask()
	s := t.flow().step(t.s.Step)
	switch r := t.read(s, store.Message{Kind: store.Text, Text: name}); {
	case len(r.Among) > 0:
		t.among(s, r.Among)
	case strings.HasPrefix(r.Value, under):
		t.turned(r.Value)
	case r.Value != "":
		t.accept(s, r.Value, t.Message)
	}
}

// askKelurahan offers to hand a question that no fact answers to the staff of that kelurahan.
func (t *Turn) askKelurahan(place, text string) {
	if place == "" {
		place = t.slot("kelurahan")
	}
	if place == "" {
		place = t.kelurahan()
	}
	said := strings.Join(strings.Fields(text), " ")
	if len(t.Facts.Tickets) >= ticketsMost || len(said) > 200 {
		t.toStaff("pem")
		return
	}
	t.say("pem.unanswered", map[string]any{"Kelurahan": place})
	slots := map[string]string{"from": "pem", "said": said}
	if place != "" {
		slots["kelurahan"] = place
	}
	t.enter("ticket", slots)
	t.ask()
}
