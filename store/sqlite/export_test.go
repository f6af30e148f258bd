package sqlite

// Backlog is how many jobs wait for the writer.
func (l *Ledger) Backlog() int { return len(l.write.jobs) }

// The statements that must not wade through deliveries.
const (
	NextQuery    = sqlNext
	FlightQuery  = sqlRecover
	ReceiptQuery = sqlReceiptDelivered
)

// Candidates is the query that decides about an audience.
const Candidates = candidates
