package transcript

import (
	"slices"
	"strings"
	"testing"

	"lopo/store"
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

func TestPlainIsWhatAChannelWithoutButtonsSends(t *testing.T) {
	m := store.Outgoing{Text: "Mohon diperiksa:\n\nSudah benar?", Choices: []store.Choice{{Value: "ya", Label: "kirim"}, {Value: "0", Label: "Menu"}}}
	var want []string
	for line := range strings.SplitSeq(m.Plain(), "\n") {
		want = append(want, strings.TrimRight("< "+line, " "))
	}
	if got := Plain(Line(m, "", false)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
