package poster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"lopo/store"
)

// Shelf is the folder in which files lie, each under its hash, with its small picture beside it. A file is written once and never changed. It is safe
// for many goroutines and processes.
type Shelf struct{ dir string }

// Open opens the folder, or makes it. Only its owner may look into it: a notice may not be out yet.
func Open(dir string) (*Shelf, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the shelf: %w", err)
	}
	return &Shelf{dir: dir}, nil
}

// Add prepares what a reader brings (see Read) and puts it on the shelf.
func (s *Shelf) Add(r io.Reader, name string) (store.Media, error) {
	f, err := Read(r, name)
	if err != nil {
		return store.Media{}, err
	}
	return f.Media, s.Put(f)
}

const thumbEnding = ".thumb"

// Put puts a file on the shelf. When it returns the file is on disk; one that is there already stays.
func (s *Shelf) Put(f File) error {
	if f.Thumb != nil {
		if err := s.write(f.Sum+thumbEnding, f.Thumb); err != nil {
			return err
		}
	}
	return s.write(f.Sum, f.Data)
}

// write makes a file whole or not at all, also when the power goes.
func (s *Shelf) write(name string, data []byte) (err error) {
	whole := filepath.Join(s.dir, name)
	if _, err := os.Stat(whole); err == nil {
		return os.Chtimes(whole, time.Time{}, time.Now()) // it is wanted again: see Sweep
	}
	part, err := os.CreateTemp(s.dir, "part-*")
	if err != nil {
		return fmt.Errorf("put on the shelf: %w", err)
	}
	defer os.Remove(part.Name()) // nothing, once it has its name
	_, err = part.Write(data)
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), whole)
	}
	if err == nil {
		err = syncFolder(s.dir)
	}
	if err != nil {
		return fmt.Errorf("put on the shelf: %w", err)
	}
	return nil
}

// syncFolder brings the new name to disk, where the system can.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // not every system lets a folder be synced
	return d.Close()
}

// Read is channel.Files.Read.
func (s *Shelf) Read(sum string) (data, thumb []byte, err error) {
	if !sumForm.MatchString(sum) {
		return nil, nil, fmt.Errorf("read from the shelf: %w", fs.ErrNotExist)
	}
	if data, err = os.ReadFile(filepath.Join(s.dir, sum)); err != nil {
		return nil, nil, fmt.Errorf("read from the shelf: %w", err)
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return nil, nil, errors.New("read from the shelf: a file is not what it was")
	}
	thumb, err = os.ReadFile(filepath.Join(s.dir, sum+thumbEnding))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("read from the shelf: %w", err)
	}
	return data, thumb, nil
}

var sumForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Remove takes a file off the shelf. One that is not there is no error.
func (s *Shelf) Remove(sum string) error {
	if !sumForm.MatchString(sum) {
		return nil
	}
	for _, name := range []string{sum + thumbEnding, sum} {
		if err := os.Remove(filepath.Join(s.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take off the shelf: %w", err)
		}
	}
	return nil
}

// Grace is how long a file stays that nobody names: longer than an unfinished form keeps its answers, and far longer than a crash lasts.
const Grace = 60 * 24 * time.Hour

// Sweep takes off the shelf what nobody uses any more: what was put there before then, and used does not know. It returns how many files. A file that
// somebody is about to use is younger: to put it there again makes it so.
func (s *Shelf) Sweep(before time.Time, used func(sum string) bool) (n int, err error) {
	found, err := os.ReadDir(s.dir)
	if err != nil {
		return 0, fmt.Errorf("sweep the shelf: %w", err)
	}
	for _, f := range found {
		name := f.Name()
		sum, small := strings.CutSuffix(name, thumbEnding)
		if !s.older(name, before) || small && s.has(sum) { // a small picture goes with its own
			continue
		}
		if small || !sumForm.MatchString(sum) { // what a crash left
			_ = os.Remove(filepath.Join(s.dir, name))
			continue
		}
		if used(sum) {
			continue
		}
		if err := s.Remove(sum); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// older reports whether a file is there and was put there before then.
func (s *Shelf) older(name string, before time.Time) bool {
	info, err := os.Stat(filepath.Join(s.dir, name))
	return err == nil && info.ModTime().Before(before)
}

func (s *Shelf) has(sum string) bool {
	_, err := os.Stat(filepath.Join(s.dir, sum))
	return err == nil
}
