//go:build !race

package bot_test

import (
	"flag"

	"lopo/flows/transcript"
)

var whole = flag.Bool("whole", false, "crash at every turn of every transcript, not of a sample: takes ten minutes")

// sample is every 9th transcript, for crashes at every turn.
func sample(list []*transcript.Script) []*transcript.Script {
	if *whole {
		return list
	}
	return each(list, 9)
}

// few is all of them.
func few(list []*transcript.Script) []*transcript.Script { return list }

// storm is how many hostile messages there are.
const storm = 10000
