// Package demo gives the example trainings, loans and vacancies of "serve --demo". Nothing in them is a fact about the city: every one is marked as an example, for
// staff in the data and for residents in the name.
package demo

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lopo/bot/sheet"
	"lopo/store"
)

// trainings is a list as staff would import it, except that {+24} stands for a working day that many days from today, and {tahun} for this year.
//
//go:embed trainings.csv
var trainings string

var later = regexp.MustCompile(`\{\+(\d+)\}`)

// Batches are the examples as seen from now: the same day gives the same batches, with ids left to the ledger.
func Batches(now time.Time) []store.Batch {
	batches, wrong := sheet.Trainings(parse("trainings.csv", trainings, now))
	if len(wrong) > 0 {
		panic(fmt.Sprintf("example trainings:\n%s", sheet.Problems(wrong)))
	}
	return batches
}

// parse reads a shipped list as seen from now.
func parse(name, list string, now time.Time) sheet.Table {
	today := now.In(store.WITA)
	list = later.ReplaceAllStringFunc(list, func(mark string) string {
		days, _ := strconv.Atoi(later.FindStringSubmatch(mark)[1])
		return workingDay(today.AddDate(0, 0, days)).Format(time.DateOnly)
	})
	list = strings.ReplaceAll(list, "{tahun}", strconv.Itoa(today.Year()))
	table, err := sheet.Parse(name, []byte(list))
	if err != nil {
		panic(err) // a test reads the shipped lists on every day of a year
	}
	return table
}

// workingDay is the day itself, or the Monday after a weekend.
func workingDay(t time.Time) time.Time {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t
}
