package transcript

import (
	"strings"
	"testing"
)

const sample = `# Somebody greets.
@ 2026-11-02 09:00
> halo
< Selamat pagi.
< [1] Daftar
= consent training=true

# a comment between
> baris satu\nbaris dua
! tap 1
< Baik.
`

func TestParseAndFormatAreTheReverse(t *testing.T) {
	s, err := Parse("sample", sample)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Acts) != 4 || s.Acts[2].Text != "baris satu\nbaris dua" || s.Acts[3].Mark != '!' || s.Acts[3].Line != 10 {
		t.Fatalf("%+v", s.Acts)
	}
	if said := Said(s.Acts[1].Answer); len(said) != 2 {
		t.Errorf("%q", said)
	}
	answers := make([][]string, len(s.Acts))
	for i, a := range s.Acts {
		answers[i] = a.Answer
	}
	if got := s.Format(answers); got != sample {
		t.Errorf("got\n%s", got)
	}
	answers[3] = []string{"< Maaf."}
	if got := s.Format(answers); got != strings.Replace(sample, "< Baik.", "< Maaf.", 1) {
		t.Errorf("got\n%s", got)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "# nothing", "< an answer", "> halo\nwhat", "= draft"} {
		if _, err := Parse("x", text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}
