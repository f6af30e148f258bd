package main

import (
	"archive/tar"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lopo/bot/poster"
	"lopo/store"
	"lopo/store/sqlite"
)

// A backup is one file, a plain tar: a list of what is in it with the sum of each, the ledger, then the pictures and documents that announcements in
// that copy of the ledger name. The ledger is copied first. What it names was on the shelf before it was named, and nothing that was ever named goes
// within weeks, so a backup that is taken while files are added is whole; what is missing all the same it says.

const (
	listName   = "isi.json"
	ledgerName = "lopo.db"
	mediaName  = "media/"
	smallName  = ".kecil" // behind the name of a file: its small picture
	listMost   = 64 << 20 // bytes
)

// contents is the list of what is in a backup.
type contents struct {
	Made    time.Time         `json:"made"`
	Sums    map[string]string `json:"sums"`              // of each entry, by its name
	Missing []sqlite.Named    `json:"missing,omitempty"` // named by an announcement, and not to be read
}

// files counts the files of announcements in it.
func (c contents) files() (n int) {
	for name := range c.Sums {
		if strings.HasPrefix(name, mediaName) && !strings.HasSuffix(name, smallName) {
			n++
		}
	}
	return n
}

// pack writes a backup: the copy of the ledger at db, and the files that it names.
func pack(to io.Writer, db string, named []sqlite.Named, shelf *poster.Shelf, at time.Time) (c contents, err error) {
	c = contents{Made: at.UTC(), Sums: map[string]string{}}
	if c.Sums[ledgerName], err = sumOf(db); err != nil {
		return c, err
	}
	var sums []string
	for _, f := range named {
		name := mediaName + f.Sum
		if c.Sums[name] != "" {
			continue
		}
		_, small, err := shelf.Read(f.Sum)
		if err != nil {
			c.Missing = append(c.Missing, f)
			continue
		}
		c.Sums[name] = f.Sum
		sums = append(sums, f.Sum)
		if small != nil {
			c.Sums[name+smallName] = hexSum(small)
		}
	}
	w := tar.NewWriter(to)
	list, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return c, err
	}
	if err := add(w, listName, list, at); err != nil {
		return c, err
	}
	if err := addFile(w, ledgerName, db, at); err != nil {
		return c, err
	}
	for _, sum := range sums {
		data, small, err := shelf.Read(sum)
		if err == nil {
			err = add(w, mediaName+sum, data, at)
		}
		if err == nil && c.Sums[mediaName+sum+smallName] != "" {
			err = add(w, mediaName+sum+smallName, small, at)
		}
		if err != nil {
			return c, err
		}
	}
	return c, w.Close()
}

func header(name string, size int64, at time.Time) *tar.Header {
	return &tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: at, Format: tar.FormatPAX}
}

func add(w *tar.Writer, name string, data []byte, at time.Time) error {
	err := w.WriteHeader(header(name, int64(len(data)), at))
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

func addFile(w *tar.Writer, name, path string, at time.Time) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil {
		err = w.WriteHeader(header(name, info.Size(), at))
	}
	if err == nil {
		_, err = io.Copy(w, f)
	}
	return err
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// errNoList says that a file is no backup of ours, whole.
var errNoList = errors.New("this is not a backup, or it is damaged")

// unpack writes the ledger of a backup to db and puts its files on the shelf, each held against its sum. The ledger must be whole; a file that is not
// is left out, and named in bad. What an older version of the program wrote is the ledger alone.
func unpack(from, db string, shelf *poster.Shelf) (c contents, bad []string, err error) {
	f, err := os.Open(from)
	if err != nil {
		return c, nil, err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if begin, _ := r.Peek(16); string(begin) == "SQLite format 3\x00" {
		return c, nil, writeTo(db, r)
	}
	t := tar.NewReader(r)
	if err := readList(t, &c); err != nil {
		return c, nil, err
	}
	if h, err := t.Next(); err != nil || h.Name != ledgerName {
		return c, nil, errNoList
	}
	if err := writeTo(db, t); err != nil {
		return c, nil, err
	}
	if sum, err := sumOf(db); err != nil || sum != c.Sums[ledgerName] {
		return c, nil, errors.Join(errNoList, err)
	}
	return c, unpackFiles(t, c, shelf), nil
}

func readList(t *tar.Reader, c *contents) error {
	h, err := t.Next()
	if err != nil || h.Name != listName || h.Size > listMost {
		return errNoList
	}
	if err := json.NewDecoder(t).Decode(c); err != nil {
		return errNoList
	}
	return nil
}

// unpackFiles puts the files of a backup on the shelf, and returns those that it could not.
func unpackFiles(t *tar.Reader, c contents, shelf *poster.Shelf) (bad []string) {
	left := map[string]bool{}
	for name := range c.Sums {
		if sum, is := strings.CutPrefix(name, mediaName); is && !strings.HasSuffix(sum, smallName) {
			left[sum] = true
		}
	}
	var last poster.File
	put := func() {
		if last.Sum != "" && shelf.Put(last) == nil {
			delete(left, last.Sum)
		}
		last = poster.File{}
	}
	for {
		h, err := t.Next()
		if err != nil { // its end, or where it was cut off
			break
		}
		sum, small := strings.CutSuffix(strings.TrimPrefix(h.Name, mediaName), smallName)
		if !left[sum] || h.Size > poster.MaxPicture {
			continue
		}
		data, err := io.ReadAll(t)
		if err != nil || hexSum(data) != c.Sums[h.Name] {
			continue
		}
		if small && sum == last.Sum {
			last.Thumb = data
			continue
		}
		if !small && hexSum(data) == sum { // its name is its sum
			put()
			last = poster.File{Media: store.Media{Sum: sum, Size: len(data)}, Data: data}
		}
	}
	put()
	for sum := range left {
		bad = append(bad, sum)
	}
	return bad
}

// writeTo makes a new file of what a reader brings.
func writeTo(path string, r io.Reader) error {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, r)
	return errors.Join(err, out.Sync(), out.Close())
}

// asOne makes a file whole or not at all: write writes it under another name, beside it.
func asOne(path string, write func(io.Writer) error) (err error) {
	part, err := os.CreateTemp(filepath.Dir(path), ".lopo-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) // nothing, once it has its name
	b := bufio.NewWriter(part)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s exists already", path)
	}
	return os.Rename(part.Name(), path)
}
