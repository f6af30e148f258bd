package flows

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
)

// answerLoan says what is asked, as soon as it is known of which kelurahan, and leaves the choices open.
func (t *Turn) answerLoan() {
	f := t.flow()
	if s := f.next(t); s.Name != "info" { // the kelurahan, or the sum, comes first
		t.ask()
		return
	}
	about := t.abouts()
	t.set("about", "")
	t.s.Shown, t.s.Under, t.s.Page = nil, "", 0
	if len(about) > 0 {
		t.set("last", about[0])
		t.tellLoan(about, t.slot("kelurahan"), t.slot("sum"))
		t.brief = true
	}
	t.ask()
}

// loanInPassing answers while another question is open: what does not show of which kelurahan it is asked gets a word on how to ask.
func (t *Turn) loanInPassing(about []string, place, sum string) {
	place = cmp.Or(place, t.slot("kelurahan"), t.kelurahan())
	switch needs := slices.ContainsFunc(about, func(a string) bool { return !slices.Contains(anywhere, a) }); {
	case len(about) == 0:
		t.tellLoan([]string{aboutWhat}, place, "")
	case needs && place == "":
		t.tellLoan([]string{aboutWhat}, "", "")
		t.say("pem.name", nil)
	default:
		t.tellLoan(about, place, sum)
	}
	t.again()
}

// terms are those of a kelurahan; ok is false where nothing is filled in.
func (t *Turn) terms(place string) (terms store.LoanTerms, ok bool) {
	if place == "" || !t.want(store.Need{Loan: place}) || t.Facts.Loan == nil {
		return store.LoanTerms{Kelurahan: place}, false
	}
	return *t.Facts.Loan, t.Facts.Loan.Told()
}

// countable reports whether the terms of the kelurahan at hand give an instalment.
func countable(t *Turn) bool {
	terms, _ := t.terms(t.slot("kelurahan"))
	_, ok := terms.Instalment(1_000_000)
	return ok
}

// tellLoan says what is known of the parts that were asked about.
func (t *Turn) tellLoan(about []string, place, sum string) {
	terms, told := t.terms(place)
	var lines, missing []string
	facts := false // something was said that stands on the terms
	for _, part := range about {
		switch part {
		case aboutWhat:
			t.say("pem.what", t.facts("pem_tanya"))
		case aboutSteps:
			t.loanArticle("pem-langkah", terms)
		case aboutRepay:
			t.loanArticle("pem-bayar", terms)
		case aboutArrears:
			t.loanArticle("pem-menunggak", terms)
		case aboutReady:
			t.loanArticle("pem-siap", terms)
			if told && len(terms.Requirements) > 0 {
				lines, facts = append(lines, t.loanLine(aboutPapers, terms)...), true
			}
		case aboutOwn:
			t.say("pem.own", t.officeOf(terms))
		case aboutEstimate:
			t.estimate(terms, sum)
		case aboutOffice:
			t.say("pem.office", t.officeOf(terms))
			t.dated(terms, false)
		default:
			facts = true
			if more := t.loanLine(part, terms); len(more) > 0 {
				lines = append(lines, more...)
			} else {
				missing = append(missing, t.word("pem.part."+part, nil))
			}
		}
	}
	if !facts {
		return
	}
	if len(lines) == 0 {
		data := t.officeOf(terms)
		data["Missing"] = strings.Join(missing, ", ")
		t.say("pem.unknown", data)
		return
	}
	t.say("pem.card", map[string]any{"Kelurahan": place, "Example": terms.Example, "Lines": strings.Join(slices.Compact(lines), "\n"), "Missing": strings.Join(missing, ", ")})
	t.dated(terms, len(missing) > 0)
}

// loanLine writes a part of the terms; nothing where it is not filled in.
func (t *Turn) loanLine(part string, terms store.LoanTerms) (lines []string) {
	add := func(key string, known bool, data map[string]any) {
		if known {
			lines = append(lines, t.word("pem.line."+key, data))
		}
	}
	sums := map[string]any{"Least": t.rupiah(terms.Min), "Most": t.rupiah(terms.Max)}
	switch part {
	case aboutOpen:
		add("status", terms.Status != "", map[string]any{"Status": t.loanStatus(terms.Status)})
		add("amount", terms.Min.Known || terms.Max.Known, sums)
		add("charge", terms.Charge.Known, map[string]any{"Charge": t.chargeOf(terms)})
		add("tenor", terms.Tenor.Known, tenorData(terms))
		add("basis", terms.Basis != "", map[string]any{"Basis": terms.Basis})
	case aboutBasis:
		add("basis", terms.Basis != "", map[string]any{"Basis": terms.Basis})
	case aboutAmount:
		add("amount", terms.Min.Known || terms.Max.Known, sums)
	case aboutCharge:
		add("charge", terms.Charge.Known, map[string]any{"Charge": t.chargeOf(terms)})
	case aboutTenor:
		add("tenor", terms.Tenor.Known, tenorData(terms))
	case aboutCollateral:
		add("collateral", terms.Collateral.Known, t.collateralData(terms))
	case aboutPapers:
		add("papers", len(terms.Requirements) > 0, map[string]any{"Requirements": strings.Join(terms.Requirements, "; ")})
		add("collateral", terms.Collateral.Known && len(terms.Requirements) > 0, t.collateralData(terms))
	}
	return lines
}

