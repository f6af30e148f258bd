package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lopo/bot/sheet"
	"lopo/store"
)

type exportApplicationsCmd struct {
	File   string `arg:"" help:"Berkas .xlsx atau .csv yang akan dibuat." type:"path"`
	School string `help:"Hanya BKK sekolah dengan kode ini; dinas untuk lowongan Dinas."`
	Unmask bool   `help:"Tulis nomor HP lengkap. Hanya admin, atau petugas BKK itu sendiri untuk sekolahnya; dicatat."`
	By     string `required:"" help:"Nama petugas; setiap ekspor dicatat."`
	Reason string `help:"Alasan; perlu dengan --unmask."`
}

// Run writes those who are interested to a file. Each export leaves a trace before the file is made.
func (c *exportApplicationsCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if err := c.may(ctx, p); err != nil {
		return err
	}
	action := "export applications"
	if c.Unmask {
		action = "export applications unmasked"
	}
	if err := p.ledger.Audit(ctx, c.By, action, c.File, c.School+" "+c.Reason, now()); err != nil {
		return err
	}
	list, err := p.ledger.Applications(ctx)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(v store.ApplicationView) bool { return !ofSchool(v.For, c.School) })
	headers, rows := sheet.Applications(list, c.Unmask)
	if err := sheet.Write(c.File, headers, rows); err != nil {
		return err
	}
	fmt.Printf("%d peminat ditulis ke %s.\n", len(rows), c.File)
	return nil
}

// may refuses who may not see this list so. The officer of a school sees the numbers of those who are interested in its vacancies: they agreed.
func (c *exportApplicationsCmd) may(ctx context.Context, p *parts) error {
	if c.Unmask && c.Reason == "" {
		return errors.New("--unmask perlu --reason ALASAN")
	}
	schools, err := p.ledger.Schools(ctx)
	if err != nil {
		return err
	}
	for _, s := range schools {
		if s.Code == c.School && s.Staff == c.By {
			return p.may(ctx, c.By, store.ToEditJobs, "")
		}
	}
	if !c.Unmask {
		return p.as(ctx, c.By, store.Admin, store.Operator)
	}
	return p.as(ctx, c.By, store.Admin)
}

// ofSchool reports whether a vacancy is of a school, or of the Dinas, or whether all are wanted.
func ofSchool(v store.Vacancy, code string) bool {
	return code == "" || code == v.School.Code || code == "dinas" && v.School.ID == 0
}

type exportPlacementsCmd struct {
	File   string `arg:"" help:"Berkas .xlsx atau .csv yang akan dibuat." type:"path"`
	School string `help:"Hanya BKK sekolah dengan kode ini; dinas untuk lowongan Dinas."`
}

// Run writes the placement report. It names nobody.
func (c *exportPlacementsCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		vacancies, err := p.ledger.Vacancies(ctx)
		if err != nil {
			return err
		}
		list, err := p.ledger.Applications(ctx)
		if err != nil {
			return err
		}
		vacancies = slices.DeleteFunc(vacancies, func(v store.Vacancy) bool { return !ofSchool(v, c.School) })
		headers, rows := sheet.Placements(vacancies, list, now())
		return done(sheet.Write(c.File, headers, rows), fmt.Sprintf("%d lowongan ditulis ke %s.", len(rows), c.File))
	})
}
