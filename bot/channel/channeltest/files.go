package channeltest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"sync"
	"time"

	"lopo/bot/channel"
	"lopo/store"
)

// The two files that the suite sends.
var (
	picture, Picture = drawn()
	letter, Letter   = written()
)

func drawn() ([]byte, store.Media) {
	m := image.NewRGBA(image.Rect(0, 0, 120, 80))
	for i := range 120 * 80 {
		m.Set(i%120, i/120, color.RGBA{uint8(2 * i), uint8(i / 80), 120, 255})
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		panic(err)
	}
	return out.Bytes(), media(out.Bytes(), store.Media{Kind: store.Image, Mime: "image/jpeg", Name: "pengumuman.jpg", Width: 120, Height: 80})
}

func written() ([]byte, store.Media) {
	data := []byte("%PDF-1.4\n" + strings.Repeat("isi surat edaran\n", 300) + "startxref\n0\n%%EOF\n")
	return data, media(data, store.Media{Kind: store.Document, Mime: "application/pdf", Name: "edaran.pdf"})
}

func media(data []byte, m store.Media) store.Media {
	sum := sha256.Sum256(data)
	m.Sum, m.Size = hex.EncodeToString(sum[:]), len(data)
	return m
}

// Files is a place with the suite's files in it, which remembers as long as it is there. A world gives it to its channel.
func Files() *channel.Files {
	type remote struct {
		handle string
		until  time.Time
	}
	var mu sync.Mutex
	known := map[[3]string]remote{}
	return &channel.Files{
		Read: func(sum string) ([]byte, []byte, error) {
			switch sum {
			case Picture.Sum:
				return picture, picture[:len(picture):len(picture)], nil
			case Letter.Sum:
				return letter, nil, nil
			}
			return nil, nil, errors.New("no such file")
		},
		Recall: func(_ context.Context, sum, channel, account string) (string, time.Time, error) {
			mu.Lock()
			defer mu.Unlock()
			r := known[[3]string{sum, channel, account}]
			return r.handle, r.until, nil
		},
		Keep: func(_ context.Context, sum, channel, account, handle string, until time.Time) error {
			mu.Lock()
			defer mu.Unlock()
			known[[3]string{sum, channel, account}] = remote{handle, until}
			return nil
		},
	}
}

// files: a picture and a document arrive as they are, with their text under or behind them, and again.
func files(p *play) {
	if !p.ch.Capabilities().Media {
		return
	}
	p.start()
	to := p.meet(0)
	long := strings.Repeat("Pendaftaran dibuka sampai hari Jumat. ", 60) + "Selesai."
	for i, c := range []struct {
		media *store.Media
		data  []byte
		text  string
	}{{&Picture, picture, "Pelatihan <las> *dibuka*"}, {&Letter, letter, "Surat edaran"}, {&Letter, letter, long}, {&Picture, picture, "Sekali lagi"}} {
		before := len(p.see(0, 0))
		m := message(to, fmt.Sprint("file ", i), c.text)
		m.Media = c.media
		p.send(m)
		p.sees(0, "file and text", func(seen []Seen) bool {
			var got []byte
			text := ""
			for _, s := range seen[min(before, len(seen)):] {
				if text += s.Text; s.File != nil {
					got = s.File
				}
			}
			last := c.text[max(0, len(c.text)-8):]
			return bytes.Equal(got, c.data) && strings.Contains(text, c.text[:8]) && strings.Contains(text, last)
		})
	}
}

// alone: where the file is not there, the text arrives and the send has worked.
func alone(p *play) {
	p.start()
	to := p.meet(0)
	m := message(to, "1", "Pelatihan dibuka")
	m.Media = &store.Media{Kind: store.Image, Sum: strings.Repeat("0", 64), Mime: "image/jpeg", Name: "hilang.jpg", Size: 10, Width: 100, Height: 100}
	p.send(m)
	p.sees(0, "the text alone", func(seen []Seen) bool {
		return len(seen) == 1 && seen[0].File == nil && strings.Contains(seen[0].Text, "Pelatihan dibuka")
	})
}

// fetch: what somebody sends comes whole, or not at all where it is larger than it may be.
func fetch(p *play) {
	fetcher, can := p.ch.(channel.Fetcher)
	if !can {
		return
	}
	p.start()
	p.meet(0)
	refused := func(what string, err error) {
		var family *channel.Error
		if !errors.As(err, &family) || family.Class != channel.Refused || family.Why == "" {
			p.Errorf("%s: %v", what, err)
		}
	}
	for i, c := range []struct {
		kind store.Kind
		data []byte
	}{{store.Image, picture}, {store.Document, letter}} {
		p.World.(Shower).Show(0, c.kind, c.data)
		m := p.next(i + 2)[i+1]
		if m.Kind != c.kind || m.File == "" {
			p.Fatalf("came %q, to be fetched by %q", m.Kind, m.File)
		}
		if data, err := fetcher.Fetch(p.ctx, m.File, len(c.data)); err != nil || !bytes.Equal(data, c.data) {
			p.Errorf("%s: %d bytes of %d, %v", c.kind, len(data), len(c.data), err)
		}
		_, err := fetcher.Fetch(p.ctx, m.File, len(c.data)-1)
		refused("too large", err)
	}
	_, err := fetcher.Fetch(p.ctx, "bukan berkas", 1<<20)
	refused("no file", err)
}
