package transcripttest

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lopo/flows/transcript"
)

// Root is the folder of the transcripts.
func Root(t testing.TB) string {
	t.Helper()
	_, here, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("where are the transcripts?")
	}
	return filepath.Join(filepath.Dir(here), "..", "testdata")
}

// Files reads all transcripts, or those whose name ("training/register") begins with one of the given.
func Files(t testing.TB, begin ...string) (list []*transcript.Script) {
	t.Helper()
	root := Root(t)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".txt" {
			return err
		}
		name, err := filepath.Rel(root, strings.TrimSuffix(path, ".txt"))
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if len(begin) > 0 && !slices.ContainsFunc(begin, func(b string) bool { return strings.HasPrefix(name, b) }) {
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		s, err := transcript.Parse(name, string(body))
		list = append(list, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatalf("no transcript begins with %q", begin)
	}
	return list
}

// Path is the file of a transcript.
func Path(t testing.TB, name string) string {
	return filepath.Join(Root(t), filepath.FromSlash(name)+".txt")
}

// Same compares answers with those of the file. Without effects only what was said counts.
func Same(t testing.TB, s *transcript.Script, answers [][]string, effects bool) {
	t.Helper()
	for i, a := range s.Acts {
		want, got := a.Answer, answers[i]
		if !effects {
			want, got = transcript.Said(want), transcript.Said(got)
		}
		if !slices.Equal(want, got) {
			t.Errorf("%s:%d: %c %s\n--- the file says\n%s\n--- the bot says\n%s", s.Name, a.Line, a.Mark, a.Text, strings.Join(want, "\n"), strings.Join(got, "\n"))
		}
	}
}
