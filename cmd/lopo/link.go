package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/mdp/qrterminal/v3"

	"lopo/bot/channel"
	"lopo/bot/link"
	"lopo/bot/whatsapp"
	"lopo/store/sqlite"
)

type linkCmd struct {
	Phone string `help:"Nomor HP (08… atau +62…): WhatsApp memberi kode untuk diketik, bukan gambar untuk dipindai."`
}

// Run links a number. Where the bot runs, it makes the link and this command shows it; else this command makes it by itself. Either way the
// device is in one program only.
func (c *linkCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if p.config.WhatsApp != "on" {
		return errors.New("WhatsApp dimatikan: atur LOPO_WHATSAPP=on lalu ulangi")
	}
	serves := false
	switch err := p.ledger.Lock(ctx); {
	case errors.Is(err, sqlite.ErrInUse):
		serves = true
	case err != nil:
		return err
	}
	begin := c.beside
	if !serves {
		begin = c.alone
	}
	steps, end, err := begin(ctx, p)
	if err != nil {
		return inWords(err)
	}
	defer end()
	last := follow(os.Stdout, steps, isatty.IsTerminal(os.Stdout.Fd()))
	switch {
	case last.Stage == channel.LinkDone && serves:
		fmt.Println("\nSelesai. Lopo yang sedang berjalan memakai nomor ini mulai sekarang.\nCoba: kirim \"halo\" dari HP lain. Keadaan: lopo check")
	case last.Stage == channel.LinkDone:
		fmt.Println("\nSelesai. Jalankan: lopo serve\nLalu coba: kirim \"halo\" dari HP lain. Keadaan: lopo check")
	case last.Stage == channel.LinkFailed:
		return errors.New("belum tertaut; petunjuknya di atas")
	case ctx.Err() != nil:
		return errors.New("dihentikan; belum tertaut")
	default:
		return errors.New("sambungan dengan Lopo yang sedang berjalan terputus; periksa: lopo check")
	}
	return nil
}

// alone makes the link in this process.
func (c *linkCmd) alone(ctx context.Context, p *parts) (<-chan channel.LinkStep, func(), error) {
	wa, err := whatsappOf(ctx, p, nil, logger(p.config))
	if err != nil {
		return nil, nil, err
	}
	steps, err := wa.Link(ctx, c.Phone)
	if err != nil {
		return nil, nil, errors.Join(err, wa.Close())
	}
	return steps, func() {
		for range steps { // it has ended when its steps have
		}
		wa.Close()
	}, nil
}

// beside lets the running bot make the link.
func (c *linkCmd) beside(ctx context.Context, p *parts) (<-chan channel.LinkStep, func(), error) {
	addr, err := p.ledger.Listening(ctx)
	if err != nil {
		return nil, nil, err
	}
	steps, err := link.Ask(ctx, addr, link.Token(p.box), c.Phone)
	return steps, func() {}, err
}

// inWords says to the person who links why it cannot begin.
func inWords(err error) error {
	switch {
	case errors.Is(err, whatsapp.ErrLinked) || err.Error() == whatsapp.ErrLinked.Error():
		return errors.New("nomor sudah tertaut. Untuk mengganti nomor, keluarkan dulu perangkat ini di HP: WhatsApp > Perangkat tertaut")
	case errors.Is(err, link.ErrNotThere):
		return errors.New("Lopo sedang berjalan tetapi tidak dapat diminta menautkan dari sini; hentikan dulu, lalu ulangi: lopo link")
	}
	return err
}

// follow shows the steps and returns the last.
func follow(w io.Writer, steps <-chan channel.LinkStep, terminal bool) (last channel.LinkStep) {
	for last = range steps {
		show(w, last, terminal)
	}
	return last
}

// show shows one step. On a terminal a new code takes the place of the old one, which is worth nothing any more.
func show(w io.Writer, s channel.LinkStep, terminal bool) {
	switch s.Stage {
	case channel.LinkScan:
		if terminal {
			fmt.Fprint(w, "\033[H\033[2J")
		}
		qrterminal.GenerateHalfBlock(s.Secret, qrterminal.L, w)
		fmt.Fprintf(w, "\n%s\nKode berganti sendiri; pindai yang terakhir. Jangan memotretnya untuk orang lain. Berhenti: Ctrl-C\n", s.Text)
	case channel.LinkType, channel.LinkConfirm:
		fmt.Fprintf(w, "\n%s\n\n  %s\n\n", s.Text, spaced(s.Secret))
	default:
		fmt.Fprintf(w, "\n%s\n", s.Text)
	}
}

// spaced is a code of eight characters as people read it out.
func spaced(code string) string {
	if len(code) == 8 {
		return code[:4] + "-" + code[4:]
	}
	return code
}
