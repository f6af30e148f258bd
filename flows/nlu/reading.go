// Package nlu understands what residents write. It is pure: the same text and the same input give the same reading.
package nlu

import (
	"time"

	"lopo/store"
)

// Input is a message with what is needed to read it as an answer to the open question.
type Input struct {
	Text  string
	Kind  store.Kind // Text, or what else arrived (Card, Location …)
	Now   time.Time  // reference day for ages and dates, in the city's zone
	City  *store.City
	Self  string            // the sender's own number in E.164, when the channel knows it
	Phone string            // Card: the shared number in E.164
	Lat   float64           // Location
	Lon   float64           // Location
	Slots map[string]string // the answers so far
}

// Reading is what a text means as an answer. Exactly one of Value, Why and Among is set.
type Reading struct {
	Value string         // the normalised value, ready to be stored
	Why   string         // why it was refused: names the text that explains it, for example "length"
	Data  map[string]any // for that text, for example {"Count": 15}
	Among []store.Choice // it may mean any of these: ask which
}

// Accept reads a text as the answer of one step.
type Accept func(Input) Reading
