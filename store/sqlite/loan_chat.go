package sqlite

import (
	"fmt"
	"time"

	"lopo/store"
	"lopo/store/city"
)

// setLoanStatus opens or closes the loan of a kelurahan, by a member of staff in her own chat. What she may do is asked once more in the
// transaction that does it: a role that was taken away meanwhile does nothing.
func (tx *Tx) setLoanStatus(of store.Address, e store.SetLoanStatus, now time.Time) error {
	s, err := tx.staffOf(of, now)
	if err != nil {
		return fmt.Errorf("read staff: %w", err)
	}
	if s == nil {
		return tx.refuse(store.RefuseStaff{Name: e.By, Do: store.ToEditLoans, In: e.Kelurahan, Why: store.RoleRevoked}, now)
	}
	if why := s.May(store.ToEditLoans, e.Kelurahan, now); why != store.Allowed {
		return tx.refuse(store.RefuseStaff{Name: s.Name, Do: store.ToEditLoans, In: e.Kelurahan, Why: why}, now)
	}
	terms, err := tx.loan(e.Kelurahan)
	if err != nil {
		return err
	}
	if terms == nil {
		terms = &store.LoanTerms{Kelurahan: e.Kelurahan}
	}
	if old := terms.Told() && !terms.Fresh(now, city.LoanFresh(tx.ledger.city)); !old {
		terms.AsOf = now // of old terms nobody has looked at the rest: they stay old
	}
	terms.Status, terms.Example = e.Status, false
	if terms.Source == "" {
		terms.Source = e.Source
	}
	return tx.putLoan(*terms, s.Name, now)
}
