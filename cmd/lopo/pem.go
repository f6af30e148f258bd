package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lopo/bot/sheet"
	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

type pemCmd struct {
	Show pemShowCmd `cmd:"" help:"Syarat satu kelurahan dan riwayat perubahannya."`
	Set  pemSetCmd  `cmd:"" help:"Ubah syarat satu kelurahan: kolom=nilai …"`
}

type pemShowCmd struct {
	Kelurahan string `arg:"" help:"Nama kelurahan."`
}

// Run shows the terms of a kelurahan, and who changed what.
func (c *pemShowCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		place, err := p.kelurahan(c.Kelurahan)
		if err != nil {
			return err
		}
		terms, err := p.loan(ctx, place)
		if err != nil {
			return err
		}
		fmt.Printf("Dana PEM Kelurahan %s\n", place)
		for _, f := range terms.Fields() {
			value := f.Value
			if value == "" {
				value = "(belum diisi)"
			}
			fmt.Printf("  %-10s %s\n", f.Name, value)
		}
		log, err := p.ledger.AuditLog(ctx, sqlite.LoanObject(place))
		if len(log) > 0 {
			fmt.Println("Riwayat:")
		}
		for _, a := range log {
			fmt.Printf("  %s  %s: %s\n    sebelum: %s\n    sesudah: %s\n", locales.DateTime(a.At), a.By, a.Action, a.Before, a.After)
		}
		return err
	})
}

type pemSetCmd struct {
	Kelurahan string   `arg:"" help:"Nama kelurahan."`
	Fields    []string `arg:"" help:"kolom=nilai, misalnya status=buka maks=\"Rp 5 jt\" jasa=\"1% per bulan\". Kosong (maks=) berarti belum diketahui."`
	By        string   `required:"" help:"Nama petugas."`
}

// Run changes terms. Who does not say of when they are, means today.
func (c *pemSetCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		place, err := p.kelurahan(c.Kelurahan)
		if err != nil {
			return err
		}
		if err := p.within(ctx, c.By, "set pem", sqlite.LoanObject(place), place); err != nil {
			return err
		}
		fields := map[string]string{}
		for _, pair := range c.Fields {
			name, value, ok := strings.Cut(pair, "=")
			if !ok {
				return fmt.Errorf("%q tidak terbaca; tulis kolom=nilai, misalnya status=buka", pair)
			}
			fields[name] = value
		}
		terms, err := p.loan(ctx, place)
		if err != nil {
			return err
		}
		if _, dated := fields["per"]; !dated {
			fields["per"] = now().In(store.WITA).Format("2006-01-02")
		}
		changed, wrong := sheet.SetLoan(terms, fields, now())
		if len(wrong) > 0 {
			fmt.Print(sheet.Problems(wrong))
			return coded{errors.New("tidak ada yang disimpan"), 2}
		}
		if err := p.ledger.PutLoans(ctx, []store.LoanTerms{changed}, c.By, now()); err != nil {
			return err
		}
		fmt.Printf("%s: %s\n", place, sheet.LoanChange(terms, changed))
		if changed.Source == "" {
			fmt.Println("Sumbernya belum disebut; warga melihat itu. Tambahkan: sumber=\"…\"")
		}
		return nil
	})
}

// kelurahan finds a kelurahan by its name as people write it.
func (p *parts) kelurahan(name string) (string, error) {
	r := nlu.Kelurahan(nlu.Input{Text: "kelurahan " + name, Kind: store.Text, City: p.city})
	if r.Value == "" || strings.HasPrefix(r.Value, ">") {
		var among []string
		for _, c := range r.Among {
			among = append(among, c.Label)
		}
		if len(among) > 0 {
			return "", fmt.Errorf("kelurahan %q: yang mana? %s", name, strings.Join(among, ", "))
		}
		return "", fmt.Errorf("tidak ada kelurahan %q; periksa ejaannya", name)
	}
	return r.Value, nil
}

// loan is what is stored of a kelurahan.
func (p *parts) loan(ctx context.Context, place string) (store.LoanTerms, error) {
	list, err := p.ledger.Loans(ctx)
	for _, t := range list {
		if t.Kelurahan == place {
			return t, err
		}
	}
	return store.LoanTerms{Kelurahan: place}, err
}

// within refuses who may not change something of these kelurahan: the role decides, and the scope. A try beyond the scope leaves a trace.
func (p *parts) within(ctx context.Context, by, action, object string, places ...string) error {
	s, err := p.staff(ctx, by)
	if err != nil {
		return err
	}
	for _, place := range places {
		if why := s.May(store.ToEditLoans, place, now()); why != store.Allowed {
			s.Name = by
			err := refused(&sqlite.RefusedError{Staff: s, Do: store.ToEditLoans, In: place, Why: why})
			return errors.Join(err, p.ledger.Audit(ctx, by, "refused "+action, object, string(why), now()))
		}
	}
	return nil
}

