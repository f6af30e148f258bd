package poster

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime/debug"
	"sync"

	"lopo/store"
)

// What a picture becomes.
const (
	side      = 1280      // pixels of its longer side, at most
	weight    = 300 << 10 // bytes, about: a phone on a slow line shows it within some seconds
	thumbSide = 96
)

// one keeps two pictures from being decoded at once: one of the largest takes some 130 MB.
var one sync.Mutex

// picture decodes a picture and draws it anew.
func picture(raw []byte, name string) (f File, err error) {
	if len(raw) > MaxPicture {
		return File{}, unfit("Gambar ini lebih dari %d MB. Kecilkan dulu, lalu kirim lagi.", MaxPicture>>20)
	}
	one.Lock()
	defer one.Unlock()
	defer debug.FreeOSMemory() // the bot lets its heap grow far between two collections, and would keep that much for good
	defer func() {
		if p := recover(); p != nil {
			f, err = File{}, broken()
		}
	}()
	full, err := decode(raw)
	if err != nil {
		return File{}, err
	}
	small := upright(shrink(full, side), orientation(raw))
	full = nil
	data, small, err := pack(small)
	if err != nil {
		return File{}, err
	}
	var thumb bytes.Buffer
	if err := jpeg.Encode(&thumb, shrink(small, thumbSide), &jpeg.Options{Quality: 60}); err != nil {
		return File{}, fmt.Errorf("draw a small picture: %w", err)
	}
	f = named(File{Data: data, Thumb: thumb.Bytes()}, store.Image, "image/jpeg", title(name, "gambar", ".jpg"))
	f.Width, f.Height = small.Rect.Dx(), small.Rect.Dy()
	return f, nil
}

func broken() error {
	return unfit("Gambar ini rusak atau terpotong. Buka di HP atau komputer, simpan ulang sebagai JPG, lalu kirim lagi.")
}

// decode looks at the head of a picture, and decodes it if it is not too large.
func decode(raw []byte) (image.Image, error) {
	read, look := jpeg.Decode, jpeg.DecodeConfig
	if raw[0] != 0xff {
		read, look = png.Decode, png.DecodeConfig
	}
	head, err := look(bytes.NewReader(raw))
	if err != nil {
		return nil, broken()
	}
	if err := sized(head); err != nil {
		return nil, err
	}
	full, err := read(bytes.NewReader(raw))
	if err != nil {
		return nil, broken()
	}
	return full, nil
}

// sized refuses what would take too much memory, and what is no picture for people. Sixteen bits a colour take twice the memory.
func sized(head image.Config) error {
	w, h := head.Width, head.Height
	most := MaxPixels
	switch head.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		most /= 2
	}
	switch {
	case w > maxSide || h > maxSide || w*h > most:
		return unfit("Gambar ini terlalu besar (%d × %d titik). Kecilkan dulu, lalu kirim lagi.", w, h)
	case w < minSide || h < minSide:
		return unfit("Gambar ini terlalu kecil (%d × %d titik) untuk dibaca.", w, h)
	case max(w, h) > maxRatio*min(w, h):
		return unfit("Gambar ini terlalu panjang dan tipis (%d × %d titik). Potong dulu, lalu kirim lagi.", w, h)
	}
	return nil
}

// pack encodes a picture so that it is about as light as it shall be: first with more loss, then smaller.
func pack(m *image.RGBA) ([]byte, *image.RGBA, error) {
	for {
		for _, quality := range []int{85, 78, 70, 60, 50} {
			var out bytes.Buffer
			if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: quality}); err != nil {
				return nil, nil, fmt.Errorf("draw a picture: %w", err)
			}
			if out.Len() <= weight {
				return out.Bytes(), m, nil
			}
		}
		m = shrink(m, max(m.Rect.Dx(), m.Rect.Dy())*4/5)
	}
}
