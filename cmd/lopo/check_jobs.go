package main

import (
	"context"
	"fmt"

	"lopo/store"
)

// vacancies says which vacancies wait for somebody to look at them.
func (f *findings) vacancies(ctx context.Context, p *parts) {
	list, err := p.ledger.Vacancies(ctx)
	if err != nil {
		f.fail("vacancies", err)
		return
	}
	open, wait, hidden := 0, 0, 0
	for _, v := range list {
		switch {
		case !v.Hidden.IsZero():
			hidden++
		case v.Open(now()):
			open++
		case v.State == store.VacancyDraft || v.State == store.VacancyChecked:
			wait++
		}
	}
	f.ok("vacancies", fmt.Sprintf("%d open", open))
	if wait > 0 {
		f.note("vacancies", fmt.Sprintf("%d wait for a check by somebody else: lopo vacancies list", wait))
	}
	if hidden > 0 {
		f.note("vacancies", fmt.Sprintf("%d are hidden, since residents reported them: lopo vacancies show, then unhide or close", hidden))
	}
}