// staff is a member of staff by name, nobody where there is none.
func (p *parts) staff(ctx context.Context, name string) (store.Staff, error) {
	list, err := p.ledger.Staff(ctx)
	for _, s := range list {
		if s.Name == name {
			return s, err
		}
	}
	return store.Staff{}, err
}

// scope is the kelurahan that a member of staff is limited to; "" for the whole city.
func (p *parts) scope(ctx context.Context, by string) (string, error) {
	s, err := p.staff(ctx, by)
	return s.Scope, err
}

type importPEMCmd struct {
	File  string `arg:"" help:"Berkas .xlsx atau .csv, paling banyak satu baris untuk setiap kelurahan." type:"existingfile"`
	Write bool   `help:"Simpan. Tanpa ini tidak ada yang berubah."`
	By    string `help:"Nama petugas; perlu dengan --write."`
}

// Run checks a table of terms, shows what it would change, and stores it when every row is right.
func (c *importPEMCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		table, err := sheet.Read(c.File)
		if err != nil {
			return err
		}
		have, err := p.ledger.Loans(ctx)
		if err != nil {
			return err
		}
		list, wrong := sheet.Loans(table, p.city, have, now())
		if len(wrong) > 0 {
			fmt.Print(sheet.Problems(wrong))
			return coded{fmt.Errorf("%d kesalahan di %s; tidak ada yang disimpan", len(wrong), c.File), 2}
		}
		places, changes := make([]string, len(list)), 0
		for i, terms := range list {
			places[i] = terms.Kelurahan
			old, err := p.loan(ctx, terms.Kelurahan)
			if err != nil {
				return err
			}
			if change := sheet.LoanChange(old, terms); change != "" {
				changes++
				fmt.Printf("%s: %s\n", terms.Kelurahan, change)
			}
		}
		if !c.Write {
			fmt.Printf("%d kelurahan benar, %d berubah. Belum disimpan; ulangi dengan --write --by NAMA.\n", len(list), changes)
			return nil
		}
		if err := p.within(ctx, c.By, "import pem", c.File, places...); err != nil {
			return err
		}
		return done(p.ledger.PutLoans(ctx, list, c.By, now()), fmt.Sprintf("%d kelurahan disimpan, %d berubah.", len(list), changes))
	})
}

type exportPEMInterestCmd struct {
	File      string `arg:"" help:"Berkas .xlsx atau .csv yang akan dibuat." type:"path"`
	Kelurahan string `help:"Hanya kelurahan ini."`
	Unmask    bool   `help:"Tulis nomor HP dan keperluan lengkap, untuk LPM. Hanya admin, atau petugas kelurahan itu; dicatat."`
	By        string `help:"Nama petugas; perlu dengan --unmask."`
	Reason    string `help:"Alasan; perlu dengan --unmask."`
}

// Run writes the interests in the loan to a file. Whole numbers need a role and a reason, and leave a trace before the file is made.
func (c *exportPEMInterestCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		place := ""
		if c.Kelurahan != "" {
			var err error
			if place, err = p.kelurahan(c.Kelurahan); err != nil {
				return err
			}
		}
		if c.Unmask {
			if err := c.mayUnmask(ctx, p, place); err != nil {
				return err
			}
		}
		all, err := p.ledger.LoanInquiries(ctx)
		if err != nil {
			return err
		}
		var list []store.LoanInquiry
		for _, q := range all {
			if place == "" || q.Kelurahan == place {
				list = append(list, q)
			}
		}
		headers, rows := sheet.LoanInterests(list, c.Unmask)
		return done(sheet.Write(c.File, headers, rows), fmt.Sprintf("%d minat ditulis ke %s.", len(rows), c.File))
	})
}

func (c *exportPEMInterestCmd) mayUnmask(ctx context.Context, p *parts, place string) error {
	if c.Reason == "" {
		return errors.New("--unmask perlu --by NAMA dan --reason ALASAN")
	}
	object := "pem-interest " + place
	scope, err := p.scope(ctx, c.By)
	if err != nil {
		return err
	}
	if scope == "" || place == "" {
		err = p.may(ctx, c.By, store.ToUnmask, "")
	} else {
		err = p.within(ctx, c.By, "export unmasked", object, place)
	}
	if err != nil {
		return err
	}
	return p.ledger.Audit(ctx, c.By, "export unmasked", object, c.Reason, now())
}
