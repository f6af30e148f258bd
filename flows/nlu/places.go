package nlu

import "strings"

// The words around the name of a kelurahan, and places that are none; all of them in a list of locales. A resident of a place outside the
// city has another government; the flow says so kindly. Manulai Satu and Penfui Timur lie in Kabupaten Kupang although their sisters are in
// the city.
var (
	placeList      = newWordlist("slots-place")
	outsidePlaces  = placeList.joined("luar kota")
	outsideSayings = placeList.sayings("ucapan luar")
	generalPlaces  = placeList.joined("umum")    // too large to be a kelurahan, or no place of its own
	sharedPlaces   = placeList.joined("bersama") // in several kelurahan, or on the border: nobody can tell which from the name
	placeNoise     = placeList.set("kata sekitar")
	besideWords    = placeList.set("dekat") // they make a place the neighbour of what is meant

	// placeShort opens the shorthand of messages.
	placeShort = func() map[string]string {
		m := map[string]string{}
		for kind := range placeList {
			if full, ok := strings.CutPrefix(kind, "singkatan:"); ok {
				for short := range placeList.raw(kind) {
					m[short] = full
				}
			}
		}
		return m
	}()
)
