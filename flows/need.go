package flows

import (
	"cmp"

	"lopo/store"
)

// What a decision finds out that it wants to know is not read for every turn. It asks for it with want, and goes on as if nothing were known;
// who called Take reads what Outcome.Need says and takes the message again. The second decision is the one that counts.

// NeedsMost is how often one message is taken again at most: what the second decision asks for depends on what the first has read.
const NeedsMost = 3

// want asks for facts, and reports whether they have been read.
func (t *Turn) want(n store.Need) bool {
	missing := n.Without(t.Facts.Read)
	if !missing.Asks() {
		return true
	}
	if missing.Loan != "" {
		t.need.Loan = missing.Loan
	}
	if missing.Search != "" {
		t.need.Search = missing.Search
	}
	if missing.Article != "" {
		t.need.Article = missing.Article
	}
	t.need.Notice = cmp.Or(missing.Notice, t.need.Notice)
	t.need.Notices, t.need.Got = t.need.Notices || missing.Notices, t.need.Got || missing.Got
	t.need.Inquiries = t.need.Inquiries || missing.Inquiries
	t.need.Jobs = t.need.Jobs.And(missing.Jobs)
	t.wantPeople(missing)
	return false
}

// wantPeople is want for what is asked of people, groups and staff.
func (t *Turn) wantPeople(missing store.Need) {
	t.need.Staff, t.need.NewCode = t.need.Staff || missing.Staff, t.need.NewCode || missing.NewCode
	t.need.Ticket, t.need.Group = cmp.Or(missing.Ticket, t.need.Ticket), cmp.Or(missing.Group, t.need.Group)
	t.need.GroupCode, t.need.LinkCode = cmp.Or(missing.GroupCode, t.need.GroupCode), cmp.Or(missing.LinkCode, t.need.LinkCode)
}
