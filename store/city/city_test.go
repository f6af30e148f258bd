package city

import (
	"lopo/store"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestDefaultIsKotaKupang(t *testing.T) {
	c := Default()
	if c.Name != "Kota Kupang" || len(c.Kelurahan) != 51 {
		t.Fatalf("%s with %d kelurahan", c.Name, len(c.Kelurahan))
	}
	count := map[string]int{}
	for _, k := range c.Kelurahan {
		count[k.Kecamatan]++
		if k.Code == "" || k.Lat == 0 || k.Lon == 0 {
			t.Errorf("incomplete: %+v", k)
		}
	}
	want := map[string]int{"Alak": 12, "Maulafa": 9, "Kelapa Lima": 5, "Oebobo": 7, "Kota Raja": 8, "Kota Lama": 10}
	if !reflect.DeepEqual(count, want) {
		t.Errorf("per kecamatan: %v", count)
	}
	for key, f := range c.Facts {
		if f.Value != "" && f.Source == "" {
			t.Errorf("%s is stated without a source", key)
		}
	}
	if v, known := c.Fact("hotline_pekerja_migran"); !known || v != "0800-1000" {
		t.Errorf("hotline %q", v)
	}
	if _, known := c.Fact("alamat_dinas"); known {
		t.Error("nobody knows the address yet")
	}
	if unknown := Unknown(c); len(unknown) == 0 || len(unknown) == len(c.Facts) {
		t.Errorf("unknown: %v", unknown)
	}
	if c.Holidays["2026-12-25"] == "" || c.Holidays["2027-08-17"] == "" {
		t.Errorf("holidays %v", c.Holidays)
	}
}

func TestDefaultIsFresh(t *testing.T) {
	Default().Kelurahan[0].Name = "x"
	if Default().Kelurahan[0].Name == "x" {
		t.Error("copies share memory")
	}
}

func TestLoadAnotherCity(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// As a spreadsheet in Indonesian saves it: byte order mark, semicolons, decimal commas, columns moved, notes beside.
	write("kelurahan.csv", "\uFEFFKelurahan;Kecamatan;LAT;LON;Alias;catatan\r\nSoe;Kota Soe;-9,86;124,28;So'e | SoE Kota;ibu kota\r\nNonohonis;Kota Soe;;;;\r\n")
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	k := c.Kelurahan[0]
	if k.Name != "Soe" || k.Kecamatan != "Kota Soe" || k.Lat != -9.86 || k.Lon != 124.28 || !reflect.DeepEqual(k.Aliases, []string{"So'e", "SoE Kota"}) {
		t.Errorf("%+v", k)
	}
	if len(c.Facts) != 0 || len(c.Holidays) != 0 || c.Name != "" {
		t.Errorf("knows %v %v %q", c.Facts, c.Holidays, c.Name)
	}
	write("facts.csv", "kunci,nilai,sumber,per\nnama_kota,Soe,surat,2026-03\njam_layanan,Senin-Jumat 08.00-15.00,papan,\n")
	write("holidays.csv", "tanggal,nama\n2027-03-26,Wafat Yesus Kristus\n")
	if c, err = Load(dir); err != nil {
		t.Fatal(err)
	}
	if c.Name != "Soe" || !c.Facts["nama_kota"].AsOf.Equal(time.Date(2026, 3, 1, 0, 0, 0, 0, store.WITA)) || !OfficeHours(c).Known() || len(c.Holidays) != 1 {
		t.Errorf("%+v", c)
	}
}

func TestReadRefusesWithPlaceAndRemedy(t *testing.T) {
	const ok = "kode,kecamatan,kelurahan,lat,lon,alias\n1,Alak,Namosain,-10.1,123.5,\n"
	for _, c := range []struct{ file, content, want string }{
		{"kelurahan.csv", "", "kelurahan.csv kosong"},
		{"kelurahan.csv", "kode,kelurahan\n1,Alak\n", "kelurahan.csv baris 1: kolom kecamatan tidak ada"},
		{"kelurahan.csv", "kecamatan,kelurahan\n", "belum ada satu pun"},
		{"kelurahan.csv", "kecamatan,kelurahan,Kelurahan\n", "ada dua kali"},
		{"kelurahan.csv", ok + "2,Alak,,,,\n", "baris 3, kolom kelurahan: kosong"},
		{"kelurahan.csv", ok + "2,,Alak,,,\n", "baris 3, kolom kecamatan: kosong"},
		{"kelurahan.csv", ok + "2,Alak,NAMOSAIN,,,\n", "baris 3, kolom kelurahan: \"NAMOSAIN\" sudah ada di baris 2"},
		{"kelurahan.csv", ok + "1,Alak,Alak,,,\n", "baris 3, kolom kode: 1 sudah dipakai di baris 2"},
		{"kelurahan.csv", ok + "2,Alak,Alak,123.5,-10.1,\n", "baris 3, kolom lat"},
		{"kelurahan.csv", ok + "2,Alak,Alak,-1.017.566,123.5,\n", "baris 3, kolom lat"},
		{"kelurahan.csv", ok + "2,Alak,Alak,NaN,123.5,\n", "baris 3, kolom lat"},
		{"kelurahan.csv", ok + "2,Alak,Alak,-10.1,,\n", "baris 3, kolom lon: lat dan lon"},
		{"kelurahan.csv", ok + "2,Alak,Alak,,,namosain\n", "baris 3, kolom alias: \"namosain\" sudah berarti Namosain"},
		{"facts.csv", "kunci,nilai\n,x\n", "facts.csv baris 2, kolom kunci: kosong"},
		{"facts.csv", "kunci,nilai\npolisi,110\n\nPolisi,112\n", "baris 4, kolom kunci: \"polisi\" sudah ada di baris 2"},
		{"facts.csv", "kunci,nilai,per\npolisi,110,kemarin\n", "baris 2, kolom per"},
		{"facts.csv", "kunci,nilai\npolisi,110\njam_layanan,pagi\n", "baris 3, kolom nilai: jam layanan"},
		{"holidays.csv", "tanggal,nama\n26/03/2027,Wafat\n", "holidays.csv baris 2, kolom tanggal"},
		{"holidays.csv", "tanggal,nama\n2027-03-26,\n", "baris 2, kolom nama"},
		{"holidays.csv", "tanggal,nama\n2027-03-26,a\n2027-03-26,b\n", "baris 3, kolom tanggal"},
	} {
		files := fstest.MapFS{"kelurahan.csv": {Data: []byte(ok)}}
		files[c.file] = &fstest.MapFile{Data: []byte(c.content)}
		_, err := Read(files)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q", c.content, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a sentence: %v", err)
		}
	}
	if _, err := Read(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "kelurahan.csv tidak ada") {
		t.Errorf("empty folder: %v", err)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a missing folder was read")
	}
}
