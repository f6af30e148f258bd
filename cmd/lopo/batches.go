package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"lopo/locales"
)

type batchesCmd struct {
	List  batchesListCmd  `cmd:"" help:"Daftar angkatan."`
	Close batchesCloseCmd `cmd:"" help:"Tutup pendaftaran satu angkatan."`
	Open  batchesOpenCmd  `cmd:"" help:"Buka lagi pendaftaran satu angkatan."`
}

type batchesListCmd struct{}

// Run lists the batches with their seats.
func (*batchesListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Batches(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "KODE\tPELATIHAN\tMULAI\tKURSI\tTERISI\tPENDAFTAR\tKEADAAN")
		for _, b := range list {
			starts, state := "belum diisi", "tutup"
			if !b.Starts.IsZero() {
				starts = locales.Date(b.Starts)
			}
			if b.Open(now()) {
				state = "buka"
			}
			if b.Offering {
				state += ", seleksi dibuka"
			}
			fmt.Fprintf(w, "%s\t%s, %s\t%s\t%d\t%d\t%d\t%s\n", b.Code, b.Training.Name, b.Name, starts, b.Seats, b.Held, b.Applicants, state)
		}
		return w.Flush()
	})
}

type batchesCloseCmd struct {
	Code string `arg:"" help:"Kode angkatan."`
	By   string `required:"" help:"Nama petugas."`
}

// Run closes a batch for new applications.
func (c *batchesCloseCmd) Run(ctx context.Context) error {
	return withLedger(ctx, c.By, func(p *parts) error {
		return done(p.ledger.CloseBatch(ctx, c.Code, true, c.By, now()), c.Code+" ditutup.")
	})
}

type batchesOpenCmd struct {
	Code string `arg:"" help:"Kode angkatan."`
	By   string `required:"" help:"Nama petugas."`
}

// Run opens a batch again that was closed by hand.
func (c *batchesOpenCmd) Run(ctx context.Context) error {
	return withLedger(ctx, c.By, func(p *parts) error {
		return done(p.ledger.CloseBatch(ctx, c.Code, false, c.By, now()), c.Code+" dibuka, selama tanggal tutupnya belum lewat.")
	})
}
