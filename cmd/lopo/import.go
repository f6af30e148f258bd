package main

import (
	"context"
	"fmt"

	"lopo/bot/sheet"
	"lopo/store"
)

type importCmd struct {
	Trainings importTrainingsCmd `cmd:"" help:"Pelatihan dan angkatannya. Tanpa --write hanya diperiksa."`
	Pem       importPEMCmd       `cmd:"" help:"Syarat Dana PEM tiap kelurahan. Tanpa --write hanya diperiksa."`
	Schools   importSchoolsCmd   `cmd:"" help:"Sekolah dan BKK-nya. Tanpa --write hanya diperiksa."`
	Vacancies importVacanciesCmd `cmd:"" help:"Lowongan, sebagai rancangan. Tanpa --write hanya diperiksa."`
	Articles  importArticlesCmd  `cmd:"" help:"Artikel tentang layanan lain. Tanpa --write hanya diperiksa."`
}

type importTrainingsCmd struct {
	File  string `arg:"" help:"Berkas .xlsx atau .csv." type:"existingfile"`
	Write bool   `help:"Simpan. Tanpa ini tidak ada yang berubah."`
	By    string `help:"Nama petugas; perlu dengan --write."`
}

// Run checks a table of trainings, and stores it when every row is right.
func (c *importTrainingsCmd) Run(ctx context.Context) error {
	table, err := sheet.Read(c.File)
	if err != nil {
		return err
	}
	batches, wrong := sheet.Trainings(table)
	if len(wrong) > 0 {
		fmt.Print(sheet.Problems(wrong))
		return coded{fmt.Errorf("%d kesalahan di %s; tidak ada yang disimpan", len(wrong), c.File), 2}
	}
	for _, b := range batches {
		fmt.Printf("%-24s %s, %s: %d kursi\n", b.Code, b.Training.Name, b.Name, b.Seats)
	}
	if !c.Write {
		fmt.Printf("%d angkatan benar. Belum disimpan; ulangi dengan --write --by NAMA.\n", len(batches))
		return nil
	}
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if err := p.may(ctx, c.By, store.ToDecide, ""); err != nil {
		return err
	}
	if err := p.ledger.PutBatches(ctx, batches, c.By, now()); err != nil {
		return err
	}
	fmt.Printf("%d angkatan disimpan.\n", len(batches))
	return nil
}
