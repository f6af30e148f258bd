package nlu

import (
	"strings"

	"lopo/store"
)

// splitBar cuts "a b|c d" into sayings in standard words.
func splitBar(list string) []string {
	var out []string
	for _, s := range strings.Split(list, "|") {
		if ws := normal(strings.Fields(s)); len(ws) > 0 {
			out = append(out, strings.Join(ws, " "))
		}
	}
	return out
}

// notText reports a message that carries no words to read. An empty kind counts as text.
func notText(in Input) bool {
	switch in.Kind {
	case "", store.Text, store.Tap, store.Edited:
		return false
	}
	return true
}

func value(v string) Reading { return Reading{Value: v} }
func why(w string) Reading   { return Reading{Why: w} }

// asks reports a question: a question mark, or a question word at the start.
func asks(raw string, ws []string) bool {
	return strings.ContainsAny(raw, "?？") || len(ws) > 0 && askWords[ws[0]]
}

// asksWithin reports a question word behind the first word, or "ko" between two things to choose from.
func asksWithin(ws []string) bool {
	for i, w := range ws {
		switch w {
		case "apa", "siapa", "mana", "dimana", "kenapa", "bagaimana", "berapa", "kapan", "apakah":
			return true
		case "ko":
			if i > 0 && (i+1 == len(ws) || i+2 >= len(ws) || ws[i+1] == "nomor" || ws[i+1] == "tidak" || ws[i+1] == "tempat" || ws[i+1] == "domisili") {
				return true
			}
		}
	}
	return false
}

// YesNo reads an answer to a yes/no question: "yes", "no", or why it is neither. "Belum" is deferred, never a no: to a seat that is offered,
// "not yet" must not decline it.
func YesNo(in Input) Reading {
	if notText(in) {
		return why("not_text")
	}
	ws := normal(words(Clean(in.Text)))
	if len(ws) == 0 {
		if asks(in.Text, nil) {
			return why("question")
		}
		return why("unclear")
	}
	if len(ws) > 24 {
		return why(otherTopic(in.Text))
	}
	if v := yesSaying(ws); v != "" && !strings.Contains(in.Text, "?") {
		return said(v)
	}
	if asks(in.Text, ws) {
		return why("question")
	}
	v := weigh(ws)
	return v.reading(in.Text, ws)
}

// yesSaying is what a whole answer means, polite words behind it left off, or "".
func yesSaying(ws []string) string {
	for core := ws; len(core) > 0; core = core[:len(core)-1] {
		if v := yesSayings[strings.Join(core, " ")]; v != "" {
			return v
		}
		if !yesFillers[core[len(core)-1]] && core[len(core)-1] != "ya" {
			break
		}
	}
	return ""
}

func said(v string) Reading {
	if v == "yes" || v == "no" {
		return value(v)
	}
	return why(v)
}

// verdict counts what the words of an answer speak for.
type verdict struct {
	yes, no, later, wrong, fix, field, soft, ask, other int
	limit                                               bool
	want                                                bool // "mau" was said, not "tidak mau"
	first                                               int  // words up to and with the first yes or no
}

// weigh reads word by word; a negation takes the word it governs with it.
func weigh(ws []string) verdict {
	var v verdict
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if !known(w) {
			w = nearAnswer(w)
		}
		switch {
		case noWords[w] || w == "belum" && i+1 < len(ws) && (ws[i+1] == "punya" || ws[i+1] == "ada" || ws[i+1] == "pernah"):
			n, yes := governed(ws[i+1:])
			i += n
			if yes {
				v.yes++
			} else {
				v.no++
			}
			v.mark(i)
		case laterWords[w]:
			v.later++
		case wrongWords[w]:
			v.wrong++
		case fixWords[w]:
			v.fix++
		case w == "tanya" && index(ws, "dulu") > i:
			v.later++ // "tanya suami dulu"
		case w == "ko" && i == len(ws)-1 && v.yes+v.no == 0:
			v.ask++
		case softYes[w]:
			v.soft++
			v.want = v.want || w == "mau"
			v.mark(i)
		case w == "ya" && v.no > 0 && ws[i-1] != "iya" && onlyFillers(ws[i+1:]):
			// "tidak ya": a softener at the end
		case yesWords[w] && !(w == "terima" && i+1 < len(ws) && ws[i+1] == "kasih"):
			v.yes++
			v.mark(i)
		case fieldWords[w]:
			v.field++
		case limitWords[w]:
			v.limit = true
		case yesFillers[w]:
		case askWords[w]:
			v.ask++
		default:
			v.other++
		}
	}
	return v
}

