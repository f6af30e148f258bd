package main

import (
	"context"
	"fmt"
	"strings"

	"lopo/store/city"
)

// loans says of how many kelurahan the terms of the loan are filled in, and which residents are told are not confirmed.
func (f *findings) loans(ctx context.Context, p *parts) {
	list, err := p.ledger.Loans(ctx)
	if err != nil {
		f.fail("pem", err)
		return
	}
	told := 0
	var old []string
	for _, t := range list {
		switch {
		case !t.Told():
		case !t.Fresh(now(), city.LoanFresh(p.city)):
			old = append(old, t.Kelurahan)
			fallthrough
		default:
			told++
		}
	}
	f.ok("pem", fmt.Sprintf("terms of %d of %d kelurahan", told, len(p.city.Kelurahan)))
	if len(old) > 0 {
		f.note("pem", "old or without a date, so the bot says that they are not confirmed: "+strings.Join(old, ", "))
	}
}
