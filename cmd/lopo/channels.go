package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"lopo/bot/account"
	"lopo/locales"
	"lopo/store"
)

type channelsCmd struct {
	List   channelsListCmd   `cmd:"" help:"Keadaan akun di balik setiap kanal."`
	Resume channelsResumeCmd `cmd:"" help:"Lepaskan pengumuman yang ditahan sesudah akun dibatasi."`
}

type channelsListCmd struct{}

// Run lists how the accounts behind the channels are doing, as the running bot last wrote it.
func (*channelsListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Accounts(ctx)
		if err != nil {
			return err
		}
		if err := p.paces(ctx); err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Println("Tidak ada kanal yang akunnya dapat dibatasi.")
			return nil
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "KANAL\tSEJAK\tPENGUMUMAN\tKEADAAN")
		for _, a := range list {
			notices := "berjalan"
			if !a.Held.IsZero() {
				notices = "ditahan"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Channel, locales.DateTime(a.Since), notices, account.Indonesian(a))
		}
		return w.Flush()
	})
}

// paces says of each channel that a day limits how much of that is used, and what waits for another day.
func (p *parts) paces(ctx context.Context) error {
	rules, err := p.rules()
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(notices)) {
		kept, err := p.ledger.Pace(ctx, name)
		if err != nil {
			return err
		}
		sent, most := rules.Today(name, notices[name], kept, now())
		if most == 0 {
			continue
		}
		fmt.Printf("%s: hari ini %d dari %d pengumuman dan kabar.", name, sent, most)
		waiting, last, err := p.ledger.PutOffDigests(ctx, name, now())
		if err != nil {
			return err
		}
		if waiting > 0 {
			fmt.Printf(" %d kabar lowongan menunggu gilirannya, yang terakhir %s.", waiting, locales.DateTime(last))
		}
		fmt.Println()
	}
	return nil
}

type channelsResumeCmd struct {
	Name string `arg:"" help:"Nama kanal, misalnya whatsapp."`
	By   string `required:"" help:"Nama petugas."`
}

// Run lets the notices of a channel go out again.
func (c *channelsResumeCmd) Run(ctx context.Context) error {
	return withLedger(ctx, c.By, func(p *parts) error {
		_, err := p.ledger.Release(ctx, c.Name, c.By, func(a store.Account) error { return account.MayRelease(a, now()) }, now())
		return done(err, "Pengumuman lewat "+c.Name+" berjalan lagi.")
	})
}

// quiet is how old the last sign of a running bot may be before check says that it does not run.
const quiet = 2 * time.Minute
