package nlu

// Excuses are what people write instead of a fact; several slots explain them differently.
var (
	lateWords    = set("nanti besok tunggu sebentar sabantar bentar menyusul lusa")
	forgotten    = padded("lupa\ntidak tahu\ntidak hafal\ntidak hapal\ntidak ingat\ntidak inga\nkurang tahu\nbelum tahu\ntidak yakin\nentah\nbelum hafal\nlupa su")
	refusals     = padded("rahasia\ntidak mau\ntidak usah\ntidak perlu\nogah\nmalas\nprivasi\nmalu\ntidak kasih\ntidak bisa kasih\ntidak boleh\ntidak bersedia\njangan tanya\nanonim\nkeberatan\ntidak kasih tahu\ntidak ingin\nbukan urusan\nkepo")
	nothingThere = padded("tidak punya\nbelum punya\ntidak ada\nbelum ada\nhilang\nrusak\nbelum jadi\nbelum rekam\nbelum buat\nbelum bikin\nbelum bekin\nbelum urus\nbelum cetak\nbelum terima\nbelum dapat\ntercecer\ntapunya\nmati\ntidak pakai\ndicuri\ntertinggal\nketinggalan\ntidak bawa")
)

func late(ws []string) bool     { return anyOf(ws, lateWords) }
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
