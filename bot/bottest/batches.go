package bottest

import (
	"time"

	"lopo/store"
)

// Sewing is a batch of a training that asks for the NIK: open for three weeks, beginning after four.
func Sewing(set ...func(*store.Batch)) store.Batch {
	b := store.Batch{
		Code: "menjahit-1", Name: "Angkatan 1", Place: "Aula", Hours: "08.00-14.00", Seats: 20,
		Closes: Noon.AddDate(0, 0, 21), Starts: Noon.AddDate(0, 0, 28), Ends: Noon.AddDate(0, 0, 42),
		Training: store.Training{Code: "menjahit", Name: "Menjahit", Trade: "menjahit", Year: 2026, MinAge: 18, AskNIK: true, Source: "test", AsOf: Noon.Truncate(24 * time.Hour)},
	}
	for _, f := range set {
		f(&b)
	}
	return b
}
