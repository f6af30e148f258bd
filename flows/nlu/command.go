package nlu

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"lopo/locales"
)

// Command is a global word: it acts at every step of every flow. Names and words are in locales/nlu/commands.tsv.
type Command struct {
	Name string
	Arg  string // edit: "3" or "nama"; status: "KPG-2026-0042"; stop, start: a topic; else empty
	Slip bool   // read by allowing for a slip: Ujang and Hesti are people, so an answer to the open question goes before it
}

// maxCommand is the most words a command has with all its politeness: "tolong berhenti kirim info lowongan lagi ya terima kasih".
const maxCommand = 10

// phrases holds the global words by message; patterns holds them by number of words and first letter, for reading typing errors.
var (
	phrases  = map[string]string{}
	patterns [4][256][]pattern
)

type pattern struct {
	words []string
	name  string
}

func init() {
	for _, c := range locales.List("commands") {
		for _, line := range c.Written {
			addCommand(c.Is, line)
		}
	}
}

// addCommand adds one message of the list. It passes the lexicon like any message does, so a row may be written either way.
func addCommand(name, line string) {
	ws := normal(strings.Fields(line))
	if len(ws) == 0 {
		return
	}
	phrases[strings.Join(ws, " ")] = name
	if len(ws) < len(patterns) {
		by := &patterns[len(ws)][ws[0][0]]
		*by = append(*by, pattern{ws, name})
	}
}

// ReadCommand reads a global word. Only a whole message is one, so that a person named Menuk Batalia and a street named Berhenti are
// answers: what remains after polite words must be in the table, a slash form of it, or it with one slip in a word of five letters or more.
func ReadCommand(text string) (Command, bool) {
	return command(text, exact, withArg, slipped)
}

// isCommand reports whether a text is a global word to the letter, other than one that asks.
func isCommand(text string) bool {
	c, ok := command(text, exact, withArg)
	return ok && c.Name != "who"
}

// look is a way to find a command in words.
type look func([]string) (Command, bool)

func command(text string, ways ...look) (Command, bool) {
	if utf8.RuneCountInString(text) > maxRunes {
		return Command{}, false
	}
	trimmed := strings.TrimSpace(text)
	if isQuestionMark(trimmed) {
		return Command{Name: "help"}, true
	}
	if strings.HasPrefix(trimmed, "/") {
		return slash(trimmed, ways)
	}
	return plain(read(trimmed), ways)
}

// isQuestionMark reports a message of question marks only, which asks for help.
func isQuestionMark(s string) bool { return s != "" && len(s) <= 8 && strings.Trim(s, "?") == "" }

// slash reads "/menu", "/data_saya", "/batal@LopoBot". Telegram opens every chat with /start, which is a wish for the menu.
func slash(text string, ways []look) (Command, bool) {
	head, rest, _ := strings.Cut(text[1:], " ")
	head, _, _ = strings.Cut(head, "@")
	ws := read(head + " " + rest)
	if len(ws) > 0 && ws[0] == "start" {
		return Command{Name: "menu"}, true
	}
	return plain(ws, ways)
}

// plain tries the message with fewer and fewer polite words around it: one way to find a command, then the next.
func plain(ws []string, ways []look) (Command, bool) {
	if len(ws) == 0 || len(ws) > maxCommand {
		return Command{}, false
	}
	head, tail := politeness(ws)
	for _, look := range ways {
		for cut := 0; cut <= head+tail; cut++ {
			for h := min(head, cut); h >= 0; h-- {
				t := cut - h
				if t > tail || h+t >= len(ws) {
					continue
				}
				if c, ok := look(ws[h : len(ws)-t]); ok && !misread(c, ws[:h], ws[h:len(ws)-t]) {
					return c, true
				}
			}
		}
	}
	return Command{}, false
}

// politeness counts the polite words before and after. "saya" belongs to them only in "saya mau …".
func politeness(ws []string) (head, tail int) {
	for head < len(ws) && (fillersBefore[ws[head]] || thanks[ws[head]] || ws[head] == "saya" && head+1 < len(ws) && ws[head+1] == "mau") {
		head++
	}
	for tail < len(ws) && fillersAfter[ws[len(ws)-1-tail]] {
		tail++
	}
	return head, tail
}

// misread keeps two sentences from being commands: thanks to the admin, and "ya lanjut", which answers a question.
func misread(c Command, before, core []string) bool {
	if len(before) == 0 {
		return false
	}
	switch c.Name {
	case "staff":
		return len(core) == 1 && (staffNames[core[0]] && (anyOf(before, thanks) || greets[before[0]]) || core[0] == "orang")
	case "resume":
		return yesWords[before[len(before)-1]]
	}
	return false
}

func exact(ws []string) (Command, bool) {
	name, ok := phrases[strings.Join(ws, " ")]
	return Command{Name: name}, ok
}

