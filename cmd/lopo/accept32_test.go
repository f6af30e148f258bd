package main

import (
	"strings"
	"testing"

	"lopo/bot/bottest"
)

// A second program on the same ledger is refused with a sentence that says what to do, and the first does not notice.
func TestAccept32SecondServe(t *testing.T) {
	o := newOffice(t)
	s := o.serve("--demo")
	for _, args := range [][]string{{"serve"}, {"chat"}} {
		if out := o.refuses("another lopo already serves from", args...); !strings.Contains(out, "stop it first") || strings.Contains(out, "goroutine") {
			t.Errorf("it says\n%s", out)
		}
	}
	if bottest.NewBrowser(t, s.URL).Ask("halo") == "" {
		t.Error("the first one does not answer")
	}
	o.does("registrations", "list") // staff work beside it
	s.kill()
	s = o.serve() // the lock ended with the process
	if bottest.NewBrowser(t, s.URL).Ask("halo") == "" {
		t.Error("started again, it does not answer")
	}
	s.stop()
}
