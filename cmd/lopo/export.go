package main

import (
	"context"
	"errors"
	"fmt"

	"lopo/bot/sheet"
	"lopo/store"
)

type exportCmd struct {
	Registrations exportRegistrationsCmd `cmd:"" help:"Semua pendaftaran, nomor HP dan NIK disamarkan."`
	PemInterest   exportPEMInterestCmd   `cmd:"" help:"Minat Dana PEM untuk LPM, nomor HP disamarkan."`
	Applications  exportApplicationsCmd  `cmd:"" help:"Peminat lowongan untuk BKK, nomor HP disamarkan."`
	Placements    exportPlacementsCmd    `cmd:"" help:"Laporan penempatan BKK, tanpa nama."`
	Template      exportTemplateCmd      `cmd:"" help:"Templat untuk import trainings, pem, schools, vacancies, atau articles."`
}

type exportRegistrationsCmd struct {
	File   string `arg:"" help:"Berkas .xlsx atau .csv yang akan dibuat." type:"path"`
	Unmask bool   `help:"Tulis nomor HP dan NIK lengkap. Hanya admin, dan dicatat."`
	By     string `help:"Nama petugas; perlu dengan --unmask."`
	Reason string `help:"Alasan; perlu dengan --unmask."`
}

// Run writes the applications to a file. Whole numbers need a role and a reason, and leave a trace before the file is made.
func (c *exportRegistrationsCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if c.Unmask {
		if c.Reason == "" {
			return errors.New("--unmask perlu --by NAMA dan --reason ALASAN")
		}
		if err := p.may(ctx, c.By, store.ToUnmask, ""); err != nil {
			return err
		}
		if err := p.ledger.Audit(ctx, c.By, "export unmasked", c.File, c.Reason, now()); err != nil {
			return err
		}
	}
	list, err := p.ledger.Registrations(ctx)
	if err != nil {
		return err
	}
	headers, rows := sheet.Registrations(list, c.Unmask)
	if err := sheet.Write(c.File, headers, rows); err != nil {
		return err
	}
	fmt.Printf("%d pendaftaran ditulis ke %s.\n", len(rows), c.File)
	return nil
}

type exportTemplateCmd struct {
	File string `arg:"" help:"Berkas .xlsx yang akan dibuat." type:"path"`
	For  string `help:"Untuk import yang mana." enum:"trainings,pem,schools,vacancies,articles" default:"trainings"`
}

// Run writes the template.
func (c *exportTemplateCmd) Run() error {
	write := map[string]func(string) error{"trainings": sheet.TrainingTemplate, "pem": sheet.LoanTemplate, "schools": sheet.SchoolTemplate, "vacancies": sheet.VacancyTemplate, "articles": sheet.ArticleTemplate}[c.For]
	if err := write(c.File); err != nil {
		return err
	}
	fmt.Printf("Templat ditulis ke %s.\n", c.File)
	return nil
}
