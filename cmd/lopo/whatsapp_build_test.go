package main

import (
	"bytes"
	"os"
	"testing"
)

// The program that is shipped knows one WhatsApp: no setting leads it to another server or lets it trust another key. The one built for tests
// does, which shows that the search finds what it looks for.
func TestOnlyTheTestBuildKnowsAnotherWhatsApp(t *testing.T) {
	for _, c := range []struct {
		program *built
		has     bool
	}{{&lopo, false}, {&standin, true}} {
		body, err := os.ReadFile(c.program.program(t, "."))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"LOPO_TEST_WHATSAPP_ADDR", "LOPO_TEST_WHATSAPP_ROOT"} {
			if bytes.Contains(body, []byte(name)) != c.has {
				t.Errorf("%q is in the program built with tags %q: %t, want %t", name, c.program.tags, !c.has, c.has)
			}
		}
	}
}
