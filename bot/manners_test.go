package bot_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// manners are the rules that an import cannot show. Each returns what is wrong with one file.
var manners = map[string]func(file) []string{
	"clock":     tells,
	"waiting":   waiting,
	"skipping":  skipping,
	"names":     names,
	"protocols": protocols,
	"length":    length,
}

func TestManners(t *testing.T) {
	files := tree(t)
	for name, check := range manners {
		t.Run(name, func(t *testing.T) {
			for _, f := range files {
				for _, wrong := range check(f) {
					t.Error(wrong)
				}
			}
		})
	}
}

// clock: what decides may speak of time and never look at it.
func tells(f file) (wrong []string) {
	if f.test() || !slices.Contains([]string{"locales", "store", "flows", "flows/nlu"}, path.Dir(f.path)) {
		return nil
	}
	for call, name := range calls(f, "time") {
		switch name {
		case "Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker":
			wrong = append(wrong, fmt.Sprintf("%s: time.%s: time comes in as data", f.where(call), name))
		}
	}
	return wrong
}

// waiting: a test waits for a condition, never for a while.
func waiting(f file) (wrong []string) {
	if !f.test() {
		return nil
	}
	for call, name := range calls(f, "time") {
		if name == "Sleep" {
			wrong = append(wrong, fmt.Sprintf("%s: time.Sleep in a test: wait for what you wait for", f.where(call)))
		}
	}
	return wrong
}

// skipping: a test that does not run proves nothing. What a machine lacks, make test installs.
func skipping(f file) (wrong []string) {
	if !f.test() {
		return nil
	}
	runners := map[string]bool{} // variables of type testing.T, B, F and TB
	ast.Inspect(f.tree, func(n ast.Node) bool {
		if field, ok := n.(*ast.Field); ok {
			kind := field.Type
			if star, ok := kind.(*ast.StarExpr); ok {
				kind = star.X
			}
			if sel, ok := kind.(*ast.SelectorExpr); ok && fmt.Sprint(sel.X) == "testing" {
				for _, name := range field.Names {
					runners[name.Name] = true
				}
			}
		}
		return true
	})
	ast.Inspect(f.tree, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) {
			return true
		}
		name := fmt.Sprint(sel.X)
		if field, ok := sel.X.(*ast.SelectorExpr); ok { // s.t.Skip
			name = field.Sel.Name
		}
		if runners[name] {
			wrong = append(wrong, fmt.Sprintf("%s: %s.%s: a test that is skipped proves nothing", f.where(sel), name, sel.Sel.Name))
		}
		return true
	})
	return wrong
}

// names: a package is named for what it holds.
func names(f file) []string {
	name := strings.TrimSuffix(f.tree.Name.Name, "_test")
	for _, empty := range []string{"util", "utils", "common", "helper", "helpers", "manager", "service", "services", "misc", "base"} {
		if name == empty || path.Base(path.Dir(f.path)) == empty {
			return []string{fmt.Sprintf("%s: package %s says nothing about what is in it", f.path, empty)}
		}
	}
	return nil
}

var protocol = regexp.MustCompile(`(?i)telegram|whats-?app`)

// protocols: what decides and remembers knows no platform. Names and texts are looked at; a comment may tell where a fact comes from, and
// the texts of flows/nlu are what residents write ("nomor whatsapp saya").
func protocols(f file) (wrong []string) {
	top, _, _ := strings.Cut(f.path, "/")
	if f.test() || top != "flows" && top != "store" {
		return nil
	}
	ast.Inspect(f.tree, func(n ast.Node) bool {
		var said string
		switch n := n.(type) {
		case *ast.Ident:
			said = n.Name
		case *ast.BasicLit:
			if n.Kind == token.STRING && path.Dir(f.path) != "flows/nlu" {
				said = n.Value
			}
		}
		if found := protocol.FindString(said); found != "" {
			wrong = append(wrong, fmt.Sprintf("%s: %q belongs in its adapter", f.where(n), found))
		}
		return true
	})
	if found := protocol.FindString(f.path); found != "" {
		wrong = append(wrong, fmt.Sprintf("%s: %q belongs in its adapter", f.path, found))
	}
	return wrong
}

// length: past 400 lines there is a second thing in a file. A little over is let pass.
func length(f file) []string {
	lines := strings.Count(f.src, "\n")
	if lines > 450 && !ast.IsGenerated(f.tree) {
		return []string{fmt.Sprintf("%s: %d lines: look for the second thing in it", f.path, lines)}
	}
	return nil
}

