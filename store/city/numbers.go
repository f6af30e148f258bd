package city

import (
	"strconv"
	"strings"
	"time"

	"lopo/store"
)

// numberFact is a fact that is a whole number.
type numberFact struct {
	key, unit   string
	usual, most int
}

// loanDays is for how many days the terms of the loan are said without a warning.
var loanDays = numberFact{key: "pem_batas_hari", unit: "hari", usual: 180, most: 3650}

// readerDays is for how many days it is kept who got an announcement.
var readerDays = numberFact{key: "siaran_simpan_hari", unit: "hari", usual: 365, most: 3650}

// readersLeast is as long as corrections, late receipts and the weekly limit need it.
const readersLeast = 30

// numbers are those that a file is checked for.
var numbers = []numberFact{loanDays, readerDays}

// LoanFresh is how old the terms of the loan may be before they are said to be unconfirmed: the fact pem_batas_hari.
func LoanFresh(c *store.City) time.Duration {
	return time.Duration(loanDays.of(c)) * 24 * time.Hour
}

// KeepReaders is how long after the end of an announcement it is kept who got it: the fact siaran_simpan_hari, at least thirty days.
func KeepReaders(c *store.City) time.Duration {
	return time.Duration(max(readersLeast, readerDays.of(c))) * 24 * time.Hour
}

func (n numberFact) of(c *store.City) int {
	value, known := c.Fact(n.key)
	if v, ok := n.parse(value); known && ok {
		return v
	}
	return n.usual
}

// parse reads "180" or "180 hari".
func (n numberFact) parse(text string) (int, bool) {
	v, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.ToLower(text), n.unit)))
	return v, err == nil && v >= 1 && v <= n.most
}
