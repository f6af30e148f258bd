package sqlite

import (
	"strings"
	"time"

	"lopo/store"
)

// Backlog is how many jobs wait for the writer.
func (l *Ledger) Backlog() int { return len(l.write.jobs) }

// OnCommit calls f after each commit of a round of digests; nil: no more.
func (l *Ledger) OnCommit(f func()) { l.told = f }

// OpenAll opens all vacancies, as if each had been checked.
func OpenAll(tx *Tx, now time.Time) error {
	_, err := tx.exec(`UPDATE vacancies SET state = 'open', checked = ?1, checked_by = 'Budi', opened = ?1 + id`, ms(now))
	return err
}

// ScanJobs is the plain way to search: it reads all that is open and looks at each.
func ScanJobs(tx *Tx, s store.JobSearch, now time.Time) (found []store.Vacancy, err error) {
	rows, err := tx.rows(sqlVacancyColumns+` WHERE v.state = 'open' AND v.hidden = 0 AND v.closes > ?`, ms(now))
	list, err := all(rows, err, scanVacancy)
	for _, v := range list {
		has := true
		for term := range strings.FieldsSeq(s.Terms) {
			has = has && strings.Contains(" "+v.Terms+" ", " "+term+" ")
		}
		if has && (store.JobAlert{Area: s.Area, Education: s.Education}).Fits(&v) {
			found = append(found, v)
		}
	}
	return found, err
}

// The statements that must not wade through deliveries.
const (
	NextQuery    = sqlNext
	FlightQuery  = sqlRecover
	ReceiptQuery = sqlReceiptDelivered
)

// Candidates is the query that decides about an audience.
const Candidates = candidates
