package nlu_test

import (
	"strings"
	"testing"

	"lopo/flows/nlu"
)

// The global words act in English too, as people who ask for English type them.
func TestEnglishGlobalWords(t *testing.T) {
	for want, texts := range map[string]string{
		"menu":             "menu|main menu|/menu|show me the menu please",
		"cancel":           "cancel|CANCEL|cancel please|/cancel|never mind",
		"back":             "back|go back|/back|previous|please go back",
		"help":             "help|HELP|/help|help please|i need help",
		"staff":            "staff|STAFF|talk to staff|talk to a person|human|speak to a person please",
		"resume":           "continue|CONTINUE|resume|go on",
		"restart":          "start over|restart|start again",
		"status":           "status|my status|check my status",
		"stop":             "stop|STOP|unsubscribe|stop sending messages|/stop",
		"start":            "start|START|subscribe",
		"stop lowongan":    "stop jobs|STOP JOBS|stop job vacancies",
		"start lowongan":   "start jobs|START JOBS",
		"start pengumuman": "START ANNOUNCEMENTS",
		"stop pelatihan":   "stop training",
		"offer":            "offer|OFFER|my offer",
		"my_data":          "my data|MY DATA|show my data",
		"erase":            "delete data|DELETE DATA|delete my data",
		"privacy":          "privacy|PRIVACY",
		"edit":             "edit|EDIT|change",
		"edit 3":           "edit 3|EDIT 3|change 3",
		"language":         "language|bahasa|BAHASA|/bahasa|/language|ganti bahasa|change language|pilih bahasa dong",
		"english":          "english|ENGLISH|english please|in english please|bahasa inggris|pakai bahasa inggris dong|inggris",
		"indonesian":       "indonesia|INDONESIA|bahasa indonesia|indonesian please|kembali ke bahasa indonesia",
	} {
		each(t, want, texts, command)
	}
	each(t, "", `Ingrid|Inggrid|Inggrit Nale|Staf|Stefi|Offny|Indonesiana Bria|Jl. Indonesia Raya|bahasa ibu saya Rote|English Tefa Nale|Changi|go`, command)
}

// A wish for a language names it, refuses another, or names none.
func TestLanguageThatIsAskedFor(t *testing.T) {
	for want, texts := range map[string]string{
		"en": `english|english please|can you speak english|bahasa inggris|ganti ke inggris dong|bhs inggris|i don't understand indonesian|saya tidak bisa bahasa indonesia|
			i do not speak indonesian|please reply in english|pakai inggris jangan indonesia|mohon ganti ke bahasa Inggris|i only speak english`,
		"id": `bahasa indonesia|indonesian please|pakai bahasa indonesia saja|jangan pakai bahasa inggris|be son mangarti bahasa inggris|gak ngerti bahasa inggris, pakai indonesia|
			change to bahasa|saya tidak mengerti bahasa inggris|kembali ke bahasa indonesia|mohon gunakan Bahasa Indonesia`,
		"": `ganti bahasa|bahasa|bahasa kupang|pake bahasa kupang do|bisa bahasa rote?|ada bahasa lain?|saya ingin mengganti bahasa|halo`,
	} {
		each(t, want, texts, nlu.Language)
	}
}

// What is written in English is known as that, and nothing that is written here otherwise.
func TestEnglishIsKnown(t *testing.T) {
	for _, s := range strings.Split(`i want to register for a training|how can i get a loan|what are the requirements|do you have any jobs for me|can i talk to a person|
		where is your office|my name is wrong|i don't understand this|what can you do|please tell me about the training`, "|") {
		if !nlu.English(s) {
			t.Errorf("%q is not known as English", s)
		}
	}
	for _, g := range append(understanding(t), freshLines(t)...) {
		if g.intent != "change_language" && g.intent != nlu.OutOfScope && nlu.English(g.text) {
			t.Errorf("%q is taken for English", g.text)
		}
	}
}

// The main wishes are understood in English.
func TestEnglishWishes(t *testing.T) {
	for want, texts := range map[string]string{
		"training_list":        `which trainings are open?|what courses do you have|is there a sewing course|show me the training courses`,
		"training_register":    `i want to register for a training|i would like to join the sewing course|how do i register for a course|can i sign me up, i want to register for welding`,
		"training_status":      `what is the status of my registration|was i accepted in the training|have i been accepted|when does my training start`,
		"pem_info":             `what is the pem loan|tell me about pem loans`,
		"pem_requirements":     `what are the requirements for the pem loan|which documents do i need for a pem loan`,
		"pem_apply":            `i want to apply for a pem loan|i want to borrow money for my business`,
		"pem_repay_or_arrears": `how do i pay my pem installment|my installment is late`,
		"job_search":           `i am looking for a job|are there any job vacancies|job vacancies`,
		"talk_to_staff":        `can i talk to a person|where is your office|i want to speak to an officer`,
		"my_data":              `i want to see my data|my name is wrong, please correct it`,
		"delete_my_data":       `please delete all my data`,
		"complaint":            `i have a complaint|the service is very slow`,
		"help":                 `how do i use this|please help me, i do not understand`,
		"change_language":      `do you speak english|can we use english please|i do not understand indonesian`,
	} {
		for _, s := range strings.Split(texts, "|") {
			r := nlu.Understand(strings.TrimSpace(s), nlu.State{Now: today, City: kupang})
			if r.Intent != want && !(r.Action == nlu.Ask && contains(r.Alternatives, want)) {
				t.Errorf("%q: %s %s %v, not %s", s, r.Action, r.Intent, r.Alternatives, want)
			}
		}
	}
}

// Who answers here is asked in many ways, each a whole message.
func TestWhoAnswersHere(t *testing.T) {
	each(t, "who", `siapa kamu|kamu siapa|ini bot atau orang?|lu sapa|ini siapa|dengan siapa ini|kamu robot ya|apakah ini resmi?|lopo itu apa|are you a bot?|who are you|
		ini penipuan bukan|ini bot ko orang|siapa ini kak`, command)
	each(t, "", `siapa walikota kupang|bot ini tidak membantu|siapa yang boleh ikut|ini orang tua saya|Siapa Nale|siapa saja yang lulus|ini admin pung nomor kah`, command)
}
