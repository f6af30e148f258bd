package nlu

import "strings"

// sound is how Kupang says a standard word, as a key: final k, t and h fall away, h between equal or any vowels falls away, e becomes a, o becomes u,
// a final ai becomes e. Two words with one key may be the same word; it is compared with our own targets only, never with a whole language.
func sound(w string) string {
	b := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		c := w[i]
		switch {
		case c == 'h' && i > 0 && i+1 < len(w) && vowel(w[i-1]) && vowel(w[i+1]):
			continue
		case i > 0 && c == w[i-1] && !vowel(c):
			continue
		}
		b = append(b, c)
	}
	s := string(b)
	for len(s) > 2 && strings.IndexByte("kth", s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	if strings.HasSuffix(s, "ai") || strings.HasSuffix(s, "ae") {
		s = s[:len(s)-2] + "e"
	}
	return strings.NewReplacer("e", "a", "o", "u").Replace(s)
}

// bones are the consonants of a word with its first letter: what the shorthand of messages leaves. "ng" and doubled letters count once.
func bones(w string) string {
	b := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if i == 0 || !vowel(w[i]) && w[i] != w[i-1] {
			b = append(b, w[i])
		}
	}
	return string(b)
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// vowels counts them.
func vowels(w string) (n int) {
	for i := 0; i < len(w); i++ {
		if vowel(w[i]) {
			n++
		}
	}
	return n
}
