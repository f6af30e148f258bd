// Package transcript is the written form of a conversation, read by people and played by tests.
//
//	# a comment
//	@ 2026-11-02 09:00       the time (WITA); "@ +6h" and "@ +3d" let time pass, and what falls due meanwhile happens at its hour
//	@ B                      from here on the resident B speaks; "@ B +6281234567890" on a channel that vouches for her number
//	> mau daftar             the resident writes; "\n" is a line break
//	! tap 2                  something else happens, see below
//	< Pilih pelatihan:       the bot answers, to who speaks
//	< [1] Menjahit           a choice as it is shown
//	< ---                    another message follows; "< --- B": to B
//	= register number=…      what the answer changed
//
// What happens:
//
//	! tap 2 · tap old 1      she taps a choice of the last question, or of the one before
//	! edit TEXT              her last message now reads TEXT
//	! voice · sticker · photo · video · document · poll · unknown · reaction · deleted · blocked · returned · garbled · call
//	! hand                   staff write to her by hand, past the bot
//	! photo TEXT             a picture with words under it
//	! waits 20 TEXT          what she wrote 20 minutes ago is handed over only now, with more behind it; "waited": the last of it
//	! location LAT LON · contact [+62…] · group TEXT (she calls the bot in a group) · murmur TEXT (she does not)
//	! applied CODE NAME, BORN, KELURAHAN[, CODE]   she applied before, the last code being her second choice
//	! restart                the bot is stopped and started
//	! lose session           where the chats stand is forgotten
//	! staff select CODE · decide NUMBER STATUS [REASON] · answer TICKET TEXT · close CODE · seats CODE N · start CODE DATE
//	        pem STATUS KELURAHAN · notice draft|approved|sent|lost TEXT
//	! staff approve N · shut N · fill N · unhide N · retitle N TITLE    what they do to a vacancy
//
// Lines with "<" and "=" are made by the bot: a test compares them, and rewrites them when it is asked to.
package transcript

import (
	"fmt"
	"strings"
)

// Script is a transcript as it stands in its file.
type Script struct {
	Name  string // of the file, for messages
	Acts  []Act
	intro []string // lines before the first act
}

// Act is one line that makes something happen, with what the bot says and does about it.
type Act struct {
	Mark   byte     // '>', '!' or '@'
	Text   string   // the line without its mark
	Line   int      // in the file, from 1
	Answer []string // the "<" and "=" lines that belong to it, as written
	after  []string // comments and empty lines behind the answer
}

// Parse reads a transcript.
func Parse(name, text string) (*Script, error) {
	s := &Script{Name: name}
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		line = strings.TrimRight(line, " \t\r")
		last := len(s.Acts) - 1
		switch {
		case line == "" || line[0] == '#':
			if last < 0 {
				s.intro = append(s.intro, line)
			} else {
				s.Acts[last].after = append(s.Acts[last].after, line)
			}
		case line[0] == '<' || line[0] == '=':
			if last < 0 {
				return nil, fmt.Errorf("%s:%d: an answer to nothing", name, i+1)
			}
			s.Acts[last].Answer = append(s.Acts[last].Answer, line)
		case line[0] == '>' || line[0] == '!' || line[0] == '@':
			s.Acts = append(s.Acts, Act{Mark: line[0], Text: strings.ReplaceAll(strings.TrimSpace(line[1:]), `\n`, "\n"), Line: i + 1})
		default:
			return nil, fmt.Errorf("%s:%d: a line begins with one of > < = @ ! #", name, i+1)
		}
	}
	if len(s.Acts) == 0 {
		return nil, fmt.Errorf("%s: nothing happens in it", name)
	}
	return s, nil
}

// Format writes the transcript with these answers in place of its own, one list an act.
func (s *Script) Format(answers [][]string) string {
	lines := append([]string(nil), s.intro...)
	for i, a := range s.Acts {
		lines = append(lines, string(a.Mark)+" "+strings.ReplaceAll(a.Text, "\n", `\n`))
		lines = append(lines, answers[i]...)
		lines = append(lines, a.after...)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// Said keeps the lines of an answer that the bot said, without what it did.
func Said(answer []string) (said []string) {
	for _, line := range answer {
		if line[0] == '<' {
			said = append(said, line)
		}
	}
	return said
}
