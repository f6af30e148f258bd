package bot_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// file is one Go file of this module.
type file struct {
	path string // from the module's root, with slashes
	src  string
	tree *ast.File
	set  *token.FileSet
}

// test reports whether a file serves tests only: a _test.go file, or the package of a suite ("channeltest").
func (f file) test() bool {
	return strings.HasSuffix(f.path, "_test.go") || strings.HasSuffix(path.Dir(f.path), "test")
}

func (f file) imports() (paths []string) {
	for _, spec := range f.tree.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, p)
	}
	return paths
}

// where is the place of a node, as an editor understands it.
func (f file) where(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

func source(t *testing.T, path, src string) file {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, path, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return file{path: path, src: src, tree: parsed, set: set}
}

// home is the module's root: the nearest folder upwards with a go.mod.
var home = sync.OnceValues(func() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", os.ErrNotExist
		}
		dir = filepath.Dir(dir)
	}
	return "", err
})

// tree is all Go files of the module, read once for all tests.
func tree(t *testing.T) []file {
	t.Helper()
	dir, err := home()
	if err != nil {
		t.Fatal(err)
	}
	var files []file
	err = fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != "." && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"data", "testdata", "node_modules"}, d.Name())):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, ".go"):
			return nil
		}
		src, err := os.ReadFile(filepath.Join(dir, p))
		if err != nil {
			return err
		}
		files = append(files, source(t, p, string(src)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("only %d Go files found under %s", len(files), dir)
	}
	return files
}
