package bot_test

import (
	"slices"
	"strings"
	"testing"

	"lopo/flows/transcript"
	"lopo/flows/transcripttest"
	"lopo/store/redis/redistest"
)

// Every transcript, through the real rooms, with each message delivered three times: on sessions in the ledger, and in Redis.
func TestTranscripts(t *testing.T) {
	for _, s := range few(transcripttest.Files(t)) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			want := alone(t, s)
			for _, h := range []*house{{twice: true}, {twice: true, redis: redistest.Start(t)}} {
				open(t, h)
				transcripttest.Same(t, s, transcripttest.Play(t, s, h, nil), false)
				transcripttest.Differ(t, want, transcripttest.Dump(t, h.path, "outbox"))
				if len(h.screen.repeats) > 0 {
					t.Errorf("said twice: %q", h.screen.repeats)
				}
			}
		})
	}
}

// each is every n-th.
func each(list []*transcript.Script, n int) (some []*transcript.Script) {
	for i := 0; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
}

// alone is the world at the end of a transcript, on the engine and the ledger alone.
func alone(t *testing.T, s *transcript.Script) []string {
	t.Helper()
	path := transcripttest.World(t)
	transcripttest.Play(t, s, (&transcripttest.Pure{TB: t}).Open(path), nil)
	return transcripttest.Dump(t, path, "outbox")
}

// points are where a crash matters: the message is on disk and not acknowledged; the turn is done and nothing of it said or handed over; the
// session is with its keeper and its safety row still there; an answer is out and nobody has noted it.
var points = []string{"arrived", "committed", "saved", "sent"}

// Kill -9 at any point loses nothing and repeats nothing: in every turn of a transcript (of all with -whole), at each point, the bot is thrown away and built
// anew over the same files, with the message delivered again and without, on a channel that drops repeats and on one that does not. What
// residents see, and the world at the end, are the same as without a crash. Half of the turns crash in one run, the other half in another, so
// that a turn after a crash is also played by a bot that lives on.
func TestAccept02NoCrashLosesOrRepeats(t *testing.T) {
	for _, s := range sample(transcripttest.Files(t)) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t)
			for _, keeper := range []*redistest.Server{nil, server} {
				straight := open(t, &house{redis: keeper})
				transcripttest.Same(t, s, transcripttest.Play(t, s, straight, nil), false)
				world, places := transcripttest.Dump(t, straight.path, cleared), straight.places()
				for _, point := range points {
					if point == "saved" && keeper == nil {
						continue // where the ledger keeps the sessions there is no such point
					}
					for half := range 4 {
						if half >= 2 && slices.ContainsFunc(world, isNotice) {
							continue // on a channel that does not drop repeats a notice that may have gone out is never sent again
						}
						server.FlushAll()
						h := &house{redis: keeper, point: point, lose: half < 2, ownID: half < 2, strike: func(act int) bool { return act%2 == half%2 }}
						crash(t, s, open(t, h), world, places)
						h.life.end(true)
					}
				}
			}
		})
	}
}

// isNotice reports whether a line of a dump is a message that nobody had asked for just then.
func isNotice(line string) bool {
	return strings.HasPrefix(line, "outbox ") && strings.Contains(line, " priority=1 ")
}

// cleared is a table from which each start takes what is over.
const cleared = "link_codes"

func crash(t *testing.T, s *transcript.Script, h *house, world, places []string) {
	t.Helper()
	failed := t.Failed()
	defer func() {
		if t.Failed() && !failed {
			t.Logf("crashing at %q; in Redis: %t, delivered again: %t", h.point, h.redis != nil, !h.lose)
		}
	}()
	transcripttest.Same(t, s, transcripttest.Play(t, s, h, nil), false)
	transcripttest.Differ(t, world, transcripttest.Dump(t, h.path, cleared))
	if got := h.places(); !slices.Equal(got, places) {
		t.Errorf("the chats stand at\n%q, expected\n%q", got, places)
	}
	// While a session is saved its answer is on its way, and may be out without anybody having noted it.
	if h.point != "sent" && h.point != "saved" && len(h.screen.repeats) > 0 {
		t.Errorf("seen again: %q", h.screen.repeats)
	}
}
