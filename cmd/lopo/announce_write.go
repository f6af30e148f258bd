package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lopo/flows"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

// announceContent is what an announcement says and for whom, as flags.
type announceContent struct {
	Topic     string         `help:"pelatihan, lowongan, pem, atau umum: yang boleh dihentikan warga." enum:",pelatihan,lowongan,pem,umum" default:""`
	Title     string         `help:"Judul."`
	Text      string         `help:"Isi, atau @BERKAS untuk membacanya dari berkas, atau - untuk dari masukan."`
	Office    string         `help:"Kantor yang mengumumkan, misalnya \"Kelurahan Oesapa\"."`
	Attach    string         `help:"Gambar (.jpg, .png) atau PDF." type:"path"`
	Kelurahan []string       `help:"Hanya kelurahan ini; boleh beberapa, dipisah koma."`
	Kecamatan []string       `help:"Hanya kecamatan ini."`
	Trade     []string       `help:"Juga yang meminta topik ini untuk bidang ini saja, misalnya menjahit."`
	Batch     []string       `help:"Hanya pendaftar angkatan ini (kode)."`
	Status    []store.Status `help:"Dengan --batch: hanya yang berstatus ini."`
	Channel   []string       `help:"Hanya kanal ini."`
	Not       []string       `help:"Bukan yang sudah menerima pengumuman ini (nomor)."`
	Groups    bool           `help:"Juga ke grup yang tertaut."`
	OnlyGroup bool           `help:"Hanya ke grup, tidak ke warga satu per satu." name:"only-groups"`
	Kind      []string       `help:"Hanya grup jenis ini: karang-taruna, rt-rw, kelurahan."`
	About     string         `help:"Angkatan yang diumumkan (kode); tidak dikirim bila pendaftarannya sudah tutup."`
	Expires   string         `help:"Berlaku sampai, misalnya \"2026-12-01 18.00\" (WITA)."`
	Urgent    bool           `help:"Mendesak: didahulukan, dan tidak dihitung dalam batas mingguan."`
}

// into writes what was given into an announcement; what was not given stays.
func (c announceContent) into(p *parts, a *store.Announcement) error {
	var err error
	for _, f := range []struct {
		given string
		to    *string
	}{{c.Topic, &a.Topic}, {c.Title, &a.Title}, {c.Office, &a.Office}, {c.About, &a.Batch}} {
		if f.given != "" {
			*f.to = f.given
		}
	}
	if c.Text != "" {
		if a.Body, err = textOf(c.Text); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		given []string
		to    *[]string
	}{{c.Kecamatan, &a.To.Kecamatan}, {c.Trade, &a.To.Trades}, {c.Batch, &a.To.Batches}, {c.Channel, &a.To.Channels}, {c.Kind, &a.To.Kinds}} {
		if len(f.given) > 0 {
			*f.to = f.given
		}
	}
	if len(c.Kelurahan) > 0 {
		a.To.Kelurahan = nil
		for _, name := range c.Kelurahan {
			official, err := kelurahanNamed(p.city, name)
			if err != nil {
				return err
			}
			a.To.Kelurahan = append(a.To.Kelurahan, official)
		}
	}
	for _, name := range a.To.Kecamatan {
		if !slices.Contains(p.city.Kecamatan(), name) {
			return fmt.Errorf("tidak ada kecamatan %q; ada: %s", name, strings.Join(p.city.Kecamatan(), ", "))
		}
	}
	for _, ref := range c.Not {
		a.To.NotThose = append(a.To.NotThose, reference(ref))
	}
	if len(c.Status) > 0 {
		a.To.Statuses = c.Status
	}
	if c.Expires != "" {
		if a.Expires, err = momentOf(c.Expires); err != nil {
			return err
		}
	}
	if c.OnlyGroup {
		a.To.People, a.To.Groups = false, true
	}
	a.To.Groups = a.To.Groups || c.Groups
	a.Urgent = a.Urgent || c.Urgent
	return c.attach(p, a)
}

// attach makes a file ready and keeps it beside the ledger.
func (c announceContent) attach(p *parts, a *store.Announcement) error {
	if c.Attach == "" {
		return nil
	}
	shelf, err := shelfOf(p.config)
	if err != nil {
		return err
	}
	f, err := os.Open(c.Attach)
	if err != nil {
		return fmt.Errorf("lampiran tidak bisa dibuka: %w", err)
	}
	defer f.Close()
	m, err := shelf.Add(f, filepath.Base(c.Attach))
	if err != nil {
		return err
	}
	a.Media, a.Bring = &m, nil
	return nil
}