// calls gives each use of a name of an imported package, whatever the file calls that package.
func calls(f file, pkg string) func(yield func(ast.Node, string) bool) {
	local := ""
	for _, spec := range f.tree.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == pkg {
			local = path.Base(pkg)
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	return func(yield func(ast.Node, string) bool) {
		more := local != ""
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && more {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == local {
					more = yield(sel, sel.Sel.Name)
				}
			}
			return more
		})
	}
}

// The top level is what a newcomer sees first. Folders that git ignores are not part of it.
func TestTopLevel(t *testing.T) {
	dir, err := home()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields("bot cmd flows locales store go.mod go.sum README.md Makefile LICENSE NOTICE CHANGELOG.md Dockerfile compose.yaml")
	ignored, _ := os.ReadFile(filepath.Join(dir, ".gitignore"))
	for pattern := range strings.FieldsSeq(string(ignored)) {
		want = append(want, strings.Trim(pattern, "/"))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		fits := func(pattern string) bool { ok, _ := path.Match(pattern, e.Name()); return ok }
		if !strings.HasPrefix(e.Name(), ".") && !slices.ContainsFunc(want, fits) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
	for _, folder := range want[:5] {
		if info, err := os.Stat(filepath.Join(dir, folder)); err != nil || !info.IsDir() {
			t.Errorf("folder %s is missing", folder)
		}
	}
}

// The manners must bite.
func TestMannersBite(t *testing.T) {
	for _, c := range []struct {
		rule, path, src string
		wrong           bool
	}{
		{"clock", "flows/a.go", `package a; import "time"; var x = time.Now()`, true},
		{"clock", "store/a.go", `package a; import zeit "time"; var x = zeit.Since`, true},
		{"clock", "flows/a.go", `package a; import "time"; var x = time.Now().Add(time.Hour)`, true},
		{"clock", "flows/a.go", `package a; import "time"; func f(now time.Time) bool { return now.After(now) }`, false},
		{"clock", "store/redis/a.go", `package a; import "time"; var x = time.Now()`, false},
		{"waiting", "bot/a_test.go", `package a; import "time"; func f() { time.Sleep(1) }`, true},
		{"waiting", "bot/channel/channeltest/a.go", `package a; import "time"; func f() { time.Sleep(1) }`, true},
		{"waiting", "bot/a.go", `package a; import "time"; func f() { time.Sleep(1) }`, false},
		{"skipping", "bot/a_test.go", `package a; import "testing"; func TestA(tt *testing.T) { tt.Skip() }`, true},
		{"skipping", "bot/a_test.go", `package a; import "testing"; type s struct{ t testing.TB }; func (s s) f() { s.t.Skipf("x") }`, true},
		{"skipping", "bot/a_test.go", `package a; import "testing"; func TestA(t *testing.T) { rows.Skip(3) }`, false},
		{"names", "bot/util/a.go", `package util`, true},
		{"names", "bot/desk/a.go", `package helpers`, true},
		{"names", "bot/desk/a.go", `package desk`, false},
		{"protocols", "flows/a.go", `package a; var isTelegram bool`, true},
		{"protocols", "store/city/a.go", "package a; var x = `Whatsapp`", true},
		{"protocols", "store/telegram.go", `package a`, true},
		{"protocols", "flows/nlu/a.go", `package a; var whatsapp = "nomor"`, true},
		{"protocols", "flows/nlu/a.go", `package a; var phone = "nomor whatsapp"`, false},
		{"protocols", "flows/a_test.go", `package a; var x = "telegram"`, false},
		{"protocols", "bot/telegram/a.go", `package telegram`, false},
		{"length", "bot/a.go", "package a" + strings.Repeat("\n", 451), true},
		{"length", "bot/a.go", "package a" + strings.Repeat("\n", 450), false},
		{"length", "bot/a.go", "// Code generated by hand. DO NOT EDIT.\n\npackage a" + strings.Repeat("\n", 451), false},
	} {
		if found := manners[c.rule](source(t, c.path, c.src)); (len(found) > 0) != c.wrong {
			t.Errorf("%s on %q in %s: %v", c.rule, c.src[:min(len(c.src), 90)], c.path, found)
		}
	}
}
