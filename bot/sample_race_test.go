//go:build race

package bot_test

import "lopo/flows/transcript"

// With the race detector turns are ten times slower, and all go through the same few lines: these tests play a sample with it, and .ci/test runs
// them whole once more without.

// sample is every 40th transcript, for crashes at every turn.
func sample(list []*transcript.Script) []*transcript.Script { return each(list, 40) }

// few is every 8th.
func few(list []*transcript.Script) []*transcript.Script { return each(list, 8) }

func each(list []*transcript.Script, n int) (some []*transcript.Script) {
	for i := 0; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
}

// storm is how many hostile messages there are.
const storm = 1500
