package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"lopo/bot/demo"
	"lopo/bot/sheet"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

type vacanciesCmd struct {
	List    vacanciesListCmd    `cmd:"" help:"Daftar lowongan."`
	Show    vacanciesShowCmd    `cmd:"" help:"Satu lowongan dengan laporan warga."`
	Approve vacanciesApproveCmd `cmd:"" help:"Periksa satu lowongan; oleh orang lain dari yang mengimpor."`
	Close   vacanciesCloseCmd   `cmd:"" help:"Tutup satu lowongan."`
	Fill    vacanciesFillCmd    `cmd:"" help:"Catat bahwa satu lowongan sudah terisi."`
	Hide    vacanciesHideCmd    `cmd:"" help:"Sembunyikan satu lowongan."`
	Unhide  vacanciesUnhideCmd  `cmd:"" help:"Tunjukkan lagi lowongan yang disembunyikan."`
}

type vacanciesListCmd struct {
	All bool `help:"Juga yang sudah ditutup dan terisi."`
}

// Run lists the vacancies.
func (c *vacanciesListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Vacancies(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "NO\tKODE\tJUDUL\tPERUSAHAAN\tPEMILIK\tTUTUP\tMINAT\tLAPORAN\tKEADAAN")
		for _, v := range list {
			if !c.All && v.Over(now()) {
				continue
			}
			closes := "belum diisi"
			if !v.Closes.IsZero() {
				closes = locales.Date(v.Closes)
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%s\n", v.ID, v.Code, v.Title, v.Employer, sheet.Poster(v), closes, v.Interest, v.Reports, sheet.VacancyState(v, now()))
		}
		return w.Flush()
	})
}

type vacanciesShowCmd struct {
	Number int64 `arg:"" help:"Nomor lowongan."`
}

// Run shows one vacancy, what it lacks and what was reported of it.
func (c *vacanciesShowCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		v, err := oneVacancy(ctx, p, c.Number)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		for _, line := range [][2]string{{"Nomor", fmt.Sprint(v.ID)}, {"Kode", v.Code}, {"Keadaan", sheet.VacancyState(v, now())}, {"Pemilik", sheet.Poster(v)}, {"Judul", v.Title},
			{"Perusahaan", v.Employer}, {"Alamat", v.Address}, {"Tempat kerja", v.Place}, {"Kelurahan", v.Kelurahan}, {"Wilayah", string(v.Region)}, {"Upah", v.Wage},
			{"Kontrak", v.Contract}, {"Pendidikan", v.Education}, {"Pengalaman", v.Experience}, {"Keterampilan", v.Skills}, {"Usia", v.Age}, {"Jenis kelamin", v.Sex},
			{"Penampilan", v.Looks}, {"Alasan", v.Reason}, {"Lain-lain", v.Other}, {"Cara melamar", v.Apply}, {"Kontak resmi", v.Contact}, {"Tautan", v.Link},
			{"Sumber", v.Source}, {"Ditulis oleh", v.MadeBy}, {"Diperiksa oleh", strings.Join(strings.Fields(v.CheckedBy+" "+v.SecondBy), ", ")}} {
			if line[1] != "" {
				fmt.Fprintf(w, "%s\t%s\n", line[0], line[1])
			}
		}
		if !v.Closes.IsZero() {
			fmt.Fprintf(w, "Tutup\t%s\n", locales.DateTime(v.Closes))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if lacks := v.Lacks(now()); len(lacks) > 0 && (v.State == store.VacancyDraft || v.State == store.VacancyChecked) {
			fmt.Println("\nBelum bisa dibuka:", lackWords(lacks))
		}
		if v.Far {
			fmt.Println("\nKerja jauh: perlu diperiksa dua orang. Tanyakan dulu kepada Disnakertrans atau BP3MI.")
		}
		reports, err := p.ledger.VacancyReports(ctx, v.ID)
		for _, r := range reports {
			fmt.Printf("Laporan: %s %s\n", r.Reason, r.Text)
		}
		return err
	})
}

