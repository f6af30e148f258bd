package sqlite

// Backlog is how many jobs wait for the writer.
func (l *Ledger) Backlog() int { return len(l.write.jobs) }
