package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"lopo/bot/sheet"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

type registrationsCmd struct {
	List   registrationsListCmd   `cmd:"" help:"Daftar pendaftaran."`
	Show   registrationsShowCmd   `cmd:"" help:"Satu pendaftaran dan riwayatnya."`
	Check  registrationsCheckCmd  `cmd:"" help:"Tandai sudah diperiksa kelurahan."`
	Decide registrationsDecideCmd `cmd:"" help:"Putuskan satu pendaftaran."`
	Rank   registrationsRankCmd   `cmd:"" help:"Atur urutan di daftar tunggu (angka kecil lebih dulu)."`
	Select registrationsSelectCmd `cmd:"" help:"Buka seleksi satu angkatan: kursi ditawarkan menurut urutan."`
}

// withLedger opens the ledger for one command of a member of staff who may decide.
func withLedger(ctx context.Context, by string, do func(*parts) error) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if by != "" {
		if err := p.may(ctx, by, store.ToDecide, ""); err != nil {
			return err
		}
	}
	return inIndonesian(do(p))
}

// inIndonesian says to staff what went wrong in their language.
func inIndonesian(err error) error {
	var d *sqlite.DecisionError
	switch {
	case errors.As(err, &d):
		words := make([]string, len(d.Allowed))
		for i, s := range d.Allowed {
			words[i] = string(s)
		}
		return fmt.Errorf("%s sekarang %q, jadi tidak bisa menjadi %q. Yang bisa: %s", d.Number, sheet.StatusWord(d.From), sheet.StatusWord(d.To), strings.Join(words, ", "))
	case errors.Is(err, sqlite.ErrClosedTicket):
		return errors.New("pertanyaan itu sudah ditutup")
	case sqlite.IsMissing(err):
		return fmt.Errorf("tidak ditemukan; periksa nomor atau kodenya (%w)", err)
	}
	return err
}

type registrationsListCmd struct {
	Batch  string `help:"Hanya angkatan ini (kode)."`
	Status string `help:"Hanya status ini, misalnya submitted, waiting, offered, accepted."`
}

// Run lists applications, masked.
func (c *registrationsListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Registrations(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "NOMOR\tANGKATAN\tSTATUS\tURUTAN\tNAMA\tKELURAHAN\tHP\tTANDA")
		for _, v := range list {
			if (c.Batch == "" || v.First.Code == c.Batch) && (c.Status == "" || string(v.Status) == c.Status) {
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n", v.Number, v.First.Code, sheet.StatusWord(v.Status), v.Position, v.Applicant.Name,
					v.Applicant.Kelurahan, store.MaskPhone(v.Applicant.Phone), v.Flags)
			}
		}
		return w.Flush()
	})
}

type registrationsShowCmd struct {
	Number string `arg:"" help:"Nomor pendaftaran."`
}

// Run shows one application and what was done with it.
func (c *registrationsShowCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Registrations(ctx)
		if err != nil {
			return err
		}
		for _, v := range list {
			if !strings.EqualFold(v.Number, c.Number) {
				continue
			}
			headers, rows := sheet.Registrations([]store.RegistrationView{v}, false)
			for i, h := range headers {
				fmt.Printf("%-20s %s\n", h, rows[0][i])
			}
			log, err := p.ledger.AuditLog(ctx, v.Number)
			for _, a := range log {
				fmt.Printf("%s  %s: %s %s -> %s %s\n", locales.DateTime(a.At), a.By, a.Action, a.Before, a.After, a.Reason)
			}
			return err
		}
		return fmt.Errorf("pendaftaran %s tidak ditemukan", c.Number)
	})
}

type registrationsCheckCmd struct {
	Number string `arg:"" help:"Nomor pendaftaran."`
	By     string `required:"" help:"Nama petugas."`
}

// Run marks an application as checked by the kelurahan.
func (c *registrationsCheckCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		if err := p.mayDecide(ctx, c.By, c.Number); err != nil {
			return err
		}
		return done(p.ledger.Decide(ctx, strings.ToUpper(c.Number), store.Checked, c.By, "", now()), c.Number+" sudah diperiksa.")
	})
}

// mayDecide refuses whoever may not decide on the applications of the kelurahan that one is from.
func (p *parts) mayDecide(ctx context.Context, by, number string) error {
	in, err := p.ledger.KelurahanOf(ctx, strings.ToUpper(number))
	if err != nil {
		return err
	}
	return p.may(ctx, by, store.ToDecide, in)
}

type registrationsDecideCmd struct {
	Number string       `arg:"" help:"Nomor pendaftaran."`
	Status store.Status `arg:"" help:"checked, refused, submitted (buka lagi), no_show, finished." enum:"checked,refused,submitted,no_show,finished"`
	By     string       `required:"" help:"Nama petugas."`
	Reason string       `help:"Alasan; warga membacanya."`
}

// Run moves an application to a status.
func (c *registrationsDecideCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		if err := p.mayDecide(ctx, c.By, c.Number); err != nil {
			return err
		}
		return done(p.ledger.Decide(ctx, strings.ToUpper(c.Number), c.Status, c.By, c.Reason, now()), c.Number+": "+sheet.StatusWord(c.Status)+". Warga diberi tahu.")
	})
}

type registrationsRankCmd struct {
	Number string `arg:"" help:"Nomor pendaftaran."`
	Rank   int    `arg:"" help:"Angka urutan; semua mulai dengan 100."`
	By     string `required:"" help:"Nama petugas."`
	Reason string `required:"" help:"Alasan; dicatat."`
}

// Run moves an application within the waiting list.
func (c *registrationsRankCmd) Run(ctx context.Context) error {
	return withLedger(ctx, c.By, func(p *parts) error {
		return done(p.ledger.SetRank(ctx, strings.ToUpper(c.Number), c.Rank, c.By, c.Reason, now()), "Urutan disimpan.")
	})
}

type registrationsSelectCmd struct {
	Batch string `arg:"" help:"Kode angkatan."`
	Write bool   `help:"Lakukan. Tanpa ini hanya dihitung."`
	By    string `required:"" help:"Nama petugas."`
}

// Run opens the selection of a batch.
func (c *registrationsSelectCmd) Run(ctx context.Context) error {
	return withLedger(ctx, c.By, func(p *parts) error {
		s, err := p.ledger.Select(ctx, c.Batch, c.By, !c.Write, now())
		if err != nil {
			return err
		}
		fmt.Printf("Calon baru %d. Kursi ditawarkan %d, daftar tunggu %d, belum diperiksa kelurahan %d.\n", s.Candidates, s.Offered, s.Waiting, s.Unchecked)
		if !c.Write {
			fmt.Println("Belum dilakukan; ulangi dengan --write.")
		}
		return nil
	})
}

func done(err error, message string) error {
	if err == nil {
		fmt.Println(message)
	}
	return err
}
