// Package poster makes files that staff bring fit to be sent to thousands: a picture is decoded and drawn anew, so that nothing of the original is
// in it but what can be seen (no place, no camera, no name of the one who took it), and small enough for a phone in a dead spot; a PDF is checked
// and passed on as it is. It keeps them under their hash (shelf.go). It opens no address: bytes come from whoever read them.
//
// The bytes are those of strangers. What a picture would need in memory is known from its head and refused before it is decoded; one is decoded at
// a time; a decoder that breaks breaks that file alone.
package poster

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"lopo/store"
)

// Limits of what is taken. A PDF goes out as large as it came, and a channel has 38 s to bring it.
const (
	MaxPicture = 10 << 20   // bytes
	MaxPDF     = 5 << 20    // bytes
	MaxPixels  = 16_000_000 // width times height: a photo of 12 megapixels, and no more memory than a small server has
	maxSide    = 12_000     // pixels
	minSide    = 64         // pixels: less is no poster
	maxRatio   = 10         // of the long side to the short one; platforms refuse slivers
)

// File is what is ready to be sent.
type File struct {
	store.Media
	Data  []byte
	Thumb []byte // a small JPEG to be shown before the picture is loaded; nil of a PDF
}

// Unfit is why a file is not taken: a sentence for staff, with what to do.
type Unfit struct{ Why string }

func (u *Unfit) Error() string { return u.Why }

func unfit(format string, args ...any) error { return &Unfit{fmt.Sprintf(format, args...)} }

// Read is Prepare of what comes from a reader, of which it reads no more than may be.
func Read(r io.Reader, name string) (File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxPicture+1))
	if err != nil {
		return File{}, fmt.Errorf("read a file: %w", err)
	}
	return Prepare(raw, name)
}

// Prepare makes a file ready. What it is, its first bytes tell; the name only says what a document is called. The error is *Unfit where the file is
// to blame.
func Prepare(raw []byte, name string) (File, error) {
	switch {
	case len(raw) == 0:
		return File{}, unfit("Berkasnya kosong. Kirim ulang berkasnya.")
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return document(raw, name)
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")), bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n")):
		return picture(raw, name)
	}
	return File{}, unfit("Jenis berkas ini tidak dapat dikirim. Pakai gambar JPG atau PNG, atau dokumen PDF.")
}

func named(f File, kind store.Kind, mime, name string) File {
	sum := sha256.Sum256(f.Data)
	f.Kind, f.Mime, f.Name, f.Sum, f.Size = kind, mime, name, hex.EncodeToString(sum[:]), len(f.Data)
	return f
}

// maxName is how long a name may be, in letters, without its ending.
const maxName = 60

// title is a file name that can stand before people and in a header: one line of visible letters without a folder, under this ending.
func title(name, otherwise, ending string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), strings.ContainsRune(`<>:"/\|?*%`, r):
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if utf8.RuneCountInString(name) > maxName {
		name = strings.TrimSpace(string([]rune(name)[:maxName]))
	}
	if name == "" {
		name = otherwise
	}
	return name + ending
}