func onlyFillers(ws []string) bool {
	for _, w := range ws {
		if !yesFillers[w] {
			return false
		}
	}
	return true
}

func (v *verdict) mark(i int) {
	if v.first == 0 {
		v.first = i + 1
	}
}

// governed is how many words a negation takes with it, and whether together they agree: "tidak ada yang salah".
func governed(ws []string) (n int, yes bool) {
	for n < len(ws) && (ws[n] == "ada" || ws[n] == "yang" || ws[n] == "usah" || ws[n] == "perlu" || ws[n] == "sudah") {
		n++
	}
	if n == len(ws) {
		return n, false
	}
	switch {
	case badWords[ws[n]]:
		for n < len(ws) && badWords[ws[n]] {
			n++
		}
		return n, true
	case ws[n] == "ya" || ws[n] == "iya" || ws[n] == "ok" || ws[n] == "oke":
		return n, false
	case yesWords[ws[n]] || ws[n] == "mau":
		return n + 1, false
	}
	return n, false
}

func known(w string) bool {
	return yesWords[w] || noWords[w] || laterWords[w] || wrongWords[w] || fixWords[w] || fieldWords[w] || softYes[w] || yesFillers[w] || askWords[w]
}

var longAnswers = strings.Fields("betul benar setuju tidak bukan jangan sesuai boleh lanjut nanti belum salah cocok sebentar iyaa")

// nearAnswer rights one slip ("tiadk", "setjuu") and letters written twice ("iyaa", "okee").
func nearAnswer(w string) string {
	if s := single(w); s != w {
		if t, ok := standard[s]; ok {
			s = t
		}
		if known(s) {
			return s
		}
	}
	if len(w) < 5 {
		return w
	}
	if s := stemmed(w); known(s) {
		return s
	}
	for _, a := range longAnswers {
		if typo(w, a) {
			return a
		}
	}
	return w
}

// stemmed takes off what makes a request or a wish of an answer: "dilanjutkan", "setujulah".
func stemmed(w string) string {
	for _, tail := range [...]string{"lah", "kan", "in", "dong"} {
		if s, ok := strings.CutSuffix(w, tail); ok && len(s) >= 4 {
			return strings.TrimPrefix(s, "di")
		}
	}
	return w
}

// single writes doubled letters once; digits stay.
func single(w string) string {
	for i := 1; i < len(w); i++ {
		if w[i] == w[i-1] && !isDigit(w[i]) {
			b := []byte{w[0]}
			for j := 1; j < len(w); j++ {
				if w[j] != w[j-1] || isDigit(w[j]) {
					b = append(b, w[j])
				}
			}
			return string(b)
		}
	}
	return w
}

// reading decides. What somebody wants corrected comes first: "ya tapi nama salah" must not submit a form.
func (v verdict) reading(raw string, ws []string) Reading {
	switch {
	case v.fix > 0 && v.later > 0 && v.field+v.wrong == 0: // "bisa tapi nanti"
		return why("deferred")
	case v.fix > 0 && (v.yes+v.no+v.soft+v.wrong+v.field > 0), v.wrong > 0 && (v.field > 0 || v.yes > 0), v.limit && v.field > 0:
		return why("correction")
	case (v.yes > 0 || v.want) && v.no > 0:
		return why("contradiction")
	case v.later > 0:
		return why("deferred")
	case v.ask > 0:
		return why("question")
	case v.no > 0 && v.field > 0 && v.other > 0:
		return why("correction")
	case v.other > 0 && !answerFirst(raw, v.first, ws):
		return why(otherTopic(raw))
	case v.no > 0:
		return value("no")
	case v.yes > 0, v.soft > 0 && v.wrong == 0:
		return value("yes")
	case v.wrong > 0:
		return value("no")
	}
	return why("unclear")
}

// answerFirst reports an answer set off by punctuation from what is told after it: "tidak, saya kerja hari itu".
func answerFirst(raw string, first int, ws []string) bool {
	if first == 0 || first > 2 {
		return false
	}
	head, _, cut := cutAtStop(raw)
	return cut && len(words(Clean(head))) == first && first < len(ws)
}

func cutAtStop(s string) (head, tail string, ok bool) {
	i := strings.IndexAny(s, ",.;!\n")
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

func otherTopic(raw string) string {
	if t := Topic(raw); t != "" && t != "thanks" {
		return "off_topic"
	}
	return "unclear"
}
