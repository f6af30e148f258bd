package store

import (
	"time"
	_ "time/tzdata" // cheap servers come without zone files
)

// WITA is the zone of Kota Kupang: UTC+8 all year.
var WITA = mustZone("Asia/Makassar")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}
