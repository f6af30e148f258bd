package store

import (
	"testing"
	"time"
)

func TestInstalment(t *testing.T) {
	terms := func(charge int64, per string, tenor, grace int64) LoanTerms {
		return LoanTerms{Charge: Known(charge), ChargePer: per, Tenor: Known(tenor), Grace: Known(grace)}
	}
	for _, c := range []struct {
		terms        LoanTerms
		sum          int64
		month, count int64
		total        int64
	}{
		{terms(1000, PerMonth, 18, 4), 5_000_000, 421_500, 14, 5_900_000},   // 5.9 million / 14 = 421,428.57
		{terms(0, PerMonth, 12, 0), 5_000_000, 416_700, 12, 5_000_000},      // no charge
		{terms(6000, PerYear, 12, 0), 5_000_000, 441_700, 12, 5_300_000},    // 6% for one year
		{terms(6000, PerYear, 18, 0), 5_000_000, 302_800, 18, 5_450_000},    // 9% for a year and a half
		{terms(5000, PerLoan, 10, 0), 1_000_000, 105_000, 10, 1_050_000},    // once
		{terms(1500, PerMonth, 12, 11), 1_000_000, 1_180_000, 1, 1_180_000}, // all at the end
		{LoanTerms{Charge: Known(0), Tenor: Known(12)}, 1_200_000, 100_000, 12, 1_200_000},
	} {
		got, ok := c.terms.Instalment(c.sum)
		if want := (Instalment{Month: c.month, Count: c.count, Total: c.total}); !ok || got != want {
			t.Errorf("%+v of %d: %+v, %t; want %+v", c.terms, c.sum, got, ok, want)
		}
	}
	for name, c := range map[string]LoanTerms{"nothing": {}, "no charge": {Tenor: Known(12)}, "no tenor": {Charge: Known(1000), ChargePer: PerMonth},
		"a charge of no time": {Charge: Known(1000), Tenor: Known(12)}, "all of it is grace": terms(1000, PerMonth, 12, 12)} {
		if got, ok := c.Instalment(5_000_000); ok {
			t.Errorf("%s gives %+v", name, got)
		}
	}
	for _, sum := range []int64{0, -5, mostLoan + 1} {
		if got, ok := terms(1000, PerMonth, 120, 0).Instalment(sum); ok {
			t.Errorf("%d gives %+v", sum, got)
		}
	}
	if i, ok := terms(99_999, PerMonth, 120, 0).Instalment(mostLoan); !ok || i.Total < mostLoan {
		t.Errorf("the largest sum: %+v, %t", i, ok)
	}
}

func TestLoanTermsTell(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, WITA)
	t1 := LoanTerms{Status: LoanOpen, AsOf: now.AddDate(0, 0, -180), Min: Known(1000), Max: Known(2000)}
	if limit := 180 * 24 * time.Hour; !t1.Fresh(now, limit) || t1.Fresh(now.Add(time.Second), limit) || (LoanTerms{}).Fresh(now, limit) {
		t.Error("fresh is wrong")
	}
	if !t1.Within(1000) || !t1.Within(2000) || t1.Within(999) || t1.Within(2001) || !(LoanTerms{}).Within(5) {
		t.Error("within is wrong")
	}
	if (LoanTerms{Kelurahan: "Alak", Contact: "LPM", Source: "x"}).Told() || !t1.Told() || !(LoanTerms{Grace: Known(0)}).Told() {
		t.Error("told is wrong")
	}
	for n, want := range map[int64]string{1000: "1%", 1500: "1,5%", 125: "0,125%", 10_000: "10%", 10: "0,01%"} {
		if got := Percent(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}