// withArg reads the commands that say what they are about.
func withArg(ws []string) (Command, bool) {
	if n := registration(ws); n != "" {
		return Command{Name: "status", Arg: n}, true
	}
	if n := ticket(ws); n != "" {
		return Command{Name: "status", Arg: n}, true
	}
	if len(ws) < 2 {
		return Command{}, false
	}
	if c, ok := vacancyWord(ws); ok {
		return c, true
	}
	first, rest := ws[0], ws[1:]
	switch {
	case phrases[first] == "edit":
		if field, ok := editField(rest); ok {
			return Command{Name: "edit", Arg: field}, true
		}
	case phrases[first] == "status":
		for len(rest) > 1 && (phrases[rest[0]] == "status" || statusGlue[rest[0]]) {
			rest = rest[1:]
		}
		if n := registration(rest) + ticket(rest); n != "" {
			return Command{Name: "status", Arg: n}, true
		}
		if len(rest) == 1 && digits(rest[0]) && len(rest[0]) <= 6 {
			return Command{Name: "status", Arg: rest[0]}, true
		}
	case stopWords[ws[len(ws)-1]] && topicsOf[first] != "": // "lowongan stop"
		return about("stop", ws[:len(ws)-1])
	case stopWords[first]:
		return about("stop", rest)
	case startWords[first]:
		return about("start", rest)
	case first == "jangan" || first == "tidak" && rest[0] == "usah":
		if i := index(rest, "kirim"); i >= 0 && i <= 1 && i+1 < len(rest) {
			return about("stop", rest[i+1:])
		}
	}
	return Command{}, false
}

var statusGlue = set("nomor pendaftaran daftar registrasi tiket")

// about reads the topic after a stop or start word. Every word must belong to it: "berhenti ikut kursus" withdraws from a course and is not
// for this table.
func about(name string, ws []string) (Command, bool) {
	topic := ""
	for _, w := range ws {
		t := topicsOf[w]
		switch {
		case t != "" && topic == "" || t != "" && t == topic:
			topic = t
		case !topicGlue[w]:
			return Command{}, false
		}
	}
	return Command{Name: name, Arg: topic}, true
}

// editField reads what is to be corrected: a number, in digits or in words, or a field's name.
func editField(ws []string) (string, bool) {
	if len(ws) > 4 {
		return "", false
	}
	bare := ws
	for len(bare) > 1 && (bare[0] == "nomor" || bare[0] == "bagian" || bare[0] == "yang" || bare[0] == "jawaban") {
		bare = bare[1:]
	}
	if n, used := spoken(bare); used > 0 && used == len(bare) && n < 100 {
		return strconv.Itoa(n), true
	}
	for len(ws) > 1 && (ws[len(ws)-1] == "saya" || ws[len(ws)-1] == "sa") {
		ws = ws[:len(ws)-1]
	}
	ws = append([]string(nil), ws...)
	for i, w := range ws {
		if bare := strings.TrimSuffix(w, "nya"); editFields[bare] {
			ws[i] = bare
			continue
		}
		return "", false
	}
	return strings.Join(ws, " "), true
}

// registration reads a registration number however it is typed ("kpg 2026 42", "KPG20260042") and returns it as it was given out:
// "KPG-2026-0042". Empty: this is none.
func registration(ws []string) string {
	if len(ws) == 0 || len(ws) > 4 || !strings.HasPrefix(ws[0], "kpg") {
		return ""
	}
	parts := split(ws)
	if parts[0] != "kpg" || len(parts) < 2 {
		return ""
	}
	if last := parts[len(parts)-1]; len(parts) == 2 && digits(last) && len(last) >= 8 && len(last) <= 10 {
		parts = []string{"kpg", last[:4], last[4:]}
	}
	last := parts[len(parts)-1]
	if !digits(last) || len(last) > 8 {
		return ""
	}
	for len(last) < 4 {
		last = "0" + last
	}
	return strings.ToUpper(strings.Join(append(parts[:len(parts)-1:len(parts)-1], last), "-"))
}

// ticket reads the number of a question to staff ("t 12", "T0012") and returns it as it was given out: "T-0012". Empty: this is none.
func ticket(ws []string) string {
	if len(ws) == 0 || len(ws) > 2 || ws[0][0] != 't' {
		return ""
	}
	n := strings.Join(ws, "")[1:]
	if !digits(n) || len(n) < 3 && len(ws) == 1 || len(n) > 8 {
		return ""
	}
	for len(n) < 4 {
		n = "0" + n
	}
	return "T-" + n
}

// slipped compares word by word, one slip in each long word, and gives up when two commands are equally near.
func slipped(ws []string) (Command, bool) {
	if len(ws) >= len(patterns) {
		return Command{}, false
	}
	long := false
	for _, w := range ws {
		if neverTypo[w] {
			return Command{}, false
		}
		long = long || len(w) >= 5
	}
	if !long {
		return Command{}, false
	}
	found := ""
	for _, p := range patterns[len(ws)][ws[0][0]] { // a slip leaves the first letter
		if p.name != found && p.near(ws) {
			if found != "" {
				return Command{}, false
			}
			found = p.name
		}
	}
	return Command{Name: found, Slip: true}, found != ""
}

func (p pattern) near(ws []string) bool {
	for i, w := range p.words {
		if !typo(ws[i], w) {
			return false
		}
	}
	return true
}

// index is the place of w in ws, or -1.
func index(ws []string, w string) int {
	for i := range ws {
		if ws[i] == w {
			return i
		}
	}
	return -1
}
