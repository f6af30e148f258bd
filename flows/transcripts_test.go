package flows_test

import (
	"flag"
	"os"
	"testing"

	"lopo/flows/transcripttest"
)

var update = flag.Bool("update", false, "rewrite the answers in the transcripts")

// Every transcript, on the engine and the ledger alone.
func TestTranscripts(t *testing.T) {
	for _, s := range transcripttest.Files(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			stage := (&transcripttest.Pure{TB: t}).Open(transcripttest.World(t))
			answers := transcripttest.Play(t, s, stage, nil)
			if *update {
				if err := os.WriteFile(transcripttest.Path(t, s.Name), []byte(s.Format(answers)), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			transcripttest.Same(t, s, answers, true)
		})
	}
}

// The same with the session as it is stored, and a new engine for every turn.
func TestTranscriptsThroughStoredSessions(t *testing.T) {
	for _, s := range transcripttest.Files(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			stage := (&transcripttest.Pure{TB: t, Stored: true}).Open(transcripttest.World(t))
			transcripttest.Same(t, s, transcripttest.Play(t, s, stage, nil), true)
		})
	}
}
