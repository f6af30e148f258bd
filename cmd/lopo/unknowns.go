package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"lopo/flows/nlu"
	"lopo/locales"
)

type unknownsCmd struct {
	List unknownsListCmd `cmd:"" default:"1" help:"Pesan yang belum dimengerti, yang paling sering dulu. Nama dan nomor disamarkan."`
	Add  unknownsAddCmd  `cmd:"" help:"Ajarkan satu pesan: tambahkan ke contoh sebuah maksud, dan pelajari lagi."`
	Drop unknownsDropCmd `cmd:"" help:"Buang satu pesan dari daftar."`
}

type unknownsListCmd struct {
	Most int `help:"Berapa banyak." default:"50"`
}

// Run lists what was not understood.
func (c *unknownsListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Unknowns(ctx, c.Most)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "KALI\tTERAKHIR\tPESAN\tMUNGKIN")
		for _, u := range list {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", u.Count, locales.DateTime(u.Last), u.Text, u.Guess)
		}
		return w.Flush()
	})
}

type unknownsAddCmd struct {
	wordsFolder
	Intent string `arg:"" help:"Maksudnya, misalnya training_list atau out_of_scope."`
	Text   string `arg:"" help:"Pesannya, seperti di daftar atau sudah dirapikan."`
	Style  string `help:"Gaya tulisan." enum:"formal,casual,sms,kupang,mixed,typo" default:"casual"`
}

var errMasked = errors.New("pesan masih memuat tanda samaran ([nama], #): tulis ulang tanpa nama dan nomor")

// Run adds a line to the examples of an intent, learns again, and takes the text off the list.
func (c *unknownsAddCmd) Run(ctx context.Context) error {
	text := strings.Join(strings.Fields(c.Text), " ")
	switch {
	case !slices.Contains(nlu.Intents, c.Intent):
		return fmt.Errorf("tidak ada maksud %q; yang ada: %s", c.Intent, strings.Join(nlu.Intents, ", "))
	case text == "" || strings.ContainsAny(text, "#[]") || nlu.Masked(text) != strings.ToLower(text):
		return errMasked
	}
	if err := addLine(filepath.Join(c.Words, "lines", c.Intent+".tsv"), c.Style, text); err != nil {
		return err
	}
	if err := (&intentsBuildCmd{c.wordsFolder}).Run(); err != nil {
		return err
	}
	return withLedger(ctx, "", func(p *parts) error { return p.ledger.DropUnknown(ctx, strings.ToLower(c.Text)) })
}

// addLine puts a row at the end of a table.
func addLine(path, style, text string) (err error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("add a line: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = fmt.Fprintf(f, "%s\t%s\n", style, text)
	return err
}

type unknownsDropCmd struct {
	Text string `arg:"" help:"Pesannya, seperti di daftar."`
}

// Run takes a text off the list.
func (c *unknownsDropCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error { return p.ledger.DropUnknown(ctx, strings.ToLower(c.Text)) })
}
