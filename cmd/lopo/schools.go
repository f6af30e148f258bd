package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"lopo/bot/sheet"
	"lopo/locales"
	"lopo/store"
)

type schoolsCmd struct {
	List schoolsListCmd `cmd:"" help:"Daftar sekolah dan BKK-nya."`
}

type schoolsListCmd struct{}

// Run lists the schools with the registration of their job exchange.
func (*schoolsListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Schools(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "KODE\tSEKOLAH\tTANDA DAFTAR BKK\tTANGGAL\tPETUGAS\tKONTAK\tAKUN")
		for _, s := range list {
			number, dated := s.Number, ""
			if !s.HasBKK {
				number = "tidak punya BKK"
			} else if number == "" {
				number = "belum ada: lowongannya tidak bisa dibuka"
			}
			if !s.Dated.IsZero() {
				dated = locales.Date(s.Dated)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.Code, s.Name, number, dated, s.Officer, s.Contact, s.Staff)
		}
		return w.Flush()
	})
}

type importSchoolsCmd struct {
	File  string `arg:"" help:"Berkas .xlsx atau .csv." type:"existingfile"`
	Write bool   `help:"Simpan. Tanpa ini tidak ada yang berubah."`
	By    string `help:"Nama petugas; perlu dengan --write."`
}

// Run checks a table of schools, and stores it when every row is right.
func (c *importSchoolsCmd) Run(ctx context.Context) error {
	return importing(ctx, c.File, func(p *parts, table sheet.Table) (int, []sheet.RowError, func() error, error) {
		staff, err := p.ledger.Staff(ctx)
		if err != nil {
			return 0, nil, nil, err
		}
		var names []string
		for _, s := range staff {
			names = append(names, s.Name)
		}
		schools, wrong := sheet.Schools(table, names)
		for _, s := range schools {
			fmt.Printf("%-16s %s\n", s.Code, s.Name)
		}
		return len(schools), wrong, func() error {
			if err := p.as(ctx, c.By, store.Admin, store.Operator); err != nil {
				return err
			}
			return p.ledger.PutSchools(ctx, schools, c.By, now())
		}, nil
	}, c.Write)
}

type importVacanciesCmd struct {
	File  string `arg:"" help:"Berkas .xlsx atau .csv." type:"existingfile"`
	Write bool   `help:"Simpan sebagai rancangan. Tanpa ini tidak ada yang berubah."`
	By    string `help:"Nama petugas; perlu dengan --write."`
}

// Run checks a table of vacancies, and stores it as drafts when every row is right.
func (c *importVacanciesCmd) Run(ctx context.Context) error {
	return importing(ctx, c.File, func(p *parts, table sheet.Table) (int, []sheet.RowError, func() error, error) {
		schools, err := p.ledger.Schools(ctx)
		if err != nil {
			return 0, nil, nil, err
		}
		vacancies, wrong, warnings := sheet.Vacancies(table, p.city, schools, now())
		for _, v := range vacancies {
			fmt.Printf("%-20s %s, %s, %s\n", v.Code, v.Title, v.Employer, v.Place)
		}
		if len(warnings) > 0 {
			fmt.Printf("\nPeriksa lagi:\n%s\n", sheet.Problems(warnings))
		}
		return len(vacancies), wrong, func() error {
			if err := p.mayPost(ctx, c.By, vacancies...); err != nil {
				return err
			}
			return p.ledger.PutVacancies(ctx, vacancies, c.By, now())
		}, nil
	}, c.Write)
}

// importing reads a file, says what is wrong with it, and stores it when nothing is and that is wanted.
func importing(ctx context.Context, file string, read func(*parts, sheet.Table) (n int, wrong []sheet.RowError, put func() error, err error), write bool) error {
	table, err := sheet.Read(file)
	if err != nil {
		return err
	}
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	n, wrong, put, err := read(p, table)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		fmt.Print(sheet.Problems(wrong))
		return coded{fmt.Errorf("%d kesalahan di %s; tidak ada yang disimpan", len(wrong), file), 2}
	}
	if !write {
		fmt.Printf("%d baris benar. Belum disimpan; ulangi dengan --write --by NAMA.\n", n)
		return nil
	}
	if err := put(); err != nil {
		return err
	}
	fmt.Printf("%d baris disimpan.\n", n)
	return nil
}
