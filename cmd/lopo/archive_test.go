package main

import (
	"archive/tar"
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// painted writes a picture that a member of staff would attach.
func painted(t *testing.T, path string, shade uint8) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for i := range img.Pix {
		img.Pix[i] = uint8(i) ^ shade
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// entries are what is in a backup, by name.
func entries(t *testing.T, path string) map[string][]byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][]byte{}
	for r := tar.NewReader(bytes.NewReader(content)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		if list[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

// A backup has the pictures of announcements in it and brings them back, each held against its sum; what is missing or damaged is named, and keeps
// nothing else from being saved. What an older version wrote, the ledger alone, is taken too.
func TestAccept39BackupHasTheFiles(t *testing.T) {
	o := staffed(t)
	var refs []string
	for i, name := range []string{"satu.png", "dua.png"} {
		out := o.does("announce", "draft", "--by", "Ibu Ana", "--text", "Posyandu Senin pukul 08.00.", "--attach", painted(t, o.path(name), uint8(i)))
		refs = append(refs, refForm.FindString(out))
	}
	copyOf, media := o.path("cadangan.lopo"), o.path("media")
	if out := o.does("backup", copyOf); !strings.Contains(out, "2 files") {
		t.Errorf("it says\n%s", out)
	}
	if err := os.RemoveAll(media); err != nil {
		t.Fatal(err)
	}
	if out := o.refuses("the file of "+refs[1]+" is missing", "check"); !strings.Contains(out, "the file of "+refs[0]) {
		t.Errorf("check says\n%s", out)
	}
	if out := o.does("restore", copyOf); !strings.Contains(out, "2 files of announcements are back") {
		t.Errorf("it says\n%s", out)
	}
	if out := o.does("check"); !strings.Contains(out, "2 named by announcements, all there") {
		t.Errorf("check says\n%s", out)
	}
	shelf, err := filepath.Glob(media + "/*")
	if err != nil || len(shelf) != 4 { // each with its small picture
		t.Fatal(shelf, err)
	}

	var sum string
	in := entries(t, copyOf)
	for name := range in {
		if rest, is := strings.CutPrefix(name, mediaName); is && !strings.HasSuffix(rest, smallName) {
			sum = rest
		}
	}
	if err := os.Remove(filepath.Join(media, sum)); err != nil {
		t.Fatal(err)
	}
	if out := o.refuses("missing", "backup", o.path("tanpa.lopo")); !strings.Contains(out, "missing: the file of PGM-") || !strings.Contains(out, "with 1 files") {
		t.Errorf("it says\n%s", out)
	}
	whole, err := os.ReadFile(copyOf)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(whole, in[mediaName+sum])
	whole[at+100] ^= 1
	if err := os.WriteFile(o.path("rusak.lopo"), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := o.refuses("1 files in the backup are damaged", "restore", o.path("rusak.lopo")); !strings.Contains(out, "is the ledger now") {
		t.Errorf("it says\n%s", out)
	}
	if err := os.WriteFile(o.path("lama.db"), in[ledgerName], 0o600); err != nil {
		t.Fatal(err)
	}
	if out := o.does("restore", o.path("lama.db")); !strings.Contains(out, "0 files") {
		t.Errorf("it says\n%s", out)
	}
	o.does("restore", copyOf)
	o.does("check")
	if left, err := filepath.Glob(o.path(".lopo-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
