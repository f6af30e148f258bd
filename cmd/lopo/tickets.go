package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
)

type ticketsCmd struct {
	List  ticketsListCmd  `cmd:"" help:"Pertanyaan yang belum dijawab, yang paling lama dulu."`
	Show  ticketsShowCmd  `cmd:"" help:"Satu pertanyaan."`
	Close ticketsCloseCmd `cmd:"" help:"Jawab dan tutup satu pertanyaan."`
}

// ticketNumber lets staff write 42 for T-0042.
func ticketNumber(text string) string {
	if n, err := strconv.Atoi(text); err == nil {
		return fmt.Sprintf("T-%04d", n)
	}
	return strings.ToUpper(text)
}

type ticketsListCmd struct{}

// Run lists the open tickets.
func (*ticketsListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Tickets(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		hours := city.WorkHours(p.city)
		fmt.Fprintln(w, "NOMOR\tDIBUKA\tMENUNGGU\tKELURAHAN\tASAL\tPERTANYAAN")
		for _, t := range list {
			waited := int(hours.Between(t.Opened, now()).Hours())
			fmt.Fprintf(w, "%s\t%s\t%d jam kerja\t%s\t%s\t%s\n", t.Number, locales.DateTime(t.Opened), waited, t.Kelurahan, t.Context, short(t.Text))
		}
		return w.Flush()
	})
}

// short is the beginning of a text on one line.
func short(text string) string {
	const most = 60
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) > most {
		return string(line[:most]) + "…"
	}
	return string(line)
}

type ticketsShowCmd struct {
	Number string `arg:"" help:"Nomor pertanyaan."`
}

// Run shows one ticket.
func (c *ticketsShowCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		t, err := p.ledger.Ticket(ctx, ticketNumber(c.Number))
		if err != nil {
			return err
		}
		fmt.Printf("%s, dibuka %s\nKelurahan: %s\nAsal: %s\n\n%s\n", t.Number, locales.DateTime(t.Opened), t.Kelurahan, t.Context, t.Text)
		if !t.Closed.IsZero() {
			fmt.Printf("\nDitutup %s oleh %s\n%s\n", locales.DateTime(t.Closed), t.By, t.Answer)
		}
		return nil
	})
}

type ticketsCloseCmd struct {
	Number string `arg:"" help:"Nomor pertanyaan."`
	Answer string `help:"Jawaban; dikirim kepada warga."`
	By     string `required:"" help:"Nama petugas."`
}

// Run answers and closes one ticket.
func (c *ticketsCloseCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		number := ticketNumber(c.Number)
		t, err := p.ledger.Ticket(ctx, number)
		if err != nil {
			return err
		}
		if err := p.may(ctx, c.By, store.ToDecide, t.Kelurahan); err != nil {
			return err
		}
		return done(p.ledger.CloseTicket(ctx, number, c.Answer, c.By, now()), number+" ditutup. Warga diberi tahu.")
	})
}
