//go:build !race

package bot_test

import "lopo/flows/transcript"

// sample is all of them.
func sample(list []*transcript.Script) []*transcript.Script { return list }

// few is all of them.
func few(list []*transcript.Script) []*transcript.Script { return list }

// storm is how many hostile messages there are.
const storm = 10000
