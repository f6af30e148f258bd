package nlu

// What residents answer to a yes/no question; the words are in a list of locales.
var (
	yesList    = newWordlist("slots-yesno")
	yesWords   = yesList.set("ya")
	noWords    = yesList.set("tidak")
	laterWords = yesList.set("nanti")
	wrongWords = yesList.set("salah")
	fixWords   = yesList.set("perbaiki")
	limitWords = yesList.set("batas") // "hampir benar, cuma nama": with a part of the form they ask for a correction
	doubtful   = yesList.set("ragu")
	fieldWords = yesList.set("bagian") // parts of a form: naming one is asking for a correction
	badWords   = yesList.set("buruk")  // they turn a "tidak" before them into a yes: "sonde salah"
	softYes    = yesList.set("lunak")
	yesFillers = yesList.set("pengisi")
	askWords   = yesList.set("tanya") // begin or mark a question

	// yesSayings are whole answers whose words mislead one by one: yes, no, deferred or unclear.
	yesSayings = yesList.whole("=")
)
