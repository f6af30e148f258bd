package main

import (
	"os"
	"strings"
	"testing"
)

// messy is a list of terms with one row wrong.
const messy = "No;Kelurahan;Status;Maks;Bunga;Tenor;Per;Sumber\n1;Naikoten I ;buka;Rp 5 jt;1% per bulan;18 bulan;2 Nov 2026;rapat LPM\n2;Oebufa;tutup;Rp 5 jt;;;;\n"

func (o *office) write(name, content string) string {
	o.Helper()
	if err := os.WriteFile(o.path(name), []byte(content), 0o600); err != nil {
		o.Fatal(err)
	}
	return o.path(name)
}

func wants(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in\n%s", w, text)
		}
	}
}

// Staff import the terms of all kelurahan, change those of one, and see who changed what; nothing is half imported, and who is limited to a
// kelurahan changes no other.
func TestAccept21StaffKeepTheTerms(t *testing.T) {
	o := newOffice(t)
	o.does("staff", "add", "ANI", "--role", "admin")
	o.does("staff", "add", "YAN", "--role", "operator", "--scope", "Naikoten Satu", "--by", "ANI")
	o.does("staff", "add", "RIA", "--role", "reader", "--by", "ANI")
	list := o.write("pem.csv", messy)
	wants(t, o.refuses("tidak ada yang disimpan", "import", "pem", list, "--write", "--by", "ANI"), "3      kelurahan", "Oebufu")
	wants(t, o.does("pem", "show", "naikoten 1"), "(belum diisi)")

	o.write("pem.csv", strings.Replace(messy, "Oebufa", "Oebufu", 1))
	wants(t, o.does("import", "pem", list), "2 kelurahan benar, 2 berubah. Belum disimpan", "Naikoten Satu: status: (kosong) -> buka")
	if out := o.does("pem", "show", "naikoten 1"); strings.Contains(out, "5000000") {
		t.Errorf("a dry run was written:\n%s", out)
	}
	o.refuses("bukan Kelurahan Oebufu", "import", "pem", list, "--write", "--by", "YAN")
	o.refuses("tidak berwenang", "import", "pem", list, "--write", "--by", "RIA")
	o.does("import", "pem", list, "--write", "--by", "ANI")
	wants(t, o.does("import", "pem", list), "0 berubah")

	wants(t, o.does("pem", "set", "Naikoten Satu", "status=tutup", "maks=Rp 7,5 jt", "--by", "YAN"), "status: buka -> tutup", "maks: 5000000 -> 7500000")
	wants(t, o.does("pem", "show", "Naikoten Satu"), "7500000", "tutup", "rapat LPM", "YAN: set pem", "sebelum: status=buka | maks=5000000", "sesudah: status=tutup | maks=7500000")
	o.refuses("wilayahnya Kelurahan Naikoten Satu", "pem", "set", "oebufu", "status=buka", "--by", "YAN")
	o.refuses("tidak ada yang disimpan", "pem", "set", "oebufu", "jasa=1%", "--by", "ANI")
	o.refuses("tidak dikenal", "pem", "set", "oebufu", "warna=biru", "--by", "ANI")
	o.refuses("tidak ada kelurahan", "pem", "show", "Jakarta")
	wants(t, o.does("pem", "show", "oebufu"), "tutup", "refused set pem")
	o.does("staff", "revoke", "YAN", "--by", "ANI")
	o.refuses("sudah dicabut", "pem", "set", "Naikoten Satu", "status=buka", "--by", "YAN")
}

