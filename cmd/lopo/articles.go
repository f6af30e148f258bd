package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"lopo/bot/sheet"
	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
)

type articlesCmd struct {
	List articlesListCmd `cmd:"" help:"Daftar artikel."`
	Show articlesShowCmd `cmd:"" help:"Satu artikel dan riwayat perubahannya."`
	Set  articlesSetCmd  `cmd:"" help:"Ubah atau tambah satu artikel."`
}

// withArticles opens the ledger with the articles that are shipped in it.
func withArticles(ctx context.Context, do func(p *parts, list []store.Article) error) error {
	return withLedger(ctx, "", func(p *parts) error {
		if err := p.shipArticles(ctx); err != nil {
			return err
		}
		list, err := p.ledger.Articles(ctx)
		if err != nil {
			return err
		}
		return do(p, list)
	})
}

// shipArticles brings the articles of the city's data into the ledger. What staff have changed stays.
func (p *parts) shipArticles(ctx context.Context) error {
	return p.ledger.ShipArticles(ctx, p.city.Articles, nlu.Terms, now())
}

type articlesListCmd struct{}

// Run lists the articles.
func (*articlesListCmd) Run(ctx context.Context) error {
	return withArticles(ctx, func(_ *parts, list []store.Article) error {
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "KODE\tJUDUL\tPER\tDIUBAH OLEH\tKEADAAN")
		for _, a := range list {
			asOf, by, state := "", a.By, "tampil"
			if !a.AsOf.IsZero() {
				asOf = locales.AsOf(a.AsOf)
			}
			if by == "" {
				by = "(bawaan)"
			}
			if !a.Shown() {
				state = "tersembunyi"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", a.Code, a.Title, asOf, by, state)
		}
		return w.Flush()
	})
}

type articlesShowCmd struct {
	Code string `arg:"" help:"Kode artikel."`
}

// Run shows one article, and who changed what.
func (c *articlesShowCmd) Run(ctx context.Context) error {
	return withArticles(ctx, func(p *parts, list []store.Article) error {
		for _, a := range list {
			if a.Code != c.Code {
				continue
			}
			asOf := ""
			if !a.AsOf.IsZero() {
				asOf = locales.AsOf(a.AsOf)
			}
			fmt.Printf("%s: %s\n%s\nKata kunci: %s\nSumber: %s, per %s\n", a.Code, a.Title, a.Text, strings.Join(a.Asks, "; "), a.Source, asOf)
			log, err := p.ledger.AuditLog(ctx, a.Code)
			for _, line := range log {
				fmt.Printf("%s  %s: %s\n  sebelum: %s\n  sesudah: %s\n", locales.DateTime(line.At), line.By, line.Action, line.Before, line.After)
			}
			return err
		}
		return fmt.Errorf("tidak ada artikel %q; lihat: lopo articles list", c.Code)
	})
}

type articlesSetCmd struct {
	Code   string   `arg:"" help:"Kode artikel; yang belum ada ditambahkan."`
	Fields []string `arg:"" help:"judul=… isi=… kata_kunci=\"…; …\" sumber=… per=2026-11-22. isi= (kosong) menyembunyikan."`
	By     string   `required:"" help:"Nama petugas."`
}

// Run changes or adds an article.
func (c *articlesSetCmd) Run(ctx context.Context) error {
	return withArticles(ctx, func(p *parts, list []store.Article) error {
		if err := p.wholeCity(ctx, c.By, "put article", c.Code); err != nil {
			return err
		}
		a := store.Article{Code: c.Code}
		for _, old := range list {
			if old.Code == c.Code {
				a = old
			}
		}
		for _, pair := range c.Fields {
			name, value, ok := strings.Cut(pair, "=")
			if !ok {
				return fmt.Errorf("%q tidak terbaca; tulis kolom=nilai, misalnya judul=\"…\"", pair)
			}
			switch name {
			case "judul":
				a.Title = value
			case "isi":
				a.Text = value
			case "kata_kunci":
				a.Asks = city.Asks(value)
			case "sumber":
				a.Source = value
			case "per":
				var err error
				if a.AsOf, _, err = sheet.Date(value); err != nil {
					return err
				}
			default:
				return fmt.Errorf("kolom %q tidak dikenal; yang ada: judul, isi, kata_kunci, sumber, per", name)
			}
		}
		if column, why := city.CheckArticle(a); why != "" {
			return fmt.Errorf("kolom %s: %s", column, why)
		}
		return done(p.ledger.PutArticles(ctx, []store.Article{a}, nlu.Terms, c.By, now()), "Artikel "+c.Code+" disimpan.")
	})
}

// wholeCity refuses who may change something of one kelurahan only.
func (p *parts) wholeCity(ctx context.Context, by, action, object string) error {
	return p.within(ctx, by, action, object, "")
}

type importArticlesCmd struct {
	File  string `arg:"" help:"Berkas .xlsx atau .csv." type:"existingfile"`
	Write bool   `help:"Simpan. Tanpa ini tidak ada yang berubah."`
	By    string `help:"Nama petugas; perlu dengan --write."`
}

// Run checks a table of articles, and stores it when every row is right.
func (c *importArticlesCmd) Run(ctx context.Context) error {
	table, err := sheet.Read(c.File)
	if err != nil {
		return err
	}
	list, wrong := sheet.Articles(table)
	if len(wrong) > 0 {
		fmt.Print(sheet.Problems(wrong))
		return coded{fmt.Errorf("%d kesalahan di %s; tidak ada yang disimpan", len(wrong), c.File), 2}
	}
	for _, a := range list {
		fmt.Printf("%-24s %s\n", a.Code, a.Title)
	}
	if !c.Write {
		fmt.Printf("%d artikel benar. Belum disimpan; ulangi dengan --write --by NAMA.\n", len(list))
		return nil
	}
	return withArticles(ctx, func(p *parts, _ []store.Article) error {
		if err := p.wholeCity(ctx, c.By, "import articles", c.File); err != nil {
			return err
		}
		return done(p.ledger.PutArticles(ctx, list, nlu.Terms, c.By, now()), fmt.Sprintf("%d artikel disimpan.", len(list)))
	})
}
