// Command lopo is the whole program: the bot, a chat in the terminal, and what staff and operators do by hand. Each command is one file.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the switch.
type commands struct {
	Serve         serveCmd         `cmd:"" help:"Run the bot: web chat, Telegram when LOPO_TELEGRAM_TOKEN is set."`
	Chat          chatCmd          `cmd:"" help:"Talk to the bot in this terminal."`
	Import        importCmd        `cmd:"" help:"Masukkan data dari .xlsx atau .csv."`
	Export        exportCmd        `cmd:"" help:"Keluarkan data ke .xlsx atau .csv."`
	Registrations registrationsCmd `cmd:"" help:"Lihat dan putuskan pendaftaran."`
	Batches       batchesCmd       `cmd:"" help:"Lihat, tutup, buka angkatan pelatihan."`
	Pem           pemCmd           `cmd:"" help:"Lihat dan ubah syarat Dana PEM satu kelurahan."`
	Articles      articlesCmd      `cmd:"" help:"Lihat dan ubah artikel tentang layanan lain."`
	Vacancies     vacanciesCmd     `cmd:"" help:"Lihat, periksa, tutup lowongan kerja."`
	Schools       schoolsCmd       `cmd:"" help:"Lihat sekolah dan BKK-nya."`
	Tickets       ticketsCmd       `cmd:"" help:"Lihat dan jawab pertanyaan warga."`
	Announce      announceCmd      `cmd:"" help:"Tulis, setujui, kirim, dan periksa pengumuman."`
	Link          linkCmd          `cmd:"" help:"Tautkan nomor WhatsApp."`
	Channels      channelsCmd      `cmd:"" help:"Lihat keadaan kanal, lepaskan pengumuman yang ditahan."`
	Staff         staffCmd         `cmd:"" help:"Atur petugas dan perannya."`
	Groups        groupsCmd        `cmd:"" help:"Atur grup warga yang menerima pengumuman."`
	Panduan       panduanCmd       `cmd:"" help:"Cetak panduan petugas."`
	Check         checkCmd         `cmd:"" help:"Check settings, ledger, Redis, words and city data."`
	Understand    understandCmd    `cmd:"" help:"Read lines as residents write them, and say what is understood."`
	Backup        backupCmd        `cmd:"" help:"Copy the ledger to a new file while the bot runs."`
	Restore       restoreCmd       `cmd:"" help:"Put a backup in the place of the ledger."`
	Unknowns      unknownsCmd      `cmd:"" help:"Pesan warga yang belum dimengerti: lihat, ajarkan."`
	Intents       intentsCmd       `cmd:"" help:"Learn and check the understanding of free text."`
	Licences      licencesCmd      `cmd:"" help:"Print the licences of all that this program is made of."`
	Version       versionCmd       `cmd:"" help:"Print the version."`
}

func main() {
	var cli commands
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := kong.Parse(&cli, kong.Name("lopo"), kong.Description("A chatbot for the residents of Kota Kupang."), kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "lopo:", err)
		code := 1
		var c coded
		if errors.As(err, &c) {
			code = c.code
		}
		os.Exit(code)
	}
}

// coded is an error with an exit code of its own.
type coded struct {
	error
	code int
}

func (c coded) Unwrap() error { return c.error }