// textOf is a text as it is given, from a file or from the input.
func textOf(given string) (string, error) {
	content := []byte(given)
	var err error
	if path, file := strings.CutPrefix(given, "@"); file {
		content, err = os.ReadFile(path)
	} else if given == "-" {
		content, err = io.ReadAll(os.Stdin)
	}
	if err != nil {
		return "", fmt.Errorf("isi tidak bisa dibaca: %w", err)
	}
	text := strings.TrimSpace(strings.ReplaceAll(string(content), "\r\n", "\n"))
	if n := len([]rune(text)); n > bodyMost {
		return "", fmt.Errorf("isi %d huruf, paling banyak %d: pengumuman yang pendek dibaca, yang panjang tidak", n, bodyMost)
	}
	return text, nil
}

// bodyMost keeps an announcement one message on every channel, with its head and foot.
const bodyMost = 3500

type announceDraftCmd struct {
	announceContent
	By string `required:"" help:"Nama petugas."`
}

// Run writes a draft and shows what it comes to.
func (c *announceDraftCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		a := store.Announcement{Topic: store.TopicGeneral, To: store.Audience{People: true}}
		if err := c.into(p, &a); err != nil {
			return err
		}
		if a.Body == "" {
			return errors.New("tulis isinya dengan --text")
		}
		if err := p.mayAnnounce(ctx, c.By, store.ToAnnounce, a); err != nil {
			return err
		}
		err := p.ledger.Do(ctx, func(tx *sqlite.Tx) (err error) {
			a, err = tx.NewAnnouncement(a, c.By, now())
			return err
		})
		if err != nil {
			return err
		}
		if _, err := p.preview(ctx, os.Stdout, a); err != nil {
			return err
		}
		fmt.Printf("\nBerikutnya: lopo announce test %s --by %q\n", a.Ref, c.By)
		return nil
	})
}

type announceEditCmd struct {
	Ref string `arg:"" help:"Nomor pengumuman."`
	announceContent
	By string `required:"" help:"Nama petugas."`
}

// Run changes an announcement. What was tested and approved is void.
func (c *announceEditCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		changed := a
		if err := c.into(p, &changed); err != nil {
			return err
		}
		if err := p.mayAnnounce(ctx, c.By, store.ToAnnounce, changed); err != nil { // where it goes to from now on
			return err
		}
		a, err := p.ledger.TakeStep(ctx, a.Ref, store.Step{Act: store.ActEdit, By: c.By}, func(a *store.Announcement) error { return c.into(p, a) }, now())
		if err != nil {
			return err
		}
		_, err = p.preview(ctx, os.Stdout, a)
		return err
	})
}

type announceTestCmd struct {
	Ref  string `arg:"" help:"Nomor pengumuman."`
	Here bool   `help:"Tampilkan di terminal ini saja, bila belum ada percakapan yang tertaut."`
	By   string `required:"" help:"Nama petugas."`
}

// Run sends an announcement to the chats of who asks, as residents will read it.
func (c *announceTestCmd) Run(ctx context.Context) error {
	return announcing(ctx, c.Ref, c.By, store.ToAnnounce, func(p *parts, a store.Announcement) error {
		words, err := locales.Load("id")
		if err != nil {
			return err
		}
		text := "[UJI COBA]\n\n" + flows.Notice(words, a, false)
		sent := 0
		err = p.ledger.Do(ctx, func(tx *sqlite.Tx) error {
			sent = 0
			chats, err := tx.StaffChats(now())
			if err != nil {
				return err
			}
			for _, chat := range chats {
				if chat.Name != c.By {
					continue
				}
				m := store.Outgoing{Key: fmt.Sprintf("%s:%s/test-%s-%d/0", chat.Of.Channel, chat.Of.Chat, a.Ref, now().UnixMilli()), To: chat.Of, Text: text, Media: a.Media, Due: now()}
				if _, err := tx.Post(m, now()); err != nil {
					return err
				}
				sent++
			}
			if sent == 0 && !c.Here {
				return fmt.Errorf("%s belum punya percakapan yang tertaut: lopo staff link %q, atau ulangi dengan --here", c.By, c.By)
			}
			_, err = tx.TakeStep(a.Ref, store.Step{Act: store.ActTest, By: c.By}, nil, now())
			return err
		})
		if err != nil {
			return err
		}
		fmt.Println(indent(text))
		fmt.Printf("\nDikirim ke %d percakapan %s. Berikutnya: lopo announce submit %s --by %q\n", sent, c.By, a.Ref, c.By)
		return nil
	})
}
