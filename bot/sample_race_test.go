//go:build race

package bot_test

import "lopo/flows/transcript"

// With the race detector turns are ten times slower, and all go through the same few lines: these tests play a small sample with it, and
// .ci/test plays more of them once again without.

// sample is every 80th transcript, for crashes at every turn.
func sample(list []*transcript.Script) []*transcript.Script { return each(list, 80) }

// few is every 16th.
func few(list []*transcript.Script) []*transcript.Script { return each(list, 16) }

// storm is how many hostile messages there are.
const storm = 1500
