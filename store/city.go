package store

import "time"

// City is what the program knows about the place it serves. All of it is data that staff edit (see package store/city).
type City struct {
	Name      string
	Kelurahan []Kelurahan
	Facts     map[string]Fact
	Holidays  map[string]string // ISO date -> name of the day on which offices are closed
	Articles  []Article         // as they are shipped; the ledger has what staff made of them
}

// Kelurahan is one urban village.
type Kelurahan struct {
	Code      string // Kemendagri code, "53.71.01.1001"
	Name      string // official spelling
	Kecamatan string
	Aliases   []string
	Lat, Lon  float64 // centre of the area in degrees, not an office; both zero: unknown
}

// Fact is one statement about the city: an amount, a phone number, opening hours.
type Fact struct {
	Key    string
	Value  string // empty: nobody has filled it in, and the bot says so
	Source string
	AsOf   time.Time
}

// Fact returns the value of a fact and whether it is known.
func (c *City) Fact(key string) (value string, known bool) {
	f := c.Facts[key]
	return f.Value, f.Value != ""
}

// Kecamatan lists the districts in the order of the data.
func (c *City) Kecamatan() []string {
	var names []string
	seen := map[string]bool{}
	for _, k := range c.Kelurahan {
		if !seen[k.Kecamatan] {
			seen[k.Kecamatan] = true
			names = append(names, k.Kecamatan)
		}
	}
	return names
}
