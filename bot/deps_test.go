package bot_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// rules is the floor plan, as text that a test holds. A package is named by its folder; "x/..." is x and all below it.
//
//	a, b < c   floors: c may import a and b, never the other way, and those between commas do not know each other
//	a -> b, c  of ours, a imports only b and c (and what is inside a)
//	a +> b     of others' modules, a imports only b and what is inside it ("nothing": none)
//	a !> b     a never imports b
//
// Tests are free to import more, except upwards.
const rules = `
# The house: words and memory, how we talk, how we run, the switch.
store < locales < flows < bot < cmd

# What decides is pure: same input, same output. Time comes in as data.
locales, store, flows, flows/nlu !> net, net/http, net/rpc, net/smtp, net/mail, database/..., os/..., syscall, log/..., context
locales, store, flows, flows/nlu !> math/rand/..., crypto/rand, hash/maphash, testing, lopo/store/sqlite, lopo/store/redis
store +> nothing
flows, flows/nlu +> golang.org/x/text
locales -> store
locales +> github.com/BurntSushi/toml, github.com/nicksnyder/go-i18n/v2, golang.org/x/text

# Only what must remember reaches a disk or a server.
store/seal -> nothing

# An adapter knows its platform and the contract, and nothing of the conversation.
bot/channel -> store
bot/whatsapp/..., bot/telegram/..., bot/webchat/..., bot/terminal/... -> bot/channel, store, store/seal
`

// exceptions are the imports that a rule forbids and that stand all the same: a file or a folder, then what it may import.
var exceptions = map[[2]string]bool{
	{"store/sessions.go", "context"}: true, // it only promises; those who keep the promise do I/O

	// What an applicant says is the same on every channel; her mouth is the channel's own.
	{"bot/telegram/telegramtest/resident", "lopo/bot/channel/channeltest/applicant"}: true,
	{"bot/whatsapp/whatsapptest/resident", "lopo/bot/channel/channeltest/applicant"}: true,
}

func TestImports(t *testing.T) {
	house := parseRules(t, rules)
	for _, f := range tree(t) {
		for _, wrong := range house.wrong(f) {
			t.Error(wrong)
		}
	}
}

// plan is rules, read.
type plan struct {
	floors [][]string // lowest first
	lines  []line
}

type line struct {
	who   []string
	arrow string
	whom  []string
}

func parseRules(t *testing.T, text string) plan {
	t.Helper()
	var p plan
	list := func(s string) (names []string) {
		for name := range strings.SplitSeq(s, ",") {
			names = append(names, strings.TrimSpace(name))
		}
		return names
	}
next:
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		if l == "" || l[0] == '#' {
			continue
		}
		if strings.Contains(l, " < ") {
			for floor := range strings.SplitSeq(l, " < ") {
				p.floors = append(p.floors, list(floor))
			}
			continue
		}
		for _, arrow := range []string{"->", "+>", "!>"} {
			if who, whom, ok := strings.Cut(l, " "+arrow+" "); ok {
				p.lines = append(p.lines, line{list(who), arrow, list(whom)})
				continue next
			}
		}
		t.Fatalf("rule not understood: %s", l)
	}
	return p
}

// wrong lists the imports of one file that break a rule.
func (p plan) wrong(f file) (found []string) {
	from := path.Dir(f.path)
	for _, imported := range f.imports() {
		if exceptions[[2]string{f.path, imported}] || exceptions[[2]string{from, imported}] {
			continue
		}
		complain := func(why string, args ...any) {
			found = append(found, fmt.Sprintf("%s imports %s: %s", f.path, imported, fmt.Sprintf(why, args...)))
		}
		ours, isOurs := strings.CutPrefix(imported, "lopo/")
		if isOurs && !p.above(from, ours) {
			complain("imports run one way, upwards from the foundation")
		}
		if f.test() {
			continue
		}
		for _, l := range p.lines {
			if !matches(l.who, from) {
				continue
			}
			switch l.arrow {
			case "->":
				if isOurs && !matches(l.whom, ours) && !within(root(l.who, from), ours) {
					complain("of ours it may import only %s", strings.Join(l.whom, ", "))
				}
			case "+>":
				if theirs := !isOurs && strings.Contains(imported, "."); theirs && !slices.ContainsFunc(l.whom, func(m string) bool { return within(m, imported) }) {
					complain("of others it may import only %s", strings.Join(l.whom, ", "))
				}
			case "!>":
				if matches(l.whom, imported) {
					complain("it is kept free of network, database, system, clock and chance")
				}
			}
		}
	}
	return found
}

