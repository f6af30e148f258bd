package table

import (
	"encoding/binary"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestParseAcceptsWhatOfficesSave(t *testing.T) {
	want := [][]string{{"kode", "nama", "isi"}, {"1", "Fatu – Beši", "a; b, c"}}
	plain := "kode;nama;isi\n1;Fatu – Beši;\"a; b, c\"\n"
	for name, content := range map[string]string{
		"semicolon":     plain,
		"comma":         "kode,nama,isi\n1,Fatu – Beši,\"a; b, c\"\n",
		"tab":           "kode\tnama\tisi\n1\tFatu – Beši\ta; b, c\n",
		"bom":           "\uFEFF" + plain,
		"crlf":          strings.ReplaceAll(plain, "\n", "\r\n"),
		"old mac":       strings.ReplaceAll(plain, "\n", "\r"),
		"hint":          "sep=;\n" + plain,
		"blanks around": "\n kode ; nama\u00a0;isi;;\n;;\n1;  Fatu   –  Beši;\"a; b, c\";\n\n",
		"unicode text":  wideText(plain),
	} {
		rows, err := Parse([]byte(content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got [][]string
		for _, r := range rows {
			got = append(got, r.Cells[:3])
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func wideText(s string) string {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return string(out)
}

func TestParseReadsWindows1252(t *testing.T) {
	rows, err := Parse([]byte("nama;tempat\nMaria;Gedung \x93Aula\x94 \x96 lantai 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[1].Cells[1]; got != "Gedung “Aula” – lantai 1" {
		t.Errorf("got %q", got)
	}
}

func TestParseCountsLinesAsAnEditorDoes(t *testing.T) {
	rows, err := Parse([]byte("a;b\n\n1;\"dua\nbaris\"\n;;\n3;x\n"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, r := range rows {
		lines = append(lines, r.Line)
	}
	if want := []int{1, 3, 6}; !reflect.DeepEqual(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
}

func TestSeparatorLooksAtTheFirstTenLinesOnly(t *testing.T) {
	rows, err := Parse([]byte("a;b\n" + strings.Repeat("1;2\n", 12) + "1;x, y, z, q\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[13].At(1); got != "x, y, z, q" {
		t.Errorf("got %q", got)
	}
}

func TestParseRefuses(t *testing.T) {
	for content, want := range map[string]string{
		"a;b\n1;\"buka\n2;3\n": "baris 2: tanda kutip",
		"a;b\n1;5\" pipa\n":    "baris 2: tanda kutip",
		"PK\x03\x04\x00\x00":   "bukan teks",
	} {
		if _, err := Parse([]byte(content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", content, err, want)
		}
	}
}

func TestKeyAndHead(t *testing.T) {
	for _, header := range []string{"kode_pelatihan", "Kode Pelatihan", " KODE  PELATIHAN *", "Kode-pelatihan:"} {
		if got := Key(header); got != "kode_pelatihan" {
			t.Errorf("Key(%q) = %q", header, got)
		}
	}
	head, err := Head(Row{Line: 1, Cells: []string{"Nama", "", "No HP"}})
	if err != nil || head["nama"] != 0 || head["no_hp"] != 2 || len(head) != 2 {
		t.Errorf("head %v, %v", head, err)
	}
	if _, err := Head(Row{Line: 4, Cells: []string{"Nama", "NAMA"}}); err == nil || !strings.Contains(err.Error(), "baris 4") {
		t.Errorf("twice: %v", err)
	}
}
