package nlu

// Topic is a first, simple reading of free text at the menu: "danger", "safety", "status", "pem", "jobs", "training", "thanks", "greet", or ""
// when no keyword speaks. It asks nothing of grammar: a question reads like a statement.
func Topic(text string) string {
	ws := read(text)
	if len(ws) == 0 {
		return ""
	}
	line := pad(ws)
	switch {
	case inDanger(ws, line):
		return "danger"
	case atRisk(ws, line):
		return "safety"
	case saysAny(line, notMine):
		return ""
	case unwilling(ws):
		return ""
	case aboutStatus(ws):
		return "status"
	case aboutLoan(ws):
		return "pem"
	case aboutJobs(ws, line):
		return "jobs"
	case aboutNotices(line):
		return ""
	case learns(ws) || strongTrade(ws) != "":
		return "training"
	case (says(ws, "terima kasih") || index(ws, "makasih") >= 0) && len(ws) <= 8:
		return "thanks"
	case greeting(ws, line):
		return "greet"
	}
	return ""
}

// Danger reports a cry for help: what Topic calls "danger". It is asked of every message, so it stands alone.
func Danger(text string) bool {
	ws := read(text)
	return len(ws) > 0 && inDanger(ws, pad(ws))
}

// inDanger hears violence, papers or wages withheld, being taken away, and a bare "tolong saya".
func inDanger(ws []string, line string) bool {
	if saysAny(line, dangerPhrases) {
		return true
	}
	if anyOf(ws, papers) && anyOf(ws, seized) {
		return true
	}
	if anyOf(ws, wages) && saysAny(line, unpaid) {
		return true
	}
	return takenAway(ws) || callsForHelp(ws) || beaten(ws)
}

// beaten hears "majikan suka pukul"; "pukul" before a number or a question is a time of day.
func beaten(ws []string) bool {
	if !anyOf(ws, masters) {
		return false
	}
	for i, w := range ws {
		if blows[w] && !(w == "pukul" && i+1 < len(ws) && (digits(ws[i+1]) || ws[i+1] == "berapa")) {
			return true
		}
	}
	return false
}

// takenAway hears "saya mau dibawa (ke …)", but not "berkas apa yang mau dibawa".
func takenAway(ws []string) bool {
	if anyOf(ws, toBring) {
		return false
	}
	for i := 1; i < len(ws); i++ {
		if !carried[ws[i]] || ws[i-1] != "mau" && ws[i-1] != "akan" {
			continue
		}
		if ws[i] == "dibawa" && (i+1 == len(ws) || byWhom[ws[i+1]] || farPlace[ws[i+1]]) {
			return true
		}
		if i+1 < len(ws) && (ws[i+1] == "lari" || i+2 < len(ws) && ws[i+1] == "saya") {
			return true
		}
	}
	return false
}

// callsForHelp hears "tolong saya" with nothing else to do.
func callsForHelp(ws []string) bool {
	i := index(ws, "tolong")
	if i < 0 || i+1 >= len(ws) || ws[i+1] != "saya" {
		return false
	}
	for _, w := range ws[i+2:] {
		if !inNeed[w] {
			return false
		}
	}
	return true
}

// atRisk hears offers of work far away, brokers and passports.
func atRisk(ws []string, line string) bool {
	if anyOf(ws, brokers) || saysAny(line, safety) {
		return true
	}
	return anyOf(ws, farPlace) && anyOf(ws, leaving)
}

// learns hears the wish for a course; "ikut suami" goes with somebody, and joins nothing.
func learns(ws []string) bool {
	for i, w := range ws {
		if learning[w] && !(w == "ikut" && i+1 < len(ws) && company[ws[i+1]]) {
			return true
		}
	}
	return false
}

// WantsCourse reports the wish to join a course that is named as one, or by its trade. Unlike Topic it does not mind what else is told.
func WantsCourse(text string) bool {
	ws := read(text)
	return len(ws) > 0 && learns(ws) && (saysAny(pad(ws), courses) || strongTrade(ws) != "") && !unwilling(ws) && !aboutLoan(ws)
}

// unwilling hears "tidak mau ikut …": no topic is opened for what somebody refuses.
func unwilling(ws []string) bool {
	for i := 0; i+1 < len(ws); i++ {
		if (ws[i] == "tidak" || ws[i] == "jangan") && (ws[i+1] == "mau" || ws[i+1] == "ikut" || ws[i+1] == "usah" || ws[i+1] == "kirim") {
			return true
		}
	}
	return false
}

// aboutStatus hears a question about one's own application, and the wish to withdraw it.
func aboutStatus(ws []string) bool {
	if anyOf(ws, loanWords) || anyOf(ws, jobWords) {
		return false
	}
	if says(ws, "daftar tunggu") || says(ws, "terdaftar") {
		return true
	}
	for _, w := range ws {
		switch w {
		case "diterima", "lulus", "lolos", "seleksi", "kelulusan":
			return true
		case "batalkan", "membatalkan", "batalin", "batal", "batl", "cancel", "mundur", "berhenti", "brenti", "hapus", "dihapus", "keluar":
			return anyOf(ws, learning) || trade(ws) != ""
		}
	}
	if anyOf(ws, outcome) && anyOf(ws, askStatus) {
		return true
	}
	return false
}

// aboutNotices hears announcements, which have their own commands: "ikut info pengumuman" joins no course.
func aboutNotices(line string) bool {
	return saysAny(line, notices) && !saysAny(line, courses)
}

// outcome opens a question about what has become of something; "kapan" and "sudah" alone ask about many other things.
var outcome = set("cek status hasil urut")

func aboutLoan(ws []string) bool {
	if index(ws, "pem") >= 0 || index(ws, "lpm") >= 0 || says(ws, "dana pen") || says(ws, "dana bergulir") {
		return true
	}
	if anyOf(ws, otherLoans) {
		return false
	}
	for _, w := range ws {
		switch w {
		case "pinjam", "modal", "permodalan", "cicilan", "angsuran", "tunggakan", "menunggak", "nunggak", "mencicil":
			return true
		}
	}
	return false
}

func aboutJobs(ws []string, line string) bool {
	if saysAny(line, jobPhrases) {
		return true
	}
	if saysAny(line, notJobs) {
		return false
	}
	for _, w := range ws {
		if w != "ak" && w != "1" && jobWords[w] {
			return true
		}
	}
	return says(ws, "ak 1")
}

// greeting reports a message that only greets or announces a question.
func greeting(ws []string, line string) bool {
	if len(ws) > 10 {
		return false
	}
	rest := 0
	for _, w := range ws {
		if !greets[w] && !addresses[w] {
			rest++
		}
	}
	return rest == 0 && (greetStart[ws[0]] || anyOf(ws, greetStart) || saysAny(line, asking))
}