// above reports whether a package may stand on another: on a lower floor, or in the same room.
func (p plan) above(from, on string) bool {
	floor := func(pkg string) (n int, room string) {
		top, _, _ := strings.Cut(pkg, "/")
		for n, rooms := range p.floors {
			if slices.Contains(rooms, top) {
				return n, top
			}
		}
		return -1, top
	}
	a, roomA := floor(from)
	b, roomB := floor(on)
	return a >= 0 && b >= 0 && (b < a || roomA == roomB)
}

// matches reports whether a package is one of those named, "x/..." standing for x and all below.
func matches(names []string, pkg string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		tree, all := strings.CutSuffix(name, "/...")
		return name == pkg || all && within(tree, pkg)
	})
}

// root is the name among names that pkg goes by, without dots.
func root(names []string, pkg string) string {
	for _, name := range names {
		if matches([]string{name}, pkg) {
			return strings.TrimSuffix(name, "/...")
		}
	}
	return pkg
}

func within(tree, pkg string) bool { return pkg == tree || strings.HasPrefix(pkg, tree+"/") }

// The rules must bite. Each of these files breaks one of them, and the last ones none.
func TestImportRulesBite(t *testing.T) {
	house := parseRules(t, rules)
	for _, c := range []struct {
		path, imported string
		wrong          bool
	}{
		{"store/a.go", "lopo/flows", true},
		{"store/a_test.go", "lopo/flows", true},
		{"store/a.go", "lopo/locales", true},
		{"flows/a.go", "lopo/bot/channel", true},
		{"bot/a.go", "lopo/cmd/lopo", true},
		{"bot/a.go", "lopo/util", true},
		{"flows/a.go", "os", true},
		{"flows/a.go", "os/exec", true},
		{"flows/nlu/a.go", "math/rand/v2", true},
		{"flows/a.go", "lopo/store/redis", true},
		{"flows/a.go", "github.com/redis/go-redis/v9", true},
		{"locales/a.go", "net/http", true},
		{"store/a.go", "context", true},
		{"bot/telegram/a.go", "lopo/flows", true},
		{"bot/telegram/botapi/a.go", "lopo/bot/desk", true},
		{"bot/webchat/a.go", "lopo/store/sqlite", true},
		{"bot/channel/a.go", "lopo/flows", true},
		{"store/seal/a.go", "lopo/store", true},
		{"store/a.go", "lopo/locales", true},
		{"store/redis/a.go", "lopo/locales", true},

		{"store/sessions.go", "context", false},
		{"store/city/a.go", "lopo/locales", true},
		{"flows/nlu/a.go", "golang.org/x/text/unicode/norm", false},
		{"flows/a.go", "lopo/store", false},
		{"flows/a.go", "time", false},
		{"flows/a.go", "net/url", false},
		{"flows/a_test.go", "os", false},
		{"locales/a.go", "github.com/nicksnyder/go-i18n/v2/i18n", false},
		{"bot/telegram/a.go", "lopo/bot/channel", false},
		{"bot/telegram/a.go", "lopo/bot/telegram/botapi", false},
		{"bot/telegram/botapi/a.go", "lopo/bot/telegram/wire", false},
		{"bot/telegram/a_test.go", "lopo/bot/channel/channeltest", false},
		{"bot/desk/a.go", "lopo/store/redis", false},
		{"cmd/lopo/a.go", "lopo/bot", false},
		{"store/redis/a.go", "github.com/redis/go-redis/v9", false},
	} {
		found := house.wrong(source(t, c.path, "package a; import _ \""+c.imported+"\""))
		if (len(found) > 0) != c.wrong {
			t.Errorf("%s importing %s: %v", c.path, c.imported, found)
		}
	}
}
