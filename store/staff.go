package store

import (
	"strings"
	"time"
)

// Staff is a person with a role. Commands that change or unmask something name one.
type Staff struct {
	Name    string
	Role    Role
	Scope   string // a kelurahan, or "" for the whole city
	Revoked bool
	Until   time.Time // when the role ends by itself; zero: it does not
}

// A one-time code by which a chat becomes that of a member of staff: eight letters and digits. The first half finds it, so that a wrong
// try counts against one code and not against all of them.
const (
	CodeLetters = "abcdefghjkmnpqrstuvwxyz23456789" // none that is taken for another
	CodeLength  = 8
	CodeLife    = 24 * time.Hour
	CodeMisses  = 5 // wrong tries that lock it
)

// CodeNumber is the half of a code by which it is found.
func CodeNumber(code string) string { return code[:min(len(code), CodeLength/2)] }

// CodeShown is a code as people write it: "k7qf-9d2m".
func CodeShown(code string) string { return code[:CodeLength/2] + "-" + code[CodeLength/2:] }

// ReadCode reads a code as somebody wrote it; "" when it is none.
func ReadCode(text string) string {
	code := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(text))
	if len(code) != CodeLength || strings.Trim(code, CodeLetters) != "" {
		return ""
	}
	return code
}

// StaffCode says what a code that somebody wrote is worth.
type StaffCode struct {
	Name   string // whose it is; "": nobody's
	Staff  Staff  // what she may do
	Valid  bool
	Locked bool // there were too many wrong tries
}
