package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Figure is a number that nobody may have filled in. A known 0 is something else than an unknown number.
type Figure struct {
	Known bool
	N     int64
}

// Known is a figure that is filled in.
func Known(n int64) Figure { return Figure{true, n} }

// LoanStatus says whether a kelurahan takes requests for the PEM loan.
type LoanStatus string

const (
	LoanOpen    LoanStatus = "buka"
	LoanClosed  LoanStatus = "tutup"
	LoanWaiting LoanStatus = "daftar tunggu"
)

// What the charge ("jasa") is counted by.
const (
	PerMonth = "bulan"
	PerYear  = "tahun"
	PerLoan  = "pinjaman" // once, on the sum that is lent
)

// NoCollateral is the Collateral of a kelurahan that asks for none.
const NoCollateral = -1

// LoanTerms are those of the PEM loan in one kelurahan, as its staff have filled them in. What they have not is unknown, and said to be.
type LoanTerms struct {
	Kelurahan    string
	Status       LoanStatus // "": unknown
	Min, Max     Figure     // rupiah
	Charge       Figure     // thousandths of a percent of the sum lent, flat
	ChargePer    string     // PerMonth, PerYear or PerLoan
	Tenor        Figure     // months until all is paid back
	Grace        Figure     // months before the first instalment
	Collateral   Figure     // rupiah above which something is pledged; 0: always; NoCollateral: never
	Requirements []string
	Contact      string // of the LPM
	Hours        string // when they are met
	Basis        string // the rule that the terms stand on
	AsOf         time.Time
	Source       string
	Example      bool // demonstration data, always labelled "contoh"
	By           string
	Changed      time.Time
}

// Told reports whether there is anything in them to tell.
func (t LoanTerms) Told() bool {
	return t.Status != "" || t.Min.Known || t.Max.Known || t.Charge.Known || t.Tenor.Known || t.Grace.Known || t.Collateral.Known || len(t.Requirements) > 0
}

// Fresh reports whether the terms may be said without a warning: their date is known and not older than the limit.
func (t LoanTerms) Fresh(now time.Time, limit time.Duration) bool {
	return !t.AsOf.IsZero() && now.Sub(t.AsOf) <= limit
}

// Within reports whether a sum may be lent by these terms.
func (t LoanTerms) Within(sum int64) bool {
	return !(t.Min.Known && sum < t.Min.N) && !(t.Max.Known && sum > t.Max.N)
}

// Instalment is an estimate of what a loan costs a month.
type Instalment struct {
	Month int64 // rupiah, to the next hundred
	Count int64 // how many
	Total int64 // rupiah, all of it
}

// mostLoan is beyond any such loan, and within what can be counted here.
const mostLoan = 10_000_000_000

// Instalment estimates what a sum costs a month: the flat charge over the whole tenor, paid in equal parts from the end of the grace on. False
// where the terms do not say enough; nothing is guessed.
func (t LoanTerms) Instalment(sum int64) (Instalment, bool) {
	if sum <= 0 || sum > mostLoan || !t.Tenor.Known || !t.Charge.Known || t.Tenor.N <= 0 {
		return Instalment{}, false
	}
	count := t.Tenor.N - t.Grace.N // an unknown grace is 0
	if count <= 0 {
		return Instalment{}, false
	}
	const whole = 100_000 // thousandths of a percent
	charge := sum * t.Charge.N
	switch t.ChargePer {
	case PerMonth:
		charge = charge * t.Tenor.N / whole
	case PerYear:
		charge = charge * t.Tenor.N / 12 / whole
	case PerLoan:
		charge /= whole
	default:
		if t.Charge.N != 0 {
			return Instalment{}, false
		}
	}
	total := sum + charge
	month := (total + count*100 - 1) / (count * 100) * 100
	return Instalment{Month: month, Count: count, Total: total}, true
}

// LoanField is one of the terms as staff write it.
type LoanField struct{ Name, Value string }

// Fields are the terms in the order of the form, as staff write them; "" for what is unknown.
func (t LoanTerms) Fields() []LoanField {
	asOf, example := "", ""
	if !t.AsOf.IsZero() {
		asOf = t.AsOf.In(WITA).Format(time.DateOnly)
	}
	if t.Example {
		example = "ya"
	}
	return []LoanField{{"status", string(t.Status)}, {"min", t.Min.String()}, {"maks", t.Max.String()}, {"jasa", t.ChargeWords()}, {"tenor", t.Tenor.String()},
		{"tenggang", t.Grace.String()}, {"jaminan", t.CollateralWords()}, {"syarat", strings.Join(t.Requirements, "; ")}, {"kontak", t.Contact}, {"jam", t.Hours},
		{"dasar", t.Basis}, {"per", asOf}, {"sumber", t.Source}, {"contoh", example}}
}

// String is the number, "" where it is unknown.
func (f Figure) String() string {
	if !f.Known {
		return ""
	}
	return strconv.FormatInt(f.N, 10)
}

// Percent writes thousandths of a percent: "1,5%".
func Percent(thousandths int64) string {
	whole, part := thousandths/1000, thousandths%1000
	if part == 0 {
		return fmt.Sprintf("%d%%", whole)
	}
	return strings.TrimRight(fmt.Sprintf("%d,%03d", whole, part), "0") + "%"
}

// ChargeWords is the charge as staff write it: "1% per bulan".
func (t LoanTerms) ChargeWords() string {
	switch {
	case !t.Charge.Known:
		return ""
	case t.Charge.N == 0:
		return "tanpa jasa"
	case t.ChargePer == PerLoan:
		return Percent(t.Charge.N) + " sekali"
	}
	return Percent(t.Charge.N) + " per " + t.ChargePer
}

// CollateralWords is the collateral as staff write it.
func (t LoanTerms) CollateralWords() string {
	switch {
	case !t.Collateral.Known:
		return ""
	case t.Collateral.N == NoCollateral:
		return "tidak ada"
	case t.Collateral.N == 0:
		return "selalu"
	}
	return "di atas " + t.Collateral.String()
}

// Differences are the fields in which the terms differ from older ones, before and after.
func (t LoanTerms) Differences(old LoanTerms) (before, after []LoanField) {
	was, is := old.Fields(), t.Fields()
	for i := range is {
		if was[i] != is[i] {
			before, after = append(before, was[i]), append(after, is[i])
		}
	}
	return before, after
}

// LoanInquiry is the interest that somebody left with the LPM of a kelurahan ("titip minat"). It is no request and no promise.
type LoanInquiry struct {
	ID        int64
	Of        Address
	Kelurahan string
	Business  string // a value of the business slot
	Need      string // what she needs, in her words; sealed where it is stored
	Phone     string // E.164, if she gave one; sealed where it is stored
	At        time.Time
}

type (
	// AskLoan stores an interest in the loan.
	AskLoan struct{ Inquiry LoanInquiry }
	// WithdrawLoan removes an interest of this chat.
	WithdrawLoan struct{ ID int64 }
)

func (AskLoan) effect()      {}
func (WithdrawLoan) effect() {}
