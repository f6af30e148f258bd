package demo

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"lopo/bot/sheet"
	"lopo/store"
)

// loans is a list of terms as staff would import it, except that {-20} stands for the day that many days ago. Between them they show what the
// bot can meet: open, closed, a waiting list, terms that are not complete and terms that are old.
//
//go:embed loans.csv
var loans string

var ago = regexp.MustCompile(`\{-(\d+)\}`)

// Loans are example terms of the PEM loan as seen from now, each marked as an example.
func Loans(city *store.City, now time.Time) []store.LoanTerms {
	list := ago.ReplaceAllStringFunc(loans, func(mark string) string {
		days, _ := strconv.Atoi(ago.FindStringSubmatch(mark)[1])
		return now.In(store.WITA).AddDate(0, 0, -days).Format(time.DateOnly)
	})
	table, err := sheet.Parse("loans.csv", []byte(list))
	if err != nil {
		panic(err) // a test reads the shipped list
	}
	terms, wrong := sheet.Loans(table, city, nil, now)
	if len(wrong) > 0 {
		panic(fmt.Sprintf("example loans:\n%s", sheet.Problems(wrong)))
	}
	return terms
}
