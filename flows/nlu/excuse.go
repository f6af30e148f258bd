package nlu

// Excuses are what people write instead of a fact; several slots explain them differently. The words are in a list of locales.
var (
	excuseList   = newWordlist("slots-excuse")
	lateWords    = excuseList.set("nanti")
	lateSayings  = excuseList.sayings("nanti dulu")
	forgotten    = excuseList.sayings("lupa")
	refusals     = excuseList.sayings("menolak")
	nothingThere = excuseList.sayings("tidak ada")
)

func late(ws []string) bool     { return anyOf(ws, lateWords) || saysAny(pad(ws), lateSayings) }
func forgot(line string) bool   { return saysAny(line, forgotten) }
func refused(line string) bool  { return saysAny(line, refusals) }
func haveNone(line string) bool { return saysAny(line, nothingThere) }
func digitCount(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}
