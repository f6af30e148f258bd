package nlu

// vacancyVerbs are what is said of a vacancy with its number behind it.
var vacancyVerbs = map[string]string{
	"minat": "apply", "berminat": "apply", "lamar": "apply", "melamar": "apply",
	"lapor": "report", "laporkan": "report", "melaporkan": "report",
	"lowongan": "vacancy", "detail": "vacancy", "rincian": "vacancy",
	"apply": "apply", "interested": "apply", "report": "report", "vacancy": "vacancy", "job": "vacancy", "withdraw": "withdraw",
}

// Words that may stand around the verb and the number.
var (
	vacancyGlue = set("saya mau ingin nomor lowongan kerja untuk di dengan tentang info lihat pada yang i am im want to for in number the about show me please")
	undoing     = set("batal batalkan cabut tarik hapus membatalkan menarik")
)

// vacancyWord reads "MINAT 12", "batal minat no 12", "lapor lowongan 12", "lowongan 12".
func vacancyWord(ws []string) (Command, bool) {
	last := len(ws) - 1
	if last < 1 || last > 6 || !digits(ws[last]) || len(ws[last]) > 7 || ws[last][0] == '0' {
		return Command{}, false
	}
	name, undo := "", false
	for _, w := range ws[:last] {
		switch verb := vacancyVerbs[w]; {
		case undoing[w] && name == "":
			undo = true
		case verb != "" && (name == "" || name == "vacancy"):
			name = verb
		case verb == "vacancy", vacancyGlue[w]:
		default:
			return Command{}, false
		}
	}
	if undo && name == "apply" {
		name = "withdraw"
	} else if undo || name == "" {
		return Command{}, false
	}
	return Command{Name: name, Arg: ws[last]}, true
}
