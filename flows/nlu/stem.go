package nlu

import "strings"

var (
	suffixes = []string{"", "nya", "kan", "an", "in", "i", "lah", "kah", "ku", "mu", "nyalah", "annya", "kannya", "inya"}
	prefixes = []string{"", "di", "ba", "ber", "be", "ter", "ta", "pe", "per", "se", "sa", "ke", "me", "mem", "men", "meng", "pem", "pen", "peng", "nge", "ng", "n", "m", "memper", "diper", "keber", "pember", "menge", "penge"}
)

// nasal gives back the first letter that a prefix has swallowed: menyimpan, ngirim, nyari, memakai.
var nasals = []struct {
	prefix string
	first  []string
}{
	{"meny", []string{"s", "c"}}, {"peny", []string{"s"}}, {"ny", []string{"s", "c"}}, {"mem", []string{"p"}}, {"pem", []string{"p"}}, {"men", []string{"t"}}, {"pen", []string{"t"}},
	{"meng", []string{"k"}}, {"peng", []string{"k"}}, {"ng", []string{"k"}}, {"m", []string{"p"}}, {"n", []string{"t"}},
}

// notionOf is the notion that a standard word stands for, by itself or through its root; "" when neither is known.
func (d *dictionary) notionOf(w string) string {
	if n := d.roots[w]; n != "" {
		return n
	}
	if half, rest, ok := strings.Cut(w, "-"); ok && half == rest {
		w = half
	}
	return d.roots[d.root(w)]
}

// root strips what may stand before and after a root of ours, the shortest strip first; "" when no root of three letters is left.
func (d *dictionary) root(w string) string {
	if d.roots[w] != "" {
		return w
	}
	for _, suf := range suffixes {
		if !strings.HasSuffix(w, suf) || len(w)-len(suf) < 3 {
			continue
		}
		body := w[:len(w)-len(suf)]
		for _, pre := range prefixes {
			if r := body[min(len(pre), len(body)):]; len(r) >= 3 && strings.HasPrefix(body, pre) && d.roots[r] != "" && (len(r) > 3 || pre == "" || len(pre) == 2 || suf == "") {
				return r
			}
		}
		for _, n := range nasals {
			if !strings.HasPrefix(body, n.prefix) || len(body)-len(n.prefix) < 2 {
				continue
			}
			for _, first := range n.first {
				if r := first + body[len(n.prefix):]; len(r) >= 4 && d.roots[r] != "" {
					return r
				}
			}
		}
	}
	return ""
}
