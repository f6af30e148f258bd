package main

import (
	"strings"
	"testing"

	"lopo/store"
)

// Posts to groups have a line of their own and no number of readers: neither a nought that is none, nor members who are taken for residents.
func TestAccept33GroupsInTheReport(t *testing.T) {
	whatsapp := []store.Count{{Channel: "whatsapp", Fate: store.FateSent, N: 51}, {Channel: "whatsapp", Fate: store.FateRead, N: 7}, {Channel: "whatsapp", Fate: store.FateFailed, Why: store.WhyMuted, N: 2}}
	groups := []store.Count{{Channel: "whatsapp", Fate: store.FateSent, N: 50}, {Channel: "whatsapp", Fate: store.FateFailed, Why: store.WhyMuted, N: 2}}
	telegram := store.Count{Channel: "telegram", Fate: store.FateSent, N: 4}
	for name, c := range map[string]struct {
		n, groups []store.Count
		want      []string
	}{
		"residents and groups": {whatsapp, groups, []string{"whatsapp 8 8 7 7 0 0 0 0 0", "whatsapp (grup) 52 50 - - 2 0 0 0 0", "semua 60 58 7 7 2 0 0 0 0"}},
		"groups alone":         {groups, groups, []string{"whatsapp (grup) 52 50 - - 2 0 0 0 0"}},
		"a channel that does not tell": {append([]store.Count{telegram}, groups...), groups,
			[]string{"telegram 4 4 ? ? 0 0 0 0 0", "whatsapp (grup) 52 50 - - 2 0 0 0 0", "semua 56 54 ? ? 2 0 0 0 0"}},
		"groups on both": {append([]store.Count{telegram}, groups...), append([]store.Count{telegram}, groups...),
			[]string{"telegram (grup) 4 4 - - 0 0 0 0 0", "whatsapp (grup) 52 50 - - 2 0 0 0 0", "semua 56 54 - - 2 0 0 0 0"}},
	} {
		var out strings.Builder
		if err := reportTable(&out, c.n, c.groups); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, line := range strings.Split(out.String(), "\n")[1:] {
			if line = strings.Join(strings.Fields(line), " "); line != "" && !strings.Contains(line, " : ") {
				lines = append(lines, line)
			}
		}
		if got, want := strings.Join(lines, "\n"), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		if !strings.Contains(out.String(), "dibaca banyak orang") {
			t.Errorf("%s: it does not say why\n%s", name, out.String())
		}
	}
}
