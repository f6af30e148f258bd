package city

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"lopo/store"
	"lopo/store/table"
)

// ArticleMost is how long an article may be: with its source it fits one message.
const (
	ArticleMost = 420
	titleMost   = 60
)

// ArticleCode is what the code of an article looks like.
var ArticleCode = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,39}$`)

// articles reads the articles. One that could not be found or not be shown is refused.
func articles(f file) (all []store.Article, err error) {
	lines := map[string]int{}
	for _, r := range f.rows {
		a := store.Article{Code: strings.ToLower(f.at(r, "kode")), Title: f.at(r, "judul"), Text: f.at(r, "isi"), Source: f.at(r, "sumber"), Asks: Asks(f.at(r, "kata_kunci"))}
		if column, why := CheckArticle(a); why != "" {
			return nil, f.wrong(r, column, "%s", why)
		}
		if first, twice := lines[a.Code]; twice {
			return nil, f.wrong(r, "kode", "%q sudah ada di baris %d; hapus salah satu", a.Code, first)
		}
		lines[a.Code] = r.Line
		if a.AsOf, err = since(f.at(r, "per")); err != nil {
			return nil, f.wrong(r, "per", "%q bukan tanggal; tulis seperti 2026-11-22, 2026-11 atau 2026, atau kosongkan", f.at(r, "per"))
		}
		all = append(all, a)
	}
	return all, nil
}

// Asks reads what residents write when they mean an article: one to a line, or between semicolons or upright strokes.
func Asks(cell string) (list []string) {
	for ask := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '|' || r == '\n' }) {
		if ask = table.Clean(ask); ask != "" {
			list = append(list, ask)
		}
	}
	return list
}

// CheckArticle says in which column an article is wrong, and how to put it right; "" when it is well.
func CheckArticle(a store.Article) (column, why string) {
	switch {
	case !ArticleCode.MatchString(a.Code):
		return "kode", "kode ditulis dengan 2 sampai 40 huruf kecil, angka dan tanda hubung, misalnya kur"
	case a.Title == "":
		return "judul", "kosong; isi judul yang dilihat warga"
	case utf8.RuneCountInString(a.Title) > titleMost:
		return "judul", "terlalu panjang, paling banyak 60 huruf; ringkas"
	case utf8.RuneCountInString(a.Text) > ArticleMost:
		return "isi", "terlalu panjang, paling banyak 420 huruf; ringkas supaya muat dalam satu pesan"
	case a.Shown() && a.Source == "":
		return "sumber", "kosong; setiap artikel menyebut sumbernya"
	case len(a.Asks) == 0:
		return "kata_kunci", "kosong; isi kata yang ditulis warga, dipisah titik koma, misalnya: kur; kredit usaha rakyat"
	}
	return "", ""
}