// onVacancy does something to a vacancy, for who may: the officer of a BKK only to those of her school.
func onVacancy(ctx context.Context, number int64, by string, do func(*parts) error) error {
	return withLedger(ctx, "", func(p *parts) error {
		v, err := oneVacancy(ctx, p, number)
		if err == nil {
			err = p.mayPost(ctx, by, v)
		}
		if err != nil {
			return err
		}
		return do(p)
	})
}

// mayPost refuses who may not have to do with these vacancies.
func (p *parts) mayPost(ctx context.Context, by string, list ...store.Vacancy) error {
	if err := p.may(ctx, by, store.ToEditJobs, ""); err != nil {
		return err
	}
	s, err := p.staff(ctx, by)
	if err != nil || s.Role != store.BKK {
		return err
	}
	for _, v := range list {
		if v.School.Staff != by {
			return fmt.Errorf("%s hanya mengurus lowongan BKK sekolahnya sendiri, bukan %s (%s)", by, v.Code, sheet.Poster(v))
		}
	}
	return nil
}

func oneVacancy(ctx context.Context, p *parts, number int64) (store.Vacancy, error) {
	list, err := p.ledger.Vacancies(ctx)
	if err != nil {
		return store.Vacancy{}, err
	}
	for _, v := range list {
		if v.ID == number {
			return v, nil
		}
	}
	return store.Vacancy{}, fmt.Errorf("tidak ada lowongan nomor %d; lihat: lopo vacancies list --all", number)
}

// lackWords says what keeps a vacancy from being open.
func lackWords(lacks []string) string {
	words := map[string]string{"poster": "BKK tanpa tanda daftar", "employer": "nama atau alamat pemberi kerja kosong", "place": "tempat kerja kosong", "closes": "tanggal tutup kosong",
		"over": "tanggal tutup sudah lewat", "fee": "belum dinyatakan gratis", "reason": "syarat usia, jenis kelamin, atau penampilan tanpa alasan", "apply": "cara melamar kosong"}
	var list []string
	for _, l := range lacks {
		list = append(list, words[l])
	}
	return strings.Join(list, "; ")
}

type vacanciesApproveCmd struct {
	Number int64  `arg:"" help:"Nomor lowongan."`
	By     string `required:"" help:"Nama petugas; bukan yang mengimpor."`
}

// Run checks a vacancy as somebody who did not write it.
func (c *vacanciesApproveCmd) Run(ctx context.Context) error {
	return onVacancy(ctx, c.Number, c.By, func(p *parts) error {
		v, err := p.ledger.ApproveVacancy(ctx, c.Number, c.By, now())
		var lacks *sqlite.LacksError
		switch {
		case errors.As(err, &lacks):
			return fmt.Errorf("lowongan %d belum bisa dibuka: %s", c.Number, lackWords(lacks.Lacks))
		case errors.Is(err, sqlite.ErrOwnCheck):
			return fmt.Errorf("lowongan %d harus diperiksa orang lain: %s sudah menulis atau memeriksanya", c.Number, c.By)
		case errors.Is(err, sqlite.ErrVacancyState):
			return fmt.Errorf("lowongan %d sudah %s", c.Number, sheet.VacancyState(v, now()))
		case err != nil:
			return err
		}
		if v.State == store.VacancyChecked {
			fmt.Printf("Lowongan %d diperiksa. Kerjanya jauh: seorang lagi harus memeriksa sebelum dibuka.\n", c.Number)
			return nil
		}
		fmt.Printf("Lowongan %d dibuka sampai %s. Kabar dikirim besok pagi kepada yang memintanya.\n", c.Number, locales.DateTime(v.Closes))
		return nil
	})
}

