package sheet

import (
	"lopo/store"
	"lopo/store/city"
	"strings"
)

var articleColumns = []columnOf{
	{key: "kode", needed: true, explain: "Nama pendek artikel: huruf kecil, angka, dan tanda hubung. Mengimpor kode yang sama memperbarui artikel itu.", example: "kur"},
	{key: "judul", needed: true, explain: "Judul yang dilihat warga.", example: "Kredit Usaha Rakyat (KUR)"},
	{key: "isi", needed: true, explain: "Beberapa kalimat, paling banyak 420 huruf. Kosong: artikel tidak ditampilkan.", example: "KUR adalah kredit bersubsidi dari bank …"},
	{key: "kata_kunci", needed: true, explain: "Kata dan pertanyaan yang ditulis warga, dipisah titik koma. Bot menjawab bila salah satunya ada di pesan.", example: "kur; kredit usaha rakyat; syarat kur", also: []string{"kunci", "pertanyaan"}},
	{key: "sumber", explain: "Dari mana keterangan ini. Wajib bila isi tidak kosong.", example: "kur.jogjaprov.go.id"},
	{key: "per", explain: "Tanggal sumber itu.", example: "16 Jan 2026", also: []string{"per_tanggal", "tanggal"}},
}

// ArticleTemplate writes an .xlsx file for articles.
func ArticleTemplate(path string) error {
	return template(path, "Artikel", articleColumns, "Satu baris untuk setiap artikel. Hapus baris contoh sebelum mengimpor.")
}

// Articles reads articles, one to a row. Every row is right or refused with its reason; when one is refused there are none.
func Articles(t Table) ([]store.Article, []RowError) {
	records, wrong := t.list(articleColumns, "satu baris untuk setiap artikel")
	if wrong != nil {
		return nil, wrong
	}
	var list []store.Article
	lines := map[string]int{}
	for _, record := range records {
		r := &row{Record: record, columns: articleColumns}
		a := store.Article{Code: strings.ToLower(r.Cells["kode"]), Title: r.Cells["judul"], Text: r.Cells["isi"], Source: r.Cells["sumber"], Asks: city.Asks(r.Cells["kata_kunci"])}
		a.AsOf, _ = r.date("per")
		if column, why := city.CheckArticle(a); why != "" {
			r.refuse(column, "%s", why)
		}
		if first, twice := lines[a.Code]; twice {
			r.refuse("kode", "%q sudah ada di baris %d; hapus salah satu baris", a.Code, first)
		} else {
			lines[a.Code] = r.Line
		}
		wrong = append(wrong, r.wrong...)
		list = append(list, a)
	}
	if len(wrong) > 0 {
		return nil, inOrder(wrong)
	}
	return list, nil
}