func (t *Turn) loanStatus(s store.LoanStatus) string {
	switch s {
	case store.LoanOpen:
		return t.word("pem.status.open", nil)
	case store.LoanClosed:
		return t.word("pem.status.closed", nil)
	case store.LoanWaiting:
		return t.word("pem.status.waiting", nil)
	}
	return ""
}

func (t *Turn) rupiah(f store.Figure) string {
	if !f.Known {
		return ""
	}
	return t.words.Rupiah(f.N)
}

// chargeOf is the charge in words; "" where there is none.
func (t *Turn) chargeOf(terms store.LoanTerms) string {
	if terms.Charge.N == 0 {
		return ""
	}
	return store.Percent(terms.Charge.N) + " " + t.word("pem.per."+terms.ChargePer, nil)
}

func tenorData(terms store.LoanTerms) map[string]any {
	return map[string]any{"Tenor": terms.Tenor.N, "First": firstMonth(terms)}
}

// firstMonth is the month of the first instalment, "" where it is not worth a word.
func firstMonth(terms store.LoanTerms) string {
	if !terms.Grace.Known || terms.Grace.N == 0 {
		return ""
	}
	return strconv.FormatInt(terms.Grace.N+1, 10)
}

func (t *Turn) collateralData(terms store.LoanTerms) map[string]any {
	c := terms.Collateral
	return map[string]any{"None": c.N == store.NoCollateral, "Always": c.N == 0, "Above": t.words.Rupiah(max(c.N, 0))}
}

// dated says of when the terms are, and sends who reads old ones to the office.
func (t *Turn) dated(terms store.LoanTerms, incomplete bool) {
	data := t.officeOf(terms)
	data["AsOf"], data["Source"], data["Incomplete"] = "", terms.Source, incomplete
	if !terms.AsOf.IsZero() {
		data["AsOf"] = t.words.Date(terms.AsOf)
	}
	switch {
	case !terms.Told():
	case terms.Fresh(t.Facts.Now, city.LoanFresh(t.Facts.City)):
		t.say("pem.fresh", data)
	default:
		t.say("pem.stale", data)
	}
}

// officeOf is whom to meet about the loan of a kelurahan, and when.
func (t *Turn) officeOf(terms store.LoanTerms) map[string]any {
	data := t.facts("pem_tanya", "pem_pengaduan", "hari_kelurahan", "jam_kelurahan")
	data["Kelurahan"], data["Contact"], data["Opening"] = terms.Kelurahan, terms.Contact, terms.Hours
	if terms.Hours == "" && data["jam_kelurahan"] != "" {
		data["Opening"] = strings.TrimSpace(data["hari_kelurahan"].(string) + " " + data["jam_kelurahan"].(string))
	}
	return data
}

// loanArticle says an article of the loan; where staff have taken it away, whom to ask.
func (t *Turn) loanArticle(code string, terms store.LoanTerms) {
	if t.want(store.Need{Article: code}) && t.Facts.Article != nil {
		data := t.articleData(*t.Facts.Article)
		t.say("pem.article", data)
		return
	}
	t.say("pem.unknown", t.officeOf(terms))
}

// estimate says what a sum costs a month by the terms, or why no number is given.
func (t *Turn) estimate(terms store.LoanTerms, sum string) {
	of, data := id(sum), t.officeOf(terms)
	data["Sum"], data["Least"], data["Most"] = t.words.Rupiah(of), t.rupiah(terms.Min), t.rupiah(terms.Max)
	i, ok := terms.Instalment(of)
	switch {
	case of > 0 && !terms.Within(of):
		t.say("pem.outside", data)
	case !ok:
		t.say("pem.noestimate", data)
		return
	default:
		data["Month"], data["Count"], data["Total"] = t.words.Rupiah(i.Month), i.Count, t.words.Rupiah(i.Total)
		data["First"], data["Tenor"], data["Charge"] = firstMonth(terms), terms.Tenor.N, t.chargeOf(terms)
		t.say("pem.estimate", data)
	}
	t.dated(terms, false)
}

// loanOverview is what the loan is, and whether the kelurahan at hand lends.
func loanOverview(t *Turn) map[string]any {
	place := t.slot("kelurahan")
	data := map[string]any{"Kelurahan": place, "Status": ""}
	if t.brief { // the short form does not say it
		return data
	}
	if terms, ok := t.terms(place); ok && terms.Fresh(t.Facts.Now, city.LoanFresh(t.Facts.City)) {
		data["Status"] = t.loanStatus(terms.Status)
	}
	return data
}

// business writes a kind of business; one that is not on the list stands as it was written.
func (t *Turn) business(value string) string {
	if nlu.IsBusiness(value) {
		return strings.ReplaceAll(value, "_", " ")
	}
	return value
}