// A resident leaves an interest; the LPM gets it masked, or whole for a reason that is written down.
func TestPEMInterestForTheLPM(t *testing.T) {
	o := newOffice(t)
	o.does("staff", "add", "ANI", "--role", "admin")
	o.does("staff", "add", "YAN", "--role", "operator", "--scope", "Oesapa Barat", "--by", "ANI")
	chat := o.command("chat")
	chat.Stdin = strings.NewReader("titip minat pem oesapa barat\n1\njual ikan\nuntuk jaring, hubungi Yanti 0812 3456 7890\n081234567890\n1\n")
	if out, err := chat.CombinedOutput(); err != nil || !strings.Contains(string(out), "Minat sudah dicatat untuk LPM Kelurahan Oesapa Barat") {
		t.Fatalf("%v\n%s", err, out)
	}
	read := func(args ...string) string {
		t.Helper()
		o.does(append([]string{"export", "pem-interest", o.path("minat.csv")}, args...)...)
		content, err := os.ReadFile(o.path("minat.csv"))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	masked := read("--kelurahan", "oesapa barat")
	wants(t, masked, "Oesapa Barat", "jual ikan", "0812****890")
	if strings.Contains(masked, "Yanti") || strings.Contains(masked, "3456") {
		t.Errorf("not masked: %s", masked)
	}
	if other := read("--kelurahan", "alak"); strings.Contains(other, "Oesapa") {
		t.Errorf("of another kelurahan: %s", other)
	}
	o.refuses("--reason", "export", "pem-interest", o.path("minat.csv"), "--unmask", "--by", "ANI")
	o.refuses("tidak berwenang", "export", "pem-interest", o.path("minat.csv"), "--unmask", "--by", "YAN", "--reason", "dihubungi LPM")
	o.refuses("tidak berwenang", "export", "pem-interest", o.path("minat.csv"), "--kelurahan", "alak", "--unmask", "--by", "YAN", "--reason", "dihubungi LPM")
	wants(t, read("--kelurahan", "oesapa barat", "--unmask", "--by", "YAN", "--reason", "dihubungi LPM"), "081234567890", "Yanti")
	wants(t, read("--unmask", "--by", "ANI", "--reason", "dihubungi LPM"), "081234567890")
}

// Staff edit the articles; the bot says them as they are then.
func TestStaffEditArticles(t *testing.T) {
	o := newOffice(t)
	o.does("staff", "add", "ANI", "--role", "admin")
	o.does("staff", "add", "YAN", "--role", "operator", "--scope", "Alak", "--by", "ANI")
	wants(t, o.does("articles", "list"), "kur", "(bawaan)", "pem-langkah", "tampil")
	o.refuses("tidak berwenang", "articles", "set", "kur", "isi=Hubungi bank.", "--by", "YAN")
	o.refuses("terlalu panjang", "articles", "set", "kur", "isi="+strings.Repeat("x", 421), "--by", "ANI")
	o.refuses("sumber", "articles", "set", "sku", "judul=SKU", "isi=Dibuat lurah.", "kata_kunci=sku", "--by", "ANI")
	o.does("articles", "set", "kur", "isi=Hubungi bank saja.", "per=20 Nov 2026", "--by", "ANI")
	o.does("articles", "set", "sku", "judul=Surat keterangan usaha", "isi=Dibuat di kantor lurah.", "kata_kunci=surat keterangan usaha; bikin sku", "sumber=kantor lurah", "--by", "ANI")
	wants(t, o.does("articles", "show", "kur"), "Hubungi bank saja.", "ANI: put article", "20 Nov 2026")
	chat := o.command("chat")
	chat.Stdin = strings.NewReader("apa itu kur\nbagaimana bikin sku\n")
	out, err := chat.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	wants(t, string(out), "Hubungi bank saja.", "per 20 Nov 2026", "Dibuat di kantor lurah.")
	list := o.write("artikel.csv", "kode,judul,isi,kata_kunci,sumber,per\nkur,KUR,,kur,bank,\n")
	wants(t, o.does("import", "articles", list), "Belum disimpan")
	o.does("import", "articles", list, "--write", "--by", "ANI")
	wants(t, o.does("articles", "list"), "tersembunyi")
	for _, kind := range []string{"trainings", "pem", "articles"} {
		o.does("export", "template", o.path(kind+".xlsx"), "--for", kind)
		o.does("import", kind, o.path(kind+".xlsx"))
	}
}
