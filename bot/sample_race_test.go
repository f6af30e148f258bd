//go:build race

package bot_test

import "lopo/flows/transcript"

// sample is every 24th transcript: the race detector makes the crashes ten times slower, and all turns go through the same few lines.
func sample(list []*transcript.Script) []*transcript.Script { return each(list, 24) }

// few is every 6th: what a channel does at the same time is the same in all of them.
func few(list []*transcript.Script) []*transcript.Script { return each(list, 6) }

func each(list []*transcript.Script, n int) (some []*transcript.Script) {
	for i := 0; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
}