type vacanciesCloseCmd struct {
	Number int64  `arg:"" help:"Nomor lowongan."`
	By     string `required:"" help:"Nama petugas."`
	Reason string `help:"Alasan, untuk catatan."`
}

// Run closes a vacancy.
func (c *vacanciesCloseCmd) Run(ctx context.Context) error {
	return endVacancy(ctx, c.Number, store.VacancyClosed, c.By, c.Reason)
}

type vacanciesFillCmd struct {
	Number int64  `arg:"" help:"Nomor lowongan."`
	By     string `required:"" help:"Nama petugas."`
	Reason string `help:"Catatan."`
}

// Run notes that a vacancy is filled.
func (c *vacanciesFillCmd) Run(ctx context.Context) error {
	return endVacancy(ctx, c.Number, store.VacancyFilled, c.By, c.Reason)
}

func endVacancy(ctx context.Context, number int64, to store.VacancyState, by, reason string) error {
	return onVacancy(ctx, number, by, func(p *parts) error {
		err := p.ledger.EndVacancy(ctx, number, to, by, reason, now())
		if errors.Is(err, sqlite.ErrVacancyState) {
			return fmt.Errorf("lowongan %d tidak bisa diubah dari keadaannya sekarang; lihat: lopo vacancies show %d", number, number)
		}
		return done(err, fmt.Sprintf("Lowongan %d: %s.", number, sheet.VacancyState(store.Vacancy{State: to}, now())))
	})
}

type vacanciesHideCmd struct {
	Number int64  `arg:"" help:"Nomor lowongan."`
	By     string `required:"" help:"Nama petugas."`
	Reason string `required:"" help:"Alasan, untuk catatan."`
}

// Run hides a vacancy until staff have looked.
func (c *vacanciesHideCmd) Run(ctx context.Context) error {
	return onVacancy(ctx, c.Number, c.By, func(p *parts) error {
		return done(p.ledger.HideVacancy(ctx, c.Number, true, c.By, c.Reason, now()), fmt.Sprintf("Lowongan %d disembunyikan.", c.Number))
	})
}

type vacanciesUnhideCmd struct {
	Number int64  `arg:"" help:"Nomor lowongan."`
	By     string `required:"" help:"Nama petugas."`
	Reason string `required:"" help:"Apa yang diperiksa, untuk catatan."`
}

// Run shows a vacancy again; the reports so far count no more.
func (c *vacanciesUnhideCmd) Run(ctx context.Context) error {
	return onVacancy(ctx, c.Number, c.By, func(p *parts) error {
		return done(p.ledger.HideVacancy(ctx, c.Number, false, c.By, c.Reason, now()), fmt.Sprintf("Lowongan %d ditunjukkan lagi; laporan lama tidak dihitung.", c.Number))
	})
}

// fillDemoJobs fills an empty job board with examples. They too are checked by others than who wrote them.
func fillDemoJobs(ctx context.Context, p *parts) error {
	have, err := p.ledger.Vacancies(ctx)
	if err != nil || len(have) > 0 {
		return err
	}
	if err := p.ledger.PutSchools(ctx, demo.Schools(now()), "demo", now()); err != nil {
		return err
	}
	schools, err := p.ledger.Schools(ctx)
	if err != nil {
		return err
	}
	list := demo.Vacancies(p.city, schools, now())
	if err := p.ledger.PutVacancies(ctx, list, "demo", now()); err != nil {
		return err
	}
	if have, err = p.ledger.Vacancies(ctx); err != nil {
		return err
	}
	for _, v := range have {
		for _, by := range []string{"demo, pemeriksa 1", "demo, pemeriksa 2"} {
			if v, err = p.ledger.ApproveVacancy(ctx, v.ID, by, now()); err != nil || v.State == store.VacancyOpen {
				break
			}
		}
		var lacks *sqlite.LacksError
		if err != nil && !errors.As(err, &lacks) { // one of them is a draft that lacks something
			return err
		}
	}
	return nil
}
