package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
)

// A vacancy from the spreadsheet to the placement report, by command: nobody opens her own, and who is interested is exported masked, with a trace.
func TestAccept23VacanciesByCommand(t *testing.T) {
	o := stocked(t)
	o.does("staff", "add", "Pak Budi", "--role", "operator", "--by", "Ibu Ana")
	list := "kode;pemilik;judul;perusahaan;alamat;lokasi;kelurahan;upah;cara_melamar;biaya;tutup\n" +
		"kasir-1;dinas;Kasir;Toko Maju;Jl. Satu;Oesapa;Oesapa;Rp 2 jt;antar surat;gratis;" + time.Now().AddDate(0, 1, 0).Format("2006-01-02") + "\n" +
		"sopir-1;dinas;Sopir;Toko Maju;Jl. Satu;Oesapa;Oesapa;;;menyusul;\n"
	file := o.path("lowongan.csv")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := o.does("import", "vacancies", file); !strings.Contains(said, "Belum disimpan") || !strings.Contains(said, "belum dinyatakan gratis") {
		t.Errorf("import says %s", said)
	}
	o.does("import", "vacancies", file, "--write", "--by", "Ibu Ana")
	o.refuses("orang lain", "vacancies", "approve", "1", "--by", "Ibu Ana")
	o.refuses("tanggal tutup kosong", "vacancies", "approve", "2", "--by", "Pak Budi")
	o.does("vacancies", "approve", "1", "--by", "Pak Budi")
	s := o.serve()
	b := bottest.NewBrowser(t, s.URL)
	for _, text := range []string{"minat 1", "1", "1", "Maria Nale", "081234567890", "1"} {
		b.Ask(text)
	}
	s.stop()
	if said := o.does("vacancies", "list"); !strings.Contains(said, "terbuka") || !strings.Contains(said, "rancangan") {
		t.Errorf("the list is\n%s", said)
	}
	read := func(args ...string) string {
		t.Helper()
		path := o.path("peminat.csv")
		o.does(append([]string{"export", "applications", path}, args...)...)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	if got := read("--by", "Pak Budi"); !strings.Contains(got, "Maria Nale") || !strings.Contains(got, "0812****890") || strings.Contains(got, "081234567890") {
		t.Errorf("masked:\n%s", got)
	}
	o.refuses("tidak berwenang", "export", "applications", o.path("x.csv"), "--by", "Pak Budi", "--unmask", "--reason", "ingin tahu")
	o.refuses("--reason", "export", "applications", o.path("x.csv"), "--by", "Ibu Ana", "--unmask")
	if got := read("--by", "Ibu Ana", "--unmask", "--reason", "diserahkan ke BKK"); !strings.Contains(got, "081234567890") {
		t.Errorf("unmasked:\n%s", got)
	}
	if got := o.audited("export applications unmasked"); len(got) != 1 || !strings.Contains(got[0], "diserahkan ke BKK") {
		t.Errorf("audit %v", got)
	}
	path := o.path("penempatan.csv")
	o.does("export", "placements", path)
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), "Kasir") || strings.Contains(string(content), "Maria") {
		t.Errorf("%v\n%s", err, content)
	}
	o.does("vacancies", "close", "1", "--by", "Pak Budi")
	if said := o.does("vacancies", "list"); strings.Contains(said, "Kasir") {
		t.Errorf("after its end:\n%s", said)
	}
}
