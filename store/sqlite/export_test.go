package sqlite

// Backlog is how many jobs wait for the writer.
func (l *Ledger) Backlog() int { return len(l.write.jobs) }

// OnCommit calls f after each commit of a round of digests; nil: no more.
func (l *Ledger) OnCommit(f func()) { l.told = f }
